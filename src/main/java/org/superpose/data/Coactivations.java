package org.superpose.data;

/**
 * Samples of independent features by the number k of active ones, k ~ Binomial(n, p): the odds of k = 0 and of k = 1, and weighted draws
 * of k ≥ 2, so that what only happens when features meet is seen however small p is (theory.md, section 4).
 *
 * <p>k is drawn with odds q(k) = ¾ P(k)/P(k ≥ 2) + ¼ 2^{1−k} and weighs P(k)/q(k) ≤ 4/3 P(k ≥ 2): a loss that needs three or four
 * active features is then seen too, at the price of a third more draws at most (a defensive mixture, Hesterberg 1995). The k active
 * features are a uniform subset with values u ~ U[0, 1). One word for k and one for each entry.
 */
public final class Coactivations {
    /** Above this n p, nearly all samples have two active features and plain sampling sees what there is. */
    static final double MOST_EXPECTED = 4;

    /** P(k > 64) &lt; 1e-50 P(k ≥ 2) for n p ≤ 4. */
    private static final int MOST_ACTIVE = 64;

    private static final double DEFENSIVE = 0.25;

    private final int n;
    private final double none;
    private final double one;
    private final double many;
    /** Holds q(k) at index k − 2. */
    private final CumulativeOdds proposal;
    /** Holds the weight P(k)/q(k) at index k − 2. */
    private final double[] weights;

    Coactivations(int n, double density) {
        if (n < 1 || !(density > 0 && density < 1) || n * density > MOST_EXPECTED) {
            throw new IllegalArgumentException("need 0 < p < 1 and n p <= 4; n = " + n + ", p = " + density);
        }
        double log = StrictMath.log1p(-density);
        this.n = n;
        this.none = StrictMath.exp(n * log);
        this.one = n * density * StrictMath.exp((n - 1) * log);
        double[] odds = new double[Math.max(0, Math.min(n, MOST_ACTIVE) - 1)];
        double term = 0.5 * n * (n - 1.0) * density * density * StrictMath.exp((n - 2) * log);
        double sum = 0;
        for (int k = 2; k < odds.length + 2; k++) {
            odds[k - 2] = term;
            sum += term;
            term *= (n - k) / (k + 1.0) * (density / (1 - density));
        }
        this.many = sum;
        this.weights = new double[odds.length];
        this.proposal = new CumulativeOdds(propose(odds));
    }

    /** Computes q(k) and the weights P(k)/q(k), each at index k − 2. */
    private double[] propose(double[] odds) {
        double[] proposals = new double[odds.length];
        double tail = 1;
        for (int q = 0; q < odds.length; q++) {
            double geometric = q == odds.length - 1 ? tail : tail / 2;
            proposals[q] = (1 - DEFENSIVE) * (odds[q] / many) + DEFENSIVE * geometric;
            tail -= geometric;
            weights[q] = odds[q] / proposals[q];
        }
        return proposals;
    }

    /** P(k = 0). */
    public double none() {
        return none;
    }

    /** P(k = 1). */
    public double one() {
        return one;
    }

    /** Returns P(k ≥ 2), which is 0 where there is a single feature. */
    public double many() {
        return many;
    }

    /**
     * Fills every sample of the batch with at least two active features: E[f(x); k ≥ 2] is the mean of weight·f(x).
     *
     * @param batch modified; its n must be that of these features, at least 2
     * @param weight overwritten, one per sample
     * @param page which draws of the stream: equal pages give equal batches, whatever was drawn before
     */
    public void fill(SparseBatch batch, double[] weight, RandomStream stream, long page) {
        if (batch.n() != n || n < 2) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for n = " + n + " features");
        }
        Words words = new Words(stream, page);
        batch.beginRows();
        int[] start = batch.start();
        start[0] = 0;
        for (int s = 0; s < batch.size(); s++) {
            int q = proposal.draw(words.next());
            weight[s] = weights[q];
            start[s + 1] = start[s] + q + 2;
            batch.reserve(start[s + 1]);
            UniformSubset.grow(words, batch, start[s], start[s + 1]);
        }
    }
}
