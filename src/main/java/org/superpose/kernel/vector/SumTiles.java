package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The tiles of {@link BlockSums}, four rows of G with one to five of H and a vector of sums a pair, are written out so that sums stay in registers.
 */
final class SumTiles {
    private SumTiles() {}

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    // generated: SumTiles.template, which lies beside this file and is where the methods below are changed
    static void tile4x1(
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                w = load(g, i + s + SAMPLES_PER_BLOCK);
                s10 = w.fma(v0, s10);
                w = load(g, i + s + 2 * SAMPLES_PER_BLOCK);
                s20 = w.fma(v0, s20);
                w = load(g, i + s + 3 * SAMPLES_PER_BLOCK);
                s30 = w.fma(v0, s30);
            }
        }
        s00.intoArray(sums, t0);
        s10.intoArray(sums, t1);
        s20.intoArray(sums, t2);
        s30.intoArray(sums, t3);
    }

    static void tile4x2(
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + SAMPLES_PER_BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                w = load(g, i + s + SAMPLES_PER_BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                w = load(g, i + s + 2 * SAMPLES_PER_BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                w = load(g, i + s + 3 * SAMPLES_PER_BLOCK);
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

    static void tile4x3(
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + SAMPLES_PER_BLOCK);
                FloatVector v2 = load(h, k + s + 2 * SAMPLES_PER_BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                w = load(g, i + s + SAMPLES_PER_BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                w = load(g, i + s + 2 * SAMPLES_PER_BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                w = load(g, i + s + 3 * SAMPLES_PER_BLOCK);
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

    static void tile4x4(
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + SAMPLES_PER_BLOCK);
                FloatVector v2 = load(h, k + s + 2 * SAMPLES_PER_BLOCK);
                FloatVector v3 = load(h, k + s + 3 * SAMPLES_PER_BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                w = load(g, i + s + SAMPLES_PER_BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                w = load(g, i + s + 2 * SAMPLES_PER_BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                w = load(g, i + s + 3 * SAMPLES_PER_BLOCK);
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

    static void tile4x5(
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
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                FloatVector v0 = load(h, k + s);
                FloatVector v1 = load(h, k + s + SAMPLES_PER_BLOCK);
                FloatVector v2 = load(h, k + s + 2 * SAMPLES_PER_BLOCK);
                FloatVector v3 = load(h, k + s + 3 * SAMPLES_PER_BLOCK);
                FloatVector v4 = load(h, k + s + 4 * SAMPLES_PER_BLOCK);
                FloatVector w = load(g, i + s);
                s00 = w.fma(v0, s00);
                s01 = w.fma(v1, s01);
                s02 = w.fma(v2, s02);
                s03 = w.fma(v3, s03);
                s04 = w.fma(v4, s04);
                w = load(g, i + s + SAMPLES_PER_BLOCK);
                s10 = w.fma(v0, s10);
                s11 = w.fma(v1, s11);
                s12 = w.fma(v2, s12);
                s13 = w.fma(v3, s13);
                s14 = w.fma(v4, s14);
                w = load(g, i + s + 2 * SAMPLES_PER_BLOCK);
                s20 = w.fma(v0, s20);
                s21 = w.fma(v1, s21);
                s22 = w.fma(v2, s22);
                s23 = w.fma(v3, s23);
                s24 = w.fma(v4, s24);
                w = load(g, i + s + 3 * SAMPLES_PER_BLOCK);
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

    // end: SumTiles.template
}
