package org.superpose.kernel.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.superpose.simd.vector.Lanes;

/**
 * The dense product C ← C + A·B on flat arrays. C and B are stored row by row with columns in whole lanes; A has any strides, so that A and
 * Aᵀ cost the same. A tile of C, at most 8 rows by 2 vectors, stays in registers while k runs. Every sum over k is taken in ascending order,
 * whatever tile it belongs to.
 */
public final class Products {
    /** The columns of a wide tile. B is walked from top to bottom in strips of this width. */
    static final int COLUMNS_PER_TILE = 2 * LANES;

    private Products() {}

    /**
     * Adds Σ_k A[i][k] B[k][j] to C[i][j] for i &lt; rows, j &lt; columns, k &lt; depth.
     *
     * @param columns a multiple of {@link Lanes#LANES}
     * @param a element (i, k) at {@code a[a0 + i·aRow + k·aColumn]}, not modified
     * @param b element (k, j) at {@code b[b0 + k·bRow + j]}, not modified
     * @param c element (i, j) at {@code c[c0 + i·cRow + j]}, modified
     */
    static void add(
            int rows,
            int columns,
            int depth,
            float[] a,
            int a0,
            int aRow,
            int aColumn,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        assert columns % LANES == 0;
        int j = 0;
        for (; j + COLUMNS_PER_TILE <= columns; j += COLUMNS_PER_TILE) {
            int i = 0;
            for (; i + 8 <= rows; i += 8) {
                tile8x2(depth, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
            }
            if (i + 4 <= rows) {
                tile4x2(depth, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
                i += 4;
            }
            for (; i < rows; i++) {
                tile1x2(depth, a, a0 + i * aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j);
            }
        }
        if (j < columns) {
            int i = 0;
            for (; i + 4 <= rows; i += 4) {
                tile4x1(depth, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
            }
            for (; i < rows; i++) {
                tile1x1(depth, a, a0 + i * aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j);
            }
        }
    }

    // generated: Products.template, which lies beside this file and is where the methods below are changed
    private static void tile8x2(
            int depth,
            float[] a,
            int a0,
            int aRow,
            int aColumn,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        int c1 = c0 + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        int c4 = c3 + cRow;
        int c5 = c4 + cRow;
        int c6 = c5 + cRow;
        int c7 = c6 + cRow;
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + LANES);
        FloatVector s10 = load(c, c1);
        FloatVector s11 = load(c, c1 + LANES);
        FloatVector s20 = load(c, c2);
        FloatVector s21 = load(c, c2 + LANES);
        FloatVector s30 = load(c, c3);
        FloatVector s31 = load(c, c3 + LANES);
        FloatVector s40 = load(c, c4);
        FloatVector s41 = load(c, c4 + LANES);
        FloatVector s50 = load(c, c5);
        FloatVector s51 = load(c, c5 + LANES);
        FloatVector s60 = load(c, c6);
        FloatVector s61 = load(c, c6 + LANES);
        FloatVector s70 = load(c, c7);
        FloatVector s71 = load(c, c7 + LANES);
        for (int k = 0; k < depth; k++) {
            int p = a0 + k * aColumn;
            FloatVector b0k = load(b, b0 + k * bRow);
            FloatVector b1k = load(b, b0 + k * bRow + LANES);
            FloatVector q = spread(a[p]);
            s00 = q.fma(b0k, s00);
            s01 = q.fma(b1k, s01);
            q = spread(a[p + aRow]);
            s10 = q.fma(b0k, s10);
            s11 = q.fma(b1k, s11);
            q = spread(a[p + 2 * aRow]);
            s20 = q.fma(b0k, s20);
            s21 = q.fma(b1k, s21);
            q = spread(a[p + 3 * aRow]);
            s30 = q.fma(b0k, s30);
            s31 = q.fma(b1k, s31);
            q = spread(a[p + 4 * aRow]);
            s40 = q.fma(b0k, s40);
            s41 = q.fma(b1k, s41);
            q = spread(a[p + 5 * aRow]);
            s50 = q.fma(b0k, s50);
            s51 = q.fma(b1k, s51);
            q = spread(a[p + 6 * aRow]);
            s60 = q.fma(b0k, s60);
            s61 = q.fma(b1k, s61);
            q = spread(a[p + 7 * aRow]);
            s70 = q.fma(b0k, s70);
            s71 = q.fma(b1k, s71);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + LANES);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + LANES);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + LANES);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + LANES);
    }

    private static void tile4x2(
            int depth,
            float[] a,
            int a0,
            int aRow,
            int aColumn,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        int c1 = c0 + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + LANES);
        FloatVector s10 = load(c, c1);
        FloatVector s11 = load(c, c1 + LANES);
        FloatVector s20 = load(c, c2);
        FloatVector s21 = load(c, c2 + LANES);
        FloatVector s30 = load(c, c3);
        FloatVector s31 = load(c, c3 + LANES);
        for (int k = 0; k < depth; k++) {
            int p = a0 + k * aColumn;
            FloatVector b0k = load(b, b0 + k * bRow);
            FloatVector b1k = load(b, b0 + k * bRow + LANES);
            FloatVector q = spread(a[p]);
            s00 = q.fma(b0k, s00);
            s01 = q.fma(b1k, s01);
            q = spread(a[p + aRow]);
            s10 = q.fma(b0k, s10);
            s11 = q.fma(b1k, s11);
            q = spread(a[p + 2 * aRow]);
            s20 = q.fma(b0k, s20);
            s21 = q.fma(b1k, s21);
            q = spread(a[p + 3 * aRow]);
            s30 = q.fma(b0k, s30);
            s31 = q.fma(b1k, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }

    private static void tile4x1(
            int depth,
            float[] a,
            int a0,
            int aRow,
            int aColumn,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        int c1 = c0 + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        FloatVector s00 = load(c, c0);
        FloatVector s10 = load(c, c1);
        FloatVector s20 = load(c, c2);
        FloatVector s30 = load(c, c3);
        for (int k = 0; k < depth; k++) {
            int p = a0 + k * aColumn;
            FloatVector b0k = load(b, b0 + k * bRow);
            FloatVector q = spread(a[p]);
            s00 = q.fma(b0k, s00);
            q = spread(a[p + aRow]);
            s10 = q.fma(b0k, s10);
            q = spread(a[p + 2 * aRow]);
            s20 = q.fma(b0k, s20);
            q = spread(a[p + 3 * aRow]);
            s30 = q.fma(b0k, s30);
        }
        s00.intoArray(c, c0);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
    }

    // end: Products.template

    private static void tile1x2(
            int depth, float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0) {
        FloatVector s0 = load(c, c0);
        FloatVector s1 = load(c, c0 + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector q = spread(a[a0 + k * aColumn]);
            s0 = q.fma(load(b, b0 + k * bRow), s0);
            s1 = q.fma(load(b, b0 + k * bRow + LANES), s1);
        }
        s0.intoArray(c, c0);
        s1.intoArray(c, c0 + LANES);
    }

    private static void tile1x1(
            int depth, float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0) {
        FloatVector s0 = load(c, c0);
        for (int k = 0; k < depth; k++) {
            s0 = spread(a[a0 + k * aColumn]).fma(load(b, b0 + k * bRow), s0);
        }
        s0.intoArray(c, c0);
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    private static FloatVector spread(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
