package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.errors.UserException;
import org.superpose.grid.Point;
import org.superpose.results.DirectoryLock;
import org.superpose.results.ResultsDirectory;
import org.superpose.train.Sampling;
import org.superpose.train.TrainingSpec;

@Slow
class SweepJobTest extends SmallSweeps {
    @Test
    void everyPointHasOneRowWithEveryResult() throws IOException {
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(8);
        assertThat(keys(rows)).hasSize(8);
        for (Row row : rows) {
            assertThat(row.<String>getAs("status")).isEqualTo("converged");
            assertThat(row.<String>getAs("stop_reason")).isEqualTo("schedule");
            assertThat(row.<Double>getAs("loss")).isFinite().isPositive();
            assertThat(row.<Double>getAs("loss_stderr")).isFinite().isLessThan(0.006 * row.<Double>getAs("loss"));
            assertThat(row.<Double>getAs("loss_limit")).isFinite().isPositive();
            assertThat(row.<Double>getAs("lyapunov_max")).isFinite().isBetween(0.0, 1.0 + 1e-9);
            assertThat(row.getList(row.fieldIndex("features"))).hasSize(row.<Integer>getAs("n"));
            assertThat(row.getList(row.fieldIndex("curve"))).hasSizeBetween(2, 60);
            assertThat(row.<Row>getAs("weights")).isNull();
            assertThat(row.<Long>getAs("steps")).isEqualTo(60);
            assertThat(row.<Long>getAs("samples")).isEqualTo(60 * 64);
        }
        assertThat(temporary.resolve("results/.lock")).doesNotExist();
        assertThat(temporary.resolve("results/.progress.json")).doesNotExist();
    }

    @Test
    void everyKindOfDataIsTrainedMeasuredAndFoundAgain() throws IOException {
        String kinds = "[correlated, anticorrelated, powerlaw, graph, topics, blocks]";
        String sweep = SWEEP.replace(
                        "n: [6, 12], m: [3], density: [0.1, 0.5]",
                        "n: 6, m: 3, density: 0.3, data.kind: " + kinds + ", importance.otherwise: 0.25")
                .replace("seeds: 2", "seeds: 1");
        for (String importance : List.of("", ", importance.otherwise: 0.25")) {
            String one = sweep.replace(", importance.otherwise: 0.25", importance);
            for (int time = 0; time < 2; time++) {
                assertThat(run(one, "results")).isEqualTo(SweepJob.Ending.DONE);
            }
        }
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(12);
        for (Row row : rows) {
            assertThat(row.<String>getAs("status")).isEqualTo("converged");
            assertThat(row.<Double>getAs("loss")).isBetween(1e-6, 1.2 * row.<Double>getAs("loss_constant"));
            assertThat(row.<Double>getAs("noise_var_mean")).isFinite().isPositive();
            assertThat(row.<Double>getAs("loss_limit")).isNull();
            boolean conditional = row.<String>getAs("parameters").contains("otherwise");
            assertThat(row.<Double>getAs("decay")).isEqualTo(conditional ? null : 1.0);
        }
        assertThat(rows).filteredOn(row -> row.getAs("decay") == null).hasSize(6);
    }

    @Test
    void theSameCommandAgainTrainsNothingAndALongerAxisOnlyTheNewPoints() throws IOException {
        run(SWEEP, "results");
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(8);

        Set<String> before = keys(rows("results"));
        assertThat(run(SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]"), "results"))
                .isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(12);
        assertThat(keys(rows("results"))).hasSize(12).containsAll(before);

        assertThat(run(SWEEP.replace("steps: 60", "steps: 61"), "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(20);
    }

    @Test
    void aTrajectoryTooLargeForARowIsRefused() {
        String sweep = "grid: {n: 4096, m: 1024, density: 0.1}\nmeasure: {trajectory: 64, trajectory_weights: true}\n";
        assertThatThrownBy(() -> points(sweep))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("n = 4096 with m = 1024 at 64 recorded steps")
                .hasMessageContaining("set measure.trajectory to 1 or less, or leave the weights out");
    }

    /** At p = 1e-6 no feature is seen once in 60 steps of 64 samples: that is no failure, but no model either. */
    @Test
    void aModelThatHasSeenTooFewFeaturesSaysSo() throws IOException {
        String sweep = SWEEP.replace("[0.1, 0.5]", "[1e-6]").replace("fast", "fast, sampling: plain");
        assertThat(run(sweep, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(4).allSatisfy(row -> {
            assertThat(row.<String>getAs("status")).isEqualTo("max_steps");
            assertThat(row.<String>getAs("stop_reason")).isEqualTo("too_few_active");
            assertThat(row.<Double>getAs("loss")).isPositive();
            assertThat(row.<Integer>getAs("algo_version")).isEqualTo(3);
        });
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("4 of 4 points cannot learn");
    }

    /** Rows that the former recipe fast made, which is quick with plain batches now, stay, but the sweep asks for others. */
    @Test
    void rowsOfTheFormerRecipeDoNotCount() throws IOException {
        run(SWEEP.replace("fast", "quick, sampling: plain"), "results");
        Set<String> before = keys(rows("results"));
        log.reset();
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("results");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("8 rows with these settings do not count", "training.recipe: quick")
                .contains("8 to train");
        assertThat(rows).hasSize(16);
        assertThat(keys(rows)).containsAll(before);
        assertThat(rows)
                .filteredOn(row -> row.<Integer>getAs("algo_version") == 4)
                .hasSize(4)
                .allSatisfy(row -> {
                    assertThat(row.<Double>getAs("density")).isEqualTo(0.1);
                    assertThat(row.<String>getAs("parameters")).contains("\"sampling\":\"stratified\"");
                });
    }

    @Test
    void aDivergedPointIsARowWithoutResults() throws IOException {
        String sweep = SWEEP.replace("steps: 60", "steps: 60, learningRate: 100") + "model: {output: identity}\n";
        assertThat(run(sweep, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(run(sweep, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(8);
        for (Row row : rows) {
            assertThat(row.<String>getAs("status")).isEqualTo("diverged");
            assertThat(row.<String>getAs("stop_reason")).isNotEmpty();
            assertThat(row.<Double>getAs("loss")).isNull();
            assertThat(row.<Double>getAs("diag_mean")).isNull();
            assertThat(row.<Object>getAs("features")).isNull();
        }
    }

    @Test
    void aFailingPointIsARowAndCanBeTriedAgain() throws IOException {
        List<Point> points = points(SWEEP);
        Point first = points.get(0);
        List<Point> broken = new ArrayList<>(points);
        broken.set(0, withoutSamples(first));
        assertThat(execute(broken, false)).isEqualTo(SweepJob.Ending.SOME_FAILED);
        Row failed = rows("results").stream()
                .filter(row -> first.modelKey().equals(row.getAs("model_key")))
                .findFirst()
                .orElseThrow();
        assertThat(failed.<String>getAs("status")).isEqualTo("failed");
        assertThat(failed.<String>getAs("error_class")).isEqualTo(IllegalArgumentException.class.getName());
        assertThat(failed.<String>getAs("error_message")).contains("at least one sample");
        assertThat(failed.<Double>getAs("loss")).isNull();

        assertThat(execute(points, false)).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(rows("results")).hasSize(8);
        assertThat(execute(points, true)).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(9);
        assertThat(keys(rows("results"))).hasSize(8);
    }

    private static Point withoutSamples(Point point) {
        TrainingSpec training = point.training();
        TrainingSpec wrong = new TrainingSpec(
                Sampling.PLAIN,
                0,
                training.steps(),
                training.learningRate(),
                training.schedule(),
                training.rule(),
                training.init(),
                training.stop());
        Spec spec = new Spec(
                point.n(),
                point.m(),
                point.ratioNominal(),
                point.spec().objective(),
                point.model(),
                new Origin.Trained(point.recipe(), wrong));
        return new Point(spec, point.seed(), point.pointKey(), point.modelKey());
    }

    @Test
    void failFastStopsAndTheSameCommandGoesOn() throws IOException {
        String sweep = SWEEP.replace("steps: 60", "steps: 60, learningRate: 100") + "model: {output: identity}\n";
        assertThat(execute(sweep, "results", true, false)).isEqualTo(SweepJob.Ending.STOPPED);
        int first = rows("results").size();
        assertThat(first).isBetween(1, 7);
        assertThat(run(sweep, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(rows("results")).hasSize(8);
        assertThat(keys(rows("results"))).hasSize(8);
    }

    @Test
    void rowsOfAnotherKernelAreRefusedUnlessMixed() throws IOException {
        run(SWEEP + "kernel: reference\n", "results");
        String longer = SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]") + "kernel: cpu\n";
        assertThatThrownBy(() -> run(longer, "results"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("reference")
                .hasMessageContaining("--mix-kernels");
        assertThat(rows("results")).hasSize(8);
        assertThat(execute(longer, "results", false, true)).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(12);
    }

    @Test
    void aHeldDirectoryIsRefused() throws IOException {
        ResultsDirectory directory =
                ResultsDirectory.at(temporary.resolve("results").toString());
        directory.create();
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "run other.yaml")) {
            assertThat(lock.held()).isTrue();
            assertThatThrownBy(() -> run(SWEEP, "results")).isInstanceOf(UserException.class);
        }
    }

    @Test
    void theTableDoesNotDependOnWhatElseIsTrained() throws IOException {
        run(SWEEP, "all");
        run(SWEEP.replace("[0.1, 0.5]", "[0.5]").replace("seeds: 2", "seeds: [1]"), "some");
        List<String> all = resultsByKey(rows("all"));
        assertThat(resultsByKey(rows("some"))).hasSize(2).isSubsetOf(all);
    }
}
