package org.superpose.linear.vector;

import static org.superpose.simd.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.linear.GramSums;

/**
 * {@link GramSums} by strips of rows of E, turned to double in panels of {@link #PANEL} columns. First G = EᵀE, panels on and above the
 * diagonal; those above count twice in the quadratic form Σ_{kl} e_ik G_kl e_il, which the strips take part in once more.
 */
public final class VectorGramSums implements GramSums.Body {
    private static final VectorSpecies<Double> DOUBLES = SPECIES.withLanes(double.class);
    private static final int LANES = DOUBLES.length();

    /** Columns of a panel, of E and of G. */
    private static final int PANEL = 4 * LANES;

    /** Doubles of a strip: half of a second cache of 1 MiB. */
    private static final int STRIP_DOUBLES = 1 << 16;

    /** Rows of a block of sums. */
    private static final int ROWS = 4;

    @Override
    public void totals(float[] values, int encoder, int n, int m, double[] totals) {
        int panels = (m + PANEL - 1) / PANEL;
        int most = Math.max(ROWS, STRIP_DOUBLES / (panels * PANEL) / ROWS * ROWS);
        int rows = Math.min(most, (n + ROWS - 1) / ROWS * ROWS);
        double[] strip = new double[rows * panels * PANEL];
        double[] gram = new double[panels * panels * PANEL * PANEL];
        for (int i0 = 0; i0 < n; i0 += rows) {
            widen(values, encoder + i0 * m, Math.min(rows, n - i0), m, rows, strip);
            addGram(rows, panels, strip, gram);
        }
        for (int l = 0; l < panels; l++) {
            int column = l * panels * PANEL * PANEL;
            for (int q = column; q < column + l * PANEL * PANEL; q++) {
                gram[q] *= 2;
            }
        }
        Arrays.fill(totals, 0, n, 0);
        double[] sums = new double[rows * PANEL];
        for (int i0 = 0; i0 < n; i0 += rows) {
            int used = Math.min(rows, n - i0);
            widen(values, encoder + i0 * m, used, m, rows, strip);
            for (int l = 0; l < panels; l++) {
                form(rows, l, panels, strip, gram, sums);
                addProducts(used, sums, strip, l * rows * PANEL, totals, i0);
            }
        }
    }

    /** Element (i, k) to {@code strip[(k / PANEL · rows + i) · PANEL + k mod PANEL]}, 0 where there is none. */
    private static void widen(float[] values, int from, int used, int m, int rows, double[] strip) {
        if (used < rows || m % PANEL != 0) {
            Arrays.fill(strip, 0);
        }
        for (int k0 = 0; k0 < m; k0 += PANEL) {
            int columns = Math.min(PANEL, m - k0);
            for (int i = 0; i < used; i++) {
                int to = k0 * rows + i * PANEL;
                int row = from + i * m + k0;
                for (int k = 0; k < columns; k++) {
                    strip[to + k] = values[row + k];
                }
            }
        }
    }

    /** G_kl += Σ_i e_ik e_il for the rows of a strip; panel l of G from {@code l · panels · PANEL²} on, k by k. */
    private static void addGram(int rows, int panels, double[] strip, double[] gram) {
        for (int l = 0; l < panels; l++) {
            for (int k = 0; k < (l + 1) * PANEL; k += ROWS) {
                int a = k / PANEL * rows * PANEL + k % PANEL;
                int c = (l * panels * PANEL + k) * PANEL;
                add(rows, strip, a, 1, PANEL, strip, l * rows * PANEL, gram, c);
            }
        }
    }

    /** sums_il = Σ_k e_ik G_kl for the columns of panel l, k up to the end of that panel. */
    private static void form(int rows, int l, int panels, double[] strip, double[] gram, double[] sums) {
        Arrays.fill(sums, 0);
        for (int k = 0; k <= l; k++) {
            int b = (l * panels + k) * PANEL * PANEL;
            for (int i = 0; i < rows; i += ROWS) {
                add(PANEL, strip, (k * rows + i) * PANEL, PANEL, 1, gram, b, sums, i * PANEL);
            }
        }
    }

    /** totals_i += Σ_l sums_il e_il over the columns of one panel. */
    private static void addProducts(int used, double[] sums, double[] strip, int panel, double[] totals, int i0) {
        for (int i = 0; i < used; i++) {
            DoubleVector sum = DoubleVector.zero(DOUBLES);
            for (int q = i * PANEL; q < (i + 1) * PANEL; q += LANES) {
                sum = DoubleVector.fromArray(DOUBLES, sums, q)
                        .fma(DoubleVector.fromArray(DOUBLES, strip, panel + q), sum);
            }
            sum.intoArray(sums, i * PANEL);
            double total = 0;
            for (int q = i * PANEL; q < i * PANEL + LANES; q++) {
                total += sums[q];
            }
            totals[i0 + i] += total;
        }
    }

    /**
     * C[r][j] += Σ_d A[r][d] B[d][j] for {@link #ROWS} rows and a panel of columns, d ascending.
     *
     * @param a element (r, d) at {@code a[a0 + r·aRow + d·aStep]}
     * @param b element (d, j) at {@code b[b0 + d·PANEL + j]}
     * @param c element (r, j) at {@code c[c0 + r·PANEL + j]}, modified
     */
    private static void add(
            int depth, double[] a, int a0, int aRow, int aStep, double[] b, int b0, double[] c, int c0) {
        DoubleVector s00 = DoubleVector.fromArray(DOUBLES, c, c0);
        DoubleVector s01 = DoubleVector.fromArray(DOUBLES, c, c0 + LANES);
        DoubleVector s02 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * LANES);
        DoubleVector s03 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * LANES);
        DoubleVector s10 = DoubleVector.fromArray(DOUBLES, c, c0 + PANEL);
        DoubleVector s11 = DoubleVector.fromArray(DOUBLES, c, c0 + PANEL + LANES);
        DoubleVector s12 = DoubleVector.fromArray(DOUBLES, c, c0 + PANEL + 2 * LANES);
        DoubleVector s13 = DoubleVector.fromArray(DOUBLES, c, c0 + PANEL + 3 * LANES);
        DoubleVector s20 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * PANEL);
        DoubleVector s21 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * PANEL + LANES);
        DoubleVector s22 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * PANEL + 2 * LANES);
        DoubleVector s23 = DoubleVector.fromArray(DOUBLES, c, c0 + 2 * PANEL + 3 * LANES);
        DoubleVector s30 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * PANEL);
        DoubleVector s31 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * PANEL + LANES);
        DoubleVector s32 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * PANEL + 2 * LANES);
        DoubleVector s33 = DoubleVector.fromArray(DOUBLES, c, c0 + 3 * PANEL + 3 * LANES);
        for (int d = 0; d < depth; d++) {
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, b, b0 + d * PANEL);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, b, b0 + d * PANEL + LANES);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, b, b0 + d * PANEL + 2 * LANES);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, b, b0 + d * PANEL + 3 * LANES);
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
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + 3 * LANES);
        s10.intoArray(c, c0 + PANEL);
        s11.intoArray(c, c0 + PANEL + LANES);
        s12.intoArray(c, c0 + PANEL + 2 * LANES);
        s13.intoArray(c, c0 + PANEL + 3 * LANES);
        s20.intoArray(c, c0 + 2 * PANEL);
        s21.intoArray(c, c0 + 2 * PANEL + LANES);
        s22.intoArray(c, c0 + 2 * PANEL + 2 * LANES);
        s23.intoArray(c, c0 + 2 * PANEL + 3 * LANES);
        s30.intoArray(c, c0 + 3 * PANEL);
        s31.intoArray(c, c0 + 3 * PANEL + LANES);
        s32.intoArray(c, c0 + 3 * PANEL + 2 * LANES);
        s33.intoArray(c, c0 + 3 * PANEL + 3 * LANES);
    }
}
