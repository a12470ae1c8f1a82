package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Products of small matrices with blocks of samples, with the samples along the lanes. A block of r rows is
 * r × {@value org.superpose.data.SparseBatch#SAMPLES_PER_BLOCK} numbers, row by row. The sums of a tile, at most 20 vectors, stay in registers
 * and are taken in ascending order.
 */
final class BlockProducts {
    /** The most rows of a tile. */
    private static final int MOST_ROWS_PER_TILE = 5;

    /** The rows of a tile where enough are left. */
    private static final int ROWS_PER_TILE = 4;

    /** The samples of a tile, which are four vectors. */
    private static final int SAMPLES_PER_TILE = 4 * LANES;

    private BlockProducts() {}

    /**
     * Computes C[r][s] = start[r] + Σ_k A[k][r] B[k][s] for r &lt; rows, k &lt; depth and the samples s of one block.
     *
     * @param a element (k, r) at {@code a[a0 + k·stride + r]}, not modified
     * @param start rows numbers from {@code start[s0]}, not modified
     * @param b a block of depth rows at {@code b[b0]}, not modified
     * @param c a block of {@code rows} rows at {@code c[c0]}, overwritten
     */
    static void multiply(
            int rows,
            int depth,
            float[] a,
            int a0,
            int stride,
            float[] start,
            int s0,
            float[] b,
            int b0,
            float[] c,
            int c0) {
        for (int r = 0; r < rows; ) {
            int count = next(rows - r);
            int at = c0 + r * SAMPLES_PER_BLOCK;
            switch (count) {
                case 1 -> tile1x4(depth, a, a0 + r, stride, start, s0 + r, b, b0, c, at);
                case 2 -> tile2x4(depth, a, a0 + r, stride, start, s0 + r, b, b0, c, at);
                case 3 -> tile3x4(depth, a, a0 + r, stride, start, s0 + r, b, b0, c, at);
                case 4 -> tile4x4(depth, a, a0 + r, stride, start, s0 + r, b, b0, c, at);
                default -> tile5x4(depth, a, a0 + r, stride, start, s0 + r, b, b0, c, at);
            }
            r += count;
        }
    }

    /** Returns the rows of the next tile where {@code left} are left: four at a time, and five at once rather than four and then one. */
    static int next(int left) {
        return left == MOST_ROWS_PER_TILE ? MOST_ROWS_PER_TILE : Math.min(ROWS_PER_TILE, left);
    }

    // generated: BlockProducts.template, which lies beside this file and is where the methods below are changed
    private static void tile1x4(
            int depth, float[] a, int a0, int stride, float[] start, int s0, float[] b, int b0, float[] c, int c0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_TILE) {
            FloatVector s00 = spread(start[s0]);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            for (int k = 0; k < depth; k++) {
                int p = b0 + k * SAMPLES_PER_BLOCK + s;
                int q = a0 + k * stride;
                FloatVector v0 = load(b, p);
                FloatVector v1 = load(b, p + LANES);
                FloatVector v2 = load(b, p + 2 * LANES);
                FloatVector v3 = load(b, p + 3 * LANES);
                FloatVector w = spread(a[q]);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
            }
            int p = c0 + s;
            s00.intoArray(c, p);
            s01.intoArray(c, p + LANES);
            s02.intoArray(c, p + 2 * LANES);
            s03.intoArray(c, p + 3 * LANES);
        }
    }

    private static void tile2x4(
            int depth, float[] a, int a0, int stride, float[] start, int s0, float[] b, int b0, float[] c, int c0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_TILE) {
            FloatVector s00 = spread(start[s0]);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = spread(start[s0 + 1]);
            FloatVector s11 = s10;
            FloatVector s12 = s10;
            FloatVector s13 = s10;
            for (int k = 0; k < depth; k++) {
                int p = b0 + k * SAMPLES_PER_BLOCK + s;
                int q = a0 + k * stride;
                FloatVector v0 = load(b, p);
                FloatVector v1 = load(b, p + LANES);
                FloatVector v2 = load(b, p + 2 * LANES);
                FloatVector v3 = load(b, p + 3 * LANES);
                FloatVector w = spread(a[q]);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = spread(a[q + 1]);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
            }
            int p = c0 + s;
            s00.intoArray(c, p);
            s01.intoArray(c, p + LANES);
            s02.intoArray(c, p + 2 * LANES);
            s03.intoArray(c, p + 3 * LANES);
            s10.intoArray(c, p + SAMPLES_PER_BLOCK);
            s11.intoArray(c, p + SAMPLES_PER_BLOCK + LANES);
            s12.intoArray(c, p + SAMPLES_PER_BLOCK + 2 * LANES);
            s13.intoArray(c, p + SAMPLES_PER_BLOCK + 3 * LANES);
        }
    }

    private static void tile3x4(
            int depth, float[] a, int a0, int stride, float[] start, int s0, float[] b, int b0, float[] c, int c0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_TILE) {
            FloatVector s00 = spread(start[s0]);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = spread(start[s0 + 1]);
            FloatVector s11 = s10;
            FloatVector s12 = s10;
            FloatVector s13 = s10;
            FloatVector s20 = spread(start[s0 + 2]);
            FloatVector s21 = s20;
            FloatVector s22 = s20;
            FloatVector s23 = s20;
            for (int k = 0; k < depth; k++) {
                int p = b0 + k * SAMPLES_PER_BLOCK + s;
                int q = a0 + k * stride;
                FloatVector v0 = load(b, p);
                FloatVector v1 = load(b, p + LANES);
                FloatVector v2 = load(b, p + 2 * LANES);
                FloatVector v3 = load(b, p + 3 * LANES);
                FloatVector w = spread(a[q]);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = spread(a[q + 1]);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                w = spread(a[q + 2]);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
            }
            int p = c0 + s;
            s00.intoArray(c, p);
            s01.intoArray(c, p + LANES);
            s02.intoArray(c, p + 2 * LANES);
            s03.intoArray(c, p + 3 * LANES);
            s10.intoArray(c, p + SAMPLES_PER_BLOCK);
            s11.intoArray(c, p + SAMPLES_PER_BLOCK + LANES);
            s12.intoArray(c, p + SAMPLES_PER_BLOCK + 2 * LANES);
            s13.intoArray(c, p + SAMPLES_PER_BLOCK + 3 * LANES);
            s20.intoArray(c, p + 2 * SAMPLES_PER_BLOCK);
            s21.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + LANES);
            s22.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 2 * LANES);
            s23.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 3 * LANES);
        }
    }

    private static void tile4x4(
            int depth, float[] a, int a0, int stride, float[] start, int s0, float[] b, int b0, float[] c, int c0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_TILE) {
            FloatVector s00 = spread(start[s0]);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = spread(start[s0 + 1]);
            FloatVector s11 = s10;
            FloatVector s12 = s10;
            FloatVector s13 = s10;
            FloatVector s20 = spread(start[s0 + 2]);
            FloatVector s21 = s20;
            FloatVector s22 = s20;
            FloatVector s23 = s20;
            FloatVector s30 = spread(start[s0 + 3]);
            FloatVector s31 = s30;
            FloatVector s32 = s30;
            FloatVector s33 = s30;
            for (int k = 0; k < depth; k++) {
                int p = b0 + k * SAMPLES_PER_BLOCK + s;
                int q = a0 + k * stride;
                FloatVector v0 = load(b, p);
                FloatVector v1 = load(b, p + LANES);
                FloatVector v2 = load(b, p + 2 * LANES);
                FloatVector v3 = load(b, p + 3 * LANES);
                FloatVector w = spread(a[q]);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = spread(a[q + 1]);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                w = spread(a[q + 2]);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                w = spread(a[q + 3]);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
                s32 = w.fma(v2, s32);
                s33 = w.fma(v3, s33);
            }
            int p = c0 + s;
            s00.intoArray(c, p);
            s01.intoArray(c, p + LANES);
            s02.intoArray(c, p + 2 * LANES);
            s03.intoArray(c, p + 3 * LANES);
            s10.intoArray(c, p + SAMPLES_PER_BLOCK);
            s11.intoArray(c, p + SAMPLES_PER_BLOCK + LANES);
            s12.intoArray(c, p + SAMPLES_PER_BLOCK + 2 * LANES);
            s13.intoArray(c, p + SAMPLES_PER_BLOCK + 3 * LANES);
            s20.intoArray(c, p + 2 * SAMPLES_PER_BLOCK);
            s21.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + LANES);
            s22.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 2 * LANES);
            s23.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 3 * LANES);
            s30.intoArray(c, p + 3 * SAMPLES_PER_BLOCK);
            s31.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + LANES);
            s32.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + 2 * LANES);
            s33.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + 3 * LANES);
        }
    }

    private static void tile5x4(
            int depth, float[] a, int a0, int stride, float[] start, int s0, float[] b, int b0, float[] c, int c0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_TILE) {
            FloatVector s00 = spread(start[s0]);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = spread(start[s0 + 1]);
            FloatVector s11 = s10;
            FloatVector s12 = s10;
            FloatVector s13 = s10;
            FloatVector s20 = spread(start[s0 + 2]);
            FloatVector s21 = s20;
            FloatVector s22 = s20;
            FloatVector s23 = s20;
            FloatVector s30 = spread(start[s0 + 3]);
            FloatVector s31 = s30;
            FloatVector s32 = s30;
            FloatVector s33 = s30;
            FloatVector s40 = spread(start[s0 + 4]);
            FloatVector s41 = s40;
            FloatVector s42 = s40;
            FloatVector s43 = s40;
            for (int k = 0; k < depth; k++) {
                int p = b0 + k * SAMPLES_PER_BLOCK + s;
                int q = a0 + k * stride;
                FloatVector v0 = load(b, p);
                FloatVector v1 = load(b, p + LANES);
                FloatVector v2 = load(b, p + 2 * LANES);
                FloatVector v3 = load(b, p + 3 * LANES);
                FloatVector w = spread(a[q]);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = spread(a[q + 1]);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                w = spread(a[q + 2]);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                w = spread(a[q + 3]);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
                s32 = w.fma(v2, s32);
                s33 = w.fma(v3, s33);
                w = spread(a[q + 4]);
                s40 = w.fma(v0, s40);
                s41 = w.fma(v1, s41);
                s42 = w.fma(v2, s42);
                s43 = w.fma(v3, s43);
            }
            int p = c0 + s;
            s00.intoArray(c, p);
            s01.intoArray(c, p + LANES);
            s02.intoArray(c, p + 2 * LANES);
            s03.intoArray(c, p + 3 * LANES);
            s10.intoArray(c, p + SAMPLES_PER_BLOCK);
            s11.intoArray(c, p + SAMPLES_PER_BLOCK + LANES);
            s12.intoArray(c, p + SAMPLES_PER_BLOCK + 2 * LANES);
            s13.intoArray(c, p + SAMPLES_PER_BLOCK + 3 * LANES);
            s20.intoArray(c, p + 2 * SAMPLES_PER_BLOCK);
            s21.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + LANES);
            s22.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 2 * LANES);
            s23.intoArray(c, p + 2 * SAMPLES_PER_BLOCK + 3 * LANES);
            s30.intoArray(c, p + 3 * SAMPLES_PER_BLOCK);
            s31.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + LANES);
            s32.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + 2 * LANES);
            s33.intoArray(c, p + 3 * SAMPLES_PER_BLOCK + 3 * LANES);
            s40.intoArray(c, p + 4 * SAMPLES_PER_BLOCK);
            s41.intoArray(c, p + 4 * SAMPLES_PER_BLOCK + LANES);
            s42.intoArray(c, p + 4 * SAMPLES_PER_BLOCK + 2 * LANES);
            s43.intoArray(c, p + 4 * SAMPLES_PER_BLOCK + 3 * LANES);
        }
    }

    // end: BlockProducts.template

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    private static FloatVector spread(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
