package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.BlockProducts.BLOCK;
import static org.superpose.kernel.vector.Products.LANES;
import static org.superpose.kernel.vector.Products.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums over samples of products of their numbers: the gradients of weights from {@link BlockProducts blocks}. Each sum is a vector, one
 * partial sum for each lane, until {@link #total} adds them up in ascending order.
 */
final class BlockSums {
    private static final int ROWS = 4;

    private BlockSums() {}

    /**
     * T[i][k] ← T[i][k] + Σ_s G[i][s] H[k][s] over the samples of some blocks, lane by lane: each element is a vector of partial sums.
     *
     * @param blocks how many
     * @param n rows of G
     * @param g a block of n rows at {@code g[g0 + q·n·BLOCK]} for q &lt; blocks, not modified
     * @param m rows of H
     * @param h a block of m rows at {@code h[q·m·BLOCK]}, not modified
     * @param sums lane l of element (i, k) at {@code sums[(i·m + k)·LANES + l]}, modified
     */
    static void addOuter(int blocks, int n, float[] g, int g0, int m, float[] h, float[] sums) {
        int gBlock = n * BLOCK;
        int hBlock = m * BLOCK;
        int rowStride = m * LANES;
        int i = 0;
        for (; i + ROWS <= n; i += ROWS) {
            tiles(blocks, g, g0 + i * BLOCK, gBlock, m, h, 0, hBlock, sums, i * rowStride, rowStride, LANES);
        }
        if (i == n) {
            return;
        }
        int k = 0;
        for (; k + ROWS <= m; k += ROWS) {
            int at = i * rowStride + k * LANES;
            tiles(blocks, h, k * BLOCK, hBlock, n - i, g, g0 + i * BLOCK, gBlock, sums, at, LANES, rowStride);
        }
        for (; k < m; k++) {
            for (int r = i; r < n; r++) {
                single(blocks, g, g0 + r * BLOCK, gBlock, h, k * BLOCK, hBlock, sums, r * rowStride + k * LANES);
            }
        }
    }

    /** Four rows of g with all {@code columns} rows of h. */
    private static void tiles(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            int columns,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride,
            int columnStride) {
        for (int k = 0; k < columns; ) {
            int count = BlockProducts.next(columns - k);
            int b0 = h0 + k * BLOCK;
            int at = t0 + k * columnStride;
            switch (count) {
                case 1 -> tile4x1(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride);
                case 2 -> tile4x2(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                case 3 -> tile4x3(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                case 4 -> tile4x4(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                default -> tile4x5(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
            }
            k += count;
        }
    }

    private static void single(
            int blocks, float[] g, int g0, int gBlock, float[] h, int h0, int hBlock, float[] sums, int at) {
        FloatVector sum = load(sums, at);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                sum = load(g, i + s).fma(load(h, k + s), sum);
            }
        }
        sum.intoArray(sums, at);
    }

    /**
     * The vectors of partial sums added up, over the lanes in ascending order.
     *
     * @param sums count vectors, not modified
     * @param out overwritten in [at, at + count)
     */
    static void total(float[] sums, int count, float[] out, int at) {
        for (int q = 0; q < count; q++) {
            float sum = 0;
            for (int l = 0; l < LANES; l++) {
                sum += sums[q * LANES + l];
            }
            out[at + q] = sum;
        }
    }

    private static void tile4x1(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride) {
        int t1 = t0 + rowStride;
        int t2 = t1 + rowStride;
        int t3 = t2 + rowStride;
        FloatVector s00 = load(sums, t0);
        FloatVector s10 = load(sums, t1);
        FloatVector s20 = load(sums, t2);
        FloatVector s30 = load(sums, t3);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                w = load(g, i + s + BLOCK);
                s10 = w.fma(v0, s10);
                w = load(g, i + s + 2 * BLOCK);
                s20 = w.fma(v0, s20);
                w = load(g, i + s + 3 * BLOCK);
                s30 = w.fma(v0, s30);
            }
        }
        s00.intoArray(sums, t0);
        s10.intoArray(sums, t1);
        s20.intoArray(sums, t2);
        s30.intoArray(sums, t3);
    }

    private static void tile4x2(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride,
            int columnStride) {
        int t1 = t0 + rowStride;
        int t2 = t1 + rowStride;
        int t3 = t2 + rowStride;
        FloatVector s00 = load(sums, t0);
        FloatVector s01 = load(sums, t0 + columnStride);
        FloatVector s10 = load(sums, t1);
        FloatVector s11 = load(sums, t1 + columnStride);
        FloatVector s20 = load(sums, t2);
        FloatVector s21 = load(sums, t2 + columnStride);
        FloatVector s30 = load(sums, t3);
        FloatVector s31 = load(sums, t3 + columnStride);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                w = load(g, i + s + BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                w = load(g, i + s + 2 * BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                w = load(g, i + s + 3 * BLOCK);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
            }
        }
        s00.intoArray(sums, t0);
        s01.intoArray(sums, t0 + columnStride);
        s10.intoArray(sums, t1);
        s11.intoArray(sums, t1 + columnStride);
        s20.intoArray(sums, t2);
        s21.intoArray(sums, t2 + columnStride);
        s30.intoArray(sums, t3);
        s31.intoArray(sums, t3 + columnStride);
    }

    private static void tile4x3(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride,
            int columnStride) {
        int t1 = t0 + rowStride;
        int t2 = t1 + rowStride;
        int t3 = t2 + rowStride;
        FloatVector s00 = load(sums, t0);
        FloatVector s01 = load(sums, t0 + columnStride);
        FloatVector s02 = load(sums, t0 + 2 * columnStride);
        FloatVector s10 = load(sums, t1);
        FloatVector s11 = load(sums, t1 + columnStride);
        FloatVector s12 = load(sums, t1 + 2 * columnStride);
        FloatVector s20 = load(sums, t2);
        FloatVector s21 = load(sums, t2 + columnStride);
        FloatVector s22 = load(sums, t2 + 2 * columnStride);
        FloatVector s30 = load(sums, t3);
        FloatVector s31 = load(sums, t3 + columnStride);
        FloatVector s32 = load(sums, t3 + 2 * columnStride);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + BLOCK);
                FloatVector v2 = load(h, k + s + 2 * BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                w = load(g, i + s + BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                w = load(g, i + s + 2 * BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                w = load(g, i + s + 3 * BLOCK);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
                s32 = w.fma(v2, s32);
            }
        }
        s00.intoArray(sums, t0);
        s01.intoArray(sums, t0 + columnStride);
        s02.intoArray(sums, t0 + 2 * columnStride);
        s10.intoArray(sums, t1);
        s11.intoArray(sums, t1 + columnStride);
        s12.intoArray(sums, t1 + 2 * columnStride);
        s20.intoArray(sums, t2);
        s21.intoArray(sums, t2 + columnStride);
        s22.intoArray(sums, t2 + 2 * columnStride);
        s30.intoArray(sums, t3);
        s31.intoArray(sums, t3 + columnStride);
        s32.intoArray(sums, t3 + 2 * columnStride);
    }

    private static void tile4x4(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride,
            int columnStride) {
        int t1 = t0 + rowStride;
        int t2 = t1 + rowStride;
        int t3 = t2 + rowStride;
        FloatVector s00 = load(sums, t0);
        FloatVector s01 = load(sums, t0 + columnStride);
        FloatVector s02 = load(sums, t0 + 2 * columnStride);
        FloatVector s03 = load(sums, t0 + 3 * columnStride);
        FloatVector s10 = load(sums, t1);
        FloatVector s11 = load(sums, t1 + columnStride);
        FloatVector s12 = load(sums, t1 + 2 * columnStride);
        FloatVector s13 = load(sums, t1 + 3 * columnStride);
        FloatVector s20 = load(sums, t2);
        FloatVector s21 = load(sums, t2 + columnStride);
        FloatVector s22 = load(sums, t2 + 2 * columnStride);
        FloatVector s23 = load(sums, t2 + 3 * columnStride);
        FloatVector s30 = load(sums, t3);
        FloatVector s31 = load(sums, t3 + columnStride);
        FloatVector s32 = load(sums, t3 + 2 * columnStride);
        FloatVector s33 = load(sums, t3 + 3 * columnStride);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + BLOCK);
                FloatVector v2 = load(h, k + s + 2 * BLOCK);
                FloatVector v3 = load(h, k + s + 3 * BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = load(g, i + s + BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                w = load(g, i + s + 2 * BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                w = load(g, i + s + 3 * BLOCK);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
                s32 = w.fma(v2, s32);
                s33 = w.fma(v3, s33);
            }
        }
        s00.intoArray(sums, t0);
        s01.intoArray(sums, t0 + columnStride);
        s02.intoArray(sums, t0 + 2 * columnStride);
        s03.intoArray(sums, t0 + 3 * columnStride);
        s10.intoArray(sums, t1);
        s11.intoArray(sums, t1 + columnStride);
        s12.intoArray(sums, t1 + 2 * columnStride);
        s13.intoArray(sums, t1 + 3 * columnStride);
        s20.intoArray(sums, t2);
        s21.intoArray(sums, t2 + columnStride);
        s22.intoArray(sums, t2 + 2 * columnStride);
        s23.intoArray(sums, t2 + 3 * columnStride);
        s30.intoArray(sums, t3);
        s31.intoArray(sums, t3 + columnStride);
        s32.intoArray(sums, t3 + 2 * columnStride);
        s33.intoArray(sums, t3 + 3 * columnStride);
    }

    private static void tile4x5(
            int blocks,
            float[] g,
            int g0,
            int gBlock,
            float[] h,
            int h0,
            int hBlock,
            float[] sums,
            int t0,
            int rowStride,
            int columnStride) {
        int t1 = t0 + rowStride;
        int t2 = t1 + rowStride;
        int t3 = t2 + rowStride;
        FloatVector s00 = load(sums, t0);
        FloatVector s01 = load(sums, t0 + columnStride);
        FloatVector s02 = load(sums, t0 + 2 * columnStride);
        FloatVector s03 = load(sums, t0 + 3 * columnStride);
        FloatVector s04 = load(sums, t0 + 4 * columnStride);
        FloatVector s10 = load(sums, t1);
        FloatVector s11 = load(sums, t1 + columnStride);
        FloatVector s12 = load(sums, t1 + 2 * columnStride);
        FloatVector s13 = load(sums, t1 + 3 * columnStride);
        FloatVector s14 = load(sums, t1 + 4 * columnStride);
        FloatVector s20 = load(sums, t2);
        FloatVector s21 = load(sums, t2 + columnStride);
        FloatVector s22 = load(sums, t2 + 2 * columnStride);
        FloatVector s23 = load(sums, t2 + 3 * columnStride);
        FloatVector s24 = load(sums, t2 + 4 * columnStride);
        FloatVector s30 = load(sums, t3);
        FloatVector s31 = load(sums, t3 + columnStride);
        FloatVector s32 = load(sums, t3 + 2 * columnStride);
        FloatVector s33 = load(sums, t3 + 3 * columnStride);
        FloatVector s34 = load(sums, t3 + 4 * columnStride);
        for (int q = 0; q < blocks; q++) {
            int i = g0 + q * gBlock;
            int k = h0 + q * hBlock;
            for (int s = 0; s < BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + BLOCK);
                FloatVector v2 = load(h, k + s + 2 * BLOCK);
                FloatVector v3 = load(h, k + s + 3 * BLOCK);
                FloatVector v4 = load(h, k + s + 4 * BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                s04 = w.fma(v4, s04);
                w = load(g, i + s + BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                s14 = w.fma(v4, s14);
                w = load(g, i + s + 2 * BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                s24 = w.fma(v4, s24);
                w = load(g, i + s + 3 * BLOCK);
                s30 = w.fma(v0, s30);
                s31 = w.fma(v1, s31);
                s32 = w.fma(v2, s32);
                s33 = w.fma(v3, s33);
                s34 = w.fma(v4, s34);
            }
        }
        s00.intoArray(sums, t0);
        s01.intoArray(sums, t0 + columnStride);
        s02.intoArray(sums, t0 + 2 * columnStride);
        s03.intoArray(sums, t0 + 3 * columnStride);
        s04.intoArray(sums, t0 + 4 * columnStride);
        s10.intoArray(sums, t1);
        s11.intoArray(sums, t1 + columnStride);
        s12.intoArray(sums, t1 + 2 * columnStride);
        s13.intoArray(sums, t1 + 3 * columnStride);
        s14.intoArray(sums, t1 + 4 * columnStride);
        s20.intoArray(sums, t2);
        s21.intoArray(sums, t2 + columnStride);
        s22.intoArray(sums, t2 + 2 * columnStride);
        s23.intoArray(sums, t2 + 3 * columnStride);
        s24.intoArray(sums, t2 + 4 * columnStride);
        s30.intoArray(sums, t3);
        s31.intoArray(sums, t3 + columnStride);
        s32.intoArray(sums, t3 + 2 * columnStride);
        s33.intoArray(sums, t3 + 3 * columnStride);
        s34.intoArray(sums, t3 + 4 * columnStride);
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
