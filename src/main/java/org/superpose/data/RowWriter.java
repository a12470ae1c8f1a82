package org.superpose.data;

/** Fills a batch sample by sample, the features of a sample in ascending order. */
final class RowWriter {
    private final SparseBatch batch;
    private final int[] start;
    private int[] index;
    private float[] value;
    private int sample;
    private int entries;

    RowWriter(SparseBatch batch, int n) {
        if (batch.n() != n) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for a distribution of n = " + n);
        }
        batch.beginRows();
        this.batch = batch;
        this.start = batch.start();
        this.index = batch.index();
        this.value = batch.value();
        start[0] = 0;
    }

    void add(int feature, float x) {
        if (entries == index.length) {
            batch.reserve(Math.addExact(entries, 1));
            index = batch.index();
            value = batch.value();
        }
        index[entries] = feature;
        value[entries] = x;
        entries++;
    }

    void endSample() {
        start[++sample] = entries;
    }
}
