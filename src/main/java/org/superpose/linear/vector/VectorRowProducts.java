package org.superpose.linear.vector;

import org.superpose.linear.RowProducts;

/** The body of {@link RowProducts} that works on {@link Panels}, with one panel of B at a time. */
public final class VectorRowProducts implements RowProducts.Body {
    /** Read while this class is initialised, so that it cannot be created where the Vector API is missing. */
    private static final int FLOATS_PER_ROW = Panels.FLOATS_PER_ROW;

    /** The rows of A whose sums are collected before they are copied out, where the last panel is not full. */
    private static final int ROWS_PER_COPY = 64;

    @Override
    public void multiply(float[] a, int aOffset, int rows, float[] b, int bOffset, int columns, int m, float[] out) {
        float[] panel = new float[Panels.size(FLOATS_PER_ROW, m)];
        float[] sums = new float[columns % FLOATS_PER_ROW == 0 ? 0 : ROWS_PER_COPY * FLOATS_PER_ROW];
        for (int j0 = 0; j0 < columns; j0 += FLOATS_PER_ROW) {
            int used = Math.min(FLOATS_PER_ROW, columns - j0);
            Panels.pack(b, bOffset + j0 * m, used, m, 1, panel);
            if (used == FLOATS_PER_ROW) {
                Panels.multiply(rows, 0, m, a, aOffset, panel, 0, out, j0, columns);
                continue;
            }
            for (int i0 = 0; i0 < rows; i0 += ROWS_PER_COPY) {
                int count = Math.min(ROWS_PER_COPY, rows - i0);
                Panels.multiply(count, 0, m, a, aOffset + i0 * m, panel, 0, sums, 0, FLOATS_PER_ROW);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(sums, i * FLOATS_PER_ROW, out, (i0 + i) * columns + j0, used);
                }
            }
        }
    }
}
