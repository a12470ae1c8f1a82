package org.superpose.theory;

/**
 * Means of truncated powers T_q(s) = max(s, 0)^q/q! of a sum of independent sparse uniform features, x_j = 0 with probability 1 − p and uniform
 * on [0, 1] otherwise. Because T_{q+1} is the integral of T_q, a feature with gain g is averaged over exactly by
 *
 * <pre>E T_q(s + g x) = (1 − p) T_q(s) + p [T_{q+1}(s + g) − T_{q+1}(s)]/g.</pre>
 *
 * <p>Takes 3^k terms for k features, and loses about as many digits as (|s|/|g|)^k has where all of them are active: for few features with
 * gains of the size of the threshold.
 */
final class TruncatedMoments {
    /** A feature that adds less than this adds nothing: cos(π/2) is not 0 in floating point. */
    private static final double NO_GAIN = 1e-12;

    private final double density;
    private final double[] gains;
    private final double[] upward;

    /** @param gains g_j of the features of the sum, not modified */
    TruncatedMoments(double density, double... gains) {
        this.density = density;
        this.gains = gains.clone();
        this.upward = new double[gains.length + 1];
        for (int j = gains.length - 1; j >= 0; j--) {
            upward[j] = upward[j + 1] + Math.max(0, gains[j]);
        }
    }

    /** E T_q(s + Σ_j g_j x_j). */
    double mean(int q, double s) {
        return mean(0, q, s);
    }

    private double mean(int j, int q, double s) {
        if (s + upward[j] <= 0) {
            return 0;
        }
        if (j == gains.length) {
            return power(q, s);
        }
        double gain = gains[j];
        if (Math.abs(gain) < NO_GAIN) {
            return mean(j + 1, q, s);
        }
        double active = (mean(j + 1, q + 1, s + gain) - mean(j + 1, q + 1, s)) / gain;
        return density * active + (1 - density) * mean(j + 1, q, s);
    }

    /** T_q(s). */
    private static double power(int q, double s) {
        double power = 1;
        for (int factor = 1; factor <= q; factor++) {
            power *= s / factor;
        }
        return power;
    }
}
