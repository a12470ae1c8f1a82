package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimalDecoderTest {
    private static final double[] DENSITIES = {1e-6, 1e-4, 0.003, 0.03, 0.1, 0.3, 0.7, 1};

    /** The losses from closed forms of truncated normal moments in 40-digit arithmetic (mpmath), σ rounded to double. */
    @ParameterizedTest
    @CsvSource({
        "1e-06, 0.0001, 1.4553782257972e-8",
        "1e-06, 0.01, 4.659368218525e-11",
        "1e-06, 0.9999, 3.3359140749719e-17",
        "0.0001, 0.1, 5.0953995552954e-8",
        "0.01, 0.1, 0.00088578960526303",
        "0.01, 0.5, 6.219926078681e-5",
        "0.1, 0.0001, 0.030830247842878",
        "0.1, 0.25, 0.015921225787112",
        "0.5, 0.9, 0.0066012509413215",
        "1, 0.0001, 0.08332499999998",
        "1, 0.1, 0.074983332380027",
        "1, 0.9999, 8.2907051312647e-6",
    })
    void referenceValues(double density, double ratio, double loss) {
        assertThat(OptimalDecoder.of(density, ratio).loss()).isCloseTo(loss, withinPercentage(1e-11 * 100));
    }

    /** x on a fine lattice, y by the trapezoidal rule: neither truncated moments nor a posterior variance. */
    @ParameterizedTest
    @CsvSource({"1e-6, 0.02", "1e-3, 0.1", "0.01, 2", "0.05, 0.2", "0.3, 0.05", "0.5, 30", "1, 0.1", "1, 5"})
    void bruteForce(double density, double sigma) {
        OptimalDecoder decoder = new OptimalDecoder(density, sigma);
        int points = 4000;
        double step = 0.1 * sigma;
        double loss = 0;
        for (double y = -10 * sigma; y < 1 + 10 * sigma; y += step) {
            double off = (1 - density) * Math.exp(-y * y / (2 * sigma * sigma));
            double mass = off;
            double first = 0;
            for (int q = 0; q < points; q++) {
                double u = (q + 0.5) / points;
                double weight = density / points * Math.exp(-(y - u) * (y - u) / (2 * sigma * sigma));
                mass += weight;
                first += weight * u;
            }
            double best = first / mass;
            assertThat(decoder.at(y)).isCloseTo(best, within(1e-3 * best));
            loss += off * best * best;
            for (int q = 0; q < points; q++) {
                double u = (q + 0.5) / points;
                loss += density / points * Math.exp(-(y - u) * (y - u) / (2 * sigma * sigma)) * (u - best) * (u - best);
            }
        }
        loss *= step / (sigma * Math.sqrt(2 * Math.PI));
        assertThat(decoder.loss()).isCloseTo(loss, withinPercentage(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.1", "0.2, 0.3", "1, 0.2"})
    void monteCarlo(double density, double sigma) {
        OptimalDecoder decoder = new OptimalDecoder(density, sigma);
        Random random = new Random(7);
        int samples = 40_000;
        double sum = 0;
        double squares = 0;
        for (int sample = 0; sample < samples; sample++) {
            double x = random.nextDouble() < density ? random.nextDouble() : 0;
            double error = x - decoder.at(x + sigma * random.nextGaussian());
            sum += error * error;
            squares += error * error * error * error;
        }
        double mean = sum / samples;
        double deviation = Math.sqrt((squares / samples - mean * mean) / samples);
        assertThat(mean).isCloseTo(decoder.loss(), within(4 * deviation));
        assertThat(deviation).isLessThan(0.1 * mean);
    }

    @Test
    void theDecoderIncreasesFromZeroToOne() {
        for (double density : DENSITIES) {
            for (double sigma : new double[] {1e-6, 1e-3, 0.1, 1, 30}) {
                OptimalDecoder decoder = new OptimalDecoder(density, sigma);
                double before = 0;
                for (int q = -600; q <= 600; q++) {
                    double y =
                            0.5 + Math.signum(q) * sigma * 0.01 * Math.expm1(Math.abs(q) * 0.02) + 0.5 * Math.signum(q);
                    double value = decoder.at(y);
                    assertThat(value)
                            .as("f(%s), p = %s, sigma = %s", y, density, sigma)
                            .isBetween(before - 1e-15, 1.0);
                    before = value;
                }
                assertThat(decoder.at(-1e9)).isBetween(0.0, 1e-6);
                assertThat(decoder.at(1e9)).isBetween(1 - 1e-5, 1.0);
            }
        }
    }

    @Test
    void theLossGrowsWithTheNoiseUpToTheVarianceOfAFeature() {
        for (double density : DENSITIES) {
            double constant = ClosedForms.featureVariance(density);
            double before = 0;
            for (double sigma = 1e-6; sigma < 1e3; sigma *= 1.3) {
                double loss = new OptimalDecoder(density, sigma).loss();
                assertThat(loss).isGreaterThan(before).isLessThan(constant);
                // the best linear estimate
                double variance = sigma * sigma;
                assertThat(loss).isLessThanOrEqualTo(constant * variance / (constant + variance) * (1 + 1e-12));
                before = loss;
            }
            assertThat(before).isCloseTo(constant, withinPercentage(1e-4));
        }
    }

    /** With little noise nothing is lost but its variance: no logarithm, unlike with ReLU. */
    @Test
    void littleNoise() {
        for (double density : DENSITIES) {
            double sigma = 1e-7;
            assertThat(new OptimalDecoder(density, sigma).loss())
                    .isCloseTo(density * sigma * sigma, withinPercentage(0.01));
            assertThat(new OptimalDecoder(density, sigma).at(0.3)).isCloseTo(0.3, within(1e-12));
        }
    }

    @Test
    void muchNoiseLeavesTheMean() {
        assertThat(new OptimalDecoder(0.2, 1e4).at(0.5)).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void withoutNoiseNothingIsLost() {
        OptimalDecoder decoder = OptimalDecoder.of(0.3, 1);
        assertThat(decoder.loss()).isZero();
        assertThat(decoder.at(0.3)).isEqualTo(0.3);
        assertThat(decoder.at(-2)).isZero();
    }

    /** The table of the page about theory. */
    @ParameterizedTest
    @CsvSource({
        "1e-06, 0.0001, 1.698",
        "1e-06, 0.1, 5.561",
        "1e-06, 0.9, 6.185",
        "1e-05, 0.0001, 1.026",
        "1e-05, 0.1, 4.061",
        "1e-05, 0.9, 5.076",
        "0.001, 0.0001, 1.000",
        "0.001, 0.1, 1.645",
        "0.001, 0.9, 2.839",
        "0.1, 0.0001, 1.000",
        "0.1, 0.1, 1.022",
        "0.1, 0.9, 1.322",
        "1, 0.0001, 1.000",
        "1, 0.1, 1.000",
        "1, 0.9, 1.071"
    })
    void reluOverOptimal(double density, double ratio, double expected) {
        double factor = ThermodynamicLimit.of(density, ratio).loss()
                / OptimalDecoder.of(density, ratio).loss();
        assertThat(factor).isCloseTo(expected, within(5e-4));
    }

    @Test
    void aPointOutsideTheDomainIsRefused() {
        assertThatThrownBy(() -> OptimalDecoder.of(0, 0.5)).hasMessageContaining("density");
        assertThatThrownBy(() -> OptimalDecoder.of(0.1, 0)).hasMessageContaining("ratio");
    }
}
