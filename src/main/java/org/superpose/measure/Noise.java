package org.superpose.measure;

import org.superpose.data.DataSpec;
import org.superpose.data.FeatureMoments;
import org.superpose.linear.InteractionSums;
import org.superpose.linear.RowProducts;
import org.superpose.model.Layout;
import org.superpose.theory.ClosedForms;

/**
 * Mean and variance of the noise ν_i = Σ_{j≠i} W_ij x_j. For independent features of equal p they are (p/2) Σ_{j≠i} W_ij and v₁ e_i, from
 * the row sums of W; for others they are {@link FeatureMoments} of W's rows, streamed.
 */
final class Noise {
    private static final int ROWS = 16;

    private final Measurement.Subject subject;
    private final FeatureMoments moments;
    private final double[] means;
    private final double[] variances;

    Noise(Measurement.Subject subject, InteractionSums sums) {
        int n = subject.weights().layout().n();
        this.subject = subject;
        this.means = new double[n];
        this.variances = new double[n];
        if (subject.data().kind() == DataSpec.Kind.INDEPENDENT) {
            this.moments = null;
            double v1 = ClosedForms.featureVariance(subject.density());
            for (int i = 0; i < n; i++) {
                means[i] = subject.density() / 2 * sums.sums[i];
                variances[i] = v1 * sums.squares[i];
            }
        } else {
            this.moments = subject.data().moments(n, subject.density());
            stream(subject.weights().layout(), subject.weights().values());
        }
    }

    private void stream(Layout layout, float[] values) {
        int n = layout.n();
        int m = layout.m();
        float[] block = new float[ROWS * n];
        double[] epsilon = new double[n];
        for (int first = 0; first < n; first += ROWS) {
            int rows = Math.min(ROWS, n - first);
            RowProducts.multiply(values, layout.decoder() + first * m, rows, values, layout.encoder(), n, m, block);
            for (int i = first; i < first + rows; i++) {
                for (int j = 0; j < n; j++) {
                    epsilon[j] = block[(i - first) * n + j];
                }
                epsilon[i] = 0;
                means[i] = moments.mean(epsilon);
                variances[i] = moments.variance(epsilon);
            }
        }
    }

    /** E ν_i. */
    double[] means() {
        return means;
    }

    /** Var ν_i. */
    double[] variances() {
        return variances;
    }

    /** E Σ_j ε_j x_j. */
    double mean(double[] epsilon) {
        if (moments != null) {
            return moments.mean(epsilon);
        }
        double sum = 0;
        for (double value : epsilon) {
            sum += value;
        }
        return subject.density() / 2 * sum;
    }

    /** Var Σ_j ε_j x_j. */
    double variance(double[] epsilon) {
        if (moments != null) {
            return moments.variance(epsilon);
        }
        double sum = 0;
        for (double value : epsilon) {
            sum += value * value;
        }
        return ClosedForms.featureVariance(subject.density()) * sum;
    }
}
