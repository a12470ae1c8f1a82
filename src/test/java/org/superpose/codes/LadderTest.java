package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.theory.SecondOrderLoss;

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

    /** The same with the other formula for pairs, and the first-order loss by midpoints. */
    @Test
    void theLossIsThatOfOneAndTwoActiveFeatures() {
        double p = 0.01;
        Ladder ladder = Ladder.best(6, p);
        double[][] w = ladder.code().interactions();
        double one = 0;
        double two = 0;
        int points = 1000;
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                if (i != j && w[i][j] > 0) {
                    for (int q = 0; q < points; q++) {
                        one += Math.pow(w[i][j] * (q + 0.5) / points, 2) / points;
                    }
                    two += w[i][j] * w[i][j] / 3;
                } else if (i != j) {
                    two += SecondOrderLoss.pair(-w[i][j]);
                }
            }
        }
        assertThat(ladder.loss(p)).isCloseTo((one / p + two) / 6, within(1e-5));
    }

    @Test
    void unevenPairsAreBetter() {
        assertThat(Code.UNEVEN_PAIR.coefficient()).isCloseTo(25 / 162.0, within(1e-15));
        Mixture mixture = MixtureSearch.ofLadders(2, 1, 0.01).orElseThrow();
        assertThat(mixture).hasToString("uneven pair 2 × 1");
    }
}
