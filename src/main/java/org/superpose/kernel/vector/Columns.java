package org.superpose.kernel.vector;

import java.util.Arrays;
import org.superpose.data.SparseBatch;

/** A batch turned round: for each feature the samples that have it, in ascending order. */
final class Columns {
    final int[] start;
    int[] sample = new int[0];
    float[] value = new float[0];
    private final int[] next;

    Columns(int n) {
        this.start = new int[n + 1];
        this.next = new int[n];
    }

    /** Becomes the transpose of {@code batch}, by counting. */
    void transpose(SparseBatch batch) {
        int entries = batch.entries();
        if (sample.length < entries) {
            sample = new int[batch.index().length];
            value = new float[batch.index().length];
        }
        int[] index = batch.index();
        float[] values = batch.value();
        Arrays.fill(start, 0);
        for (int e = 0; e < entries; e++) {
            start[index[e] + 1]++;
        }
        for (int j = 0; j < next.length; j++) {
            start[j + 1] += start[j];
            next[j] = start[j];
        }
        for (int s = 0; s < batch.size(); s++) {
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int place = next[index[e]]++;
                sample[place] = s;
                value[place] = values[e];
            }
        }
    }
}
