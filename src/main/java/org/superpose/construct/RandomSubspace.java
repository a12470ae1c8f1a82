package org.superpose.construct;

import java.util.Arrays;
import org.superpose.data.RandomStream;

/**
 * F = √(n/m) Qᵀ with Q (n × m) an orthonormal basis of a uniformly random subspace: W = (n/m) Q Qᵀ, whose diagonal is 1 only in the mean. The
 * basis comes from m Gaussian vectors by the modified Gram–Schmidt process.
 */
final class RandomSubspace extends FrameFit {
    private final int n;
    private final int m;
    /** Feature by feature: F_ki at k + m i. */
    private final double[] frame;

    private final double[] diagonal;
    private final double[] hidden;

    private RandomSubspace(double[][] basis) {
        this.m = basis.length;
        this.n = basis[0].length;
        this.frame = new double[n * m];
        this.diagonal = new double[n];
        this.hidden = new double[m];
        double scale = Math.sqrt((double) n / m);
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < n; i++) {
                double value = scale * basis[k][i];
                frame[i * m + k] = value;
                diagonal[i] += value * value;
            }
        }
    }

    static RandomSubspace draw(int n, int m, RandomStream stream) {
        double[][] basis = new double[m][];
        for (int k = 0; k < m; k++) {
            basis[k] = normals(stream.uniforms(k, 2 * n));
        }
        for (int k = 0; k < m; k++) {
            double inverse = 1 / Math.sqrt(dot(basis[k], basis[k]));
            for (int i = 0; i < n; i++) {
                basis[k][i] *= inverse;
            }
            for (int later = k + 1; later < m; later++) {
                subtract(basis[later], dot(basis[k], basis[later]), basis[k]);
            }
        }
        return new RandomSubspace(basis);
    }

    /** Box and Muller's cosines: half as many numbers. */
    private static double[] normals(double[] uniforms) {
        double[] normals = new double[uniforms.length / 2];
        for (int i = 0; i < normals.length; i++) {
            normals[i] =
                    Math.sqrt(-2 * StrictMath.log(uniforms[2 * i])) * StrictMath.cos(2 * Math.PI * uniforms[2 * i + 1]);
        }
        return normals;
    }

    /** In four partial sums, so that they need not wait for each other. */
    private static double dot(double[] a, double[] b) {
        return dot(a, 0, b, 0, a.length);
    }

    private static double dot(double[] a, int fromA, double[] b, int fromB, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int q = 0;
        for (; q + 3 < count; q += 4) {
            sum0 += a[fromA + q] * b[fromB + q];
            sum1 += a[fromA + q + 1] * b[fromB + q + 1];
            sum2 += a[fromA + q + 2] * b[fromB + q + 2];
            sum3 += a[fromA + q + 3] * b[fromB + q + 3];
        }
        for (; q < count; q++) {
            sum0 += a[fromA + q] * b[fromB + q];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static void subtract(double[] from, double factor, double[] vector) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * vector[i];
        }
    }

    @Override
    void interact(double[] x, double[] y) {
        Arrays.fill(hidden, 0);
        for (int j = 0; j < n; j++) {
            if (x[j] != 0) {
                for (int k = 0; k < m; k++) {
                    hidden[k] += x[j] * frame[j * m + k];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            y[i] = dot(frame, i * m, hidden, 0, m);
        }
    }

    @Override
    double diagonal(int i) {
        return diagonal[i];
    }

    @Override
    double frame(int k, int i) {
        return frame[i * m + k];
    }
}
