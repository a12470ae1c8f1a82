package org.superpose.sweep;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.Slow;
import org.superpose.errors.UserException;
import org.superpose.grid.Expansion;
import org.superpose.results.NestedData;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import org.superpose.results.TestSpark;
import org.superpose.train.LearningCurve;
import org.superpose.train.Trajectory;
import org.superpose.views.Views;

/** What rows lack is measured again, with all they have. */
@Slow
class NestedDataTest extends SmallSweeps {
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
        rows.stream().filter(row -> !row.isNullAt(row.fieldIndex("dynamics"))).forEach(NestedDataTest::checkDynamics);
    }

    /** The views show the latest row: it must have what those before had. */
    @Test
    void whatRowsHaveIsMeasuredAgainWithWhatTheyLack() throws IOException {
        run(SWEEP + "measure: {geometry: true, active: 3, weights: true}\n", "results");
        run(SWEEP + "measure: {features: false, curve: 0, trajectory: 5}\n", "results");
        run(SWEEP + "measure: {trajectory: 5}\n", "results");
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(16);
        assertThat(curveLengths(rows)).hasSize(1);
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
        run(SWEEP + "measure: {trajectory: 9, trajectory_weights: true}\n", "results");
        run(SWEEP + "measure: {trajectory: 20}\n", "results");
        List<Row> latest = rows("results").stream()
                .filter(row -> row.<Row>getAs("dynamics") != null)
                .filter(row -> row.<Row>getAs("dynamics").getList(0).size() == 20)
                .toList();
        assertThat(latest).hasSize(8);
        for (Row row : latest) {
            List<Row> snapshots = row.<Row>getAs("dynamics").getList(0);
            assertThat(snapshots).allMatch(snapshot -> snapshot.getAs("weights") != null);
        }
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

    private static Set<Integer> curveLengths(List<Row> rows) {
        return rows.stream()
                .map(row -> row.getList(row.fieldIndex("curve")).size())
                .collect(Collectors.toSet());
    }

    @Test
    void aLongerCurveIsMeasuredOnce() throws IOException {
        run(SWEEP + "measure: {curve: 5, weights: true}\n", "results");
        for (int time = 0; time < 2; time++) {
            run(SWEEP + "measure: {curve: 4}\n", "results");
            assertThat(rows("results")).hasSize(8);
        }
        for (int time = 0; time < 2; time++) {
            run(SWEEP + "measure: {curve: 40}\n", "results");
            assertThat(rows("results")).hasSize(16);
        }
        assertThat(rows("results"))
                .allMatch(row -> row.getAs("weights") != null)
                .filteredOn(row -> row.getList(row.fieldIndex("curve")).size() > 20)
                .hasSize(8);
    }

    /** Counted here: marks up to the last step, and that step if it is none. */
    @ParameterizedTest
    @CsvSource({"64, 403, 403", "64, 45000, 5000", "30, 45000, 211", "1000, 45000, 45000", "0, 100, 100", "1, 100, 7"})
    void asMuchIsRecordedAgainWhereverARunEnds(int first, int planned, int steps) {
        for (IntFunction<int[]> marks : List.<IntFunction<int[]>>of(
                asked -> LearningCurve.marks(asked, planned), asked -> Trajectory.marks(asked, planned))) {
            int kept = reached(marks.apply(first), steps);
            int asked = NestedData.request(kept, steps, marks);
            assertThat(reached(marks.apply(asked), steps)).isBetween(kept, kept + 1 + kept / 8);
        }
    }

    private static int reached(int[] marks, int steps) {
        Set<Integer> recorded =
                Arrays.stream(marks).filter(mark -> mark <= steps).boxed().collect(Collectors.toSet());
        if (marks.length > 0) {
            recorded.add(steps);
        }
        return recorded.size();
    }

    /** As an attempt to measure more that runs out of memory leaves it. */
    @Test
    void aFailedAttemptToMeasureMoreHidesNoResult() throws IOException {
        run(SWEEP, "results");
        ResultsDirectory directory =
                ResultsDirectory.existing(temporary.resolve("results").toString());
        directory
                .models(TestSpark.session())
                .where("n = 6")
                .withColumn("status", lit("failed"))
                .withColumn("loss", lit(null).cast("double"))
                .withColumn("run_number", expr("run_number + 1"))
                .drop(Tables.INVOCATION)
                .write()
                .parquet(directory.models(UUID.randomUUID()).toString());
        Views.register(TestSpark.session(), directory);
        assertThat(TestSpark.session()
                        .sql("SELECT * FROM models WHERE loss > 0")
                        .count())
                .isEqualTo(8);
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(12);

        String more = SWEEP + "measure: {geometry: true}\n";
        assertThat(run(more, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(rows("results")).hasSize(16);
        assertThat(execute(Expansion.expand(read(more)).points(), read(more).measure(), true))
                .isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("results")).hasSize(20);
    }

    @Test
    void aRowThatWouldGrowTooLargeIsRefused() throws IOException {
        String sweep =
                "grid: {n: 512, m: 128, density: 0.01}\ntraining: {recipe: fast, batch: 16, steps: 200, warmup: 10}\n";
        run(sweep + "measure: {trajectory: 200}\n", "results");
        assertThatThrownBy(() -> run(sweep + "measure: {trajectory: 64, trajectory_weights: true}\n", "results"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("n = 512, m = 128")
                .hasMessageContaining("200 steps with all weights")
                .hasMessageContaining("choose another --out");
        assertThat(rows("results")).hasSize(1);
    }
}
