package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThermodynamicLimitTest {
    /** Columns: p, r, the loss and its tolerance, the best a and b; the loss of the last row from 30-digit quadrature. */
    @ParameterizedTest
    @CsvSource({
        "0.045, 0.25, 0.0048558, 5e-8, 1.2892, -0.4458",
        "0.05,  0.25, 0.0057894, 5e-8, 1.2548, -0.4409",
        "0.01,  0.1,  0.00099630, 5e-9, 1.5249, -0.5976",
        "0.1,   0.3,  0.013708,  5e-7, 1.0304, -0.3296",
        "0.4,   0.5,  0.040284,  5e-7, 0.7261, -0.0257",
        "0.001, 0.5,  1.176467e-6, 5e-13, 1.08065, -0.05619",
    })
    void referenceValues(double density, double ratio, double loss, double tolerance, double scale, double bias) {
        ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
        assertThat(limit.loss()).isCloseTo(loss, within(tolerance));
        assertThat(limit.scale()).isCloseTo(scale, within(6e-5));
        assertThat(limit.bias()).isCloseTo(bias, within(6e-5));
    }

    /** Columns: p, r, σ, the best a, the best β = b / a, the loss. */
    @ParameterizedTest
    @CsvSource({
        "0.001, 0.01, 0.181591, 1.86656, -0.55152, 0.0001568",
        "0.001, 0.1,  0.054752, 1.26283, -0.15885, 0.0000115",
        "0.01,  0.01, 0.572298, 0.05649, -0.56870, 0.0032488",
        "0.01,  0.05, 0.250716, 1.38906, -0.56808, 0.0019821",
        "0.01,  0.25, 0.099624, 1.35014, -0.22395, 0.0003044",
        "0.01,  0.5,  0.057518, 1.19924, -0.12752, 0.0000938",
        "0.05,  0.1,  0.379967, 0.67204, -0.51647, 0.0122193",
        "0.05,  0.5,  0.126656, 1.27515, -0.21003, 0.0019033",
        "0.1,   0.1,  0.526783, 0.28034, -0.24848, 0.0263497",
        "0.1,   0.5,  0.175594, 1.20650, -0.23111, 0.0063757",
        "0.6,   0.5,  0.331662, 0.59518,  0.15730, 0.0522100",
        "0.8,   0.5,  0.326599, 0.53281,  0.33700, 0.0525517",
    })
    void publishedOptima(double density, double ratio, double sigma, double scale, double shift, double loss) {
        ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
        assertThat(limit.sigma()).isCloseTo(sigma, within(6e-7));
        assertThat(limit.scale()).isCloseTo(scale, within(6e-6));
        assertThat(limit.bias() / limit.scale()).isCloseTo(shift, within(6e-6));
        assertThat(limit.loss()).isCloseTo(loss, within(6e-8));
    }

    /** At p → 0 the ratio L* / (p v₁ (1/r − 1) ln(1/p)) tends to ½ very slowly. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.4660", "0.5, 0.4615"})
    void highSparsity(double ratio, double expected) {
        double p = 1e-5;
        ThermodynamicLimit limit = ThermodynamicLimit.of(p, ratio);
        double variance = limit.sigma() * limit.sigma();
        assertThat(limit.loss() / (p * variance * Math.log(1 / p))).isCloseTo(expected, within(6e-5));
    }

    /** The definition, by another form, another quadrature and another minimiser. */
    @ParameterizedTest
    @CsvSource({
        "1e-6, 1e-4",
        "1e-6, 0.01",
        "1e-6, 0.5",
        "1e-6, 0.99",
        "1e-4, 0.001",
        "1e-3, 0.02",
        "0.003, 0.006",
        "0.01, 1e-4",
        "0.01, 0.012",
        "0.05, 0.03",
        "0.2, 0.05",
        "0.2, 0.9",
        "0.5, 1e-4",
        "0.7, 0.3",
        "1, 1e-4",
        "1, 0.1",
        "1, 0.5",
        "1, 0.999",
    })
    void bruteForce(double density, double ratio) {
        ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
        double at = bruteLoss(limit.scale(), limit.bias(), limit.sigma(), density);
        assertThat(limit.loss()).isFinite().isPositive().isCloseTo(at, withinPercentage(1e-6 * 100));
        double best = Double.POSITIVE_INFINITY;
        double start = limit.sigma();
        double linear = density / 2 * (1 - ratio);
        double[][] starts = {
            {1, 0},
            {1.2, -2 * start},
            {1.2, -4 * start},
            {1.5, -0.6},
            {ratio, linear},
            {0.3, -0.2},
            {ratio, -0.01},
            {limit.scale(), limit.bias()}
        };
        for (double[] guess : starts) {
            best = Math.min(best, simplexMinimum(guess, start, density));
        }
        assertThat(limit.loss()).isLessThanOrEqualTo(best * (1 + 1e-6));
        assertThat(limit.loss()).isCloseTo(best, withinPercentage(1e-6 * 100));
    }

    private static double simplexMinimum(double[] guess, double sigma, double density) {
        double[] steps = {0.1 * Math.abs(guess[0]), 0.1 * (Math.abs(guess[1]) + Math.min(sigma, 0.1))};
        return new SimplexOptimizer(1e-9, 1e-300)
                .optimize(
                        GoalType.MINIMIZE,
                        new MaxEval(5000),
                        new ObjectiveFunction(point -> bruteLoss(point[0], point[1], sigma, density)),
                        new InitialGuess(guess),
                        new NelderMeadSimplex(steps))
                .getValue();
    }

    /**
     * p ∫₀¹ du E(u − ReLU(a(u + σZ) + b))² + (1 − p) E ReLU(aσZ + b)², the expectation by its moments given that the output fires,
     * the integral by Simpson's rule.
     */
    private static double bruteLoss(double a, double b, double sigma, double density) {
        int intervals = 2000;
        double on = 0;
        for (int q = 0; q <= intervals; q++) {
            double weight = q == 0 || q == intervals ? 1 : q % 2 == 1 ? 4 : 2;
            // u = s² crowds the nodes where the noise is larger than u
            double s = (double) q / intervals;
            double u = s * s;
            on += weight * 2 * s * squaredError(u, a * u + b, Math.abs(a) * sigma);
        }
        return density * on / (3 * intervals) + (1 - density) * squaredError(0, b, Math.abs(a) * sigma);
    }

    /** E(u − ReLU(N(μ, s²)))². */
    private static double squaredError(double u, double mu, double s) {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double k = mu / s;
        double fires = normal.cumulativeProbability(k);
        double peak = normal.density(k);
        double first = mu * fires + s * peak;
        double second = (mu * mu + s * s) * fires + mu * s * peak;
        if (k > 8) {
            return (u - mu) * (u - mu) + s * s;
        }
        return u * u - 2 * u * first + second;
    }

    @Test
    void withoutCompressionThereIsNoLoss() {
        assertThat(ThermodynamicLimit.of(0.3, 1)).isEqualTo(new ThermodynamicLimit(0, 1, 0, 0));
    }

    @Test
    void strongCompressionLeavesAConstantOutput() {
        for (double density : new double[] {0.001, 0.1, 1}) {
            assertThat(ThermodynamicLimit.of(density, 1e-7).loss())
                    .isCloseTo(ClosedForms.featureVariance(density), withinPercentage(0.1));
        }
    }

    @Test
    void theLossFallsWithTheRatioAndStaysBelowTheLinearModel() {
        for (double density : new double[] {1e-6, 1e-4, 0.003, 0.01, 0.03, 0.1, 0.5, 1}) {
            double before = Double.POSITIVE_INFINITY;
            for (int q = 0; q <= 80; q++) {
                double ratio = Math.min(1, Math.pow(10, -4 + q * 0.05));
                double loss = ThermodynamicLimit.of(density, ratio).loss();
                assertThat(loss).isFinite().isLessThan(before);
                assertThat(loss)
                        .isLessThanOrEqualTo(ClosedForms.featureVariance(density) * (1 - ratio) * (1 + 1e-9) + 1e-30);
                before = loss;
            }
        }
    }

    @Test
    void aRatioOutsideItsRangeIsRefused() {
        for (double ratio : new double[] {0, -1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> ThermodynamicLimit.of(0.1, ratio)).hasMessageContaining("ratio");
        }
    }
}
