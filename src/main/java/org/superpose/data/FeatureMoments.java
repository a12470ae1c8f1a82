package org.superpose.data;

import java.util.Arrays;

/**
 * Moments of x_i = c_i u_i in consecutive independent sets, u_i ~ U[0, 1] independent of all else and c_i ∈ {0, 1} with P(c_i = 1) = p_i. Within
 * a set P(c_i c_j = 1) = s for all i ≠ j, so that
 *
 * <pre>E x_i = p_i/2,  E x_i² = p_i/3,  Cov(x_i, x_j) = s/4 − p_i p_j/4.</pre>
 */
public final class FeatureMoments {
    private final FeatureSets sets;
    private final double[] probabilities;
    private final double together;

    /** @param together s, without meaning in sets of one */
    FeatureMoments(FeatureSets sets, double[] probabilities, double together) {
        this.sets = sets;
        this.probabilities = probabilities;
        this.together = together;
    }

    /** p_i. */
    public double probability(int i) {
        return probabilities[i];
    }

    /** Var x_i = p_i/3 − p_i²/4. */
    public double variance(int i) {
        return probabilities[i] * (1 / 3.0 - probabilities[i] / 4);
    }

    /** P(x ≠ 0). */
    public double anyActive() {
        double log = 0;
        for (int set = 0; set < sets.count(); set++) {
            log += StrictMath.log1p(-Math.min(1, setActive(set)));
        }
        return -StrictMath.expm1(log);
    }

    /** By inclusion and exclusion, which ends after one term where s = 0; where s &gt; 0 the members are active together. */
    private double setActive(int set) {
        double sum = 0;
        for (int i = sets.start(set); i < sets.end(set); i++) {
            sum += probabilities[i];
        }
        return together > 0 ? sum / sets.members(set) : sum;
    }

    /** E Σ_j ε_j x_j. */
    public double mean(double[] epsilon) {
        double sum = 0;
        for (int j = 0; j < epsilon.length; j++) {
            sum += epsilon[j] * probabilities[j];
        }
        return sum / 2;
    }

    /** Var Σ_j ε_j x_j = Σ_j ε_j² p_j/3 + Σ_sets [s/4 ((Σ ε_j)² − Σ ε_j²) − (Σ ε_j p_j)²/4]. */
    public double variance(double[] epsilon) {
        double variance = 0;
        for (int set = 0; set < sets.count(); set++) {
            double sum = 0;
            double squares = 0;
            double means = 0;
            double own = 0;
            for (int j = sets.start(set); j < sets.end(set); j++) {
                sum += epsilon[j];
                squares += epsilon[j] * epsilon[j];
                means += epsilon[j] * probabilities[j];
                own += epsilon[j] * epsilon[j] * probabilities[j];
            }
            variance += own / 3 + together / 4 * (sum * sum - squares) - means * means / 4;
        }
        return Math.max(0, variance);
    }

    /**
     * The eigenvalues of the covariance matrix of x, ascending: of a set of h members with the same p_i, v − c (h − 1 times) and v + (h − 1) c,
     * v the variance and c the covariance.
     */
    public double[] spectrum() {
        double[] spectrum = new double[sets.n()];
        for (int set = 0; set < sets.count(); set++) {
            int first = sets.start(set);
            int members = sets.members(set);
            double p = probabilities[first];
            double covariance = members == 1 ? 0 : together / 4 - p * p / 4;
            Arrays.fill(spectrum, first, sets.end(set), variance(first) - covariance);
            spectrum[first] = variance(first) + (members - 1) * covariance;
        }
        Arrays.sort(spectrum);
        return spectrum;
    }
}
