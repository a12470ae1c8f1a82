package org.superpose.linear;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.superpose.simd.FusedMultiplyAdd;

/**
 * Σ_{j≠i} (e_i·e_j)² of each row of E (n × m), by the small matrix G = EᵀE: e_iᵀ G e_i − ‖e_i‖⁴ costs n m² multiplications, not n² m,
 * all in double.
 *
 * <p>The subtraction cancels where a row is nearly orthogonal to all others. Products of floats are exact in double, so that with u = 2⁻⁵³
 * the error of the difference is at most (n + 4m + 2) u ‖e_i‖² ‖E‖_F² to first order: n u for an element of G, 2 m u for the form, 2 m u
 * for ‖e_i‖⁴, each relative to |e_i|ᵀ|E|ᵀ|E||e_i| ≤ ‖e_i‖² ‖E‖_F². A row keeps the difference where this bound is at most 2⁻²⁴ of it, the
 * rounding of a float; the other rows, those with NaN included, are summed term by term.
 */
public final class GramSums {
    /** The rounding error of a double over that of a float. A difference in double carries it once for each rounding. */
    private static final double ROUNDING = 0x1p-53 / 0x1p-24;

    /** Where more than this part of the rows cancels, {@link InteractionSums} takes less time than row by row. */
    private static final double MOST_CANCELLING = 1.0 / 64;

    /** n / m from where G takes no longer: n m² multiplications in double against n² m / 2 in float, which InteractionSums needs. */
    private static final int LEAST_COMPRESSION = 4;

    /** Columns up to which G in plain loops is faster than in panels, which are filled up with zeros: 20 × 5 takes 1 µs, in panels 6. */
    private static final int NARROW = 8;

    private static final Optional<Body> VECTOR =
            FusedMultiplyAdd.loops(Body.class, "org.superpose.linear.vector.VectorGramSums");

    public static final Body BODY = VECTOR.orElse(GramSums::plain);

    private GramSums() {}

    /** The loops, which check no arguments. */
    public interface Body {
        /**
         * totals_i = Σ_j (e_i·e_j)², the term j = i included, in double.
         *
         * @param values holds E, row major from {@code encoder}, not modified
         * @param totals overwritten
         */
        void totals(float[] values, int encoder, int n, int m, double[] totals);
    }

    /**
     * Σ_{j≠i} (e_i·e_j)² of each row.
     *
     * @param values holds E, row major from {@code encoder}, not modified
     * @param norms ‖e_i‖² in double, as {@link InteractionSums#squaredNorms} gives them
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public static double[] of(float[] values, int encoder, int n, int m, double[] norms) {
        if (n < LEAST_COMPRESSION * m) {
            return InteractionSums.of(values, encoder, encoder, n, m).squares;
        }
        return of(BODY, values, encoder, n, m, norms);
    }

    /**
     * Σ_j (e_i·e_j)² of each row, the term j = i included: e_iᵀ G e_i, from which nothing is subtracted, so that its relative error is at most
     * (n + 2m) u ‖E‖_F²/‖e_i‖² with u = 2⁻⁵³.
     *
     * @param values holds E, row major from {@code encoder}, not modified
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public static double[] totals(float[] values, int encoder, int n, int m) {
        Objects.checkFromIndexSize(encoder, Math.multiplyExact(n, m), values.length);
        double[] totals = new double[n];
        if (m <= NARROW || VECTOR.isEmpty()) {
            narrow(values, encoder, n, m, totals);
        } else {
            BODY.totals(values, encoder, n, m, totals);
        }
        return totals;
    }

    /** Adds by G, its upper triangle row by row with what is off the diagonal twice. */
    private static void narrow(float[] values, int encoder, int n, int m, double[] totals) {
        double[] gram = new double[m * m];
        for (int row = encoder; row < encoder + n * m; row += m) {
            for (int k = 0; k < m; k++) {
                double left = values[row + k];
                for (int l = k; l < m; l++) {
                    gram[k * m + l] += left * values[row + l];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            int row = encoder + i * m;
            double sum = 0;
            for (int k = 0; k < m; k++) {
                double part = 0;
                for (int l = k + 1; l < m; l++) {
                    part += gram[k * m + l] * values[row + l];
                }
                sum += values[row + k] * (gram[k * m + k] * values[row + k] + 2 * part);
            }
            totals[i] = sum;
        }
    }

    static double[] of(Body body, float[] values, int encoder, int n, int m, double[] norms) {
        Objects.checkFromIndexSize(encoder, Math.multiplyExact(n, m), values.length);
        double[] squares = new double[n];
        body.totals(values, encoder, n, m, squares);
        double roundings = ROUNDING * (n + 4.0 * m + 2) * Arrays.stream(norms).sum();
        int[] cancelling = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            squares[i] -= norms[i] * norms[i];
            if (!(squares[i] >= roundings * norms[i])) {
                cancelling[count++] = i;
            }
        }
        if (count > Math.max(1, MOST_CANCELLING * n)) {
            double[] terms = InteractionSums.of(values, encoder, encoder, n, m).squares;
            for (int c = 0; c < count; c++) {
                squares[cancelling[c]] = terms[cancelling[c]];
            }
        } else {
            for (int c = 0; c < count; c++) {
                squares[cancelling[c]] = terms(values, encoder, n, m, cancelling[c]);
            }
        }
        return squares;
    }

    /** Σ_{j≠i} (e_i·e_j)² of one row. */
    private static double terms(float[] values, int encoder, int n, int m, int i) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            double product = j == i ? 0 : product(values, encoder + i * m, encoder + j * m, m);
            sum += product * product;
        }
        return sum;
    }

    private static double product(float[] values, int left, int right, int m) {
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 1 < m; k += 2) {
            even += (double) values[left + k] * values[right + k];
            odd += (double) values[left + k + 1] * values[right + k + 1];
        }
        return k < m ? even + odd + (double) values[left + k] * values[right + k] : even + odd;
    }

    /** Adds up the sums term by term. */
    static void plain(float[] values, int encoder, int n, int m, double[] totals) {
        for (int i = 0; i < n; i++) {
            double own = product(values, encoder + i * m, encoder + i * m, m);
            totals[i] = own * own + terms(values, encoder, n, m, i);
        }
    }
}
