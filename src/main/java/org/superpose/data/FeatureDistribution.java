package org.superpose.data;

/** A distribution of sparse feature vectors x. Implementations are immutable up to scratch and used by one thread. */
public interface FeatureDistribution {
    /**
     * Fills every sample of the batch with fresh draws.
     *
     * @param batch modified; its n must be this distribution's
     * @param page which draws of the stream: equal pages give equal batches, whatever was drawn before
     */
    void fill(SparseBatch batch, RandomStream stream, long page);
}
