package org.superpose.data;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Independent features of which k are active, first ≤ k ≤ last, k ~ Binomial(n, p): the odds of that and samples given that (theory.md,
 * section 4). Given k the active features are a uniform subset, with values u ~ U[0, 1).
 *
 * <p>Odds are computed as logarithms (Loader's saddle-point expansion), so those of k are right to twelve digits or so wherever k is.
 */
public final class ActiveCount {
    /** Counts less likely than the likeliest by more than this are never drawn. */
    private static final double NEGLIGIBLE = 1e-20;

    private final int n;
    /** The natural logarithm of P(k), the probability that k features are active. */
    private final IntToDoubleFunction log;

    private final double probability;
    /** The least k that is drawn. */
    private final int least;
    /** Holds at index q the probability that least + q features are active, given that their number is between first and last. */
    private final double[] odds;

    private final CumulativeOdds cumulative;

    ActiveCount(int n, double density, int first, int last) {
        if (n < 1 || !(density > 0 && density <= 1) || first < 0 || first > last || last > n) {
            throw new IllegalArgumentException("need n >= 1, 0 < p <= 1 and 0 <= first <= last <= n; n = " + n
                    + ", p = " + density + ", first = " + first + ", last = " + last);
        }
        this.n = n;
        this.log = logarithms(n, density);
        int peak = (int) Math.max(first, Math.min(last, Math.floor((n + 1.0) * density)));
        double highest = log.applyAsDouble(peak);
        this.least = edge(peak, first, -1);
        this.odds = new double[edge(peak, last, 1) - least + 1];
        double sum = 0;
        for (int q = 0; q < odds.length; q++) {
            odds[q] = least + q == peak ? 1 : StrictMath.exp(log.applyAsDouble(least + q) - highest);
            sum += odds[q];
        }
        this.probability = Math.min(1, StrictMath.exp(highest) * sum);
        for (int q = 0; q < odds.length; q++) {
            odds[q] /= sum;
        }
        this.cumulative = new CumulativeOdds(odds);
    }

    private static IntToDoubleFunction logarithms(int n, double density) {
        if (density == 1) {
            return k -> k == n ? 0 : Double.NEGATIVE_INFINITY;
        }
        return new BinomialDistribution(null, n, density)::logProbability;
    }

    /** The last count from the peak to the end that is not negligible. */
    private int edge(int peak, int end, int direction) {
        double least = log.applyAsDouble(peak) + StrictMath.log(NEGLIGIBLE);
        int k = peak;
        while (k != end && log.applyAsDouble(k + direction) > least) {
            k += direction;
        }
        return k;
    }

    /** P(first ≤ k ≤ last). */
    public double probability() {
        return probability;
    }

    /** E[f(k) | first ≤ k ≤ last]. */
    public double expected(IntToDoubleFunction f) {
        double sum = 0;
        for (int q = 0; q < odds.length; q++) {
            sum += odds[q] * f.applyAsDouble(least + q);
        }
        return sum;
    }

    /**
     * Fills every sample of the batch with draws given first ≤ k ≤ last.
     *
     * @param batch modified; its n must be that of these features
     * @param page which draws of the stream: equal pages give equal batches, whatever was drawn before
     */
    public void fill(SparseBatch batch, RandomStream stream, long page) {
        if (batch.n() != n) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for n = " + n + " features");
        }
        Words words = new Words(stream, page);
        batch.beginRows();
        int[] start = batch.start();
        start[0] = 0;
        for (int s = 0; s < batch.size(); s++) {
            start[s + 1] = Math.addExact(start[s], least + cumulative.draw(words.next()));
            batch.reserve(start[s + 1]);
            UniformSubset.draw(words, batch, start[s], start[s + 1]);
        }
    }
}
