package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;

/** Products of a panel A with a panel B of any width: the last panel of hidden columns is only as wide as whole lanes require. */
final class AnyPanels {
    private AnyPanels() {}

    /**
     * Adds A·B to C.
     *
     * @param width the columns of B and C, in whole lanes
     * @param bRow the distance of rows of B, and {@code cRow} of C; both are COLUMNS_PER_PANEL where the width is
     */
    static void add(
            int rows,
            int width,
            int depth,
            float[] a,
            int a0,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        if (width == COLUMNS_PER_PANEL) {
            PanelProducts.add(rows, depth, a, a0, b, b0, c, c0, cRow);
        } else {
            Products.add(rows, width, depth, a, a0, COLUMNS_PER_PANEL, 1, b, b0, bRow, c, c0, cRow);
        }
    }

    /** Adds Aᵀ·B to C, otherwise as {@link #add}. */
    static void addTransposed(
            int rows,
            int width,
            int depth,
            float[] a,
            int a0,
            float[] b,
            int b0,
            int bRow,
            float[] c,
            int c0,
            int cRow) {
        if (width == COLUMNS_PER_PANEL) {
            TransposedPanelProducts.add(rows, depth, a, a0, b, b0, c, c0, cRow);
        } else {
            Products.add(rows, width, depth, a, a0, 1, COLUMNS_PER_PANEL, b, b0, bRow, c, c0, cRow);
        }
    }
}
