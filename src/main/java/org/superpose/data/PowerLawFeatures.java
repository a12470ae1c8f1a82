package org.superpose.data;

import java.util.Arrays;

/**
 * x_i = c_i u_i with c_i ~ Bernoulli(p_i), u_i ~ U[0, 1), all independent, and p_i = min(1, c (i + 1)^−α) with the mean p. Samples are drawn one
 * after another, so one does not depend on how many follow.
 */
final class PowerLawFeatures implements FeatureDistribution {
    private final int n;
    private final Trials trials;

    PowerLawFeatures(int n, double exponent, double density) {
        this.n = n;
        this.trials = new Trials(probabilities(n, exponent, density));
    }

    /**
     * p_i. With the first K features always active, Σ_i p_i = K + c Σ_{i≥K} (i + 1)^−α = n p gives c; K is the least that leaves p_K ≤ 1.
     *
     * @param density p in (0, 1]
     */
    static double[] probabilities(int n, double exponent, double density) {
        double[] power = new double[n];
        Arrays.setAll(power, i -> StrictMath.pow(i + 1.0, -exponent));
        double[] tail = new double[n];
        double sum = 0;
        for (int i = n - 1; i >= 0; i--) {
            sum += power[i];
            tail[i] = sum;
        }
        int always = 0;
        while (always < n - 1 && (n * density - always) * power[always] > tail[always]) {
            always++;
        }
        double c = (n * density - always) / tail[always];
        int certain = always;
        Arrays.setAll(power, i -> i < certain ? 1 : Math.min(1, c * power[i]));
        return power;
    }

    @Override
    public void fill(SparseBatch batch, RandomStream stream, long page) {
        RowWriter rows = new RowWriter(batch, n);
        Words words = new Words(stream, page);
        for (int s = 0; s < batch.size(); s++) {
            for (int group = 0; group < trials.groups(); group++) {
                for (long left = trials.candidates(group, words); left != 0; left &= left - 1) {
                    int i = Trials.first(group, left);
                    long word = words.next();
                    if (trials.succeeds(i, word)) {
                        rows.add(i, Words.value(word));
                    }
                }
            }
            rows.endSample();
        }
    }
}
