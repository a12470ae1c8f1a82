package org.superpose.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * ψ, which makes the outputs x̂ = ψ(a) of a sample from its pre-activations a = W_out h + b. All but one work on each output alone; what is
 * not a number stays so.
 *
 * @param kind which function
 * @param parameter its parameter, 0 where it has none
 */
public record OutputFunction(Kind kind, double parameter) implements Serializable {
    /** ψ(z) = z. */
    public static final OutputFunction IDENTITY = new OutputFunction(Kind.IDENTITY, 0);
    /** ψ(z) = max(z, 0). */
    public static final OutputFunction RELU = new OutputFunction(Kind.RELU, 0);

    private static final double SLOPE = 0.01;
    private static final double SOFT_THRESHOLD = 1;
    private static final double TREC_THRESHOLD = 0.1;
    private static final double TEMPERATURE = 0.02;
    private static final double DEVIATIONS = 2;

    /** The functions there are. At a kink or a jump the derivative is that of the left side; that of the soft threshold is 0 at both of its kinks. */
    public enum Kind {
        /** ψ(z) = z. */
        IDENTITY(null),
        /** ψ(z) = max(z, 0). */
        RELU(null),
        /** ψ(z) = max(z, αz), 0 &lt; α &lt; 1. */
        LEAKY_RELU("slope"),
        /** ψ(z) = sign(z) max(|z| − θ, 0), θ &gt; 0; with a bias ReLU moved by θ, and its mirror image below −θ. */
        SOFT_THRESHOLD("threshold"),
        /**
         * ψ(a)_i = a_i where a_i &gt; 0 is one of the k largest of the sample, ties with the k-th included, else 0 (Makhzani and Frey 2013, who
         * select hidden units).
         */
        TOP_K("k"),
        /** ψ(z) = z if z &gt; θ, else 0, θ &gt; 0 (Konda et al. 2014; Taggart 2024). */
        TREC("threshold"),
        /**
         * ψ(z) = z σ(z/τ), σ the logistic function, τ &gt; 0: the magnitude z times a gate that opens with z, ReLU for τ → 0. Gated autoencoders
         * (Rajamanoharan et al. 2024) have a step as gate, with a bias of its own on the same direction and an auxiliary loss to train it; with
         * weights shared and fixed biases that is TREC, and here the gate is smooth instead and needs no loss of its own.
         */
        GATED("temperature");

        private final String label = name().toLowerCase(Locale.ROOT);
        private final String parameterName;

        Kind(String parameterName) {
            this.parameterName = parameterName;
        }

        /** The name used in sweep files and tables: the constant in lower case. */
        public String label() {
            return label;
        }

        /** What the parameter is called in sweep files, null for a function without one. */
        public String parameterName() {
            return parameterName;
        }
    }

    /** @throws IllegalArgumentException if the parameter is none of the kind's */
    public OutputFunction {
        Objects.requireNonNull(kind, "kind");
        String allowed = switch (kind) {
            case IDENTITY, RELU -> parameter == 0 ? null : "0: there is none";
            case LEAKY_RELU -> parameter > 0 && parameter < 1 ? null : "in (0, 1)";
            case TOP_K -> parameter >= 1 && parameter == Math.rint(parameter) ? null : "a whole number >= 1";
            case SOFT_THRESHOLD, TREC, GATED ->
                parameter > 0 && parameter < Double.POSITIVE_INFINITY ? null : "positive and finite";
        };
        if (allowed != null) {
            throw new IllegalArgumentException(
                    "the parameter of the output " + kind.label() + " must be " + allowed + "; got " + parameter);
        }
    }

    /** The function of an activation. */
    public static OutputFunction of(Activation activation) {
        return activation == Activation.RELU ? RELU : IDENTITY;
    }

    /**
     * The function with its parameter where none is given: of top_k, two standard deviations more than the mean number of active features,
     * ⌈np + 2√(np(1−p))⌉ from 1 to n. The others are those of conf/decoders.yaml (n = 128, m = 32, p = 0.01 …
     * 0.3) with the least loss: within 5 % of ReLU at every p, where a soft threshold of 0.1 loses 1.2 to 6.1 times as much, TREC at 0.3 up to 1.3 and a
     * gate of 0.2 up to 3.9 times.
     *
     * @param p density of the features
     */
    public static OutputFunction standard(Kind kind, int n, double p) {
        return switch (kind) {
            case IDENTITY -> IDENTITY;
            case RELU -> RELU;
            case LEAKY_RELU -> new OutputFunction(kind, SLOPE);
            case SOFT_THRESHOLD -> new OutputFunction(kind, SOFT_THRESHOLD);
            case TREC -> new OutputFunction(kind, TREC_THRESHOLD);
            case GATED -> new OutputFunction(kind, TEMPERATURE);
            case TOP_K -> {
                double most = Math.ceil(n * p + DEVIATIONS * Math.sqrt(n * p * (1 - p)));
                yield new OutputFunction(kind, Math.max(1, Math.min(n, most)));
            }
        };
    }

    /** The kind's name in sweep files and tables. */
    public String label() {
        return kind.label();
    }

    /** The parameter, null for a function without one. */
    public Double parameterOrNull() {
        return kind.parameterName() == null ? null : parameter;
    }

    /** The parameter, if it is called so; null if the function has none, or another. */
    public Double parameterCalled(String name) {
        return name.equals(kind.parameterName()) ? parameter : null;
    }

    /** Whether each output depends on its own pre-activation alone. */
    public boolean elementwise() {
        return kind != Kind.TOP_K;
    }

    /** Whether ψ is linear between finitely many kinks and jumps. */
    public boolean piecewiseLinear() {
        return elementwise() && kind != Kind.GATED;
    }

    /** The least z from which on ψ passes a gradient of about 1, of a function that passes less or none before. */
    public double onset() {
        return kind == Kind.SOFT_THRESHOLD || kind == Kind.TREC ? parameter : 0;
    }

    /**
     * ψ(z).
     *
     * @throws IllegalStateException of a function that is not {@link #elementwise}
     */
    public double value(double z) {
        return switch (kind) {
            case IDENTITY -> z;
            case RELU -> Math.max(z, 0);
            case LEAKY_RELU -> Math.max(z, parameter * z);
            case SOFT_THRESHOLD -> z > parameter ? z - parameter : z < -parameter ? z + parameter : 0 * z;
            case TREC -> z > parameter ? z : 0 * z;
            case GATED -> z / (1 + Math.exp(-z / parameter));
            case TOP_K -> throw new IllegalStateException("top_k is a function of all outputs of a sample");
        };
    }

    /**
     * ψ'(z).
     *
     * @throws IllegalStateException of a function that is not {@link #elementwise}
     */
    public double slope(double z) {
        return switch (kind) {
            case IDENTITY -> 1;
            case RELU -> z > 0 ? 1 : 0;
            case LEAKY_RELU -> z > 0 ? 1 : parameter;
            case SOFT_THRESHOLD -> Math.abs(z) > parameter ? 1 : 0;
            case TREC -> z > parameter ? 1 : 0;
            case GATED -> {
                double gate = 1 / (1 + Math.exp(-z / parameter));
                yield gate + z / parameter * gate * (1 - gate);
            }
            case TOP_K -> throw new IllegalStateException("top_k is a function of all outputs of a sample");
        };
    }

    /**
     * x̂ = ψ(a) of one sample, and ψ'(a).
     *
     * @param a pre-activations, not modified
     * @param outputs overwritten
     * @param slopes overwritten
     */
    public void apply(double[] a, double[] outputs, double[] slopes) {
        double least = elementwise() ? 0 : least(a);
        for (int i = 0; i < a.length; i++) {
            if (elementwise()) {
                outputs[i] = value(a[i]);
                slopes[i] = slope(a[i]);
            } else {
                boolean kept = a[i] > 0 && a[i] >= least;
                outputs[i] = kept ? a[i] : 0 * a[i];
                slopes[i] = kept ? 1 : 0;
            }
        }
    }

    /** The k-th largest pre-activation. */
    private double least(double[] a) {
        double[] sorted = a.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, sorted.length - (int) parameter)];
    }
}
