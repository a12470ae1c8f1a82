package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.RowBuilder;
import org.superpose.results.Tables;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class ViewsTest {
    @TempDir
    Path folder;

    private ResultsDirectory directory;

    @BeforeEach
    void open() {
        directory = ResultsDirectory.at(folder.toString());
    }

    private List<Map<String, Object>> query(String sql) {
        Views.register(TestSpark.session(), directory);
        return TestRows.query(sql);
    }

    @Test
    void anEmptyDirectoryGivesEmptyViews() {
        for (String view : Views.NAMES) {
            assertThat(query("SELECT * FROM " + view)).as(view).isEmpty();
        }
    }

    @Test
    void modelsKeepsTheLatestFinalRow() {
        TestRows.writeModels(
                directory,
                TestRows.model("a", "status", "failed", "started_at", new Timestamp(1000)),
                TestRows.model("b", "loss", 1.0, "started_at", new Timestamp(3000)),
                TestRows.model("c", "status", "running"));
        TestRows.writeModels(
                directory,
                TestRows.model("a", "loss", 2.0, "started_at", new Timestamp(2000)),
                TestRows.model("b", "loss", 3.0, "started_at", new Timestamp(2000)),
                TestRows.model("b", "status", "running", "started_at", new Timestamp(4000)));
        List<Map<String, Object>> rows = query("SELECT model_key, status, loss FROM models ORDER BY model_key");
        assertThat(rows)
                .containsExactly(
                        Map.of("model_key", "a", "status", "converged", "loss", 2.0),
                        Map.of("model_key", "b", "status", "converged", "loss", 1.0));
    }

    @Test
    void modelsHasTheColumnsOfTheFilesInTheirOrder() {
        Views.register(TestSpark.session(), directory);
        String[] columns = TestSpark.session().table("models").columns();
        assertThat(columns)
                .startsWith(Tables.MODELS_SCHEMA.fieldNames())
                .hasSize(Tables.MODELS_SCHEMA.size() + 1)
                .endsWith("invocation");
    }

    @Test
    void pointsAveragesOverSeedsAsByHand() {
        TestRows.writeModels(
                directory,
                TestRows.model("a0", "point_key", "a", "seed", 0L, "loss", 1.0, "loss_limit", 0.5, "represented", 4L),
                TestRows.model("a1", "point_key", "a", "seed", 1L, "loss", 2.0, "loss_limit", 0.5, "represented", 6L),
                TestRows.model(
                        "a2", "point_key", "a", "seed", 2L, "loss", 6.0, "loss_limit", 0.5, "status", "max_steps"),
                TestRows.model("a3", "point_key", "a", "seed", 3L, "status", "diverged"),
                TestRows.model("b0", "point_key", "b", "seed", 0L, "loss", 7.0));
        TestRows.writePlanned(
                directory,
                TestRows.planned("a0", "point_key", "a", "ratio_nominal", 0.25),
                TestRows.planned("a4", "point_key", "a", "ratio_nominal", 0.25));
        Map<String, Object> a =
                query("SELECT * FROM points WHERE point_key = 'a'").get(0);
        assertThat(a)
                .containsEntry("n_seeds", 4L)
                .containsEntry("n_done", 3L)
                .containsEntry("n_converged", 2L)
                .containsEntry("n_max_steps", 1L)
                .containsEntry("n_diverged", 1L)
                .containsEntry("n_failed", 0L)
                .containsEntry("n_planned", 2L)
                .containsEntry("ratio_nominal", 0.25)
                .containsEntry("loss_mean", 3.0)
                .containsEntry("loss_limit", 0.5)
                .containsEntry("represented_mean", 5.0)
                .containsEntry("represented_sem", 1.0);
        // Deviations −2, −1, 3: s² = 14/2 = 7, over 3 models.
        assertThat((Double) a.get("loss_sem")).isCloseTo(Math.sqrt(7.0 / 3), within(1e-15));
        Map<String, Object> b =
                query("SELECT * FROM points WHERE point_key = 'b'").get(0);
        assertThat(b).containsEntry("loss_mean", 7.0);
        assertThat(b.get("loss_sem")).isNull();
        assertThat(b.get("diag_mean_mean")).isNull();
        assertThat(b.get("diag_mean_sem")).isNull();
        assertThat(b.get("n_planned")).isNull();
    }

    @Test
    void everyScalarResultHasItsMeanAndError() {
        Views.register(TestSpark.session(), directory);
        List<String> points = List.of(TestSpark.session().table("points").columns());
        List<String> theory = List.of("loss_linear", "loss_limit", "loss_constant", "noise_bound");
        List<String> names = List.of(Tables.MODELS_SCHEMA.fieldNames());
        List<String> results = names.subList(names.indexOf("loss"), names.indexOf("features"));
        assertThat(results).hasSizeGreaterThan(30);
        for (String result : results) {
            if (theory.contains(result)) {
                assertThat(points).contains(result);
            } else {
                assertThat(points).contains(result + "_mean", result + "_sem");
            }
        }
    }

    @Test
    void importanceOfTheLastFeatureIsReadFromTheParameters() {
        TestRows.writeModels(
                directory,
                TestRows.model("a", "point_key", "a", "parameters", "{\"importance\":{\"last\":0.3},\"n\":5}"),
                TestRows.model("b", "point_key", "b", "decay", 0.7, "parameters", "{\"importance\":{\"decay\":0.7}}"));
        assertThat(query("SELECT importance_last FROM points ORDER BY point_key").stream()
                        .map(row -> row.get("importance_last")))
                .containsExactly(0.3, null);
    }

    @Test
    void missingIsPlannedWithoutAFinalRow() {
        TestRows.writePlanned(
                directory,
                TestRows.planned("a", "n", 1),
                TestRows.planned("b", "n", 2),
                TestRows.planned("c", "n", 3),
                TestRows.planned("d", "n", 4));
        TestRows.writePlanned(directory, TestRows.planned("a", "n", 1), TestRows.planned("d", "n", 4));
        TestRows.writeModels(
                directory,
                TestRows.model("a"),
                TestRows.model("b", "status", "failed"),
                TestRows.model("c", "status", "running"));
        assertThat(query("SELECT model_key, n FROM missing ORDER BY n"))
                .containsExactly(Map.of("model_key", "c", "n", 3), Map.of("model_key", "d", "n", 4));
        assertThat(query("SELECT count(*) AS c FROM planned")).containsExactly(Map.of("c", 4L));
    }

    @Test
    void failuresAreFailedAndDiverged() {
        TestRows.writeModels(
                directory,
                TestRows.model("a"),
                TestRows.model("b", "status", "failed", "error_message", "no memory"),
                TestRows.model("c", "status", "diverged", "stop_reason", "loss"));
        assertThat(query("SELECT model_key, coalesce(error_message, stop_reason) AS why FROM failures ORDER BY 1"))
                .containsExactly(Map.of("model_key", "b", "why", "no memory"), Map.of("model_key", "c", "why", "loss"));
    }

    private static Row measured(String key, int n, int m, double loss, Object... more) {
        List<Object> columns = new ArrayList<>(List.of("n", n, "m", m, "density", 0.1, "loss", loss));
        columns.addAll(Arrays.asList(more));
        return TestRows.ofTheFamily(key, columns.toArray());
    }

    /** (12, 4) is made of 4 × (3, 1) or 2 × (6, 2), not of (8, 4), nor of what was built or has another output, density or importance. */
    @Test
    void theBlockEnvelopeIsTheLeastOverWholeDivisors() {
        TestRows.writeModels(
                directory,
                measured("a", 12, 4, 5.0, "model_kind", "trained"),
                measured("b", 12, 4, 4.0, "tied", true),
                measured("c", 6, 2, 2.0),
                measured("d", 3, 1, 3.0),
                measured("e", 8, 4, 1.0),
                measured("f", 6, 2, 0.1, "model_kind", "tiled"),
                measured("g", 6, 2, 0.1, "output", "identity"),
                measured("h", 6, 2, 0.1, "density", 0.2),
                measured("i", 6, 2, 0.1, "decay", 0.5),
                measured("j", 6, 2, 0.1, "bias", false),
                measured("k", 6, 2, 0.1, "data_kind", "correlated"),
                measured("l", 6, 2, 0.1, "hidden", "relu"));
        List<Map<String, Object>> rows =
                query("SELECT n, m, loss, tied, envelope, block_n, block_key, excess, models FROM block_envelope"
                        + " WHERE density = 0.1 ORDER BY n");
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(3, 6, 8, 12);
        assertThat(rows.get(3))
                .containsEntry("loss", 4.0)
                .containsEntry("tied", true)
                .containsEntry("models", 2L)
                .containsEntry("envelope", 2.0)
                .containsEntry("block_n", 6)
                .containsEntry("block_key", "c")
                .containsEntry("excess", 1.0);
        assertThat(rows.get(1)).containsEntry("envelope", 2.0).containsEntry("excess", 0.0);
        assertThat(rows.get(0)).containsEntry("block_n", 3);
    }

    /** (9, 3) is made of (6, 2) and (3, 1), and (14, 5) of those and (5, 2); no sizes make (7, 3) but its own, nor those of another density. */
    @Test
    void theBlockEnvelopeMixesSizes() {
        TestRows.writeModels(
                directory,
                measured("a", 9, 3, 5.0),
                measured("b", 6, 2, 2.0, "tied", true),
                measured("c", 3, 1, 3.0),
                measured("d", 5, 2, 1.0),
                measured("e", 14, 5, 4.0),
                measured("f", 7, 3, 6.0),
                measured("g", 2, 1, 0.1, "density", 0.2));
        List<Map<String, Object>> rows =
                query("SELECT n, ratio, loss, envelope, block_n, block_key, excess, size(blocks) AS sizes,"
                        + " transform(array_sort(blocks), b -> concat(b.copies, b.model_key)) AS mixture, exists(blocks, b -> b.tied) AS tied"
                        + " FROM block_envelope WHERE density = 0.1 ORDER BY n");
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(3, 5, 6, 7, 9, 14);
        assertThat(rows.get(4))
                .containsEntry("envelope", (6 * 2.0 + 3 * 3.0) / 9)
                .containsEntry("excess", 5.0 / ((6 * 2.0 + 3 * 3.0) / 9) - 1)
                .containsEntry("block_n", null)
                .containsEntry("block_key", null)
                .containsEntry("sizes", 2)
                .containsEntry("tied", true);
        assertThat(rows.get(5))
                .containsEntry("envelope", (6 * 2.0 + 3 * 3.0 + 5 * 1.0) / 14)
                .containsEntry("sizes", 3);
        assertThat(rows.get(3))
                .containsEntry("envelope", 6.0)
                .containsEntry("excess", 0.0)
                .containsEntry("block_n", 7)
                .containsEntry("block_key", "f");
    }

    /** Of four seeds three have geometry: two pentagons and a sum of three digons. */
    @Test
    void theBestOfTheSeedsAndHowOftenEachSumIsFound() {
        TestRows.writeModels(
                directory,
                TestRows.model(
                        "a0", "point_key", "a", "seed", 0L, "loss", 2.0, "geometry", sum("pentagon", "pentagon")),
                TestRows.model(
                        "a1",
                        "point_key",
                        "a",
                        "seed",
                        1L,
                        "loss",
                        1.0,
                        "loss_stderr",
                        0.25,
                        "geometry",
                        sum("pentagon", "pentagon")),
                TestRows.model(
                        "a2",
                        "point_key",
                        "a",
                        "seed",
                        2L,
                        "loss",
                        6.0,
                        "geometry",
                        sum("2 × digon", "digon", "digon")),
                TestRows.model("a3", "point_key", "a", "seed", 3L, "loss", 3.0),
                TestRows.model("a4", "point_key", "a", "seed", 4L, "status", "diverged"),
                TestRows.model("b0", "point_key", "b", "seed", 0L, "loss", 7.0));
        List<Map<String, Object>> rows = query("SELECT *, sums['pentagon'] AS pentagons, shapes['digon'] AS digons,"
                + " size(sums) AS kinds FROM best_of_seeds ORDER BY point_key");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("seeds", 4L)
                .containsEntry("loss_best", 1.0)
                .containsEntry("loss_best_stderr", 0.25)
                .containsEntry("loss_mean", 3.0)
                .containsEntry("loss_max", 6.0)
                .containsEntry("best_model_key", "a1")
                .containsEntry("best_seed", 1L)
                .containsEntry("best_sum", "pentagon")
                .containsEntry("kinds", 2)
                .containsEntry("pentagons", 2 / 3.0)
                .containsEntry("digons", 1 / 3.0);
        // Deviations −1, −2, 3, 0: s² = 14/3.
        assertThat((Double) rows.get(0).get("loss_stddev")).isCloseTo(Math.sqrt(14 / 3.0), within(1e-15));
        assertThat(rows.get(1)).containsEntry("seeds", 1L).containsEntry("loss_best", 7.0);
        assertThat(rows.get(1).get("sums")).isNull();
        assertThat(rows.get(1).get("loss_stddev")).isNull();
    }

    private static Row sum(String name, String... shapes) {
        Row[] summands = Arrays.stream(shapes)
                .map(shape -> RowBuilder.of("geometry", "summands")
                        .set("shape", shape)
                        .build())
                .toArray(Row[]::new);
        return RowBuilder.of("geometry")
                .set("sum_name", name)
                .set("summands", summands)
                .build();
    }

    @Test
    void rowsFromBeforeTheColumnAreOfTrainedModels() {
        TestRows.writeModels(directory, TestRows.model("a"), TestRows.model("b", "model_kind", "rug"));
        assertThat(query("SELECT model_key, model_kind FROM models ORDER BY 1"))
                .containsExactly(
                        Map.of("model_key", "a", "model_kind", "trained"),
                        Map.of("model_key", "b", "model_kind", "rug"));
    }

    @Test
    void nestedArraysBecomeRows() {
        Row feature = RowFactory.create(0, 1f, 0.9f, -0.1f, 0.2f, 0.3f, null, 0.8f, 0.01f, 0.5f, 0.6f);
        Row other = RowFactory.create(1, 0.5f, 0.7f, -0.2f, 0.2f, 0.3f, 0.4f, 0.8f, 0.01f, 0.5f, 0.6f);
        TestRows.writeModels(
                directory,
                TestRows.model(
                        "a",
                        "n",
                        2,
                        "bias",
                        true,
                        "features",
                        List.of(feature, other),
                        "curve",
                        List.of(RowFactory.create(10, 0.5, 0.01)),
                        "theory",
                        RowBuilder.of("theory")
                                .set(
                                        "loss_by_active",
                                        List.of(
                                                RowFactory.create(0, 0.5, 0.0, 0.0, 0.0),
                                                RowFactory.create(null, 0.5, 0.2, 0.1, 1.0)))
                                .build(),
                        "dynamics",
                        RowFactory.create(
                                List.of(
                                        snapshot(0, null, null),
                                        snapshot(3, new float[] {0.25f, 0.5f}, new float[] {2, 3})),
                                List.of(RowFactory.create(1, 3, 0.27, 0.5, null, "1/2")))),
                TestRows.model("b"));
        assertThat(query("SELECT model_key, n, i, bias, lyapunov FROM features ORDER BY i"))
                .extracting(row -> List.of(row.get("model_key"), row.get("n"), row.get("i"), row.get("bias")))
                .containsExactly(List.of("a", 2, 0, -0.1f), List.of("a", 2, 1, -0.2f));
        assertThat(query("SELECT lyapunov FROM features WHERE i = 0").get(0).get("lyapunov"))
                .isNull();
        assertThat(query("SELECT model_key, step, loss, learning_rate FROM curves"))
                .containsExactly(Map.of("model_key", "a", "step", 10, "loss", 0.5, "learning_rate", 0.01));
        assertThat(
                        query(
                                "SELECT model_key, n, step, loss, i, norm, dimensionality, bias, diag FROM trajectories ORDER BY step, i"))
                .extracting(row -> List.copyOf(row.values()))
                .containsExactly(
                        List.of("a", 2, 0, 0.1, 0, 1f, 0.5f, 0f, 1f),
                        List.of("a", 2, 0, 0.1, 1, 1.5f, 0.75f, 0f, 2.25f),
                        List.of("a", 2, 3, 0.1, 0, 1f, 0.5f, 0.25f, 2f),
                        List.of("a", 2, 3, 0.1, 1, 1.5f, 0.75f, 0.5f, 3f));
        assertThat(query("SELECT model_key, i, step, from, to, from_level, to_level FROM jumps"))
                .extracting(row -> Arrays.asList(row.values().toArray()))
                .containsExactly(Arrays.asList("a", 1, 3, 0.27, 0.5, null, "1/2"));
        assertThat(query("SELECT model_key, k, probability * loss AS part FROM loss_by_active ORDER BY k NULLS LAST"))
                .extracting(row -> Arrays.asList(row.get("model_key"), row.get("k"), row.get("part")))
                .containsExactly(Arrays.asList("a", 0, 0.0), Arrays.asList("a", null, 0.1));
    }

    private static Row snapshot(int step, float[] bias, float[] diag) {
        return RowFactory.create(
                step, step * 0.5, 0.1, new float[] {1, 1.5f}, new float[] {0.5f, 0.75f}, bias, diag, null);
    }

    /** The mean of ratios is not the ratio of means: 1/2 and 3/4 make 5/8. */
    @Test
    void pointsHaveWhatTheirRowsPredict() {
        TestRows.writeModels(
                directory,
                TestRows.model("a", "point_key", "p", "loss", 1.0, "theory", predicted(2.0)),
                TestRows.model("b", "point_key", "p", "loss", 3.0, "theory", predicted(4.0)),
                TestRows.model("c", "point_key", "p", "loss", 5.0));
        assertThat(query("SELECT loss_over_symmetric_mean AS ratio, loss_over_symmetric_sem AS sem,"
                        + " theory_loss_symmetric_mean AS loss, theory_limit_a AS a FROM points"))
                .containsExactly(Map.of("ratio", 0.625, "sem", 0.125, "loss", 3.0, "a", 1.25));
    }

    private static Row predicted(double loss) {
        return RowBuilder.of("theory")
                .set("loss_symmetric", loss)
                .set("limit_a", 1.25)
                .build();
    }

    @Test
    void theScriptAloneGivesTheSameInAPlainSpark() {
        TestRows.writeModels(directory, TestRows.model("a", "point_key", "p", "n", 3, "loss", 1.5));
        TestRows.writePlanned(directory, TestRows.planned("a", "point_key", "p"), TestRows.planned("b"));
        Views.statements(Views.text()).stream()
                .map(statement -> statement.replace("${superpose.dir}", folder.toString()))
                .forEach(TestSpark.session()::sql);
        assertThat(TestSpark.session().table(Views.MODEL_ROWS).schema())
                .isEqualTo(directory.models(TestSpark.session()).schema());
        assertThat(TestSpark.session().table(Views.PLANNED_ROWS).schema())
                .isEqualTo(directory.planned(TestSpark.session()).schema());
        assertThat(TestRows.query("SELECT n, loss_mean FROM points")).containsExactly(Map.of("n", 3, "loss_mean", 1.5));
        assertThat(TestRows.query("SELECT model_key FROM missing")).containsExactly(Map.of("model_key", "b"));
    }

    @Test
    void everyNamedViewIsDefined() {
        // and two that read the files; block_envelope and scaling are no SQL
        assertThat(Views.statements(Views.text())).hasSize(Views.NAMES.size() - 2 + 2);
    }

    @Test
    void onlyWhatAViewReadsIsMadeWithIt() {
        TestRows.writeModels(directory, TestRows.model("a", "status", "failed", "loss", null));
        assertThat(made("planned")).containsExactlyInAnyOrder("planned_rows", "planned");
        assertThat(made("models")).containsExactlyInAnyOrder("model_rows", "models");
        assertThat(made("failures")).containsExactlyInAnyOrder("model_rows", "models", "outcomes", "failures");
        // a join in a subquery, an anti join, a WITH
        List<String> both = List.of("model_rows", "planned_rows", "models", "planned");
        assertThat(made("points")).containsAll(both).hasSize(5).contains("points");
        assertThat(made("missing")).containsAll(both).hasSize(5).contains("missing");
        assertThat(made("block_envelope"))
                .containsExactlyInAnyOrder("model_rows", "models", "outcomes", "block_envelope");
        assertThat(made("scaling"))
                .containsExactlyInAnyOrder("model_rows", "planned_rows", "models", "outcomes", "scaling");
        assertThat(made()).isEmpty();
        assertThat(made("features", "barcodes"))
                .containsExactlyInAnyOrder("model_rows", "models", "features", "barcodes");
    }

    /** Every view can be read where only it was made, so that nothing it reads is left out. */
    @Test
    void eachViewIsReadAlone() {
        TestRows.writeModels(directory, TestRows.model("a"));
        TestRows.writePlanned(directory, TestRows.planned("a"));
        for (String view : Views.NAMES) {
            SparkSession alone = TestSpark.session().newSession();
            Views.register(alone, directory, List.of(view));
            assertThat(alone.table(view).columns()).as(view).isNotEmpty();
        }
    }

    private List<String> made(String... views) {
        SparkSession alone = TestSpark.session().newSession();
        Views.register(alone, directory, List.of(views));
        return alone.sql("SHOW VIEWS").collectAsList().stream()
                .map(row -> row.<String>getAs("viewName"))
                .toList();
    }
}
