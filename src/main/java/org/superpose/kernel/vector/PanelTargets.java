package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;

import java.util.Arrays;
import org.superpose.model.KeyedSets;

/** The targets x of one panel of features, and the factors on their importance, for the samples of a slice; written out for a range of samples at a time. */
final class PanelTargets {
    /** Row s begins at s·COLUMNS_PER_PANEL. */
    final float[] x;
    /** The factors on the importance, laid out as x; null if there are no keys. */
    final float[] weights;

    private final SamplesByFeature columns;
    private final KeyedSets keys;
    private final int n;

    /**
     * @param columns the slice, turned round before each use
     * @param keys the sets of features that share a key; null if importance does not depend on x
     * @param size the most samples in a slice
     */
    PanelTargets(SamplesByFeature columns, KeyedSets keys, int n, int size) {
        this.columns = columns;
        this.keys = keys;
        this.n = n;
        this.x = new float[size * COLUMNS_PER_PANEL];
        this.weights = keys == null ? null : new float[x.length];
    }

    /** Writes the features [j0, j0 + COLUMNS_PER_PANEL) of the samples [from, to), and their factors if there are keys. */
    void write(int from, int to, int j0) {
        int end = Math.min(n, j0 + COLUMNS_PER_PANEL);
        Arrays.fill(x, from * COLUMNS_PER_PANEL, to * COLUMNS_PER_PANEL, 0);
        for (int j = j0; j < end; j++) {
            int last = columns.start[j + 1];
            for (int e = columns.first(j, from); e < last && columns.sample[e] < to; e++) {
                x[columns.sample[e] * COLUMNS_PER_PANEL + j - j0] = columns.value[e];
            }
        }
        if (keys != null) {
            weigh(from, to, j0, end);
        }
    }

    /** Writes the factors, which are less than 1 where a key is missing. */
    private void weigh(int from, int to, int j0, int end) {
        int row = from * COLUMNS_PER_PANEL;
        for (int j = j0; j < end; j++) {
            weights[row + j - j0] = (float) keys.withoutKey(j);
        }
        for (int s = from + 1; s < to; s++) {
            System.arraycopy(weights, row, weights, s * COLUMNS_PER_PANEL, COLUMNS_PER_PANEL);
        }
        for (int key = keys.key(j0); key < end; key += keys.size()) {
            int first = Math.max(key, j0) - j0;
            int after = (int) Math.min(end, (long) key + keys.size()) - j0;
            int last = columns.start[key + 1];
            for (int e = columns.first(key, from); e < last && columns.sample[e] < to; e++) {
                if (columns.value[e] > 0) {
                    int at = columns.sample[e] * COLUMNS_PER_PANEL;
                    Arrays.fill(weights, at + first, at + after, 1);
                }
            }
        }
    }
}
