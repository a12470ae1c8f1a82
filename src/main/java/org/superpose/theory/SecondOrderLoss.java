package org.superpose.theory;

/**
 * What models lose as p → 0 that reproduce one active feature exactly. Two features in one dimension, W = [[1, −1], [−1, 1]] and b = 0, lose nothing as
 * long as one is active, and (1/6) p² each where both may be.
 *
 * <p>In general W has a unit diagonal and no positive entry off it, b = 0 and x̂ = ReLU(W x). Then x̂_i = u where only feature i is active, x̂_i = 0 where
 * it is not, and where k is active too x̂_i = ReLU(u − |W_ik| v) errs by min(u, |W_ik| v). So the loss per feature is
 *
 * <pre>p² (1/n) Σ_i Σ_{k≠i} f(|W_ik|) + O(p³),   f(w) = E min(u, w v)² = w²/3 − w³/6 for w ≤ 1, 1/3 − 1/(6w) for w ≥ 1</pre>
 *
 * <p>with u, v ~ U[0, 1], independent (theory.md, section 10).
 */
public final class SecondOrderLoss {
    /** What rounding may leave of the diagonal or above zero. */
    private static final double ROUNDING = 1e-9;

    private SecondOrderLoss() {}

    /** f(w) for w ≥ 0: at most 1/3. */
    public static double pair(double w) {
        return w <= 1 ? w * w * (1 / 3.0 - w / 6) : 1 / 3.0 - 1 / (6 * w);
    }

    /** f′(w) for w ≥ 0. */
    public static double slope(double w) {
        return w <= 1 ? w * (2 / 3.0 - w / 2) : 1 / (6 * w * w);
    }

    /**
     * The coefficient (1/n) Σ_i Σ_{k≠i} f(|W_ik|).
     *
     * @param w W, n × n, not modified
     * @throws IllegalArgumentException if W_ii differs from 1, or an entry off the diagonal is positive, by more than rounding
     */
    public static double coefficient(double[][] w) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            for (int k = 0; k < w.length; k++) {
                double entry = w[i][k];
                if (!(i == k ? Math.abs(entry - 1) <= ROUNDING : entry <= ROUNDING)) {
                    throw new IllegalArgumentException("a code has a unit diagonal and no positive entry off it; W[" + i
                            + "][" + k + "] = " + entry);
                }
                sum += i == k ? 0 : pair(Math.max(0, -entry));
            }
        }
        return sum / w.length;
    }
}
