package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;

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
    void quickFollowsItsLaws(int n, int m, double density, int steps, double rate, double norm2) {
        isOwn(UsualTraining.of(Recipe.QUICK, n, m, density), density, steps, rate, norm2);
    }

    /** Worked out by hand from the laws in the documentation. */
    @ParameterizedTest
    @CsvSource({
        // n, m, p, steps, rate, ‖w‖²; up to n = 32 four times as many steps of 256 samples, up to 64 twice as many of
        // four starts
        "32, 8, 0.025, 113137, 0.05, 0.25",
        "16, 6, 0.2, 120000, 0.1095445, 0.25",
        "512, 128, 0.045, 3536, 0.0125, 0.25",
        "64, 16, 0.045, 20000, 0.0583363, 0.25",
        "64, 1, 1, 5000, 0.025, 0.03125",
        "64, 64, 1, 20000, 0.00976563, 0.25",
        "1024, 512, 0.3, 5561, 0.001438612, 0.25",
        "512, 128, 1, 884, 0.00172633, 0.125",
        "512, 128, 1e-6, 6978, 0.0025, 0.25",
        "512, 128, 1.25e-4, 3536, 0.00625, 0.25",
        "4, 2, 0.01, 120000, 0.0447214, 0.25"
    })
    void fastFollowsItsLaws(int n, int m, double density, int steps, double rate, double norm2) {
        isOwn(UsualTraining.of(Recipe.FAST, n, m, density), density, steps, rate, norm2);
    }

    @Test
    void smallModelsHaveSeveralStarts() {
        assertThat(UsualTraining.of(Recipe.FAST, 64, 16, 0.1).starts()).isEqualTo(4);
        assertThat(UsualTraining.of(Recipe.FAST, 65, 16, 0.1).starts()).isOne();
        assertThat(UsualTraining.of(Recipe.QUICK, 8, 3, 0.1).starts()).isOne();
        assertThat(UsualTraining.of(Recipe.PAPER, 8, 3, 0.1).starts()).isOne();
        assertThat(UsualTraining.of(Recipe.ANTHROPIC, 8, 3, 0.1).starts()).isOne();
    }

    @Test
    void fastTakesTwiceTheStepsWhereMinimaAreMany() {
        Objective plain = new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 0.1, new Importance.Decay(1));
        Objective keyed = new Objective(
                plain.data(), 0.1, new Importance.Conditional(new Importance.Decay(1), new KeyedSets(3, 0.2)));
        Layout usual = new Layout(new ModelSpec(false, Activation.IDENTITY, OutputFunction.RELU, true), 64, 16);
        Layout rectified = new Layout(new ModelSpec(false, Activation.RELU, OutputFunction.RELU, true), 64, 16);
        assertThat(Recipe.FAST.training(usual, keyed).steps()).isEqualTo(40_000);
        assertThat(Recipe.FAST.training(rectified, plain).steps()).isEqualTo(40_000);
        assertThat(Recipe.FAST.training(rectified, plain).learningRate())
                .isEqualTo(1.5 * Recipe.FAST.training(usual, plain).learningRate());
    }

    @ParameterizedTest
    @CsvSource({"512, 128, 0.045", "1024, 512, 0.3", "8, 3, 0.1"})
    void thoroughIsFastWithTenTimesItsSteps(int n, int m, double density) {
        TrainingSpec fast = UsualTraining.of(Recipe.FAST, n, m, density);
        TrainingSpec thorough = UsualTraining.of(Recipe.THOROUGH, n, m, density);
        assertThat(thorough)
                .isEqualTo(new TrainingSpec(
                        fast.sampling(),
                        fast.batch(),
                        fast.starts(),
                        10 * fast.steps(),
                        fast.learningRate(),
                        new Schedule(Schedule.Kind.COSINE, fast.steps()),
                        fast.rule(),
                        fast.init(),
                        null));
    }

    /** n, m and p at their ends, every combination: between one step and the most that a sweep file may ask for, and a rate that is a number. */
    @Test
    void ownRecipesAreSensibleEverywhere() {
        for (int n : new int[] {1, 2, 3, 16, 500, 4096, 1 << 20}) {
            for (int m : new int[] {1, Math.max(1, n / 4), Math.max(1, n - 1), n}) {
                for (double density : new double[] {1e-9, 1e-3, 0.05, 0.5, 1}) {
                    if (2L * n * m + n > Integer.MAX_VALUE - 8) {
                        continue;
                    }
                    TrainingSpec quick = UsualTraining.of(Recipe.QUICK, n, m, density);
                    TrainingSpec fast = UsualTraining.of(Recipe.FAST, n, m, density);
                    assertThat(quick.steps()).isBetween(150, fast.steps());
                    assertThat(10L * fast.steps())
                            .isEqualTo(UsualTraining.of(Recipe.THOROUGH, n, m, density)
                                    .steps())
                            .isLessThanOrEqualTo(10_000_000);
                    assertThat(fast.learningRate()).isPositive().isLessThan(1);
                    assertThat(fast.learningRate() * Math.max(n, 2.0 * m) * density * Math.sqrt(m))
                            .isLessThanOrEqualTo(10 * (1 + 1e-12));
                }
            }
        }
    }

    private static void isOwn(TrainingSpec training, double density, int steps, double rate, double norm2) {
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
