package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Importance;

class UnitPhaseTest {
    /** Phases read off the published diagrams, and the boundaries 4ρ/(5ρ + 2), 4/(5 + 2ρ) and 4/7. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 1, 0.9, last dropped, 0.5714285714285714",
        "2, 1, 1, 0.5, last shares, 0.5714285714285714",
        "2, 1, 0.1, 0.5, last dropped, 0.16",
        "2, 1, 0.1, 0.15, last shares, 0.16",
        "2, 1, 10, 0.5, other dropped, 0.16",
        "2, 1, 10, 0.15, last shares, 0.16",
        "3, 2, 0.1, 0.5, last dropped, 0.16",
        "3, 2, 0.1, 0.15, last shares, 0.16",
        "3, 2, 10, 0.6, other dropped, 0.5714285714285714",
        "3, 2, 10, 0.5, others share, 0.5714285714285714"
    })
    void phasesAndBoundaries(int n, int m, double last, double density, String phase, double boundary) {
        UnitPhase found = UnitPhase.of(n, m, density, new Importance.Last(last)).orElseThrow();
        assertThat(found.phase().label()).isEqualTo(phase);
        assertThat(found.boundary()).isCloseTo(boundary, within(1e-15));
    }

    /** The losses of the four arrangements by sampling them. */
    @ParameterizedTest
    @CsvSource({
        "2, 0.2, 0.9",
        "2, 0.2, 0.1",
        "2, 5, 0.9",
        "2, 5, 0.1",
        "3, 0.2, 0.9",
        "3, 0.2, 0.1",
        "3, 5, 0.9",
        "3, 5, 0.1"
    })
    void theLossIsThatOfTheArrangement(int n, double last, double density) {
        UnitPhase found =
                UnitPhase.of(n, n - 1, density, new Importance.Last(last)).orElseThrow();
        double[][] w = interaction(n, found.phase());
        SplittableRandom random = new SplittableRandom(5);
        int samples = 400_000;
        double sum = 0;
        double squares = 0;
        double[] x = new double[n];
        for (int s = 0; s < samples; s++) {
            double loss = 0;
            for (int i = 0; i < n; i++) {
                x[i] = random.nextDouble() < density ? random.nextDouble() : 0;
            }
            for (int i = 0; i < n; i++) {
                double y = w[i][i] == 0 ? density / 2 : 0;
                for (int j = 0; j < n; j++) {
                    y += w[i][j] * x[j];
                }
                double error = x[i] - Math.max(0, y);
                loss += (i == n - 1 ? last : 1) * error * error / n;
            }
            sum += loss;
            squares += loss * loss;
        }
        double mean = sum / samples;
        double error = Math.sqrt((squares / samples - mean * mean) / samples);
        assertThat(found.loss()).isCloseTo(mean, within(4 * error));
    }

    private static double[][] interaction(int n, UnitPhase.Phase phase) {
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            w[i][i] = 1;
        }
        int last = n - 1;
        switch (phase) {
            case LAST_DROPPED -> w[last][last] = 0;
            case OTHER_DROPPED -> w[0][0] = 0;
            case LAST_SHARES -> {
                w[0][last] = -1;
                w[last][0] = -1;
            }
            case OTHERS_SHARE -> {
                w[0][1] = -1;
                w[1][0] = -1;
            }
        }
        return w;
    }

    @Test
    void elsewhereThereIsNoDiagram() {
        assertThat(UnitPhase.of(5, 2, 0.1, new Importance.Decay(1))).isEmpty();
        assertThat(UnitPhase.of(3, 2, 0.1, new Importance.Decay(0.9))).isEmpty();
        assertThat(UnitPhase.of(1, 1, 0.1, new Importance.Decay(1))).isEmpty();
        assertThat(UnitPhase.of(2, 1, 0.1, new Importance.Decay(0.9))).isPresent();
    }
}
