package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.config.SweepFile;
import org.superpose.config.UserException;
import org.superpose.grid.Expansion;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.TrainingSpec;

class SweepJobTest {
    private static final String SWEEP = """
            name: small
            grid: {n: [6, 12], m: [3], density: [0.1, 0.5]}
            seeds: 2
            training: {recipe: fast, batch: 64, steps: 60, warmup: 10}
            """;
    private static final Set<String> RUN_COLUMNS =
            Set.of("kernel", "device", "host", "attempt", "seconds", "predicted_seconds", "started_at", "invocation");

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void useTheSharedSession() {
        TestSpark.session();
    }

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
    void aPointWithoutTheWeightsNowAskedForIsTrainedAgainToTheSameResult() throws IOException {
        run(SWEEP, "results");
        run(SWEEP + "measure: {weights: true}\n", "results");
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(16);
        assertThat(rows.stream().filter(row -> row.getAs("weights") != null)).hasSize(8);
        assertThat(rows.stream()
                        .map(row -> row.getAs("model_key") + " " + row.getAs("loss"))
                        .distinct())
                .hasSize(8);
    }

    /** With the output's parameter, and once more for the basis pursuit asked for later; of a hidden ReLU it stays without numbers. */
    @Test
    void aPointWithoutTheBasisPursuitNowAskedForIsTrainedAgain() throws IOException {
        String sweep = SWEEP.replace("seeds: 2", "seeds: 1") + "model: {hidden: relu, output: trec, threshold: 0.05}\n";
        run(sweep, "hidden");
        run(sweep + "measure: {l1: 20}\n", "hidden");
        run(sweep + "measure: {l1: 20}\n", "hidden");
        assertThat(rows("hidden")).hasSize(8);
        String identity = sweep.replace("hidden: relu", "hidden: identity");
        run(identity + "measure: {l1: 20}\n", "results");
        for (Row row : rows("results")) {
            assertThat(row.<String>getAs("output")).isEqualTo("trec");
            assertThat(row.<Double>getAs("output_parameter")).isEqualTo(0.05);
            assertThat(row.<Double>getAs("loss_limit")).isNull();
            Row decoded = row.getAs("l1");
            assertThat(decoded.<Double>getAs("loss")).isFinite().isNotNegative();
            assertThat(decoded.<Double>getAs("recovered")).isBetween(0.0, 1.0);
            assertThat(decoded.<Long>getAs("samples")).isEqualTo(20);
        }
    }

    @Test
    void aPointWithoutTheLossByActiveFeaturesNowAskedForIsTrainedAgain() throws IOException {
        run(SWEEP, "results");
        for (int time = 0; time < 2; time++) {
            run(SWEEP + "measure: {active: 2}\n", "results");
        }
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(16);
        List<Row> theories = rows.stream()
                .map(row -> row.<Row>getAs("theory"))
                .filter(theory -> !theory.isNullAt(theory.fieldIndex("loss_by_active")))
                .toList();
        assertThat(theories).hasSize(8);
        for (Row theory : theories) {
            List<Row> parts = theory.getList(theory.fieldIndex("loss_by_active"));
            assertThat(parts).extracting(part -> part.<Integer>getAs("k")).containsExactly(0, 1, 2, null);
            assertThat(parts.stream()
                            .mapToDouble(part -> part.<Double>getAs("share"))
                            .sum())
                    .isCloseTo(1, within(1e-11));
        }
    }

    /** Once without the weights on the way, once with them; the results are the same to the bit throughout. */
    @Test
    void aPointWithoutTheTrajectoryNowAskedForIsTrainedAgainToTheSameResult() throws IOException {
        run(SWEEP, "results");
        for (int time = 0; time < 2; time++) {
            run(SWEEP + "measure: {trajectory: 12}\n", "results");
        }
        assertThat(rows("results")).hasSize(16);
        for (int time = 0; time < 2; time++) {
            run(SWEEP + "measure: {trajectory: 12, trajectory_weights: true}\n", "results");
        }
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(24);
        assertThat(rows.stream()
                        .map(row -> row.getAs("model_key") + " " + row.getAs("loss") + row.getAs("features"))
                        .distinct())
                .hasSize(8);
        assertThat(rows.stream().filter(row -> row.isNullAt(row.fieldIndex("dynamics"))))
                .hasSize(8);
        rows.stream().filter(row -> !row.isNullAt(row.fieldIndex("dynamics"))).forEach(SweepJobTest::checkDynamics);
    }

    /** The views show the latest row: it must have what those before had. */
    @Test
    void whatRowsHaveIsMeasuredAgainWithWhatTheyLack() throws IOException {
        run(SWEEP + "measure: {geometry: true, active: 3, weights: true}\n", "results");
        run(SWEEP + "measure: {features: false, curve: 0, trajectory: 5}\n", "results");
        run(SWEEP + "measure: {trajectory: 5}\n", "results");
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(16);
        run(SWEEP + "measure: {trajectory: 9}\n", "results");
        run(SWEEP + "measure: {trajectory: 4}\n", "results");
        rows = rows("results");
        assertThat(rows).hasSize(24);
        int full = 0;
        for (Row row : rows) {
            for (String column : List.of("geometry", "features", "curve", "weights")) {
                assertThat(row.isNullAt(row.fieldIndex(column))).as(column).isFalse();
            }
            Row theory = row.getAs("theory");
            assertThat(theory.getList(theory.fieldIndex("loss_by_active"))).hasSizeGreaterThanOrEqualTo(5);
            Row dynamics = row.getAs("dynamics");
            full += dynamics != null
                            && dynamics.getList(dynamics.fieldIndex("trajectory"))
                                            .size()
                                    == 9
                    ? 1
                    : 0;
        }
        assertThat(full).isEqualTo(8);
        run(SWEEP + "measure: {active: 5}\n", "results");
        assertThat(rows("results")).hasSize(32);
        assertThatThrownBy(() -> {
                    run(SWEEP + "measure: {trajectory: 9, trajectory_weights: true}\n", "results");
                    run(SWEEP + "measure: {trajectory: 20}\n", "results");
                })
                .isInstanceOf(UserException.class)
                .hasMessageContaining("measure.trajectory_weights");
    }

    private static void checkDynamics(Row row) {
        Row dynamics = row.getAs("dynamics");
        int n = row.<Integer>getAs("n");
        List<Row> snapshots = dynamics.getList(dynamics.fieldIndex("trajectory"));
        assertThat(snapshots)
                .extracting(snapshot -> snapshot.<Integer>getAs("step"))
                .hasSize(12)
                .startsWith(0, 1)
                .endsWith(60);
        Row last = snapshots.get(11);
        List<Row> features = row.getList(row.fieldIndex("features"));
        for (String column : List.of("norm", "dimensionality", "bias", "diag")) {
            List<Float> recorded = last.getList(last.fieldIndex(column));
            assertThat(recorded).hasSize(n);
            for (int i = 0; i < n; i++) {
                assertThat(recorded.get(i)).as(column).isCloseTo(features.get(i).<Float>getAs(column), within(1e-6f));
            }
        }
        assertThat(snapshots)
                .allSatisfy(snapshot ->
                        assertThat(snapshot.<Double>getAs("loss")).isFinite().isPositive());
        assertThat(dynamics.getList(dynamics.fieldIndex("jumps"))).isNotNull();
        Row weights = last.getAs("weights");
        if (weights != null) {
            assertThat(weights.getList(weights.fieldIndex("w_in"))).hasSize(3 * n);
        }
    }

    @Test
    void aTrajectoryTooLargeForARowIsRefused() {
        String sweep = "grid: {n: 4096, m: 1024, density: 0.1}\nmeasure: {trajectory: 64, trajectory_weights: true}\n";
        assertThatThrownBy(() -> points(sweep))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("n = 4096 with m = 1024 at 64 recorded steps")
                .hasMessageContaining("set measure.trajectory to 1 or less, or leave the weights out");
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
        return new Point(
                point.n(),
                point.m(),
                point.ratioNominal(),
                point.density(),
                point.importance(),
                point.model(),
                point.data(),
                point.recipe(),
                new TrainingSpec(
                        0,
                        training.steps(),
                        training.learningRate(),
                        training.schedule(),
                        training.rule(),
                        training.init(),
                        training.stop()),
                null,
                point.seed(),
                point.parameters(),
                point.pointKey(),
                point.modelKey());
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

    private SweepJob.Ending run(String sweep, String directory) throws IOException {
        return execute(sweep, directory, false, false);
    }

    private SweepJob.Ending execute(String sweep, String directory, boolean failFast, boolean mixKernels)
            throws IOException {
        SweepFile read = read(sweep);
        return execute(new SweepOptions(
                read.name(),
                sweep,
                Expansion.expand(read).points(),
                List.of(),
                read.kernel(),
                read.measure(),
                temporary.resolve(directory).toString(),
                false,
                failFast,
                mixKernels,
                "run sweep.yaml"));
    }

    private SweepJob.Ending execute(List<Point> points, boolean retryFailed) throws IOException {
        return execute(new SweepOptions(
                "small",
                SWEEP,
                points,
                List.of(),
                "auto",
                MeasureSpec.DEFAULT,
                temporary.resolve("results").toString(),
                retryFailed,
                false,
                false,
                "run sweep.yaml"));
    }

    private SweepJob.Ending execute(SweepOptions options) throws IOException {
        return new SweepJob(options, new PrintStream(log, true, StandardCharsets.UTF_8)).execute();
    }

    private List<Point> points(String sweep) throws IOException {
        return Expansion.expand(read(sweep)).points();
    }

    private SweepFile read(String sweep) throws IOException {
        Path file = temporary.resolve("sweep.yaml");
        Files.writeString(file, sweep);
        return SweepFile.read(file, List.of());
    }

    private List<Row> rows(String directory) {
        return ResultsDirectory.existing(temporary.resolve(directory).toString())
                .models(TestSpark.session())
                .orderBy(col("model_key"))
                .collectAsList();
    }

    private static Set<String> keys(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("model_key")).collect(Collectors.toSet());
    }

    /** Everything but the columns of the run, as text that shows every bit of every number. */
    static List<String> resultsByKey(List<Row> rows) {
        List<String> results = new ArrayList<>();
        for (Row row : rows) {
            results.add(Arrays.stream(row.schema().fieldNames())
                    .filter(name -> !RUN_COLUMNS.contains(name))
                    .map(name -> name + "=" + row.getAs(name))
                    .collect(Collectors.joining(" ")));
        }
        results.sort(null);
        return results;
    }
}
