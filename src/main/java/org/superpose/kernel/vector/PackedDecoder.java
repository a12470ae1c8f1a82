package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;

import org.superpose.model.Layout;

/**
 * W_outᵀ in panels of outputs, which the product W_out h reads row by row. Where a batch is several slices all panels are kept; where it is one, only
 * those in use are, since each is used once.
 */
final class PackedDecoder {
    private final PaddedLayout layout;
    private final int n;
    private final int m;
    private final boolean whole;
    /** Row k of the panel in place f begins at (f·m + k)·COLUMNS_PER_PANEL. */
    private float[] panels;

    /** @param whole whether all panels are kept */
    PackedDecoder(PaddedLayout layout, boolean whole) {
        Layout model = layout.layout;
        this.layout = layout;
        this.n = model.n();
        this.m = model.m();
        this.whole = whole;
        int outputPanels = (n + COLUMNS_PER_PANEL - 1) / COLUMNS_PER_PANEL;
        this.panels = new float[Math.multiplyExact(whole ? outputPanels : 1, m * COLUMNS_PER_PANEL)];
    }

    /** Whether all panels are kept, so that they need to be packed but once for a batch. */
    boolean whole() {
        return whole;
    }

    /** Makes room for some panels at a time. */
    void reserve(int count) {
        int size = Math.multiplyExact(count, m * COLUMNS_PER_PANEL);
        if (panels.length < size) {
            panels = new float[size];
        }
    }

    /** The panels. */
    float[] array() {
        return panels;
    }

    /**
     * Returns where the rows of hidden panel q begin in a panel of outputs.
     *
     * @param f the panel of outputs
     * @param place where it is if not all are kept
     */
    int at(int f, int place, int q) {
        return ((whole ? f : place) * m + q * COLUMNS_PER_PANEL) * COLUMNS_PER_PANEL;
    }

    /** Packs panel f of the outputs. */
    void pack(int f, int place, float[] theta) {
        for (int q = 0; q < layout.panels; q++) {
            pack(f, place, q, theta);
        }
    }

    /** Packs the rows of hidden panel q in panel f of the outputs. */
    void pack(int f, int place, int q, float[] theta) {
        int rows = Math.min(COLUMNS_PER_PANEL, n - f * COLUMNS_PER_PANEL);
        int width = layout.width(q);
        int from = layout.decoder(q, f * COLUMNS_PER_PANEL);
        int to = at(f, place, q);
        for (int k = 0; k < layout.used(q); k++) {
            for (int i = 0; i < rows; i++) {
                panels[to + k * COLUMNS_PER_PANEL + i] = theta[from + k + i * width];
            }
        }
    }
}
