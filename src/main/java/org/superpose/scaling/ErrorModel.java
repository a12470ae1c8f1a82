package org.superpose.scaling;

import java.util.Arrays;

/**
 * How far values of one size scatter: log Var y_kj = a + b log n_k + θ log |ȳ_k|, so that few seeds at each of several sizes tell it together. The
 * sums of squares are Var y_kj · χ² with s_k − 1 degrees of freedom; (a, b, θ) has the greatest posterior density (a Gamma model with logarithmic
 * link; Davidian and Carroll 1987) given b ~ N(0, 1) and θ ~ N(2, 1), errors in proportion to the values, which is all there is to go by
 * without replicates. Of values that may be negative θ is 0.
 */
final class ErrorModel {
    private static final double PROPORTIONAL = 2;
    private static final int ITERATIONS = 50;
    private static final double CONVERGED = 1e-9;
    private static final double LONGEST_STEP = 1;
    /** Weights span no more than e to twice this. */
    private static final double REACH = 35;

    private final Replicates data;
    private final double[] size;
    private final double[] level;
    private final double expected;
    private double b;
    private double theta;

    private ErrorModel(Replicates data, boolean nonnegative) {
        this.data = data;
        this.size = centred(data.size());
        boolean levels = nonnegative && Arrays.stream(data.mean()).allMatch(y -> y > 0);
        this.level = levels ? centred(data.mean()) : new double[data.sizes()];
        this.expected = levels ? PROPORTIONAL : 0;
        this.theta = expected;
    }

    /** The inverse variances of the values of each size up to a factor, [K]. */
    static double[] weights(Replicates data, boolean nonnegative) {
        ErrorModel model = new ErrorModel(data, nonnegative);
        if (Arrays.stream(data.squares()).sum() > 0) {
            model.fit();
        }
        double[] weights = new double[data.sizes()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = Math.exp(-Math.max(-REACH, Math.min(REACH, model.exponent(k))));
        }
        return weights;
    }

    private static double[] centred(double[] values) {
        double[] logs = Arrays.stream(values).map(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElse(0);
        return Arrays.stream(logs).map(log -> log - mean).toArray();
    }

    private double exponent(int k) {
        return b * size[k] + theta * level[k];
    }

    /**
     * Newton steps on −2 log posterior, ν log Σ S_k e^(−η_k) + Σ (s_k − 1) η_k + b² + (θ − 2)² with η = b x + θ y and a at its best; it is
     * convex. Its gradient has E = Σ π_k (x, y), π_k ∝ S_k e^(−η_k), its Hessian their covariance.
     */
    private void fit() {
        double[] own = Arrays.stream(data.count()).mapToDouble(s -> s - 1).toArray();
        double freedom = Arrays.stream(own).sum();
        double length = Double.POSITIVE_INFINITY;
        for (int step = 0; step < ITERATIONS && length >= CONVERGED; step++) {
            double[] share = shares();
            double x = Sums.of(share, size);
            double y = Sums.of(share, level);
            length = move(
                    -freedom * x + Sums.of(own, size) + 2 * b,
                    -freedom * y + Sums.of(own, level) + 2 * (theta - expected),
                    freedom * (Sums.of(share, size, size) - x * x) + 2,
                    freedom * (Sums.of(share, size, level) - x * y),
                    freedom * (Sums.of(share, level, level) - y * y) + 2);
        }
    }

    /** π_k, [K]. */
    private double[] shares() {
        double[] shares = new double[size.length];
        for (int k = 0; k < shares.length; k++) {
            shares[k] = data.squares()[k] * Math.exp(-exponent(k));
        }
        double total = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / total).toArray();
    }

    /** The step's length before it is cut, given the gradient and the Hessian ((xx, xy), (xy, yy)). */
    private double move(double gradientB, double gradientTheta, double xx, double xy, double yy) {
        double determinant = xx * yy - xy * xy;
        double stepB = (yy * gradientB - xy * gradientTheta) / determinant;
        double stepTheta = (xx * gradientTheta - xy * gradientB) / determinant;
        double length = Math.hypot(stepB, stepTheta);
        double shrink = Math.min(1, LONGEST_STEP / length);
        b -= shrink * stepB;
        theta -= shrink * stepTheta;
        return length;
    }
}
