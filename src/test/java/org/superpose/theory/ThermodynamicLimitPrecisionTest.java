package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.superpose.theory.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L* over all of p in [1e-6, 1], r in [1e-4, 1]: its digits against 40-digit quadrature, the minimum against a dense search. */
class ThermodynamicLimitPrecisionTest {
    private static final double[] DENSITIES = {1e-6, 1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1};
    private static final double[] RATIOS = {1e-4, 1e-3, 3e-3, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999
    };

    @ParameterizedTest
    @CsvSource({
        "1e-6, 1e-4",
        "1e-6, 0.01",
        "1e-6, 0.9999",
        "1e-5, 0.1",
        "1e-3, 0.02",
        "0.001, 0.5",
        "0.01, 0.012",
        "0.045, 0.25",
        "0.1, 1e-4",
        "0.4, 0.5",
        "1, 1e-4",
        "1, 0.1",
        "1, 0.5",
        "1, 0.9999"
    })
    void everyDigitCounts(double density, double ratio) {
        ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
        double exact = loss(limit.scale(), limit.bias(), limit.sigma(), density).doubleValue();
        assertThat(limit.loss()).isFinite().isPositive().isCloseTo(exact, withinPercentage(1e-12 * 100));
    }

    /** Six digits of a value that was printed as 1.17648e-6 before. */
    @Test
    void aPublishedValueToSixDigits() {
        ThermodynamicLimit limit = ThermodynamicLimit.of(0.001, 0.5);
        BigDecimal least = loss(limit.scale(), limit.bias(), limit.sigma(), 0.001);
        assertThat(least.doubleValue()).isCloseTo(1.176467e-6, within(5e-13));
        for (double change : new double[] {-1e-4, 1e-4}) {
            assertThat(loss(limit.scale() * (1 + change), limit.bias(), limit.sigma(), 0.001))
                    .isGreaterThan(least);
            assertThat(loss(limit.scale(), limit.bias() * (1 + change), limit.sigma(), 0.001))
                    .isGreaterThan(least);
        }
    }

    /** p ∫₀¹ [u² − 2u F₁(au + b, aσ) + F₂(au + b, aσ)] du + (1 − p) F₂(b, aσ), in pieces where ReLU begins to fire. */
    private static BigDecimal loss(double scale, double bias, double sigma, double density) {
        BigDecimal a = new BigDecimal(scale);
        BigDecimal b = new BigDecimal(bias);
        BigDecimal noise = a.multiply(new BigDecimal(sigma), DIGITS);
        TreeSet<BigDecimal> cuts = new TreeSet<>();
        cuts.add(BigDecimal.ZERO);
        cuts.add(BigDecimal.ONE);
        Stream.of(-12, -6, -3, 0, 3, 6, 12, 16)
                .map(k -> -bias / scale + k * sigma)
                .filter(u -> u > 0 && u < 1)
                .map(BigDecimal::new)
                .forEach(cuts::add);
        BigDecimal on = BigDecimal.ZERO;
        for (BigDecimal low = cuts.first(); cuts.higher(low) != null; low = cuts.higher(low)) {
            on = on.add(
                    HighPrecision.integral(
                            u -> squaredError(u, a.multiply(u, DIGITS).add(b, DIGITS), noise), low, cuts.higher(low)),
                    DIGITS);
        }
        BigDecimal off = squaredError(BigDecimal.ZERO, b, noise);
        BigDecimal p = new BigDecimal(density);
        return p.multiply(on, DIGITS).add(BigDecimal.ONE.subtract(p).multiply(off, DIGITS), DIGITS);
    }

    /** E(u − ReLU(N(μ, s²)))². */
    private static BigDecimal squaredError(BigDecimal u, BigDecimal mu, BigDecimal s) {
        BigDecimal k = mu.divide(s, DIGITS);
        BigDecimal fires = HighPrecision.cumulative(k);
        BigDecimal peak = s.multiply(HighPrecision.density(k), DIGITS);
        BigDecimal first = mu.multiply(fires, DIGITS).add(peak, DIGITS);
        BigDecimal second = mu.multiply(first, DIGITS).add(s.multiply(s, DIGITS).multiply(fires, DIGITS), DIGITS);
        BigDecimal cross = u.multiply(first, DIGITS).multiply(BigDecimal.valueOf(2));
        return u.multiply(u, DIGITS).subtract(cross, DIGITS).add(second, DIGITS);
    }

    /** No point of a dense scan of (a, b) is lower: β = b/a on three scales, a at the bottom of the parabola L(·, β). */
    @Test
    void theMinimumIsGlobal() {
        for (double density : DENSITIES) {
            for (double ratio : RATIOS) {
                ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
                double sigma = limit.sigma();
                double linear = density / 2 * (1 - ratio) / ratio;
                double least = Double.POSITIVE_INFINITY;
                for (int q = 0; q <= 1200; q++) {
                    double part = q / 1200.0;
                    least = Math.min(least, scan(density, sigma, (16 * part - 8) * sigma));
                    least = Math.min(least, scan(density, sigma, -1 - 4 * sigma + (3 + 4 * sigma) * part));
                    least = Math.min(least, scan(density, sigma, (linear + sigma) * Math.pow(10, 3 - 7 * part)));
                }
                // the expansion below loses as many digits as L is below p
                double lost = 1e-14 * density / limit.loss();
                assertThat(limit.loss())
                        .as("p = %s, r = %s", density, ratio)
                        .isFinite()
                        .isLessThanOrEqualTo(least * (1 + 1e-9 + lost))
                        .isCloseTo(least, withinPercentage(0.02 + 100 * lost));
            }
        }
    }

    /** min over a of p/3 − 2ap E G(t) + a²(p E H(t) + (1 − p) E ReLU²(t)), t = β + σZ, by moments of truncated normals. */
    private static double scan(double p, double sigma, double shift) {
        double[] above = moments(shift, sigma, -shift / sigma, Double.POSITIVE_INFINITY);
        double[] inside = moments(shift, sigma, (-1 - shift) / sigma, -shift / sigma);
        double g = (2 * (above[0] + inside[0]) + 3 * (above[1] + inside[1]) - inside[3]) / 6;
        double h = (above[0] + 3 * above[1] + 3 * above[2] + inside[0] + 3 * inside[1] + 3 * inside[2] + inside[3]) / 3;
        double denominator = p * h + (1 - p) * above[2];
        return denominator > 1e-12 * p ? p / 3 - p * g * p * g / denominator : p / 3;
    }

    /** E[tᵏ; from < Z < to] for k = 0 … 3. */
    private static double[] moments(double shift, double sigma, double from, double to) {
        double low = Math.exp(-from * from / 2) / Math.sqrt(2 * Math.PI);
        double high = Math.exp(-to * to / 2) / Math.sqrt(2 * Math.PI);
        double z0 = Erf.erf(from / Math.sqrt(2), to / Math.sqrt(2)) / 2;
        double end = Double.isInfinite(to) ? 0 : to;
        double z1 = low - high;
        double z2 = z0 + from * low - end * high;
        double z3 = 2 * z1 + from * from * low - end * end * high;
        double s2 = sigma * sigma;
        return new double[] {
            z0,
            shift * z0 + sigma * z1,
            shift * shift * z0 + 2 * shift * sigma * z1 + s2 * z2,
            shift * shift * shift * z0 + 3 * shift * shift * sigma * z1 + 3 * shift * s2 * z2 + s2 * sigma * z3
        };
    }
}
