package org.superpose.codes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.codes.KnownBlocks.Block;
import org.superpose.theory.SecondOrderLoss;

/**
 * g features in two dimensions, each ζ times as loud as the one before: v_j = ζ^j (cos jω, sin jω), and feature i is told from the later ones by the line
 * through v_{i+1}. With k = j − i
 *
 * <pre>W_ij = ζ^k sin((1 − k)ω)/sin ω</pre>
 *
 * <p>so that W_ij is 0 for k = 1, large and negative for k ≥ 2, and positive of order ζ^k for k &lt; 0. A later feature silences all earlier ones but its
 * neighbour, at a cost of 1/3 for each pair, and earlier ones do not disturb it: the coefficient tends to (g − 1)(g − 2)/(6g) as ζ → ∞. What the positive
 * entries lose is of first order, (p/3) Σ W_ij², and ζ is chosen so that it is small against p². The range of float bounds ζ^(g−1), and so how rare features
 * may be. The zero is made a little negative, because rounding must not make it positive.
 */
final class Ladder {
    /** Four features are better off as two pairs; more than this many would need more range than float has. */
    static final int LEAST = 5;

    static final int MOST = 24;

    /** The largest ζ^(g−1): products of weights stay far below the largest float. */
    private static final double RANGE = 1e30;

    /**
     * The same for features that are active more often than this. Where many are, the best model is nearly a constant, and its W_ii, about ζ^(2 − 2g), must not
     * be too small for a float.
     */
    private static final double OFTEN = 0.1;

    private static final double RANGE_OFTEN = 1e12;

    /** −W_{i,i+1}/ζ, above what rounding in float may do to a zero. */
    private static final double TILT = 0x1p-20;

    /** ω is this part of the largest angle, at which W_ij ≤ 0 for all later j. */
    private static final double WITHIN = 0.9;

    private static final double LEAST_STEP = 2;
    private static final int STEPS = 200;
    private static final double ENOUGH = 1e-3;

    private final int g;
    private final double step;
    private final double angle;
    private final double slope;

    private Ladder(int g, double step) {
        this.g = g;
        this.step = step;
        this.angle = WITHIN * Math.PI / (g - 2);
        this.slope = (Math.cos(angle) + TILT) / Math.sin(angle);
    }

    /** Those of all sizes, at their best ζ for features of density p. */
    static List<Block> all(double density) {
        List<Block> blocks = new ArrayList<>();
        for (int g = LEAST; g <= MOST; g++) {
            Ladder ladder = best(g, density);
            blocks.add(new Block(ladder.code(), ladder.loss(density)));
        }
        return blocks;
    }

    /** Of the ζ from 2 to where float ends the smallest one that loses, within a thousandth, as little as any. */
    static Ladder best(int g, double density) {
        double most = Math.pow(density > OFTEN ? RANGE_OFTEN : RANGE, 1.0 / (g - 1));
        Ladder[] ladders = new Ladder[STEPS + 1];
        Arrays.setAll(ladders, q -> new Ladder(g, LEAST_STEP * Math.pow(most / LEAST_STEP, (double) q / STEPS)));
        double[] losses = Arrays.stream(ladders)
                .mapToDouble(ladder -> ladder.loss(density))
                .toArray();
        double least = Arrays.stream(losses).min().orElseThrow();
        int q = 0;
        while (losses[q] > least * (1 + ENOUGH)) {
            q++;
        }
        return ladders[q];
    }

    /** W_ij with k = j − i. */
    double entry(int k) {
        return Math.pow(step, k) * (Math.cos(k * angle) - slope * Math.sin(k * angle));
    }

    /**
     * The loss per feature over p² at a = 1 and b = 0, of each entry the leading order: W_ij²/(3p) if it is positive, and else f(|W_ij|). A bias below zero loses
     * less where positive entries count, because p is so small that float bounds ζ.
     */
    double loss(double density) {
        double sum = 0;
        for (int k = 1 - g; k < g; k++) {
            double entry = k == 0 ? 0 : entry(k);
            double part = entry > 0 ? entry * entry / (3 * density) : SecondOrderLoss.pair(-entry);
            sum += (g - Math.abs(k)) * part;
        }
        return sum / g;
    }

    /** Its matrices, whose scales are as even as they can be. */
    Code code() {
        double[][] decoder = new double[g][];
        double[][] encoder = new double[g][];
        for (int i = 0; i < g; i++) {
            double scale = Math.pow(step, i - (g - 1) / 2.0);
            double cos = Math.cos(i * angle);
            double sin = Math.sin(i * angle);
            encoder[i] = new double[] {scale * cos, scale * sin};
            decoder[i] = new double[] {(cos + slope * sin) / scale, (sin - slope * cos) / scale};
        }
        return new Code("ladder", decoder, encoder);
    }
}
