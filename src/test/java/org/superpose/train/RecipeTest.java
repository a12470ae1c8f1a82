package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    /** Worked out by hand from the laws in the documentation. */
    @ParameterizedTest
    @CsvSource({
        // n, m, p, steps, rate, ‖w‖²
        "512, 128, 0.045, 640, 0.0125, 0.25",
        "64, 16, 0.045, 320, 0.0353553, 0.25",
        "64, 16, 0.375, 213, 0.0353553, 0.204124",
        "64, 1, 1, 160, 0.03, 0.03125",
        "64, 64, 1, 320, 0.00976563, 0.25",
        "512, 256, 0.1, 887, 0.0105112, 0.25",
        "512, 409, 0.1, 887, 0.00604485, 0.25",
        "512, 128, 1, 320, 0.00172633, 0.125",
        "4, 2, 0.01, 150, 0.0424264, 0.25"
    })
    void fastFollowsItsLaws(int n, int m, double density, int steps, double rate, double norm2) {
        TrainingSpec training = UsualTraining.of(Recipe.FAST, n, m, density);
        assertThat(training.steps()).isEqualTo(steps);
        assertThat(training.schedule()).isEqualTo(new Schedule(Schedule.Kind.COSINE, steps / 10));
        assertThat(training.learningRate()).isCloseTo(rate, within(1e-5 * rate));
        Initialisation.Mirrored mirrored = (Initialisation.Mirrored) training.init();
        assertThat(mirrored.norm2()).isCloseTo(norm2, within(1e-5 * norm2));
        assertThat(mirrored.mean()).isEqualTo(density / 2);
    }

    /** "The Persian Rug", appendix: Adam at 3e-3/√n, batch 1024, at most 45 000 steps. */
    @Test
    void paperIsAsPublished() {
        TrainingSpec training = UsualTraining.of(Recipe.PAPER, 64, 16, 0.1);
        assertThat(training.batch()).isEqualTo(1024);
        assertThat(training.steps()).isEqualTo(45_000);
        assertThat(training.learningRate()).isCloseTo(3.75e-4, within(1e-15));
        assertThat(training.schedule().factor(0, 45_000)).isEqualTo(1);
        assertThat(training.schedule().factor(44_999, 45_000)).isEqualTo(1);
        assertThat(training.stop()).isEqualTo(new StopRule(200, 30));
    }
}
