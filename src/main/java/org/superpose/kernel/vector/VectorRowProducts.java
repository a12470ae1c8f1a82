package org.superpose.kernel.vector;

import java.util.Arrays;
import org.superpose.kernel.RowProducts;

/** {@link RowProducts} on {@link Products}: B is transposed a panel at a time, then all rows of A pass over the panel. */
public final class VectorRowProducts implements RowProducts.Body {
    /** Read while this class is initialised, so that it cannot be created where the Vector API is missing. */
    private static final int PANEL = Products.PANEL;

    /** Rows of A whose sums are collected before they are copied out. */
    private static final int ROWS = 64;

    @Override
    public void multiply(float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out) {
        float[] panel = new float[m * PANEL];
        float[] sums = new float[ROWS * PANEL];
        for (int j0 = 0; j0 < columns; j0 += PANEL) {
            int used = Math.min(PANEL, columns - j0);
            for (int j = 0; j < used; j++) {
                int row = bOffset + (j0 + j) * m;
                for (int k = 0; k < m; k++) {
                    panel[k * PANEL + j] = b[row + k];
                }
            }
            for (int i0 = 0; i0 < rows; i0 += ROWS) {
                int count = Math.min(ROWS, rows - i0);
                Arrays.fill(sums, 0);
                Products.add(count, PANEL, m, a, aOffset + i0 * m, m, 1, panel, 0, PANEL, sums, 0, PANEL);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(sums, i * PANEL, out, (i0 + i) * columns + j0, used);
                }
            }
        }
    }
}
