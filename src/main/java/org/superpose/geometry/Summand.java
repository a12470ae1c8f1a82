package org.superpose.geometry;

import java.util.List;

/**
 * One orthogonal summand of a set of features.
 *
 * @param features their numbers, ascending
 * @param dimension k of their span: eigenvalues of Σ ŵ_i ŵ_iᵀ above {@value #RELEVANT} of the largest
 * @param dimensionality the mean of their D_i, taken in the whole set
 * @param shape what their directions look like
 * @param spectrum the first k eigenvalues of Σ ŵ_i ŵ_iᵀ (and of the Gram matrix of the ŵ_i), descending: all equal N/k for a tight frame
 */
public record Summand(List<Integer> features, int dimension, double dimensionality, Shape shape, double[] spectrum) {
    /** Eigenvalues smaller than this share of the largest are noise: they belong to directions that blur a plane rather than add to it. */
    static final double RELEVANT = 0.15;

    public Summand {
        features = List.copyOf(features);
    }
}
