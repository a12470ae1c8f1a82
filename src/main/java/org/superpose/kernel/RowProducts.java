package org.superpose.kernel;

/** Scalar products of the rows of two matrices, the building block of W = W_out W_in without ever holding W. */
public final class RowProducts {
    private RowProducts() {}

    /**
     * out[i][j] = Σ_k a[i][k] b[j][k], that is A Bᵀ.
     *
     * @param a rows × m, row major from {@code aOffset}, not modified
     * @param b columns × m, row major from {@code bOffset}, not modified
     * @param out rows × columns, row major from 0, overwritten
     */
    public static void multiply(
            float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < m; k++) {
                    sum += a[aOffset + i * m + k] * b[bOffset + j * m + k];
                }
                out[i * columns + j] = sum;
            }
        }
    }
}
