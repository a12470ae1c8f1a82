package org.superpose.data;

import java.util.Arrays;

/**
 * How many of N independent sets are active, where set t is with probability q_t &lt; 1: P(k) = Π_t (1 − q_t) e_k(w), e_k the elementary symmetric
 * polynomial of the odds w_t = q_t/(1 − q_t), and draws of the k sets given k. For equal q_t the sets are a uniform subset. Otherwise they are
 * drawn one after another from the sums R_k(t) = e_k(w_t, …, w_{N−1}), since P(none of the sets j … t−1 | k of those from j on) = R_k(t)/R_k(j)
 * (Chen, Dempster and Liu 1994, section 4): each by a search for the last t at which that is at least a uniform number.
 */
final class ActiveSetCount {
    /** Counts are left out from where they are less likely than 2 by this factor. */
    private static final double NEGLIGIBLE = 1e-16;

    private static final int MOST = 64;

    private final int sets;
    private final boolean alike;
    private final double[] probabilities;
    /** The sums R_k(t) at [k][t]; empty if all sets are alike. */
    private final double[][] sums;

    /** @param active q_t in [0, 1), not modified */
    ActiveSetCount(double[] active) {
        this.sets = active.length;
        this.alike = Arrays.stream(active).allMatch(q -> q == active[0]);
        double none = 0;
        double[] odds = new double[sets];
        for (int t = 0; t < sets; t++) {
            if (!(active[t] >= 0 && active[t] < 1)) {
                throw new IllegalArgumentException("the probability of a set is in [0, 1); got " + active[t]);
            }
            none += StrictMath.log1p(-active[t]);
            odds[t] = active[t] / (1 - active[t]);
        }
        double[] polynomials = alike ? polynomials(sets, odds[0]) : null;
        this.sums = alike ? new double[0][] : sums(odds);
        int most = alike ? polynomials.length : sums.length;
        this.probabilities = new double[most];
        double nothing = StrictMath.exp(none);
        Arrays.setAll(probabilities, k -> nothing * (alike ? polynomials[k] : sums[k][0]));
    }

    /** e_k of N equal odds, C(N, k) w^k, as far as k can matter. */
    private static double[] polynomials(int sets, double odds) {
        double[] polynomials = new double[Math.min(sets, MOST) + 1];
        polynomials[0] = 1;
        for (int k = 1; k < polynomials.length; k++) {
            polynomials[k] = polynomials[k - 1] * odds * (sets - k + 1) / k;
            if (negligible(polynomials, k)) {
                return Arrays.copyOf(polynomials, k);
            }
        }
        return polynomials;
    }

    private static boolean negligible(double[] polynomials, int k) {
        return k > 2 && polynomials[k] < NEGLIGIBLE * polynomials[2] && polynomials[k] < polynomials[k - 1];
    }

    /** R_k(t) = R_k(t + 1) + w_t R_{k−1}(t + 1), as far as k can matter. */
    private static double[][] sums(double[] odds) {
        int sets = odds.length;
        double[][] sums = new double[Math.min(sets, MOST) + 1][];
        double[] first = new double[sums.length];
        sums[0] = new double[sets + 1];
        Arrays.fill(sums[0], 1);
        first[0] = 1;
        for (int k = 1; k < sums.length; k++) {
            double[] sum = new double[sets + 1];
            for (int t = sets - 1; t >= 0; t--) {
                sum[t] = sum[t + 1] + odds[t] * sums[k - 1][t + 1];
            }
            first[k] = sum[0];
            if (negligible(first, k)) {
                return Arrays.copyOf(sums, k);
            }
            sums[k] = sum;
        }
        return sums;
    }

    /** The largest k that is not negligible. */
    int most() {
        return probabilities.length - 1;
    }

    /** P(k), k ≤ {@link #most}. */
    double probability(int k) {
        return probabilities[k];
    }

    /**
     * Draws which k sets are active, in ascending order.
     *
     * @param chosen overwritten up to k
     * @param values a number ~ U[0, 1) for each, overwritten up to k
     */
    void draw(int k, Words words, int[] chosen, float[] values) {
        if (alike) {
            UniformSubset.grow(words, sets, chosen, values, 0, k);
            return;
        }
        int from = 0;
        for (int q = 0; q < k; q++) {
            chosen[q] = next(k - q, from, words.uniform());
            values[q] = UniformSubset.value(words.next());
            from = chosen[q] + 1;
        }
    }

    /** The least t ≥ from with R_k(t + 1) &lt; (1 − U) R_k(from): the first of the k sets that are active from there on. */
    private int next(int k, int from, double uniform) {
        double[] sum = sums[k];
        double bound = (1 - uniform) * sum[from];
        int low = from;
        int high = sets - k;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sum[middle + 1] < bound) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
