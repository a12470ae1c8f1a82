package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums over samples of products of their numbers, which are the gradients of weights; samples come in blocks as in {@link BlockProducts}. Each
 * sum is a vector with one partial sum for each lane, until {@link #total} adds up the lanes in ascending order.
 */
final class BlockSums {
    /** The rows of G in a tile. */
    static final int ROWS_PER_TILE = 4;

    private BlockSums() {}

    /**
     * Computes T[i][k] ← T[i][k] + Σ_s G[i][s] H[k][s] over the samples of some blocks, lane by lane, for the rows from ≤ i &lt; to: each element is a
     * vector of partial sums.
     *
     * @param blocks the number of blocks
     * @param from a whole number of tiles of {@value #ROWS_PER_TILE} rows, as {@code to} is unless it is n
     * @param n rows of G
     * @param g a block of n rows at {@code g[g0 + q·n·SAMPLES_PER_BLOCK]} for q &lt; blocks, not modified
     * @param m rows of H
     * @param h a block of m rows at {@code h[q·m·SAMPLES_PER_BLOCK]}, not modified
     * @param sums lane l of element (i, k) at {@code sums[(i·m + k)·LANES + l]}, modified
     */
    static void addOuter(int blocks, int from, int to, int n, float[] g, int g0, int m, float[] h, float[] sums) {
        int gBlock = n * SAMPLES_PER_BLOCK;
        int hBlock = m * SAMPLES_PER_BLOCK;
        int rowStride = m * LANES;
        int i = from;
        for (; i + ROWS_PER_TILE <= to; i += ROWS_PER_TILE) {
            tiles(
                    blocks,
                    g,
                    g0 + i * SAMPLES_PER_BLOCK,
                    gBlock,
                    m,
                    h,
                    0,
                    hBlock,
                    sums,
                    i * rowStride,
                    rowStride,
                    LANES);
        }
        if (i >= to) {
            return;
        }
        int k = 0;
        for (; k + ROWS_PER_TILE <= m; k += ROWS_PER_TILE) {
            int at = i * rowStride + k * LANES;
            tiles(
                    blocks,
                    h,
                    k * SAMPLES_PER_BLOCK,
                    hBlock,
                    to - i,
                    g,
                    g0 + i * SAMPLES_PER_BLOCK,
                    gBlock,
                    sums,
                    at,
                    LANES,
                    rowStride);
        }
        for (; k < m; k++) {
            for (int r = i; r < to; r++) {
                single(
                        blocks,
                        g,
                        g0 + r * SAMPLES_PER_BLOCK,
                        gBlock,
                        h,
                        k * SAMPLES_PER_BLOCK,
                        hBlock,
                        sums,
                        r * rowStride + k * LANES);
            }
        }
    }

    /** Adds the products of four rows of g with all {@code columns} rows of h. */
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
            int b0 = h0 + k * SAMPLES_PER_BLOCK;
            int at = t0 + k * columnStride;
            switch (count) {
                case 1 -> SumTiles.tile4x1(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride);
                case 2 -> SumTiles.tile4x2(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                case 3 -> SumTiles.tile4x3(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                case 4 -> SumTiles.tile4x4(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
                default -> SumTiles.tile4x5(blocks, g, g0, gBlock, h, b0, hBlock, sums, at, rowStride, columnStride);
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                sum = load(g, i + s).fma(load(h, k + s), sum);
            }
        }
        sum.intoArray(sums, at);
    }

    /**
     * Adds up the vectors [from, to) of partial sums, each over its lanes in ascending order.
     *
     * @param sums vectors, not modified
     * @param out overwritten in [at + from, at + to)
     */
    static void total(float[] sums, int from, int to, float[] out, int at) {
        for (int q = from; q < to; q++) {
            float sum = 0;
            for (int l = 0; l < LANES; l++) {
                sum += sums[q * LANES + l];
            }
            out[at + q] = sum;
        }
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
