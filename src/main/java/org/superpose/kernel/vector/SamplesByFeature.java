package org.superpose.kernel.vector;

import java.util.Arrays;
import org.superpose.data.SparseBatch;

/** A slice of a batch turned round: for each feature the samples that have it, counted from the first of the slice, in ascending order. */
public final class SamplesByFeature {
    final int[] start;
    int[] sample = new int[0];
    float[] value = new float[0];
    private final int[] next;

    SamplesByFeature(int n) {
        this.start = new int[n + 1];
        this.next = new int[n];
    }

    /** Makes this the transpose of the samples [s0, s0 + count) of a batch, by counting. */
    void transpose(SparseBatch batch, int s0, int count) {
        int from = batch.start()[s0];
        int to = batch.start()[s0 + count];
        if (sample.length < to - from) {
            int room = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, (to - from) * 5L / 4));
            sample = new int[room];
            value = new float[room];
        }
        int[] index = batch.index();
        float[] values = batch.value();
        Arrays.fill(start, 0);
        for (int e = from; e < to; e++) {
            start[index[e] + 1]++;
        }
        for (int j = 0; j < next.length; j++) {
            start[j + 1] += start[j];
            next[j] = start[j];
        }
        for (int s = 0; s < count; s++) {
            for (int e = batch.start()[s0 + s]; e < batch.start()[s0 + s + 1]; e++) {
                int place = next[index[e]]++;
                sample[place] = s;
                value[place] = values[e];
            }
        }
    }

    /** Writes the features [from, to) of all {@code count} samples to x, those of sample s from {@code x[s·rowStride]} on, with the zeros among them. */
    void spread(int count, int from, int to, int rowStride, float[] x) {
        Arrays.fill(x, 0, count * rowStride, 0);
        for (int j = from; j < to; j++) {
            for (int e = start[j]; e < start[j + 1]; e++) {
                x[sample[e] * rowStride + j - from] = value[e];
            }
        }
    }
}
