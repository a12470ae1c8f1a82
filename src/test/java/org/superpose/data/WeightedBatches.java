package org.superpose.data;

/** Gives batches weights, as only distributions can, for tests in other packages. */
public final class WeightedBatches {
    private WeightedBatches() {}

    /** Makes the batch one whose sample s has {@code weights[s]}, and returns it. */
    public static SparseBatch weigh(SparseBatch batch, float[] weights) {
        System.arraycopy(weights, 0, batch.beginWeights(), 0, batch.size());
        return batch;
    }
}
