package org.superpose.data;

/**
 * Moments of x_i = c_i u_i, u_i ~ U[0, 1] independent of all else and c_i ∈ {0, 1} with P(c_i = 1) = p_i and P(c_i c_j = 1) = s_ij:
 *
 * <pre>E x_i = p_i/2,  E x_i² = p_i/3,  Cov(x_i, x_j) = s_ij/4 − p_i p_j/4.</pre>
 */
public abstract class FeatureMoments {
    private final double[] probabilities;

    /** @param probabilities p_i, not copied */
    FeatureMoments(double[] probabilities) {
        this.probabilities = probabilities;
    }

    /** p_i. */
    public final double probability(int i) {
        return probabilities[i];
    }

    /** s_ij; p_i where i = j. */
    public abstract double together(int i, int j);

    /** E[c_i w], w = 1 where c_key = 1 and β where it is not: s + β (p_i − s), p_i where the two are the same feature. */
    public final double weighed(int i, int key, double otherwise) {
        double both = together(i, key);
        return both + otherwise * (probabilities[i] - both);
    }

    /** Var x_i = p_i/3 − p_i²/4. */
    public final double variance(int i) {
        return probabilities[i] * (1 / 3.0 - probabilities[i] / 4);
    }

    /** P(x ≠ 0). */
    public abstract double anyActive();

    /** E Σ_j ε_j x_j. */
    public final double mean(double[] epsilon) {
        double sum = 0;
        for (int j = 0; j < epsilon.length; j++) {
            sum += epsilon[j] * probabilities[j];
        }
        return sum / 2;
    }

    /** Var Σ_j ε_j x_j, in time proportional to n. */
    public abstract double variance(double[] epsilon);

    /** The eigenvalues of the covariance matrix of x, ascending. */
    public abstract double[] spectrum();
}
