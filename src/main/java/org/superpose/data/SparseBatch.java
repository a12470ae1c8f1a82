package org.superpose.data;

import java.util.Arrays;

/**
 * A batch of sparse samples in compressed rows: sample s has the features {@code index()[e]} with values {@code value()[e]} for
 * e in [{@code start()[s]}, {@code start()[s+1]}), indices strictly increasing within a sample. Refilled every step; the arrays
 * grow and are never given back.
 */
public final class SparseBatch {
    private final int n;
    private final int size;
    private final int[] start;
    private int[] index;
    private float[] value;

    /**
     * @param n features
     * @param size samples per batch
     */
    public SparseBatch(int n, int size) {
        this.n = n;
        this.size = size;
        this.start = new int[size + 1];
        this.index = new int[Math.max(64, size)];
        this.value = new float[index.length];
    }

    /** Features. */
    public int n() {
        return n;
    }

    /** Samples. */
    public int size() {
        return size;
    }

    /** Entries over all samples. */
    public int entries() {
        return start[size];
    }

    /** Row starts, size + 1 of them. */
    public int[] start() {
        return start;
    }

    /** Feature of each entry; only the first {@link #entries()} count. Invalid after {@link #reserve}. */
    public int[] index() {
        return index;
    }

    /** Value of each entry; only the first {@link #entries()} count. Invalid after {@link #reserve}. */
    public float[] value() {
        return value;
    }

    /** Makes room for {@code entries} entries, keeping those there are. */
    public void reserve(int entries) {
        if (entries > index.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(entries, index.length * 3L / 2));
            index = Arrays.copyOf(index, capacity);
            value = Arrays.copyOf(value, capacity);
        }
    }
}
