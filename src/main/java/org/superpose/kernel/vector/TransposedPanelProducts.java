package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.MANY_REGISTERS;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The product C ← C + Aᵀ·B where A and B are panels as in {@link PanelProducts}: each panel of A is read down its columns. */
final class TransposedPanelProducts {
    /** The rows of A, and of B, that fit into the first cache together. */
    private static final int ROWS_IN_CACHE = 129;

    private TransposedPanelProducts() {}

    /**
     * Adds Σ_k A[k][i] B[k][j] to C[i][j] for i &lt; rows, j &lt; COLUMNS_PER_PANEL, k &lt; depth.
     *
     * @param rows at most COLUMNS_PER_PANEL
     * @param a element (k, i) at {@code a[a0 + k·COLUMNS_PER_PANEL + i]}, not modified
     * @param b element (k, j) at {@code b[b0 + k·COLUMNS_PER_PANEL + j]}, not modified
     * @param c element (i, j) at {@code c[c0 + i·cRow + j]}, modified
     */
    static void add(int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        for (int k0 = 0; k0 < depth; k0 += ROWS_IN_CACHE) {
            int k = k0 * COLUMNS_PER_PANEL;
            part(rows, Math.min(ROWS_IN_CACHE, depth - k0), a, a0 + k, b, b0 + k, c, c0, cRow);
        }
    }

    private static void part(int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int done = MANY_REGISTERS
                ? wide(rows, depth, a, a0, b, b0, c, c0, cRow)
                : narrow(rows, depth, a, a0, b, b0, c, c0, cRow);
        if (done < rows) {
            int left = rows - done;
            Products.add(
                    left,
                    COLUMNS_PER_PANEL,
                    depth,
                    a,
                    a0 + done,
                    1,
                    COLUMNS_PER_PANEL,
                    b,
                    b0,
                    COLUMNS_PER_PANEL,
                    c,
                    c0 + done * cRow,
                    cRow);
        }
    }

    private static int wide(int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int i = 0;
        for (; i + 6 <= rows; i += 6) {
            tile6x4(depth, a, a0 + i, b, b0, c, c0 + i * cRow, cRow);
        }
        if (i + 4 <= rows) {
            tile4x4(depth, a, a0 + i, b, b0, c, c0 + i * cRow, cRow);
            i += 4;
        }
        return i;
    }

    private static int narrow(int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int i = 0;
        for (; i + 6 <= rows; i += 6) {
            for (int j = 0; j < COLUMNS_PER_PANEL; j += 2 * LANES) {
                tile6x2(depth, a, a0 + i, b, b0 + j, c, c0 + i * cRow + j, cRow);
            }
        }
        return i;
    }

    // generated: PanelProducts.template, which lies beside this file and is where the methods below are changed
    private static void tile6x4(int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int p = c0;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s32 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s33 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s42 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s43 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s52 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s53 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int q = b0 + k * COLUMNS_PER_PANEL;
            FloatVector b0k = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1k = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector b2k = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
            FloatVector b3k = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
            FloatVector ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL]);
            s00 = ak.fma(b0k, s00);
            s01 = ak.fma(b1k, s01);
            s02 = ak.fma(b2k, s02);
            s03 = ak.fma(b3k, s03);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 1]);
            s10 = ak.fma(b0k, s10);
            s11 = ak.fma(b1k, s11);
            s12 = ak.fma(b2k, s12);
            s13 = ak.fma(b3k, s13);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 2]);
            s20 = ak.fma(b0k, s20);
            s21 = ak.fma(b1k, s21);
            s22 = ak.fma(b2k, s22);
            s23 = ak.fma(b3k, s23);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 3]);
            s30 = ak.fma(b0k, s30);
            s31 = ak.fma(b1k, s31);
            s32 = ak.fma(b2k, s32);
            s33 = ak.fma(b3k, s33);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 4]);
            s40 = ak.fma(b0k, s40);
            s41 = ak.fma(b1k, s41);
            s42 = ak.fma(b2k, s42);
            s43 = ak.fma(b3k, s43);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 5]);
            s50 = ak.fma(b0k, s50);
            s51 = ak.fma(b1k, s51);
            s52 = ak.fma(b2k, s52);
            s53 = ak.fma(b3k, s53);
        }
        p = c0 + 5 * cRow;
        s50.intoArray(c, p);
        s51.intoArray(c, p + LANES);
        s52.intoArray(c, p + 2 * LANES);
        s53.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s40.intoArray(c, p);
        s41.intoArray(c, p + LANES);
        s42.intoArray(c, p + 2 * LANES);
        s43.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s30.intoArray(c, p);
        s31.intoArray(c, p + LANES);
        s32.intoArray(c, p + 2 * LANES);
        s33.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s20.intoArray(c, p);
        s21.intoArray(c, p + LANES);
        s22.intoArray(c, p + 2 * LANES);
        s23.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s10.intoArray(c, p);
        s11.intoArray(c, p + LANES);
        s12.intoArray(c, p + 2 * LANES);
        s13.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s00.intoArray(c, p);
        s01.intoArray(c, p + LANES);
        s02.intoArray(c, p + 2 * LANES);
        s03.intoArray(c, p + 3 * LANES);
    }

    private static void tile4x4(int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int p = c0;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        p += cRow;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, p + LANES);
        FloatVector s32 = FloatVector.fromArray(SPECIES, c, p + 2 * LANES);
        FloatVector s33 = FloatVector.fromArray(SPECIES, c, p + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int q = b0 + k * COLUMNS_PER_PANEL;
            FloatVector b0k = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1k = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector b2k = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
            FloatVector b3k = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
            FloatVector ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL]);
            s00 = ak.fma(b0k, s00);
            s01 = ak.fma(b1k, s01);
            s02 = ak.fma(b2k, s02);
            s03 = ak.fma(b3k, s03);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 1]);
            s10 = ak.fma(b0k, s10);
            s11 = ak.fma(b1k, s11);
            s12 = ak.fma(b2k, s12);
            s13 = ak.fma(b3k, s13);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 2]);
            s20 = ak.fma(b0k, s20);
            s21 = ak.fma(b1k, s21);
            s22 = ak.fma(b2k, s22);
            s23 = ak.fma(b3k, s23);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 3]);
            s30 = ak.fma(b0k, s30);
            s31 = ak.fma(b1k, s31);
            s32 = ak.fma(b2k, s32);
            s33 = ak.fma(b3k, s33);
        }
        p = c0 + 3 * cRow;
        s30.intoArray(c, p);
        s31.intoArray(c, p + LANES);
        s32.intoArray(c, p + 2 * LANES);
        s33.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s20.intoArray(c, p);
        s21.intoArray(c, p + LANES);
        s22.intoArray(c, p + 2 * LANES);
        s23.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s10.intoArray(c, p);
        s11.intoArray(c, p + LANES);
        s12.intoArray(c, p + 2 * LANES);
        s13.intoArray(c, p + 3 * LANES);
        p -= cRow;
        s00.intoArray(c, p);
        s01.intoArray(c, p + LANES);
        s02.intoArray(c, p + 2 * LANES);
        s03.intoArray(c, p + 3 * LANES);
    }

    private static void tile6x2(int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int p = c0;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, p + LANES);
        p += cRow;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, p + LANES);
        p += cRow;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, p + LANES);
        p += cRow;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, p + LANES);
        p += cRow;
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, p + LANES);
        p += cRow;
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, p);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, p + LANES);
        for (int k = 0; k < depth; k++) {
            int q = b0 + k * COLUMNS_PER_PANEL;
            FloatVector b0k = FloatVector.fromArray(SPECIES, b, q);
            FloatVector b1k = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL]);
            s00 = ak.fma(b0k, s00);
            s01 = ak.fma(b1k, s01);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 1]);
            s10 = ak.fma(b0k, s10);
            s11 = ak.fma(b1k, s11);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 2]);
            s20 = ak.fma(b0k, s20);
            s21 = ak.fma(b1k, s21);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 3]);
            s30 = ak.fma(b0k, s30);
            s31 = ak.fma(b1k, s31);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 4]);
            s40 = ak.fma(b0k, s40);
            s41 = ak.fma(b1k, s41);
            ak = FloatVector.broadcast(SPECIES, a[a0 + k * COLUMNS_PER_PANEL + 5]);
            s50 = ak.fma(b0k, s50);
            s51 = ak.fma(b1k, s51);
        }
        p = c0 + 5 * cRow;
        s50.intoArray(c, p);
        s51.intoArray(c, p + LANES);
        p -= cRow;
        s40.intoArray(c, p);
        s41.intoArray(c, p + LANES);
        p -= cRow;
        s30.intoArray(c, p);
        s31.intoArray(c, p + LANES);
        p -= cRow;
        s20.intoArray(c, p);
        s21.intoArray(c, p + LANES);
        p -= cRow;
        s10.intoArray(c, p);
        s11.intoArray(c, p + LANES);
        p -= cRow;
        s00.intoArray(c, p);
        s01.intoArray(c, p + LANES);
    }

    // end: PanelProducts.template
}
