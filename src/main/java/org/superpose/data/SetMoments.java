package org.superpose.data;

import java.util.Arrays;

/** Moments of features in consecutive sets that are independent of one another; within a set s_ij = s for all i ≠ j. */
final class SetMoments extends FeatureMoments {
    private final FeatureSets sets;
    private final double together;
    private final double share;

    /**
     * Sets that are switched on with probability θ, p_i and independence of one another's members given that; sets of one have θ = 1.
     *
     * @param share θ; 0 where at most one member of a set is active
     */
    SetMoments(FeatureSets sets, double[] probabilities, double share) {
        super(probabilities);
        this.sets = sets;
        this.together = share == 0 || sets.size() == 1 ? 0 : probabilities[0] * (probabilities[0] / share);
        this.share = share;
    }

    @Override
    public double together(int i, int j) {
        if (i == j) {
            return probability(i);
        }
        return i / sets.size() == j / sets.size() ? together : probability(i) * probability(j);
    }

    @Override
    public double anyActive() {
        double log = 0;
        for (int set = 0; set < sets.count(); set++) {
            log += StrictMath.log1p(-Math.min(1, setActive(set)));
        }
        return -StrictMath.expm1(log);
    }

    /** Σ p_i, or θ (1 − (1 − p/θ)^h). */
    private double setActive(int set) {
        int first = sets.start(set);
        int members = sets.members(set);
        return share == 0
                ? members * probability(first)
                : -share * StrictMath.expm1(members * StrictMath.log1p(-Math.min(1, probability(first) / share)));
    }

    /** Σ_j ε_j² p_j/3 + Σ_sets [s/4 ((Σ ε_j)² − Σ ε_j²) − (Σ ε_j p_j)²/4]. */
    @Override
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
                means += epsilon[j] * probability(j);
                own += epsilon[j] * epsilon[j] * probability(j);
            }
            variance += own / 3 + together / 4 * (sum * sum - squares) - means * means / 4;
        }
        return Math.max(0, variance);
    }

    /** The eigenvalues of a set of h members with the same p_i are v − c (h − 1 times) and v + (h − 1) c, v the variance and c the covariance. */
    @Override
    public double[] spectrum() {
        double[] spectrum = new double[sets.n()];
        for (int set = 0; set < sets.count(); set++) {
            int first = sets.start(set);
            int members = sets.members(set);
            double p = probability(first);
            double covariance = members == 1 ? 0 : together / 4 - p * p / 4;
            Arrays.fill(spectrum, first, sets.end(set), variance(first) - covariance);
            spectrum[first] = variance(first) + (members - 1) * covariance;
        }
        Arrays.sort(spectrum);
        return spectrum;
    }
}
