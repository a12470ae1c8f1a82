package org.superpose.scaling;

/** Weighted sums over sizes. */
final class Sums {
    private Sums() {}

    /** a_k − b, [K]. */
    static double[] less(double[] a, double b) {
        double[] less = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            less[k] = a[k] - b;
        }
        return less;
    }

    /** Σ w_k. */
    static double of(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Σ w_k a_k. */
    static double of(double[] weights, double[] a) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += weights[k] * a[k];
        }
        return sum;
    }

    /** Σ w_k a_k b_k. */
    static double of(double[] weights, double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += weights[k] * a[k] * b[k];
        }
        return sum;
    }

    /** Σ w_k (a_k − s b_k)². */
    static double ofSquares(double[] weights, double[] a, double s, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double residual = a[k] - s * b[k];
            sum += weights[k] * residual * residual;
        }
        return sum;
    }
}
