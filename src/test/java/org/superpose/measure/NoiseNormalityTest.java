package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

class NoiseNormalityTest {
    /** What 10 000 samples may deviate from a distribution function, with odds of about 1e-5. */
    private static final double SAMPLING = 0.025;

    @Test
    void manyEqualTermsAreGaussian() {
        double[] right = new double[400];
        for (int j = 1; j < right.length; j++) {
            right[j] = j % 3 == 0 ? -1 : 1;
        }
        Symmetry symmetry = symmetry(right, 0.5);
        assertThat(symmetry.normality.statistic()).isBetween(0.0, SAMPLING);
        assertThat(symmetry.normality.pvalue()).isBetween(1e-3, 1.0);
    }

    /** One term at p = 1 is uniform: the distance of U[−√3, √3] from N(0, 1). */
    @Test
    void oneTermIsUniform() {
        double[] right = new double[5];
        right[2] = -3;
        Symmetry symmetry = symmetry(right, 1);
        assertThat(symmetry.normality.statistic()).isCloseTo(uniformDistance(), within(SAMPLING));
        assertThat(symmetry.normality.pvalue()).isBetween(0.0, 1e-6);
    }

    /** One rare term: 1 − p of the samples sit at the mean's distance below, Φ(−p/2/√v₁) of a Gaussian do. */
    @Test
    void oneRareTermIsFarFromGaussian() {
        double[] right = new double[5];
        right[4] = 2;
        double p = 0.01;
        double below = new NormalDistribution(null, 0, 1).cumulativeProbability(-p / 2 / Math.sqrt(p / 3 - p * p / 4));
        Symmetry symmetry = symmetry(right, p);
        assertThat(symmetry.normality.statistic()).isCloseTo(1 - p - below, within(0.005));
        assertThat(symmetry.normality.pvalue()).isZero();
    }

    @Test
    void theWholeOutputIsTheNoiseOfOthers() {
        double[] right = new double[5];
        right[0] = 7;
        assertThat(symmetry(right, 0.5).normality).isNull();
    }

    private static double uniformDistance() {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double root3 = Math.sqrt(3);
        double distance = 0;
        for (int q = 0; q <= 10000; q++) {
            double z = -root3 + 2 * root3 * q / 10000;
            distance = Math.max(distance, Math.abs(normal.cumulativeProbability(z) - q / 10000.0));
        }
        return distance;
    }

    /** Of a model with m = 1 and W_0j = {@code right[j]}. */
    private static Symmetry symmetry(double[] right, double density) {
        int n = right.length;
        Layout layout = new Layout(Models.relu(false), n, 1);
        float[] values = new float[layout.size()];
        for (int j = 0; j < n; j++) {
            values[layout.encoder() + j] = (float) right[j];
        }
        values[layout.decoder()] = 1;
        return Interactions.of(Models.subject(new Weights(layout, values), density))
                .symmetry();
    }
}
