package org.superpose.linear.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.MANY_REGISTERS;
import static org.superpose.simd.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The product C = A Bᵀ of matrices stored row by row, where B is turned into panels beforehand. The columns of C come in whole panels, and the sums
 * of a tile stay in registers from the first k to the last. Rows of A are m apart and rows of a panel a constant number, so that the compiler proves
 * every index once, outside the loop; a product with free strides has to check it in each turn.
 */
public final class Panels {
    /** The floats in a row of a panel, which are four vectors. */
    static final int FLOATS_PER_ROW = 4 * LANES;

    /** The floats that can be left out at the beginning of each row. */
    static final int HALF_ROW = FLOATS_PER_ROW / 2;

    private Panels() {}

    /** Returns the floats of the panels that hold {@code columns} rows of B. */
    static int size(int columns, int m) {
        return Math.multiplyExact((columns + FLOATS_PER_ROW - 1) / FLOATS_PER_ROW * FLOATS_PER_ROW, m);
    }

    /**
     * Turns rows of B into panels: element (j, k), scaled, comes to
     * {@code panels[(j / FLOATS_PER_ROW · m + k) · FLOATS_PER_ROW + j mod FLOATS_PER_ROW]}, and zeros fill the last panel up.
     *
     * @param b B, columns × m, row major from {@code b0}, not modified
     */
    static void pack(float[] b, int b0, int columns, int m, float scale, float[] panels) {
        for (int j0 = 0; j0 < columns; j0 += FLOATS_PER_ROW) {
            int used = Math.min(FLOATS_PER_ROW, columns - j0);
            int panel = j0 * m;
            if (used < FLOATS_PER_ROW) {
                Arrays.fill(panels, panel, panel + m * FLOATS_PER_ROW, 0);
            }
            int j = 0;
            for (; j + 4 <= used; j += 4) {
                packFour(b, b0 + (j0 + j) * m, m, scale, panels, panel + j);
            }
            for (; j < used; j++) {
                for (int k = 0; k < m; k++) {
                    panels[panel + j + k * FLOATS_PER_ROW] = scale * b[b0 + (j0 + j) * m + k];
                }
            }
        }
    }

    private static void packFour(float[] b, int b0, int m, float scale, float[] panels, int p0) {
        int b1 = b0 + m;
        int b2 = b1 + m;
        int b3 = b2 + m;
        for (int k = 0; k < m; k++) {
            panels[p0 + k * FLOATS_PER_ROW] = scale * b[b0 + k];
            panels[p0 + k * FLOATS_PER_ROW + 1] = scale * b[b1 + k];
            panels[p0 + k * FLOATS_PER_ROW + 2] = scale * b[b2 + k];
            panels[p0 + k * FLOATS_PER_ROW + 3] = scale * b[b3 + k];
        }
    }

    /**
     * Computes C[i][j] = Σ_k A[i][k] B[j][k], with k ascending, for i &lt; rows and the columns [from, FLOATS_PER_ROW) of one panel.
     *
     * @param from 0 or {@link #HALF_ROW}
     * @param a A, rows × m, row major from {@code a0}, not modified
     * @param p0 where the panel begins
     * @param c element (i, j) at {@code c[c0 + i·cRow + j]}, overwritten
     */
    static void multiply(
            int rows, int from, int m, float[] a, int a0, float[] panels, int p0, float[] c, int c0, int cRow) {
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            if (from == 0 && MANY_REGISTERS) {
                tile4x4(m, a, a0 + i * m, panels, p0, c, c0 + i * cRow, cRow);
                continue;
            }
            for (int j = from; j < FLOATS_PER_ROW; j += HALF_ROW) {
                tile4x2(m, a, a0 + i * m, panels, p0 + j, c, c0 + i * cRow + j, cRow);
            }
        }
        for (; i < rows; i++) {
            for (int j = from; j < FLOATS_PER_ROW; j += HALF_ROW) {
                tile1x2(m, a, a0 + i * m, panels, p0 + j, c, c0 + i * cRow + j);
            }
        }
    }

    // generated: Panels.template, which lies beside this file and is where the methods below are changed
    private static void tile4x4(int m, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int a1 = a0 + m;
        int a2 = a1 + m;
        int a3 = a2 + m;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s22 = s00;
        FloatVector s23 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s32 = s00;
        FloatVector s33 = s00;
        for (int k = 0; k < m; k++) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW + LANES);
            FloatVector v2 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW + 2 * LANES);
            FloatVector v3 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW + 3 * LANES);
            FloatVector q = FloatVector.broadcast(SPECIES, a[a0 + k]);
            s00 = q.fma(v0, s00);
            s01 = q.fma(v1, s01);
            s02 = q.fma(v2, s02);
            s03 = q.fma(v3, s03);
            q = FloatVector.broadcast(SPECIES, a[a1 + k]);
            s10 = q.fma(v0, s10);
            s11 = q.fma(v1, s11);
            s12 = q.fma(v2, s12);
            s13 = q.fma(v3, s13);
            q = FloatVector.broadcast(SPECIES, a[a2 + k]);
            s20 = q.fma(v0, s20);
            s21 = q.fma(v1, s21);
            s22 = q.fma(v2, s22);
            s23 = q.fma(v3, s23);
            q = FloatVector.broadcast(SPECIES, a[a3 + k]);
            s30 = q.fma(v0, s30);
            s31 = q.fma(v1, s31);
            s32 = q.fma(v2, s32);
            s33 = q.fma(v3, s33);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + 3 * LANES);
        s10.intoArray(c, c0 + cRow);
        s11.intoArray(c, c0 + cRow + LANES);
        s12.intoArray(c, c0 + cRow + 2 * LANES);
        s13.intoArray(c, c0 + cRow + 3 * LANES);
        s20.intoArray(c, c0 + 2 * cRow);
        s21.intoArray(c, c0 + 2 * cRow + LANES);
        s22.intoArray(c, c0 + 2 * cRow + 2 * LANES);
        s23.intoArray(c, c0 + 2 * cRow + 3 * LANES);
        s30.intoArray(c, c0 + 3 * cRow);
        s31.intoArray(c, c0 + 3 * cRow + LANES);
        s32.intoArray(c, c0 + 3 * cRow + 2 * LANES);
        s33.intoArray(c, c0 + 3 * cRow + 3 * LANES);
    }

    private static void tile4x2(int m, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
        int a1 = a0 + m;
        int a2 = a1 + m;
        int a3 = a2 + m;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int k = 0; k < m; k++) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW + LANES);
            FloatVector q = FloatVector.broadcast(SPECIES, a[a0 + k]);
            s00 = q.fma(v0, s00);
            s01 = q.fma(v1, s01);
            q = FloatVector.broadcast(SPECIES, a[a1 + k]);
            s10 = q.fma(v0, s10);
            s11 = q.fma(v1, s11);
            q = FloatVector.broadcast(SPECIES, a[a2 + k]);
            s20 = q.fma(v0, s20);
            s21 = q.fma(v1, s21);
            q = FloatVector.broadcast(SPECIES, a[a3 + k]);
            s30 = q.fma(v0, s30);
            s31 = q.fma(v1, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c0 + cRow);
        s11.intoArray(c, c0 + cRow + LANES);
        s20.intoArray(c, c0 + 2 * cRow);
        s21.intoArray(c, c0 + 2 * cRow + LANES);
        s30.intoArray(c, c0 + 3 * cRow);
        s31.intoArray(c, c0 + 3 * cRow + LANES);
    }

    private static void tile1x2(int m, float[] a, int a0, float[] b, int b0, float[] c, int c0) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        for (int k = 0; k < m; k++) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b0 + k * FLOATS_PER_ROW + LANES);
            FloatVector q = FloatVector.broadcast(SPECIES, a[a0 + k]);
            s00 = q.fma(v0, s00);
            s01 = q.fma(v1, s01);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
    }

    // end: Panels.template
}
