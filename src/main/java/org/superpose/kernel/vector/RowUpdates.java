package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.Products.LANES;
import static org.superpose.kernel.vector.Products.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The sparse counterparts of {@link Products}: sums of scaled rows, one chunk of 4, 2 or 1 vectors at a time so that the sums stay in
 * registers. Work is proportional to the non-zero coefficients.
 */
final class RowUpdates {
    private RowUpdates() {}

    /**
     * out ← out + Σ_e value[e] · rows[index[e]], e in [from, to), over one chunk.
     *
     * @param vectors width of the chunk: 4, 2 or 1
     * @param rows row r at {@code rows[rows0 + r·stride]}, not modified
     * @param out the chunk at {@code out[out0]}, modified
     */
    static void gather(
            int vectors,
            int from,
            int to,
            int[] index,
            float[] value,
            float[] rows,
            int rows0,
            int stride,
            float[] out,
            int out0) {
        switch (vectors) {
            case 4 -> gather4(from, to, index, value, rows, rows0, stride, out, out0);
            case 2 -> gather2(from, to, index, value, rows, rows0, stride, out, out0);
            default -> gather1(from, to, index, value, rows, rows0, stride, out, out0);
        }
    }

    private static void gather4(
            int from, int to, int[] index, float[] value, float[] rows, int rows0, int stride, float[] out, int out0) {
        FloatVector s0 = load(out, out0);
        FloatVector s1 = load(out, out0 + LANES);
        FloatVector s2 = load(out, out0 + 2 * LANES);
        FloatVector s3 = load(out, out0 + 3 * LANES);
        for (int e = from; e < to; e++) {
            FloatVector q = FloatVector.broadcast(SPECIES, value[e]);
            int r = rows0 + index[e] * stride;
            s0 = q.fma(load(rows, r), s0);
            s1 = q.fma(load(rows, r + LANES), s1);
            s2 = q.fma(load(rows, r + 2 * LANES), s2);
            s3 = q.fma(load(rows, r + 3 * LANES), s3);
        }
        s0.intoArray(out, out0);
        s1.intoArray(out, out0 + LANES);
        s2.intoArray(out, out0 + 2 * LANES);
        s3.intoArray(out, out0 + 3 * LANES);
    }

    private static void gather2(
            int from, int to, int[] index, float[] value, float[] rows, int rows0, int stride, float[] out, int out0) {
        FloatVector s0 = load(out, out0);
        FloatVector s1 = load(out, out0 + LANES);
        for (int e = from; e < to; e++) {
            FloatVector q = FloatVector.broadcast(SPECIES, value[e]);
            int r = rows0 + index[e] * stride;
            s0 = q.fma(load(rows, r), s0);
            s1 = q.fma(load(rows, r + LANES), s1);
        }
        s0.intoArray(out, out0);
        s1.intoArray(out, out0 + LANES);
    }

    private static void gather1(
            int from, int to, int[] index, float[] value, float[] rows, int rows0, int stride, float[] out, int out0) {
        FloatVector s0 = load(out, out0);
        for (int e = from; e < to; e++) {
            s0 = FloatVector.broadcast(SPECIES, value[e]).fma(load(rows, rows0 + index[e] * stride), s0);
        }
        s0.intoArray(out, out0);
    }

    /**
     * Both gradients of one output a_i = d·h_s + b over the samples s where its gradient g_s is not zero, over one chunk:
     * dd ← dd + Σ_s g_s h_s, and dh_s ← dh_s + g_s d.
     *
     * @param vectors width of the chunk: 4, 2 or 1
     * @param active bit s is set where g_s is not zero
     * @param g g_s at {@code g[g0 + s]}, not modified
     * @param d the decoder's row at {@code d[d0]}, not modified
     * @param dd its gradient at {@code dd[dd0]}, modified
     * @param h h_s at {@code h[h0 + s·vectors·LANES]}: rows exactly one chunk wide, not modified
     * @param dh its gradient, laid out as h, modified
     */
    static void backward(
            int vectors,
            long active,
            float[] g,
            int g0,
            float[] d,
            int d0,
            float[] dd,
            int dd0,
            float[] h,
            float[] dh,
            int h0) {
        switch (vectors) {
            case 4 -> backward4(active, g, g0, d, d0, dd, dd0, h, dh, h0);
            case 2 -> backward2(active, g, g0, d, d0, dd, dd0, h, dh, h0);
            default -> backward1(active, g, g0, d, d0, dd, dd0, h, dh, h0);
        }
    }

    private static void backward4(
            long active, float[] g, int g0, float[] d, int d0, float[] dd, int dd0, float[] h, float[] dh, int h0) {
        FloatVector r0 = load(d, d0);
        FloatVector r1 = load(d, d0 + LANES);
        FloatVector r2 = load(d, d0 + 2 * LANES);
        FloatVector r3 = load(d, d0 + 3 * LANES);
        FloatVector s0 = load(dd, dd0);
        FloatVector s1 = load(dd, dd0 + LANES);
        FloatVector s2 = load(dd, dd0 + 2 * LANES);
        FloatVector s3 = load(dd, dd0 + 3 * LANES);
        for (long bits = active; bits != 0; bits &= bits - 1) {
            int s = Long.numberOfTrailingZeros(bits);
            FloatVector q = FloatVector.broadcast(SPECIES, g[g0 + s]);
            int p = h0 + s * (4 * LANES);
            s0 = q.fma(load(h, p), s0);
            s1 = q.fma(load(h, p + LANES), s1);
            s2 = q.fma(load(h, p + 2 * LANES), s2);
            s3 = q.fma(load(h, p + 3 * LANES), s3);
            q.fma(r0, load(dh, p)).intoArray(dh, p);
            q.fma(r1, load(dh, p + LANES)).intoArray(dh, p + LANES);
            q.fma(r2, load(dh, p + 2 * LANES)).intoArray(dh, p + 2 * LANES);
            q.fma(r3, load(dh, p + 3 * LANES)).intoArray(dh, p + 3 * LANES);
        }
        s0.intoArray(dd, dd0);
        s1.intoArray(dd, dd0 + LANES);
        s2.intoArray(dd, dd0 + 2 * LANES);
        s3.intoArray(dd, dd0 + 3 * LANES);
    }

    private static void backward2(
            long active, float[] g, int g0, float[] d, int d0, float[] dd, int dd0, float[] h, float[] dh, int h0) {
        FloatVector r0 = load(d, d0);
        FloatVector r1 = load(d, d0 + LANES);
        FloatVector s0 = load(dd, dd0);
        FloatVector s1 = load(dd, dd0 + LANES);
        for (long bits = active; bits != 0; bits &= bits - 1) {
            int s = Long.numberOfTrailingZeros(bits);
            FloatVector q = FloatVector.broadcast(SPECIES, g[g0 + s]);
            int p = h0 + s * (2 * LANES);
            s0 = q.fma(load(h, p), s0);
            s1 = q.fma(load(h, p + LANES), s1);
            q.fma(r0, load(dh, p)).intoArray(dh, p);
            q.fma(r1, load(dh, p + LANES)).intoArray(dh, p + LANES);
        }
        s0.intoArray(dd, dd0);
        s1.intoArray(dd, dd0 + LANES);
    }

    private static void backward1(
            long active, float[] g, int g0, float[] d, int d0, float[] dd, int dd0, float[] h, float[] dh, int h0) {
        FloatVector r0 = load(d, d0);
        FloatVector s0 = load(dd, dd0);
        for (long bits = active; bits != 0; bits &= bits - 1) {
            int s = Long.numberOfTrailingZeros(bits);
            FloatVector q = FloatVector.broadcast(SPECIES, g[g0 + s]);
            int p = h0 + s * LANES;
            s0 = q.fma(load(h, p), s0);
            q.fma(r0, load(dh, p)).intoArray(dh, p);
        }
        s0.intoArray(dd, dd0);
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
