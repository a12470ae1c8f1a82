package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Frequencies of one and of two features, and sums of values, over {@value #SAMPLES} samples. */
final class Frequencies {
    static final int SAMPLES = 40_000;
    private static final int SIZE = 500;
    /** Up to so many features each pair is looked at. */
    private static final int FEW = 20;

    final double[][] joint;
    final double[][] products;
    final double[] sums;
    int any;
    private final int n;

    Frequencies(DataSpec data, int n, double density) {
        this.n = n;
        joint = new double[n][n];
        products = new double[n][n];
        sums = new double[n];
        FeatureDistribution distribution = data.distribution(n, density);
        SparseBatch batch = new SparseBatch(n, SIZE);
        for (int page = 0; page < SAMPLES / SIZE; page++) {
            distribution.fill(batch, RandomStream.of("model", "train"), page);
            for (int s = 0; s < SIZE; s++) {
                add(batch, batch.start()[s], batch.start()[s + 1]);
            }
        }
    }

    private void add(SparseBatch batch, int from, int to) {
        any += to > from ? 1 : 0;
        for (int e = from; e < to; e++) {
            int i = batch.index()[e];
            assertThat(i).isGreaterThan(e == from ? -1 : batch.index()[e - 1]);
            assertThat(batch.value()[e]).isGreaterThanOrEqualTo(0).isLessThan(1);
            sums[i] += batch.value()[e];
            for (int f = from; f < to; f++) {
                joint[i][batch.index()[f]]++;
                products[i][batch.index()[f]] += batch.value()[e] * batch.value()[f];
            }
        }
    }

    /** Within four standard errors of a frequency; exact where it is 0 or 1. */
    static void agree(double count, double probability, String what) {
        assertThat(count / SAMPLES)
                .as(what)
                .isCloseTo(probability, within(4 * Math.sqrt(probability * (1 - probability) / SAMPLES) + 1e-15));
    }

    /**
     * Every frequency of one feature, and of two where they are few or tell of dependence; of all pairs together the mean of z², which is
     * 1; and E x_i, E x_i² and E x_i x_j given that they are active.
     */
    void agree(double[][] probabilities) {
        double squares = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            agree(joint[i][i], probabilities[i][i], "feature " + i);
            assertThat(sums[i] / joint[i][i]).isCloseTo(0.5, within(4.5 / Math.sqrt(12 * joint[i][i])));
            for (int j = 0; j < n; j++) {
                double q = probabilities[i][j];
                boolean independent = i != j && q == probabilities[i][i] * probabilities[j][j];
                if (!independent || (n <= FEW && (q == 1 || q * SAMPLES > 10))) {
                    agree(joint[i][j], q, "features " + i + ", " + j);
                    agreeInProduct(i, j);
                } else if (q < 1) {
                    squares += Math.pow(joint[i][j] / SAMPLES - q, 2) / (q * (1 - q) / SAMPLES);
                    pairs++;
                }
            }
        }
        if (pairs > 100) {
            assertThat(squares / pairs).as("over " + pairs + " pairs").isBetween(0.6, 1.5);
        }
    }

    private void agreeInProduct(int i, int j) {
        if (joint[i][j] > 0) {
            double variance = i == j ? 1 / 5.0 - 1 / 9.0 : 1 / 9.0 - 1 / 16.0;
            assertThat(products[i][j] / joint[i][j])
                    .as("features " + i + ", " + j)
                    .isCloseTo(i == j ? 1 / 3.0 : 1 / 4.0, within(4.5 * Math.sqrt(variance / joint[i][j])));
        }
    }
}
