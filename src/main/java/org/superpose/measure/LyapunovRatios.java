package org.superpose.measure;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.superpose.linear.InteractionSums;

/**
 * Ratios of the third to the second moments of a row of W off the diagonal. With e_i = Σ_{j≠i} W_ij², Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2} and its raw form
 * Σ_{j≠i} |W_ij|³ / e_i.
 *
 * <p>A row whose e_i is at the level of rounding has no ratio. For example, a model with m = n learns W = I, and what it has off the diagonal, 1e-7 or
 * less, says how its numbers were rounded. An entry W_ij is a sum of products of floats, so it is known to some 2⁻²⁴ ‖d_i‖‖e_j‖, d_i a row of W_out and
 * e_j a column of W_in. Eight models with m = n that were trained for 30 000 steps ended with entries of 4e-9 to 1.1e-8. e_i counts as
 * rounding up to ({@value #DIGITS} · 2⁻²⁴)² ‖d_i‖² Σ_{j≠i} ‖e_j‖².
 */
final class LyapunovRatios {
    /** The rounding of an entry in units of 2⁻²⁴ ‖d_i‖‖e_j‖: for unit norms 4.8e-7. */
    static final int DIGITS = 8;

    private static final double ROUNDING = DIGITS * 0x1p-24;

    private final InteractionSums sums;
    /** The rows that have a ratio, in order. */
    private final int[] rows;

    private final double[] least;

    /**
     * @param decoderNorms ‖d_i‖², not modified
     * @param encoderNorms ‖e_i‖², not modified
     */
    LyapunovRatios(InteractionSums sums, double[] decoderNorms, double[] encoderNorms) {
        double total = Arrays.stream(encoderNorms).sum();
        this.sums = sums;
        this.least = new double[decoderNorms.length];
        Arrays.setAll(least, i -> ROUNDING * ROUNDING * decoderNorms[i] * Math.max(0, total - encoderNorms[i]));
        this.rows = IntStream.range(0, least.length).filter(this::defined).toArray();
    }

    /** Whether e_i is more than rounding. */
    boolean defined(int i) {
        return sums.squares[i] > least[i];
    }

    /** Λ_i; at most 1 but for rounding; null where it is not defined. */
    Double of(int i) {
        return defined(i) ? (Double) ratio(i) : null;
    }

    private double ratio(int i) {
        return Math.min(1, sums.cubes[i] / (sums.squares[i] * Math.sqrt(sums.squares[i])));
    }

    /** Λ_i of every row that has one. */
    double[] ratios() {
        return perRow(this::ratio);
    }

    /** Σ_{j≠i} |W_ij|³ / e_i of the same rows. */
    double[] raw() {
        return perRow(i -> sums.cubes[i] / sums.squares[i]);
    }

    private double[] perRow(IntToDoubleFunction value) {
        return Arrays.stream(rows).mapToDouble(value).toArray();
    }

    /** The number of rows that have none. */
    int undefined() {
        return least.length - rows.length;
    }
}
