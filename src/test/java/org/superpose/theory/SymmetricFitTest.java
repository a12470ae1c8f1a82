package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricFitTest {
    private static double[] gaussian(int count, double sigma) {
        double[] noise = new double[count];
        NormalDistribution normal = new NormalDistribution();
        Arrays.setAll(noise, q -> sigma * normal.inverseCumulativeProbability((q + 0.5) / count));
        return noise;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** E(x − a ReLU(dx + t))² by quadrature over u, the kink at a panel's end. */
    private static double byQuadrature(double p, double[] gain, double[] noise, double a, double shift) {
        double sum = 0;
        for (int q = 0; q < noise.length; q++) {
            double d = gain[q];
            double t = shift + noise[q];
            double kink = Math.min(1, Math.max(0, -t / d));
            double on = 0;
            for (double[] panel : new double[][] {{0, kink}, {kink, 1}}) {
                on += panel[0] == panel[1]
                        ? 0
                        : new GaussIntegratorFactory()
                                .legendre(8, panel[0], panel[1])
                                .integrate(u -> {
                                    double error = u - a * Math.max(0, d * u + t);
                                    return error * error;
                                });
            }
            sum += p * on + (1 - p) * a * a * Math.max(0, t) * Math.max(0, t);
        }
        return sum / noise.length;
    }

    @ParameterizedTest
    @CsvSource({"0.3, -0.2", "0.05, -0.9", "1, 0.4", "0.1, 0"})
    void theLossIsTheIntegral(double p, double shift) {
        double[] gain = {1, 0.5, 2, 1.3, 0.1, 3};
        double[] noise = {-0.3, 0.2, -1.5, 0, 0.7, -2};
        SampledLoss loss = new SampledLoss(p, gain, noise, 0, 1);
        double best = loss.bestScale(shift);
        assertThat(best).isPositive();
        assertThat(loss.withBestScale(shift)).isCloseTo(byQuadrature(p, gain, noise, best, shift), within(1e-13));
        assertThat(byQuadrature(p, gain, noise, 1.01 * best, shift)).isGreaterThan(loss.withBestScale(shift));
        assertThat(byQuadrature(p, gain, noise, 0.99 * best, shift)).isGreaterThan(loss.withBestScale(shift));
    }

    /** Silence that is counted and silence that is sampled are the same. */
    @Test
    void silenceNeedNoSamples() {
        double[] gain = {1, 0.5, 2, 1, 0.5, 2, 1, 0.5, 2};
        double[] noise = {-0.3, 0.2, -0.5, 0, 0, 0, 0, 0, 0};
        SampledLoss sampled = new SampledLoss(0.1, gain, noise, 0, 1);
        SampledLoss counted = new SampledLoss(0.1, Arrays.copyOf(gain, 3), Arrays.copyOf(noise, 3), 2.0 / 3, 1);
        for (double shift : new double[] {-0.7, -0.1, 0, 0.2}) {
            assertThat(counted.withBestScale(shift)).isCloseTo(sampled.withBestScale(shift), within(1e-15));
            assertThat(counted.bestScale(shift)).isCloseTo(sampled.bestScale(shift), within(1e-13));
        }
    }

    /** Of Gaussian noise of the least variance the fit is the thermodynamic limit's. */
    @ParameterizedTest
    @CsvSource({"0.045, 0.25", "0.01, 0.1", "0.4, 0.5"})
    void gaussianNoiseGivesTheLimit(double p, double r) {
        ThermodynamicLimit limit = ThermodynamicLimit.of(p, r);
        int count = 200_000;
        SymmetricFit fit = SymmetricFit.of(p, r, ones(count), gaussian(count, limit.sigma()), 0, 0);
        assertThat(fit.scale()).isCloseTo(limit.scale(), withinPercentage(0.1));
        assertThat(fit.bias()).isCloseTo(limit.bias(), within(1e-3));
    }

    /** Outputs a ReLU(d x + dν) with the same d are those of d = 1 at a d. */
    @Test
    void gainAndScaleAreOne() {
        int count = 50_000;
        double[] noise = gaussian(count, 0.2);
        double[] twice = Arrays.stream(noise).map(value -> 2 * value).toArray();
        double[] two = new double[count];
        Arrays.fill(two, 2);
        SymmetricFit single = SymmetricFit.of(0.05, 0.25, ones(count), noise, 0, 0);
        SymmetricFit doubled = SymmetricFit.of(0.05, 0.25, two, twice, 0, 0);
        assertThat(doubled.scale()).isCloseTo(single.scale() / 2, withinPercentage(1e-3));
        assertThat(doubled.bias()).isCloseTo(single.bias(), withinPercentage(1e-3));
    }

    @Test
    void withoutNoiseNothingIsLost() {
        assertThat(SymmetricFit.of(0.1, 1, new double[] {1}, new double[] {0}, 0, 0))
                .isEqualTo(new SymmetricFit(1, 0));
        SymmetricFit silent = SymmetricFit.of(1e-9, 0.5, ones(1000), new double[1000], 0, 0);
        assertThat(silent.scale()).isCloseTo(1, within(1e-4));
        assertThat(silent.bias()).isCloseTo(0, within(1e-4));
    }
}
