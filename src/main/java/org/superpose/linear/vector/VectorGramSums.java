package org.superpose.linear.vector;

import static org.superpose.simd.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.linear.GramSums;

/**
 * The body of {@link GramSums} that works on strips of rows of E, turned to double in panels of {@link #DOUBLES_PER_ROW} columns. It computes first
 * G = EᵀE, the panels on and above the diagonal, and then the quadratic forms Σ_{kl} e_ik G_kl e_il, for which it passes over the strips once more and
 * in which panels above the diagonal count twice.
 */
public final class VectorGramSums implements GramSums.Body {
    private static final VectorSpecies<Double> DOUBLES = SPECIES.withLanes(double.class);
    private static final int DOUBLE_LANES = DOUBLES.length();

    /** The doubles in a row of a panel of E or of G, which are four vectors. */
    private static final int DOUBLES_PER_ROW = 4 * DOUBLE_LANES;

    /** The doubles of a strip, which fill half of a second cache of 1 MiB. */
    private static final int DOUBLES_PER_STRIP = 1 << 16;

    /** The rows of a tile of sums. */
    private static final int ROWS_PER_TILE = 4;

    @Override
    public void totals(float[] values, int encoder, int n, int m, double[] totals) {
        int panels = (m + DOUBLES_PER_ROW - 1) / DOUBLES_PER_ROW;
        int most =
                Math.max(ROWS_PER_TILE, DOUBLES_PER_STRIP / (panels * DOUBLES_PER_ROW) / ROWS_PER_TILE * ROWS_PER_TILE);
        int rows = Math.min(most, (n + ROWS_PER_TILE - 1) / ROWS_PER_TILE * ROWS_PER_TILE);
        double[] strip = new double[rows * panels * DOUBLES_PER_ROW];
        double[] gram = new double[panels * panels * DOUBLES_PER_ROW * DOUBLES_PER_ROW];
        for (int i0 = 0; i0 < n; i0 += rows) {
            widen(values, encoder + i0 * m, Math.min(rows, n - i0), m, rows, strip);
            addGram(rows, panels, strip, gram);
        }
        for (int l = 0; l < panels; l++) {
            int column = l * panels * DOUBLES_PER_ROW * DOUBLES_PER_ROW;
            for (int q = column; q < column + l * DOUBLES_PER_ROW * DOUBLES_PER_ROW; q++) {
                gram[q] *= 2;
            }
        }
        Arrays.fill(totals, 0, n, 0);
        double[] sums = new double[rows * DOUBLES_PER_ROW];
        for (int i0 = 0; i0 < n; i0 += rows) {
            int used = Math.min(rows, n - i0);
            widen(values, encoder + i0 * m, used, m, rows, strip);
            for (int l = 0; l < panels; l++) {
                form(rows, l, panels, strip, gram, sums);
                addProducts(used, sums, strip, l * rows * DOUBLES_PER_ROW, totals, i0);
            }
        }
    }

    /** Writes element (i, k) to {@code strip[(k / DOUBLES_PER_ROW · rows + i) · DOUBLES_PER_ROW + k mod DOUBLES_PER_ROW]}, 0 where there is none. */
    private static void widen(float[] values, int from, int used, int m, int rows, double[] strip) {
        if (used < rows || m % DOUBLES_PER_ROW != 0) {
            Arrays.fill(strip, 0);
        }
        for (int k0 = 0; k0 < m; k0 += DOUBLES_PER_ROW) {
            int columns = Math.min(DOUBLES_PER_ROW, m - k0);
            for (int i = 0; i < used; i++) {
                int to = k0 * rows + i * DOUBLES_PER_ROW;
                int row = from + i * m + k0;
                for (int k = 0; k < columns; k++) {
                    strip[to + k] = values[row + k];
                }
            }
        }
    }

    /** Computes G_kl += Σ_i e_ik e_il for the rows of a strip; panel l of G begins at {@code l · panels · DOUBLES_PER_ROW²} on, k by k. */
    private static void addGram(int rows, int panels, double[] strip, double[] gram) {
        for (int l = 0; l < panels; l++) {
            for (int k = 0; k < (l + 1) * DOUBLES_PER_ROW; k += ROWS_PER_TILE) {
                int a = k / DOUBLES_PER_ROW * rows * DOUBLES_PER_ROW + k % DOUBLES_PER_ROW;
                int c = (l * panels * DOUBLES_PER_ROW + k) * DOUBLES_PER_ROW;
                tile4x4(rows, strip, a, 1, DOUBLES_PER_ROW, strip, l * rows * DOUBLES_PER_ROW, gram, c);
            }
        }
    }

    /** Computes sums_il = Σ_k e_ik G_kl for the columns of panel l, with k up to the end of that panel. */
    private static void form(int rows, int l, int panels, double[] strip, double[] gram, double[] sums) {
        Arrays.fill(sums, 0);
        for (int k = 0; k <= l; k++) {
            int b = (l * panels + k) * DOUBLES_PER_ROW * DOUBLES_PER_ROW;
            for (int i = 0; i < rows; i += ROWS_PER_TILE) {
                tile4x4(
                        DOUBLES_PER_ROW,
                        strip,
                        (k * rows + i) * DOUBLES_PER_ROW,
                        DOUBLES_PER_ROW,
                        1,
                        gram,
                        b,
                        sums,
                        i * DOUBLES_PER_ROW);
            }
        }
    }

    /** Computes totals_i += Σ_l sums_il e_il over the columns of one panel. */
    private static void addProducts(int used, double[] sums, double[] strip, int panel, double[] totals, int i0) {
        for (int i = 0; i < used; i++) {
            DoubleVector sum = DoubleVector.zero(DOUBLES);
            for (int q = i * DOUBLES_PER_ROW; q < (i + 1) * DOUBLES_PER_ROW; q += DOUBLE_LANES) {
                sum = DoubleVector.fromArray(DOUBLES, sums, q)
                        .fma(DoubleVector.fromArray(DOUBLES, strip, panel + q), sum);
            }
            sum.intoArray(sums, i * DOUBLES_PER_ROW);
            double total = 0;
            for (int q = i * DOUBLES_PER_ROW; q < i * DOUBLES_PER_ROW + DOUBLE_LANES; q++) {
                total += sums[q];
            }
            totals[i0 + i] += total;
        }
    }

    // generated: VectorGramSums.template, which lies beside this file and is where the methods below are changed
    /**
     * Adds Σ_d A[r][d] B[d][j] to C[r][j] for {@link #ROWS_PER_TILE} rows and the columns of one panel, where d ascends.
     *
     * @param a element (r, d) at {@code a[a0 + r·aRow + d·aStep]}, not modified
     * @param b element (d, j) at {@code b[b0 + d·DOUBLES_PER_ROW + j]}, not modified
     * @param c element (r, j) at {@code c[c0 + r·DOUBLES_PER_ROW + j]}, modified
     */
    private static void tile4x4(
            int depth, double[] a, int a0, int aRow, int aStep, double[] b, int b0, double[] c, int c0) {
        DoubleVector s00 = DoubleVector.fromArray(DOUBLES, c, c0);
        DoubleVector s01 = DoubleVector.fromArray(DOUBLES, c, c0 + DOUBLE_LANES);
        DoubleVector s02 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * DOUBLE_LANES);
        DoubleVector s03 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * DOUBLE_LANES);
        DoubleVector s10 = DoubleVector.fromArray(DOUBLES, c, c0 + DOUBLES_PER_ROW);
        DoubleVector s11 = DoubleVector.fromArray(DOUBLES, c, c0 + DOUBLES_PER_ROW + DOUBLE_LANES);
        DoubleVector s12 = DoubleVector.fromArray(DOUBLES, c, c0 + DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        DoubleVector s13 = DoubleVector.fromArray(DOUBLES, c, c0 + DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
        DoubleVector s20 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * DOUBLES_PER_ROW);
        DoubleVector s21 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * DOUBLES_PER_ROW + DOUBLE_LANES);
        DoubleVector s22 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        DoubleVector s23 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
        DoubleVector s30 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * DOUBLES_PER_ROW);
        DoubleVector s31 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * DOUBLES_PER_ROW + DOUBLE_LANES);
        DoubleVector s32 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        DoubleVector s33 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
        for (int d = 0; d < depth; d++) {
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, b, b0 + d * DOUBLES_PER_ROW);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, b, b0 + d * DOUBLES_PER_ROW + DOUBLE_LANES);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, b, b0 + d * DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, b, b0 + d * DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
            int at = a0 + d * aStep;
            DoubleVector q = DoubleVector.broadcast(DOUBLES, a[at]);
            s00 = q.fma(v0, s00);
            s01 = q.fma(v1, s01);
            s02 = q.fma(v2, s02);
            s03 = q.fma(v3, s03);
            q = DoubleVector.broadcast(DOUBLES, a[at + aRow]);
            s10 = q.fma(v0, s10);
            s11 = q.fma(v1, s11);
            s12 = q.fma(v2, s12);
            s13 = q.fma(v3, s13);
            q = DoubleVector.broadcast(DOUBLES, a[at + 2 * aRow]);
            s20 = q.fma(v0, s20);
            s21 = q.fma(v1, s21);
            s22 = q.fma(v2, s22);
            s23 = q.fma(v3, s23);
            q = DoubleVector.broadcast(DOUBLES, a[at + 3 * aRow]);
            s30 = q.fma(v0, s30);
            s31 = q.fma(v1, s31);
            s32 = q.fma(v2, s32);
            s33 = q.fma(v3, s33);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + DOUBLE_LANES);
        s02.intoArray(c, c0 + 2 * DOUBLE_LANES);
        s03.intoArray(c, c0 + 3 * DOUBLE_LANES);
        s10.intoArray(c, c0 + DOUBLES_PER_ROW);
        s11.intoArray(c, c0 + DOUBLES_PER_ROW + DOUBLE_LANES);
        s12.intoArray(c, c0 + DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        s13.intoArray(c, c0 + DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
        s20.intoArray(c, c0 + 2 * DOUBLES_PER_ROW);
        s21.intoArray(c, c0 + 2 * DOUBLES_PER_ROW + DOUBLE_LANES);
        s22.intoArray(c, c0 + 2 * DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        s23.intoArray(c, c0 + 2 * DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
        s30.intoArray(c, c0 + 3 * DOUBLES_PER_ROW);
        s31.intoArray(c, c0 + 3 * DOUBLES_PER_ROW + DOUBLE_LANES);
        s32.intoArray(c, c0 + 3 * DOUBLES_PER_ROW + 2 * DOUBLE_LANES);
        s33.intoArray(c, c0 + 3 * DOUBLES_PER_ROW + 3 * DOUBLE_LANES);
    }

    // end: VectorGramSums.template
}
