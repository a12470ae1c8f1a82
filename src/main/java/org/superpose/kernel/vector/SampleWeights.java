package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The weights of samples, multiplied into what was computed without them: the gradients g_si of outputs, from which all other gradients follow. These
 * are passes of their own, since weights of 1 would cost every batch without weights a load and a product per output.
 */
final class SampleWeights {
    private SampleWeights() {}

    /**
     * Computes g_i(s) ← weight_s g_i(s) for n rows i and the samples s of one block.
     *
     * @param weights weight_s of the block at {@code weights[s0 + s]}, not modified
     * @param g a block of n rows at {@code g[g0]}, modified
     */
    static void block(int n, float[] weights, int s0, float[] g, int g0) {
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, s0 + s);
            for (int p = g0 + s; p < g0 + n * SAMPLES_PER_BLOCK; p += SAMPLES_PER_BLOCK) {
                FloatVector.fromArray(SPECIES, g, p).mul(weight).intoArray(g, p);
            }
        }
    }

    /**
     * Computes g_si ← weight_s g_si for the outputs i of a panel and the samples from ≤ s &lt; to.
     *
     * @param rows outputs in the panel
     * @param weights weight_s at {@code weights[s0 + s]}, not modified
     * @param g g_si at {@code g[g0 + s·COLUMNS_PER_PANEL + i]}, modified
     */
    static void panel(int rows, int from, int to, float[] weights, int s0, float[] g, int g0) {
        for (int s = from; s < to; s++) {
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[s0 + s]);
            int row = g0 + s * COLUMNS_PER_PANEL;
            for (int p = row; p < row + rows; p += LANES) {
                FloatVector.fromArray(SPECIES, g, p).mul(weight).intoArray(g, p);
            }
        }
    }
}
