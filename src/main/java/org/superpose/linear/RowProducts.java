package org.superpose.linear;

import java.util.Objects;
import org.superpose.simd.FusedMultiplyAdd;

/**
 * The product C = A Bᵀ of two matrices stored row by row, as fast as this machine allows: W_out W_in in blocks of rows, for instance.
 * Chooses between the Vector API and plain loops once; both sum over k in ascending order.
 */
public final class RowProducts {
    public static final Body BODY = FusedMultiplyAdd.loops(Body.class, "org.superpose.linear.vector.VectorRowProducts")
            .orElse(RowProducts::plain);

    private RowProducts() {}

    /** The loops, which check no arguments. */
    public interface Body {
        /** Does the work of {@link RowProducts#multiply}, whose arguments are valid. */
        void multiply(float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out);
    }

    /**
     * out[i·columns + j] = Σ_k a[aOffset + i·m + k] · b[bOffset + j·m + k] for i &lt; rows, j &lt; columns, k &lt; m.
     *
     * @param a A, rows × m, not modified
     * @param b B, columns × m, not modified
     * @param out C, rows × columns, overwritten; not the array of a or b
     * @throws IndexOutOfBoundsException if an array is too short
     */
    public static void multiply(
            float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out) {
        Objects.checkFromIndexSize(aOffset, Math.multiplyExact(rows, m), a.length);
        Objects.checkFromIndexSize(bOffset, Math.multiplyExact(columns, m), b.length);
        Objects.checkFromIndexSize(0, Math.multiplyExact(rows, columns), out.length);
        BODY.multiply(a, aOffset, rows, b, bOffset, columns, m, out);
    }

    static void plain(float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < m; k++) {
                    sum = FusedMultiplyAdd.of(a[aOffset + i * m + k], b[bOffset + j * m + k], sum);
                }
                out[i * columns + j] = sum;
            }
        }
    }
}
