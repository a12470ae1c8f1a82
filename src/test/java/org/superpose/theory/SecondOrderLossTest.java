package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondOrderLossTest {
    /** By midpoints of the unit square. */
    private static double quadrature(double w) {
        int points = 2000;
        double sum = 0;
        for (int a = 0; a < points; a++) {
            for (int b = 0; b < points; b++) {
                double error = Math.min((a + 0.5) / points, w * (b + 0.5) / points);
                sum += error * error;
            }
        }
        return sum / points / points;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.3, 0.999, 1, 1.001, 2, 7.5, 200})
    void aPairLosesWhatQuadratureSays(double w) {
        assertThat(SecondOrderLoss.pair(w)).isCloseTo(quadrature(w), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0.9, 1.1, 2, 7.5, 200})
    void theSlopeIsThatOfTheLoss(double w) {
        double step = 1e-5;
        double difference = (SecondOrderLoss.pair(w + step) - SecondOrderLoss.pair(w - step)) / (2 * step);
        assertThat(SecondOrderLoss.slope(w)).isCloseTo(difference, within(1e-8));
    }

    /** An antipodal pair, tied and at its best ratio of scales: {@link AntipodalPair} has the same losses by another way. */
    @ParameterizedTest
    @CsvSource({"1, 0.16666666666666666", "3, 0.15432098765432098"})
    void pairsLoseWhatIsKnown(double c, double expected) {
        double[][] w = {{1, -c}, {-1 / c, 1}};
        assertThat(SecondOrderLoss.coefficient(w)).isCloseTo(expected, within(1e-15));
        assertThat(new AntipodalPair(0.1).untiedLoss(c)).isCloseTo(0.01 * expected, within(1e-15));
    }

    @Test
    void whatIsNoCodeIsRefused() {
        assertThatThrownBy(() -> SecondOrderLoss.coefficient(new double[][] {{1, 0.1}, {0, 1}}))
                .hasMessageContaining("W[0][1] = 0.1");
        assertThatThrownBy(() -> SecondOrderLoss.coefficient(new double[][] {{0.9, 0}, {0, 1}}))
                .hasMessageContaining("W[0][0] = 0.9");
        assertThatThrownBy(() -> SecondOrderLoss.coefficient(new double[][] {{1, Double.NaN}, {0, 1}}))
                .hasMessageContaining("NaN");
    }
}
