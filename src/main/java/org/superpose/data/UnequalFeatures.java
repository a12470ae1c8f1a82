package org.superpose.data;

import java.util.Arrays;

/** c_i ~ Bernoulli(p_i), all independent. */
final class UnequalFeatures extends BlockwiseFeatures {
    private final Trial[] trials;

    /** @param probabilities p_i, not modified */
    UnequalFeatures(double[] probabilities) {
        super(probabilities.length);
        this.trials = new Trial[probabilities.length];
        Arrays.setAll(trials, i -> new Trial(probabilities[i]));
    }

    @Override
    void draw(Words words, long[] active) {
        for (int i = 0; i < trials.length; i++) {
            active[i] = trials[i].successes(-1, words);
        }
    }

    /** p_i = min(1, c (i + 1)^−α) with the mean p. */
    static double[] powerLaw(int n, double exponent, double density) {
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> StrictMath.pow(i + 1.0, -exponent));
        return scaled(weights, density);
    }

    /** p_i = min(1, c κ^{−b/(B−1)}) for the features of block b of B, with the mean p: the first is κ times as dense as the last unless it is always on. */
    static double[] blocks(FeatureSets blocks, double contrast, double density) {
        double[] weights = new double[blocks.n()];
        int steps = Math.max(1, blocks.count() - 1);
        Arrays.setAll(weights, i -> {
            int block = i / blocks.size();
            return StrictMath.pow(contrast, -(double) block / steps);
        });
        return scaled(weights, density);
    }

    /**
     * p_i = min(1, c w_i). With the first K features always active, Σ_i p_i = K + c Σ_{i≥K} w_i = n p gives c; K is the least that leaves p_K ≤ 1.
     *
     * @param weights w_i &gt; 0, descending; overwritten with p_i
     * @param density p in (0, 1]
     */
    private static double[] scaled(double[] weights, double density) {
        int n = weights.length;
        double[] tail = new double[n];
        double sum = 0;
        for (int i = n - 1; i >= 0; i--) {
            sum += weights[i];
            tail[i] = sum;
        }
        int always = 0;
        while (always < n - 1 && (n * density - always) * weights[always] > tail[always]) {
            always++;
        }
        double c = (n * density - always) / tail[always];
        int certain = always;
        Arrays.setAll(weights, i -> i < certain ? 1 : Math.min(1, c * weights[i]));
        return weights;
    }
}
