package org.superpose.measure;

import java.util.function.IntToDoubleFunction;
import org.superpose.linear.InteractionSums;

/** Ratios of the third to the second moments of a row of W off the diagonal, for the rows that are not zero there. With e_i = Σ_{j≠i} W_ij². */
final class LyapunovRatios {
    private LyapunovRatios() {}

    /** Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2} of a row with e_i > 0; at most 1 but for rounding. */
    static double of(InteractionSums sums, int i) {
        return Math.min(1, sums.cubes[i] / (sums.squares[i] * Math.sqrt(sums.squares[i])));
    }

    /** Λ_i of every row with e_i > 0. */
    static double[] of(InteractionSums sums) {
        return perDefined(sums, i -> of(sums, i));
    }

    /** Σ_{j≠i} |W_ij|³ / e_i of every row with e_i > 0. */
    static double[] raw(InteractionSums sums) {
        return perDefined(sums, i -> sums.cubes[i] / sums.squares[i]);
    }

    private static double[] perDefined(InteractionSums sums, IntToDoubleFunction value) {
        double[] values = new double[defined(sums)];
        int count = 0;
        for (int i = 0; i < sums.squares.length; i++) {
            if (sums.squares[i] != 0) {
                values[count++] = value.applyAsDouble(i);
            }
        }
        return values;
    }

    /** The number of rows with e_i > 0. */
    static int defined(InteractionSums sums) {
        int defined = 0;
        for (double square : sums.squares) {
            defined += square != 0 ? 1 : 0;
        }
        return defined;
    }
}
