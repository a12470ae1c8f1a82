package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
    @ParameterizedTest
    @ValueSource(ints = {5, 8, 13})
    void decoderTimesEncoderIsTheFormula(int g) {
        Ladder ladder = Ladder.best(g, 1e-3);
        double[][] w = ladder.code().interactions();
        for (int i = 0; i < g; i++) {
            for (int j = 0; j < g; j++) {
                double expected = ladder.entry(j - i);
                assertThat(w[i][j])
                        .isCloseTo(expected, within(1e-12 * Math.pow(1e30, Math.max(0, j - i) / (g - 1.0)) + 1e-12));
            }
            assertThat(w[i][i]).isCloseTo(1, within(1e-12));
            if (i + 1 < g) {
                assertThat(w[i][i + 1]).isBetween(-0.1, 0.0);
            }
            for (int j = i + 2; j < g; j++) {
                assertThat(w[i][j]).isLessThan(-10);
            }
        }
    }

    /** Every pair costs 1/3 but for neighbours: (g − 1)(g − 2)/2 pairs. */
    @ParameterizedTest
    @CsvSource({"5, 1e-4", "8, 1e-4", "8, 1e-6", "12, 1e-3"})
    void theCoefficientTendsToItsLimit(int g, double density) {
        double limit = (g - 1) * (g - 2) / (6.0 * g);
        assertThat(Ladder.best(g, density).loss(density)).isCloseTo(limit, withinPercentage(3));
    }

    /** The errors of outputs where one or two features are active, by midpoints. Of twelve features at p = 1e-6 one alone loses more than pairs do. */
    @ParameterizedTest
    @CsvSource({"6, 1e-4", "12, 1e-6", "20, 1e-4"})
    void theLossIsThatOfOneAndTwoActiveFeatures(int g, double p) {
        Ladder ladder = Ladder.best(g, p);
        double[][] w = ladder.code().interactions();
        int points = 100;
        double one = 0;
        double two = 0;
        for (int a = 0; a < points; a++) {
            for (int j = 0; j < g; j++) {
                one += error(w, j, j, (a + 0.5) / points, 0);
                for (int k = 0; k < j; k++) {
                    for (int b = 0; b < points; b++) {
                        two += error(w, j, k, (a + 0.5) / points, (b + 0.5) / points);
                    }
                }
            }
        }
        one *= p * Math.pow(1 - p, g - 1) / points;
        two *= p * p * Math.pow(1 - p, g - 2) / points / points;
        assertThat(ladder.loss(p)).isCloseTo((one + two) / p / p / g, withinPercentage(0.5));
    }

    /** Σ_i (x_i − x̂_i)² at x = u e_j + v e_k. */
    private static double error(double[][] w, int j, int k, double u, double v) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            double x = (i == j ? u : 0) + (i == k ? v : 0);
            double error = x - Math.max(0, w[i][j] * u + w[i][k] * v);
            sum += error * error;
        }
        return sum;
    }

    @Test
    void unevenPairsAreBetter() {
        assertThat(Code.UNEVEN_PAIR.coefficient()).isCloseTo(25 / 162.0, within(1e-15));
        Mixture mixture = MixtureSearch.ofLadders(2, 1, 0.01).orElseThrow();
        assertThat(mixture).hasToString("uneven pair 2 × 1");
    }
}
