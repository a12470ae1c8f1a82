package org.superpose.construct;

import java.util.Arrays;
import org.superpose.data.RandomStream;
import org.superpose.theory.OrthonormalRows;

/**
 * F = √(n/m) Qᵀ with Q (n × m) an orthonormal basis of a uniformly random subspace: W = (n/m) Q Qᵀ, whose diagonal is 1 only in the mean. The
 * basis is that of m Gaussian vectors.
 */
final class RandomSubspace extends FrameFit {
    private final int n;
    private final int m;
    /** F_ki at [i][k]. */
    private final double[][] frame;

    private final double[] diagonal;
    private final double[] hidden;

    private RandomSubspace(double[][] basis) {
        this.m = basis.length;
        this.n = basis[0].length;
        this.frame = new double[n][m];
        this.diagonal = new double[n];
        this.hidden = new double[m];
        double scale = Math.sqrt((double) n / m);
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < n; i++) {
                double value = scale * basis[k][i];
                frame[i][k] = value;
                diagonal[i] += value * value;
            }
        }
    }

    static RandomSubspace draw(int n, int m, RandomStream stream) {
        double[][] gaussian = new double[m][];
        for (int k = 0; k < m; k++) {
            gaussian[k] = stream.normals(k, n, 1);
        }
        return new RandomSubspace(OrthonormalRows.of(gaussian));
    }

    @Override
    void interact(double[] x, double[] y) {
        Arrays.fill(hidden, 0);
        for (int j = 0; j < n; j++) {
            if (x[j] != 0) {
                for (int k = 0; k < m; k++) {
                    hidden[k] += x[j] * frame[j][k];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            y[i] = OrthonormalRows.dot(frame[i], hidden);
        }
    }

    @Override
    double diagonal(int i) {
        return diagonal[i];
    }

    @Override
    double frame(int k, int i) {
        return frame[i][k];
    }
}
