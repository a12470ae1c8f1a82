package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/**
 * The loss and the gradient of stratified batches are unbiased: compared with P(0) L_0 + P(1) L_1 + P(2) L_2 in closed form, which is the whole loss for n = 2, and
 * with its finite differences.
 */
class StratifiedLossTest {
    private static final int SIZE = 64;
    private static final int PAGES = 3000;
    private static final double MOST_DEVIATIONS = 4.5;
    private static final AdamRule UNUSED = new AdamRule(0.9, 0.999, 1e-8, 0);

    private static Weights weights(int n, int m, boolean tied) {
        Layout layout = new Layout(new ModelSpec(tied, Activation.IDENTITY, OutputFunction.RELU, true), n, m);
        Random random = new Random(n + (tied ? 100 : 0));
        float[] values = new float[layout.size()];
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) (0.8 * random.nextGaussian());
        }
        return new Weights(layout, values);
    }

    private static double[] importance(int n) {
        double[] importance = new double[n];
        Arrays.setAll(importance, i -> Math.pow(0.8, i));
        return importance;
    }

    /** L_0 = (1/n) Σ I_i ReLU(b_i)². */
    private static double lossOfNothing(Weights weights, double[] importance) {
        Layout layout = weights.layout();
        double sum = 0;
        for (int i = 0; i < layout.n(); i++) {
            double b = Math.max(0, weights.values()[layout.bias() + i]);
            sum += importance[i] * b * b;
        }
        return sum / layout.n();
    }

    private static double choose(int n, int k) {
        return k == 0 ? 1 : choose(n, k - 1) * (n - k + 1) / k;
    }

    private static double odds(int n, double p, int k) {
        return choose(n, k) * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }

    /** The share of the loss in which at most two features are active. */
    private static double exact(Weights weights, double p) {
        int n = weights.layout().n();
        double[] importance = importance(n);
        return odds(n, p, 0) * lossOfNothing(weights, importance)
                + odds(n, p, 1) * SingleFeatureLoss.of(weights, importance)
                + odds(n, p, 2) * TwoFeatureLoss.of(weights, importance);
    }

    private static Kernel.Session open(KernelId kernel, Weights weights, double p) {
        int n = weights.layout().n();
        return Kernels.resolve(kernel.label())
                .kernel()
                .open(new Problem(weights.layout(), importance(n), p, SIZE, UNUSED), weights);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0.3", "2, 1, 1e-6", "5, 2, 0.05", "5, 2, 1e-4", "40, 9, 0.01", "40, 9, 1e-5"})
    void lossesOfFewActiveFeaturesAreExactInTheMean(int n, int m, double p) {
        Weights weights = weights(n, m, false);
        SparseBatch batch = new SparseBatch(n, SIZE);
        FeatureDistribution batches = new DataSpec(DataSpec.Kind.INDEPENDENT).stratified(n, p, SIZE, 1);
        double[] losses = new double[SIZE];
        Welford mean = new Welford();
        try (Kernel.Session session = open(KernelId.REFERENCE, weights, p)) {
            for (int page = 0; page < PAGES; page++) {
                batches.fill(batch, RandomStream.of("unbiased", "test"), page);
                session.losses(batch, losses);
                double sum = 0;
                for (int s = 0; s < SIZE; s++) {
                    int active = batch.start()[s + 1] - batch.start()[s];
                    sum += active <= 2 ? batch.weight(s) * losses[s] / SIZE : 0;
                }
                mean.add(sum);
            }
        }
        double exact = exact(weights, p);
        assertThat(mean.standardError()).isPositive().isLessThan(0.01 * exact);
        assertThat(mean.mean()).isCloseTo(exact, within(MOST_DEVIATIONS * mean.standardError() + 1e-6 * exact));
    }

    /** For n = 2 the closed forms are the whole loss; every kernel's mean gradient is that of its finite differences. */
    @ParameterizedTest
    @CsvSource({
        "REFERENCE, 0.3, false",
        "REFERENCE, 1e-5, false",
        "REFERENCE, 0.2, true",
        "CPU, 0.3, false",
        "CPU, 1e-5, false",
        "CPU, 0.2, true",
        "ND4J, 0.2, false"
    })
    void gradientsAreThoseOfTheExactLoss(KernelId kernel, double p, boolean tied) {
        Weights weights = weights(2, 1, tied);
        double scale = p * p;
        SparseBatch batch = new SparseBatch(2, SIZE);
        FeatureDistribution batches = new DataSpec(DataSpec.Kind.INDEPENDENT).stratified(2, p, SIZE, scale);
        float[] gradient = new float[weights.layout().size()];
        Welford[] means = new Welford[gradient.length];
        Arrays.setAll(means, q -> new Welford());
        Welford loss = new Welford();
        try (Kernel.Session session = open(kernel, weights, p)) {
            for (int page = 0; page < PAGES; page++) {
                batches.fill(batch, RandomStream.of("unbiased", kernel.label()), page);
                loss.add(scale * session.gradient(batch, gradient));
                for (int q = 0; q < gradient.length; q++) {
                    means[q].add(scale * gradient[q]);
                }
            }
        }
        double exact = exact(weights, p);
        assertThat(loss.mean()).isCloseTo(exact, within(MOST_DEVIATIONS * loss.standardError() + 1e-6 * exact));
        for (int q = 0; q < gradient.length; q++) {
            double slope = difference(weights, q, at -> exact(at, p));
            assertThat(means[q].mean())
                    .as("∂L/∂θ_" + q)
                    .isCloseTo(slope, within(MOST_DEVIATIONS * means[q].standardError() + 1e-3 * Math.abs(slope)));
        }
    }

    /** (f(θ + h) − f(θ − h))/2h, with the h that the float has. */
    private static double difference(Weights weights, int q, ToDoubleFunction<Weights> f) {
        Weights above = weights.copy();
        Weights below = weights.copy();
        above.values()[q] += 1e-3f;
        below.values()[q] -= 1e-3f;
        return (f.applyAsDouble(above) - f.applyAsDouble(below)) / (above.values()[q] - below.values()[q]);
    }

    /** Of plain batches hardly one is not empty, and their mean has some forty times the noise. */
    @Test
    void strataHaveAFractionOfTheNoise() {
        double p = 1e-5;
        Weights weights = weights(20, 5, false);
        SparseBatch batch = new SparseBatch(20, SIZE);
        DataSpec data = new DataSpec(DataSpec.Kind.INDEPENDENT);
        float[] gradient = new float[weights.layout().size()];
        Welford strata = new Welford();
        Welford plain = new Welford();
        try (Kernel.Session session = open(KernelId.CPU, weights, p)) {
            FeatureDistribution stratified = data.stratified(20, p, SIZE, 1);
            FeatureDistribution independent = data.distribution(20, p);
            for (int page = 0; page < PAGES; page++) {
                stratified.fill(batch, RandomStream.of("noise", "test"), page);
                strata.add(session.gradient(batch, gradient));
                independent.fill(batch, RandomStream.of("noise", "test"), page);
                plain.add(session.gradient(batch, gradient));
            }
        }
        assertThat(strata.mean()).isCloseTo(plain.mean(), within(MOST_DEVIATIONS * plain.standardError()));
        assertThat(strata.standardError()).isLessThan(plain.standardError() / 30);
    }
}
