package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoisyOutputTest {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** The reference values of L*, with a* and b* to five digits, where L is flat. */
    @ParameterizedTest
    @CsvSource({
        "0.045, 0.25, 0.0048558, 1.2892, -0.4458",
        "0.05, 0.25, 0.0057894, 1.2548, -0.4409",
        "0.01, 0.1, 0.00099630, 1.5249, -0.5976",
        "0.1, 0.3, 0.013708, 1.0304, -0.3296",
        "0.4, 0.5, 0.040284, 0.7261, -0.0257",
        "0.001, 0.5, 1.176467e-6, 1.08065, -0.05619"
    })
    void theBestIsTheLimit(double density, double ratio, double limit, double a, double b) {
        double sigma = Math.sqrt((density / 3 - density * density / 4) * (1 / ratio - 1));
        assertThat(NoisyOutput.loss(density, a, b, a * sigma)).isCloseTo(limit, within(3e-5 * limit));
    }

    /** By F₁ and F₂, the moments of a rectified Gaussian, and a quadrature over u. */
    @Test
    void agreesWithTheMomentsOfARectifiedGaussian() {
        Random random = new Random(7);
        for (int k = 0; k < 200; k++) {
            double a = k % 5 == 0 ? 0 : 1.5 * random.nextGaussian();
            double b = random.nextGaussian();
            double s = Math.exp(random.nextGaussian() - 1);
            double p = 1 - random.nextDouble();
            double expected = p * quadrature(a, b, s) + (1 - p) * second(b, s);
            assertThat(NoisyOutput.loss(p, a, b, s))
                    .as("a = %s, b = %s, s = %s, p = %s", a, b, s, p)
                    .isCloseTo(expected, within(1e-9 * (1 + expected)));
        }
    }

    private static double quadrature(double a, double b, double s) {
        return new IterativeLegendreGaussIntegrator(16, 1e-12, 1e-13)
                .integrate(100_000, u -> u * u - 2 * u * first(a * u + b, s) + second(a * u + b, s), 0, 1);
    }

    private static double first(double mean, double s) {
        return mean * NORMAL.cumulativeProbability(mean / s) + s * NORMAL.density(mean / s);
    }

    private static double second(double mean, double s) {
        return (mean * mean + s * s) * NORMAL.cumulativeProbability(mean / s) + mean * s * NORMAL.density(mean / s);
    }

    /** Without noise the loss is an integral over u alone. */
    @Test
    void noNoise() {
        assertThat(NoisyOutput.loss(1, 1, 0, 0)).isZero();
        assertThat(NoisyOutput.loss(0.3, 1, 0, 0)).isZero();
        assertThat(NoisyOutput.loss(0.3, 0, 0, 0)).isCloseTo(0.1, within(1e-15));
        assertThat(NoisyOutput.loss(0.3, 0, -1, 0)).isCloseTo(0.1, within(1e-15));
        // p (∫ (u − ½)²) + (1 − p)/4
        assertThat(NoisyOutput.loss(0.3, 0, 0.5, 0)).isCloseTo(0.3 / 12 + 0.7 / 4, within(1e-15));
        // fires above u = ½: ∫₀^½ u² + ∫_½^1 (u − (u − ½))²
        assertThat(NoisyOutput.loss(1, 1, -0.5, 0)).isCloseTo(1 / 24.0 + 1 / 8.0, within(1e-15));
        // fires below u = ½, falling: ∫₀^½ (2u − ½)² + ∫_½^1 u²
        assertThat(NoisyOutput.loss(1, -1, 0.5, 0)).isCloseTo(1 / 24.0 + 7 / 24.0, within(1e-15));
        // the noise may be as small as one likes
        assertThat(NoisyOutput.loss(0.3, 1.1, -0.2, 1e-300))
                .isCloseTo(NoisyOutput.loss(0.3, 1.1, -0.2, 0), within(1e-14));
    }

    /** Next to no loss has as many digits as a large one: a = 1, b = 0 loses s² where the feature is active, and s²/2 where it is not. */
    @Test
    void aSmallLossHasAllItsDigits() {
        double s = 1e-9;
        assertThat(NoisyOutput.loss(1e-6, 1, 0, s) / (s * s)).isCloseTo(0.5 + 0.5e-6, within(1e-8));
    }
}
