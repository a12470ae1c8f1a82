package org.superpose.train;

import java.io.Serializable;
import java.util.Locale;

/**
 * How the learning rate moves over a run of T steps: linearly up from 0 during the first {@code warmup} steps, then by {@code kind}.
 *
 * @param warmup steps, 0 for none
 */
public record Schedule(Kind kind, int warmup) implements Serializable {
    /** The shape after warm-up. */
    public enum Kind {
        CONSTANT,
        LINEAR,
        COSINE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name used in sweep files. */
        public String label() {
            return label;
        }
    }

    /**
     * The factor on the peak rate in step t = 0 … T−1: (t+1)/warmup while t &lt; warmup; then, with s = (t − warmup)/(T − warmup) in
     * [0, 1), 1 (constant), 1 − s (linear) or ½(1 + cos πs) (cosine).
     */
    public double factor(int t, int steps) {
        if (t < warmup) {
            return (t + 1.0) / warmup;
        }
        double s = (t - warmup) / (double) (steps - warmup);
        return switch (kind) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - s;
            case COSINE -> 0.5 * (1 + StrictMath.cos(Math.PI * s));
        };
    }

    /** The schedule of a run of {@code part} steps instead of {@code whole}, which warms up for as large a share of them. */
    Schedule of(int part, int whole) {
        return new Schedule(kind, (int) ((long) warmup * part / whole));
    }

    /** Whether the rate ends at zero, so that running to the end is convergence by schedule. */
    public boolean decays() {
        return kind != Kind.CONSTANT;
    }
}
