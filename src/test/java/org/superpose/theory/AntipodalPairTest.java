package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.model.Importance;

class AntipodalPairTest {
    private static final int GRID = 1000;

    /** ½ Σ_i (x_i − x̂_i)² of W = [[1, −c], [−1/c, 1]], b = 0. */
    private static double error(double u, double v, double c) {
        double first = u - Math.max(0, u - c * v);
        double second = v - Math.max(0, v - u / c);
        return (first * first + second * second) / 2;
    }

    /** Its mean over u and v in [0, 1], or over 0 alone where a feature is not active. */
    private static double mean(boolean first, boolean second, double c) {
        double sum = 0;
        for (int i = 0; i < GRID; i++) {
            for (int j = 0; j < GRID; j++) {
                sum += error(first ? (i + 0.5) / GRID : 0, second ? (j + 0.5) / GRID : 0, c);
            }
        }
        return sum / GRID / GRID;
    }

    @Test
    void theFourCases() {
        double loss = 0;
        for (boolean first : new boolean[] {false, true}) {
            for (boolean second : new boolean[] {false, true}) {
                loss += (first ? 0.3 : 0.7) * (second ? 0.3 : 0.7) * mean(first, second, 1);
            }
        }
        assertThat(new AntipodalPair(0.3).loss())
                .isCloseTo(0.3 * 0.3 / 6, within(1e-16))
                .isCloseTo(loss, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 3, 8, 0.5})
    void theUntiedPair(double ratio) {
        double p = 0.1;
        assertThat(new AntipodalPair(p).untiedLoss(ratio))
                .isCloseTo(p * p * mean(true, true, ratio), within(1e-6 * p * p));
    }

    @Test
    void threeIsTheBestRatioAndTheTiedPairIsASaddle() {
        AntipodalPair pair = new AntipodalPair(0.1);
        double best = pair.untiedLoss(AntipodalPair.BEST_RATIO);
        assertThat(best).isCloseTo(25 * 0.01 / 162, within(1e-17));
        for (double ratio = 1; ratio < 10; ratio += 0.01) {
            assertThat(pair.untiedLoss(ratio))
                    .isGreaterThanOrEqualTo(best - 1e-17)
                    .isLessThanOrEqualTo(pair.loss() + 1e-17);
        }
        assertThat(pair.untiedLoss(1)).isCloseTo(pair.loss(), within(1e-17));
        assertThat(pair.untiedLoss(1.1)).isLessThan(pair.loss());
    }

    @ParameterizedTest
    @CsvSource({"8, 4, 0.5", "8, 6, 0.75", "5, 3, 0.6", "6, 6, 1"})
    void equalImportance(int n, int m, double ratio) {
        assertThat(AntipodalPair.lossOfPairs(n, m, 0.2, new Importance.Decay(1)).orElseThrow())
                .isCloseTo((1 - ratio) * 0.04 / 3, within(1e-16));
    }

    @Test
    void theLeastImportantFeaturesArePaired() {
        assertThat(AntipodalPair.lossOfPairs(3, 2, 0.2, new Importance.Decay(0.5))
                        .orElseThrow())
                .isCloseTo(0.04 / 6 * 0.75 / 3, within(1e-17));
        assertThat(AntipodalPair.lossOfPairs(5, 2, 0.2, new Importance.Decay(1)))
                .isEmpty();
    }

    @Test
    void valuesOutsideTheirRangesAreRefused() {
        assertThatThrownBy(() -> new AntipodalPair(0)).hasMessageContaining("density");
        assertThatThrownBy(() -> new AntipodalPair(Double.NaN)).hasMessageContaining("density");
        assertThatThrownBy(() -> new AntipodalPair(0.1).untiedLoss(0)).hasMessageContaining("ratio");
    }
}
