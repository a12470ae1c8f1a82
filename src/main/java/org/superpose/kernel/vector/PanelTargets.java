package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
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
    /** The first entry of each sample that is not of a panel before. */
    private final int[] next;

    /**
     * @param columns the slice, turned round before each use
     * @param keys the sets of features that share a key; null if importance does not depend on x
     * @param size the most samples in a slice
     */
    PanelTargets(SamplesByFeature columns, KeyedSets keys, int n, int size) {
        this.columns = columns;
        this.keys = keys;
        this.n = n;
        this.next = new int[size];
        this.x = new float[size * COLUMNS_PER_PANEL];
        this.weights = keys == null ? null : new float[x.length];
    }

    /** Writes the features [j0, j0 + COLUMNS_PER_PANEL) of the first {@code count} samples, and their factors if there are keys. */
    void write(int count, int j0) {
        int end = Math.min(n, j0 + COLUMNS_PER_PANEL);
        columns.spread(count, j0, end, COLUMNS_PER_PANEL, x);
        if (keys != null) {
            weigh(0, count, j0, end);
        }
    }

    /**
     * As {@link #write(int, int)} for the samples [from, to) alone, sample by sample: by features each range would look at all entries. The panels are
     * written in ascending order.
     *
     * @param s0 the sample of the batch that is the slice's first
     */
    void write(SparseBatch batch, int s0, int from, int to, int j0) {
        int end = Math.min(n, j0 + COLUMNS_PER_PANEL);
        int[] start = batch.start();
        int[] index = batch.index();
        float[] value = batch.value();
        Arrays.fill(x, from * COLUMNS_PER_PANEL, to * COLUMNS_PER_PANEL, 0);
        if (j0 == 0) {
            System.arraycopy(start, s0 + from, next, from, to - from);
        }
        for (int s = from; s < to; s++) {
            int last = start[s0 + s + 1];
            int e = next[s];
            for (; e < last && index[e] < end; e++) {
                x[s * COLUMNS_PER_PANEL + index[e] - j0] = value[e];
            }
            next[s] = e;
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
            for (int e = columns.start[key]; e < columns.start[key + 1]; e++) {
                if (columns.value[e] > 0 && columns.sample[e] >= from && columns.sample[e] < to) {
                    int at = columns.sample[e] * COLUMNS_PER_PANEL;
                    Arrays.fill(weights, at + first, at + after, 1);
                }
            }
        }
    }
}
