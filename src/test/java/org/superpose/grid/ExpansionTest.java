package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.config.ConfigException;
import org.superpose.config.SweepFile;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Importance;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.StopRule;
import org.superpose.train.TrainingSpec;
import org.superpose.train.UsualTraining;

class ExpansionTest {
    private static final String ONE = "grid: {n: 8, m: 2, density: 0.5}\n";

    private static Grid expand(String text) {
        return Expansion.expand(SweepFile.read(text, "f", List.of()));
    }

    private static TrainingSpec training(String section) {
        return expand(ONE + "training: " + section).points().get(0).training();
    }

    private static String failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> expand(text)).getMessage();
    }

    @Test
    void theFirstAxisVariesSlowestAndSeedsFastest() {
        assertThat(expand("seeds: [5, 3]\ngrid: {density: [0.5, 0.1], n: [8, 4], m: 2}")
                        .points())
                .extracting(Point::density, Point::n, Point::seed)
                .containsExactly(
                        tuple(0.5, 8, 5L),
                        tuple(0.5, 8, 3L),
                        tuple(0.5, 4, 5L),
                        tuple(0.5, 4, 3L),
                        tuple(0.1, 8, 5L),
                        tuple(0.1, 8, 3L),
                        tuple(0.1, 4, 5L),
                        tuple(0.1, 4, 3L));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0.3, 3",
        "100, 0.29, 29",
        "1000, 0.001, 1",
        "7, 0.142857142857, 1",
        "64, 0.01, 1",
        "3, 0.999, 2",
        "3, 1, 3",
        "20, 0.35, 7"
    })
    void hiddenDimensionsComeFromTheRatioWithoutRoundingLoss(int n, double ratio, int m) {
        Point point = expand("grid: {n: " + n + ", ratio: " + ratio + ", density: 0.5}")
                .points()
                .get(0);
        assertThat(point.m()).isEqualTo(m);
        assertThat(point.ratioNominal()).isEqualTo(ratio);
        assertThat(expand(ONE).points().get(0).ratioNominal()).isNull();
    }

    @Test
    void zipStepsAxesTogether() {
        assertThat(expand("grid: {n: [8, 16], density: [0.5, 0.1], m: [2, 4], zip: [n, m]}")
                        .points())
                .extracting(Point::n, Point::m, Point::density)
                .containsExactly(tuple(8, 2, 0.5), tuple(8, 2, 0.1), tuple(16, 4, 0.5), tuple(16, 4, 0.1));
        assertThat(expand(
                                "grid: {n: [8, 16], m: [2, 4], density: [1, 0.5], decay: [1, 0.5], zip: [[n, m], [density, decay]]}")
                        .points())
                .hasSize(4);
        assertThat(failure("grid: {n: [8, 16], m: [2, 4, 5], density: 1, zip: [n, m]}"))
                .isEqualTo("f:1:51: grid.zip: zipped axes must have equally many values; n has 2, m has 3");
    }

    @Test
    void whereFiltersByWhatTheFileAsksFor() {
        String grid = "grid: {n: [8, 64], ratio: [0.05, 0.1, 0.5], density: 0.5, where: \"%s\"}";
        assertThat(expand(grid.formatted("ratio >= 0.1")).points()).hasSize(4);
        assertThat(expand(grid.formatted("m/n >= 0.1")).points())
                .extracting(Point::m)
                .containsExactly(1, 4, 32);
        assertThat(expand("grid: {n: [4, 8], m: [2, 6], density: 0.5, where: m < n}")
                        .points())
                .hasSize(3);
        assertThat(failure(grid.formatted("n > 64")))
                .isEqualTo("f:1:1: grid: no point is left: where excludes every combination");
        assertThat(failure("grid: {n: 8, m: 2, density: 1, where: 1/sparsity - 1/sparsity < 1}"))
                .contains("a quantity is undefined");
        assertThat(failure("grid: {n: 8, m: 2, density: 1, importance.last: 2, where: decay < 1}"))
                .contains("decay is undefined");
    }

    @Test
    void modelsThatSeveralRatiosNameArePlannedUnderEach() {
        Grid grid = expand("grid: {n: [8, 64], ratio: [0.05, 0.1], density: [0.5, 0.5]}\nseeds: 2");
        assertThat(grid.points()).extracting(Point::n, Point::m).hasSize(6).startsWith(tuple(8, 1), tuple(8, 1));
        assertThat(grid.otherRatios())
                .extracting(Point::ratioNominal, Point::seed, Point::modelKey)
                .containsExactly(
                        tuple(0.1, 0L, grid.points().get(0).modelKey()),
                        tuple(0.1, 1L, grid.points().get(1).modelKey()));
    }

    @Test
    void blocksAreAUnionWithoutRepetitions() {
        Grid grid = expand("""
                blocks:
                  - {n: [8, 16], m: 2, density: 0.5}
                  - {n: [16, 32], ratio: 0.125, sparsity: 0.5, model: {tied: false}}
                  - {n: 8, m: 2, density: 0.5, model: {tied: true}}
                """);
        assertThat(grid.points())
                .extracting(Point::n, Point::m, point -> point.model().tied())
                .containsExactly(tuple(8, 2, false), tuple(16, 2, false), tuple(32, 4, false), tuple(8, 2, true));
        assertThat(grid.notices()).containsExactly("1 combinations repeat others and are trained once");
    }

    @Test
    void tellsAllThatDoesNotFitTogether() {
        assertThat(failure("""
                        grid: {n: [8, 16], m: [4, 12, 20], density: [0.5, 1]}
                        training: {steps: 10, warmup: 10, stop: {rule: none, every: 3}}
                        """).lines())
                .containsExactlyInAnyOrder(
                        "f:1:27: m: must not exceed n; got m = 12 with n = 8 (in 2 combinations)",
                        "f:1:31: m: must not exceed n; got m = 20 with n = 8 (in 2 combinations)",
                        "f:1:31: m: must not exceed n; got m = 20 with n = 16 (in 2 combinations)",
                        "f:2:31: training.schedule.warmup: must be fewer than the steps, 10; got 10 (in 6 combinations)",
                        "f:2:61: training.stop.every: belongs to the rule plateau, but the rule is none (in 6"
                                + " combinations)");
    }

    @Test
    void refusesAParameterThatIsNotTheOutputs() {
        assertThat(failure("""
                        grid: {n: 8, m: 2, density: [0.1, 0.2], model.output: [relu, trec, top_k], model.k: [3, 9]}
                        """).lines())
                .containsExactlyInAnyOrder(
                        "f:1:86: model.k: belongs to top_k, but model.output is relu; set model.output to top_k, or"
                                + " leave this out (in 2 combinations)",
                        "f:1:89: model.k: belongs to top_k, but model.output is relu; set model.output to top_k, or"
                                + " leave this out (in 2 combinations)",
                        "f:1:86: model.k: belongs to top_k, but model.output is trec; set model.output to top_k, or"
                                + " leave this out (in 2 combinations)",
                        "f:1:89: model.k: belongs to top_k, but model.output is trec; set model.output to top_k, or"
                                + " leave this out (in 2 combinations)",
                        "f:1:89: model.k: must not exceed n; got k = 9 with n = 8 (in 2 combinations)");
    }

    @Test
    void refusesWhatWouldNotFitInMemoryBeforeExpandingIt() {
        String axis = "{linspace: [0.1, 0.9, 90000]}";
        assertThat(failure("grid: {n: 8, ratio: " + axis + ", density: " + axis + "}"))
                .isEqualTo(
                        "f:1:1: grid: the axes have 8.10e+09 combinations; at most 10000000 are expanded: split the sweep");
        assertThat(failure("seeds: 300000\ngrid: {n: 8, m: [1, 2, 3, 4], density: 1}"))
                .isEqualTo("f:2:1: grid: the sweep has more than 1000000 points, seeds included: split it");
        assertThat(failure("grid: {n: 1048576, m: 1048576, density: 1}")).contains("more parameters than fit");
        assertThat(failure("grid: {n: 1048576, m: 1, density: 1}\ntraining: {batch: 1048576}"))
                .contains("f:2:19: training.batch: batch × n must not exceed 2^30");
    }

    @Test
    void importanceIsADecayOrTheLast() {
        assertThat(expand(ONE).points().get(0).importance()).isEqualTo(new Importance.Decay(1));
        assertThat(expand(ONE + "importance: {last: 3}").points().get(0).importance())
                .isEqualTo(new Importance.Last(3));
        assertThat(expand("grid: {n: 8, m: 2, density: 0.5, decay: [0.5, 0.7]}\nimportance: {last: 3}")
                        .points())
                .extracting(Point::importance)
                .containsExactly(new Importance.Decay(0.5), new Importance.Decay(0.7));
    }

    @Test
    void trainingIsTheRecipeOfEachPoint() {
        List<Point> points = expand(
                        "grid: {n: [16, 64], m: 2, density: 0.5, training.recipe: [paper, anthropic, fast]}")
                .points();
        assertThat(points)
                .hasSize(6)
                .allSatisfy(point -> assertThat(point.training())
                        .isEqualTo(Recipe.valueOf(point.recipe().toUpperCase(java.util.Locale.ROOT))
                                .training(point.layout(), point.spec().objective())));
        assertThat(expand(ONE).points().get(0).recipe()).isEqualTo("fast");
    }

    @Test
    void everyTrainingFieldCanBeOverridden() {
        assertThat(training("""
                                {recipe: anthropic, batch: 3, steps: 100, learningRate: 0.5, schedule: {kind: linear, warmup: 7},
                                 optimizer: {kind: adamw, beta1: 0.1, beta2: 0.2, epsilon: 0.3, weightDecay: 0.4},
                                 init: {kind: xavier, instances: 5}, stop: {window: 11, every: 13}}
                                """))
                .isEqualTo(new TrainingSpec(
                        Sampling.PLAIN,
                        3,
                        100,
                        0.5,
                        new Schedule(Schedule.Kind.LINEAR, 7),
                        new AdamRule(0.1, 0.2, 0.3, 0.4),
                        new Initialisation.Xavier(5),
                        new StopRule(11, 13)));
    }

    @Test
    void wordsStandForSectionsAndDetailsComeFromTheRecipesThatUseThem() {
        assertThat(training("{recipe: anthropic, optimizer: adam}").rule().weightDecay())
                .isZero();
        assertThat(training("{optimizer: adamw}").rule().weightDecay()).isEqualTo(0.01);
        assertThat(training("{optimizer: {weightDecay: 0.3}}").rule().weightDecay())
                .isEqualTo(0.3);
        assertThat(training("{init: xavier}").init()).isEqualTo(new Initialisation.Xavier(10));
        assertThat(training("{recipe: anthropic, init: uniform}").init()).isEqualTo(new Initialisation.Uniform());
        assertThat(training("{recipe: paper, init: mirrored}").init())
                .isEqualTo(UsualTraining.of(Recipe.FAST, 8, 2, 0.5).init());
        assertThat(training("{recipe: paper, stop: none}").stop()).isNull();
        assertThat(training("{stop: plateau}").stop()).isEqualTo(new StopRule(200, 30));
        assertThat(training("{stop: {every: 5}}").stop()).isEqualTo(new StopRule(200, 5));
        assertThat(training("{schedule: constant, warmup: 3}").schedule())
                .isEqualTo(new Schedule(Schedule.Kind.CONSTANT, 3));
        assertThatThrownBy(() -> training("{optimizer: {kind: adam, weightDecay: 0.1}}"))
                .hasMessageContaining("adam has no weight decay");
        assertThatThrownBy(() -> training("{init: {instances: 3}}")).hasMessageContaining("belongs to xavier");
    }

    @Test
    void warmupOfTheRecipeIsAtMostATenthOfTheStepsGiven() {
        assertThat(training("{steps: 100}").schedule().warmup()).isEqualTo(10);
        assertThat(training("{steps: 5}").schedule().warmup()).isZero();
        assertThat(training("{steps: 100, warmup: 99}").schedule().warmup()).isEqualTo(99);
    }

    @Test
    void extendingAnAxisKeepsTheKeysOfOldPoints() {
        String text = "grid: {n: [8, 16%s], ratio: {linspace: [0.1, 0.9, %d]}, density: 0.5}\nseeds: %d";
        List<String> old = keys(text.formatted("", 3, 2));
        List<String> extended = keys(text.formatted(", 32", 5, 3));
        assertThat(old).hasSize(2 * 3 * 2);
        assertThat(extended).hasSize(3 * 5 * 3).containsAll(old);
        assertThat(keys(text.formatted("", 3, 2) + "\ntraining: {steps: 9}")).doesNotContainAnyElementsOf(old);
    }

    private static List<String> keys(String text) {
        return expand(text).points().stream().map(Point::modelKey).toList();
    }

    /** Expanding a million points first took half a minute and a gigabyte. */
    @Test
    void aGridWhoseAxesTellThatItIsTooLargeIsRefusedBeforeItIsExpanded() {
        for (String sweep : List.of(
                "grid: {n: {range: [64, 1064, 1]}, m: 8, density: {logspace: [0.001, 1, 1000]}}",
                "seeds: 1000000\ngrid: {n: [64, 65], m: 8, density: 0.1}")) {
            assertThat(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> failure(sweep)))
                    .contains("the sweep has more than 1000000 points, seeds included: split it");
        }
    }

    @Test
    void axesThatMakeNoDifferenceAreNotCounted() {
        SweepFile sweep = SweepFile.read(
                "seeds: 4\ngrid: {n: [8, 16], ratio: [0.5, 0.51, 0.52], density: 0.1, model.kind: circle}",
                "f",
                List.of());
        assertThat(Expansion.expand(sweep, 100, 10).points())
                .hasSizeLessThanOrEqualTo(10)
                .isNotEmpty();
    }
}
