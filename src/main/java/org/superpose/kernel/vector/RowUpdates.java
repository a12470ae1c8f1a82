package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums of scaled rows, which are the sparse counterparts of {@link Products}. Columns are taken in chunks of 4, 2 or 1 vectors, so that the
 * sums stay in registers, and the work is proportional to the number of non-zero coefficients. Each method loops over all rows of a slice of
 * the batch: a call for one row would cost as much as its work.
 */
final class RowUpdates {
    private RowUpdates() {}

    /**
     * Computes out_r ← out_r + Σ_e value[e] · row_index[e] for r &lt; count, e in [start[start0 + r], start[start0 + r + 1]).
     *
     * @param width columns, in whole lanes
     * @param rows row i at {@code rows[rows0 + i·rowsStride]}, not modified
     * @param out row r at {@code out[out0 + r·outStride]}, modified
     */
    static void gather(
            int width,
            int count,
            int[] start,
            int start0,
            int[] index,
            float[] value,
            float[] rows,
            int rows0,
            int rowsStride,
            float[] out,
            int out0,
            int outStride) {
        for (int c = 0; c < width; ) {
            int vectors = chunk(width - c);
            int from = rows0 + c;
            int to = out0 + c;
            switch (vectors) {
                case 4 -> gather4(count, start, start0, index, value, rows, from, rowsStride, out, to, outStride);
                case 2 -> gather2(count, start, start0, index, value, rows, from, rowsStride, out, to, outStride);
                default -> gather1(count, start, start0, index, value, rows, from, rowsStride, out, to, outStride);
            }
            c += vectors * LANES;
        }
    }

    private static int chunk(int columns) {
        return columns >= 4 * LANES ? 4 : columns >= 2 * LANES ? 2 : 1;
    }

    /**
     * Adds both gradients that follow from g_si, the gradients of the outputs i of a panel, for s &lt; count:
     * dh_s ← dh_s + Σ_i g_si d_i and dd_i ← dd_i + Σ_s g_si h_s. Outputs whose gradient is zero are left out.
     *
     * @param width columns, in whole lanes
     * @param active bit i of {@code active[active0 + s]} is set where g_si is not zero
     * @param g g_si at {@code g[g0 + s·COLUMNS_PER_PANEL + i]}, not modified
     * @param d row i of the decoder at {@code d[d0 + i·width]}, not modified
     * @param dd the gradient of d, laid out as d, modified
     * @param h row s at {@code h[h0 + s·COLUMNS_PER_PANEL]}, not modified
     * @param dh the gradient of h, laid out as h, modified
     */
    static void backward(
            int width,
            int count,
            long[] active,
            int active0,
            float[] g,
            int g0,
            float[] d,
            float[] dd,
            int d0,
            float[] h,
            float[] dh,
            int h0) {
        for (int c = 0; c < width; ) {
            int vectors = chunk(width - c);
            switch (vectors) {
                case 4 -> backward4(count, active, active0, g, g0, d, dd, d0 + c, width, h, dh, h0 + c);
                case 2 -> backward2(count, active, active0, g, g0, d, dd, d0 + c, width, h, dh, h0 + c);
                default -> backward1(count, active, active0, g, g0, d, dd, d0 + c, width, h, dh, h0 + c);
            }
            c += vectors * LANES;
        }
    }

    // generated: RowUpdates.template, which lies beside this file and is where the methods below are changed
    private static void gather4(
            int count,
            int[] start,
            int start0,
            int[] index,
            float[] value,
            float[] rows,
            int rows0,
            int rowsStride,
            float[] out,
            int out0,
            int outStride) {
        for (int r = 0; r < count; r++) {
            int p = out0 + r * outStride;
            int end = start[start0 + r + 1];
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, p);
            FloatVector s1 = FloatVector.fromArray(SPECIES, out, p + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, out, p + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, out, p + 3 * LANES);
            for (int e = start[start0 + r]; e < end; e++) {
                FloatVector q = FloatVector.broadcast(SPECIES, value[e]);
                int i = rows0 + index[e] * rowsStride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, rows, i), s0);
                s1 = q.fma(FloatVector.fromArray(SPECIES, rows, i + LANES), s1);
                s2 = q.fma(FloatVector.fromArray(SPECIES, rows, i + 2 * LANES), s2);
                s3 = q.fma(FloatVector.fromArray(SPECIES, rows, i + 3 * LANES), s3);
            }
            s0.intoArray(out, p);
            s1.intoArray(out, p + LANES);
            s2.intoArray(out, p + 2 * LANES);
            s3.intoArray(out, p + 3 * LANES);
        }
    }

    private static void gather2(
            int count,
            int[] start,
            int start0,
            int[] index,
            float[] value,
            float[] rows,
            int rows0,
            int rowsStride,
            float[] out,
            int out0,
            int outStride) {
        for (int r = 0; r < count; r++) {
            int p = out0 + r * outStride;
            int end = start[start0 + r + 1];
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, p);
            FloatVector s1 = FloatVector.fromArray(SPECIES, out, p + LANES);
            for (int e = start[start0 + r]; e < end; e++) {
                FloatVector q = FloatVector.broadcast(SPECIES, value[e]);
                int i = rows0 + index[e] * rowsStride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, rows, i), s0);
                s1 = q.fma(FloatVector.fromArray(SPECIES, rows, i + LANES), s1);
            }
            s0.intoArray(out, p);
            s1.intoArray(out, p + LANES);
        }
    }

    private static void gather1(
            int count,
            int[] start,
            int start0,
            int[] index,
            float[] value,
            float[] rows,
            int rows0,
            int rowsStride,
            float[] out,
            int out0,
            int outStride) {
        for (int r = 0; r < count; r++) {
            int p = out0 + r * outStride;
            int end = start[start0 + r + 1];
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, p);
            for (int e = start[start0 + r]; e < end; e++) {
                FloatVector q = FloatVector.broadcast(SPECIES, value[e]);
                int i = rows0 + index[e] * rowsStride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, rows, i), s0);
            }
            s0.intoArray(out, p);
        }
    }

    private static void backward4(
            int count,
            long[] active,
            int active0,
            float[] g,
            int g0,
            float[] d,
            float[] dd,
            int d0,
            int stride,
            float[] h,
            float[] dh,
            int p0) {
        for (int s = 0; s < count; s++) {
            long bits = active[active0 + s];
            if (bits == 0) {
                continue;
            }
            int p = p0 + s * COLUMNS_PER_PANEL;
            int gs = g0 + s * COLUMNS_PER_PANEL;
            FloatVector h0 = FloatVector.fromArray(SPECIES, h, p);
            FloatVector h1 = FloatVector.fromArray(SPECIES, h, p + LANES);
            FloatVector h2 = FloatVector.fromArray(SPECIES, h, p + 2 * LANES);
            FloatVector h3 = FloatVector.fromArray(SPECIES, h, p + 3 * LANES);
            FloatVector s0 = FloatVector.fromArray(SPECIES, dh, p);
            FloatVector s1 = FloatVector.fromArray(SPECIES, dh, p + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, dh, p + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, dh, p + 3 * LANES);
            do {
                int i = Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                FloatVector q = FloatVector.broadcast(SPECIES, g[gs + i]);
                int r = d0 + i * stride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, d, r), s0);
                s1 = q.fma(FloatVector.fromArray(SPECIES, d, r + LANES), s1);
                s2 = q.fma(FloatVector.fromArray(SPECIES, d, r + 2 * LANES), s2);
                s3 = q.fma(FloatVector.fromArray(SPECIES, d, r + 3 * LANES), s3);
                q.fma(h0, FloatVector.fromArray(SPECIES, dd, r)).intoArray(dd, r);
                q.fma(h1, FloatVector.fromArray(SPECIES, dd, r + LANES)).intoArray(dd, r + LANES);
                q.fma(h2, FloatVector.fromArray(SPECIES, dd, r + 2 * LANES)).intoArray(dd, r + 2 * LANES);
                q.fma(h3, FloatVector.fromArray(SPECIES, dd, r + 3 * LANES)).intoArray(dd, r + 3 * LANES);
            } while (bits != 0);
            s0.intoArray(dh, p);
            s1.intoArray(dh, p + LANES);
            s2.intoArray(dh, p + 2 * LANES);
            s3.intoArray(dh, p + 3 * LANES);
        }
    }

    private static void backward2(
            int count,
            long[] active,
            int active0,
            float[] g,
            int g0,
            float[] d,
            float[] dd,
            int d0,
            int stride,
            float[] h,
            float[] dh,
            int p0) {
        for (int s = 0; s < count; s++) {
            long bits = active[active0 + s];
            if (bits == 0) {
                continue;
            }
            int p = p0 + s * COLUMNS_PER_PANEL;
            int gs = g0 + s * COLUMNS_PER_PANEL;
            FloatVector h0 = FloatVector.fromArray(SPECIES, h, p);
            FloatVector h1 = FloatVector.fromArray(SPECIES, h, p + LANES);
            FloatVector s0 = FloatVector.fromArray(SPECIES, dh, p);
            FloatVector s1 = FloatVector.fromArray(SPECIES, dh, p + LANES);
            do {
                int i = Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                FloatVector q = FloatVector.broadcast(SPECIES, g[gs + i]);
                int r = d0 + i * stride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, d, r), s0);
                s1 = q.fma(FloatVector.fromArray(SPECIES, d, r + LANES), s1);
                q.fma(h0, FloatVector.fromArray(SPECIES, dd, r)).intoArray(dd, r);
                q.fma(h1, FloatVector.fromArray(SPECIES, dd, r + LANES)).intoArray(dd, r + LANES);
            } while (bits != 0);
            s0.intoArray(dh, p);
            s1.intoArray(dh, p + LANES);
        }
    }

    private static void backward1(
            int count,
            long[] active,
            int active0,
            float[] g,
            int g0,
            float[] d,
            float[] dd,
            int d0,
            int stride,
            float[] h,
            float[] dh,
            int p0) {
        for (int s = 0; s < count; s++) {
            long bits = active[active0 + s];
            if (bits == 0) {
                continue;
            }
            int p = p0 + s * COLUMNS_PER_PANEL;
            int gs = g0 + s * COLUMNS_PER_PANEL;
            FloatVector h0 = FloatVector.fromArray(SPECIES, h, p);
            FloatVector s0 = FloatVector.fromArray(SPECIES, dh, p);
            do {
                int i = Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                FloatVector q = FloatVector.broadcast(SPECIES, g[gs + i]);
                int r = d0 + i * stride;
                s0 = q.fma(FloatVector.fromArray(SPECIES, d, r), s0);
                q.fma(h0, FloatVector.fromArray(SPECIES, dd, r)).intoArray(dd, r);
            } while (bits != 0);
            s0.intoArray(dh, p);
        }
    }

    // end: RowUpdates.template
}
