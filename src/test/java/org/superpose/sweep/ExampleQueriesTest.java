package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped example queries, over a small table whose answers are known. */
class ExampleQueriesTest {
    private static final Path QUERIES = Path.of("conf", "queries");

    private static final List<String> DYNAMICS =
            List.of("features-appear.sql", "jumps-and-loss.sql", "level-changes.sql");

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        writeSweep(ResultsDirectory.at(folder.resolve("sweep").toString()));
        writeStudy(ResultsDirectory.at(folder.resolve("study").toString()));
        writeDecoders(ResultsDirectory.at(folder.resolve("decoders").toString()));
        writeDynamics(ResultsDirectory.at(folder.resolve("dynamics").toString()));
    }

    /**
     * Two features, two seeds, steps 0 … 19: feature 0 appears at 4, feature 1 at 8 of seed 0 only; each jumps to 1/2 as it appears, and where one
     * does the loss halves, from one step to the next; elsewhere it stays.
     */
    private static void writeDynamics(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            List<Row> snapshots = new ArrayList<>();
            List<Row> jumps = new ArrayList<>();
            for (int step = 0; step < 20; step++) {
                float first = step < 4 ? 0.1f : 1;
                float second = step < 8 || seed == 1 ? 0.1f : 1;
                double loss = 0.08 / (step < 4 ? 1 : 2) / (step < 8 || seed == 1 ? 1 : 2);
                float[] norm = {first, second};
                float[] dimensionality = {first / 2, second / 2};
                snapshots.add(RowFactory.create(step, 0.01, loss, norm, dimensionality, norm, null, null));
            }
            jumps.add(RowFactory.create(0, 4, 0.05, 0.5, null, "1/2"));
            if (seed == 0) {
                jumps.add(RowFactory.create(1, 8, 0.05, 0.5, null, "1/2"));
            }
            rows.add(TestRows.model(
                    "moving-" + seed,
                    "point_key",
                    "moving",
                    "n",
                    2,
                    "m",
                    1,
                    "density",
                    0.1,
                    "decay",
                    0.9,
                    "seed",
                    seed,
                    "dynamics",
                    RowFactory.create(snapshots, jumps)));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("moving-0", "point_key", "moving"));
    }

    @Test
    void featuresAppearWhereTheirNormStaysAboveAHalf() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("features-appear.sql"));
        assertThat(rows).extracting(row -> row.get("i")).containsExactly(0, 1);
        assertThat(rows).extracting(row -> row.get("represented")).containsExactly(2L, 1L);
        assertThat(rows).extracting(row -> row.get("median_step")).containsExactly(4.0, 8.0);
    }

    /** Stage 3 is steps 4 and 5, stage 5 is 8 and 9. */
    @Test
    void lossesFallWhereLevelsChange() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("jumps-and-loss.sql"));
        assertThat(rows).extracting(row -> row.get("jumps")).containsExactly(0L, 0L, 2L, 0L, 1L, 0L, 0L, 0L, 0L, 0L);
        assertThat(rows.get(2))
                .containsEntry("steps_with", 2L)
                .containsEntry("percent_with", 50.0)
                .containsEntry("percent_without", 0.0);
        assertThat(rows.get(4)).containsEntry("percent_with", 50.0).containsEntry("percent_without", 0.0);
        assertThat(rows.get(6)).containsEntry("percent_with", null).containsEntry("percent_without", 0.0);
    }

    @Test
    void levelChangesAreCounted() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("level-changes.sql"));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("from_level", null)
                .containsEntry("to_level", "1/2")
                .containsEntry("changes", 3L)
                .containsEntry("models", 2L);
    }

    /** One point of three outputs, two seeds: trec loses 1.5 times what ReLU does, top_k as much, basis pursuit a quarter. */
    private static void writeDecoders(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            rows.add(decoder("relu", null, seed, 0.01, RowFactory.create(0.0025, 1e-5, 0.75, 500L)));
            rows.add(decoder("trec", 0.3, seed, 0.014 + 0.002 * seed, null));
            rows.add(decoder("top_k", 5.0, seed, 0.01, null));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("relu-0", "point_key", "relu"));
    }

    private static Row decoder(String output, Double parameter, long seed, double loss, Row basisPursuit) {
        return TestRows.model(
                output + "-" + seed,
                "point_key",
                output,
                "n",
                128,
                "m",
                32,
                "density",
                0.03,
                "decay",
                1.0,
                "seed",
                seed,
                "tied",
                false,
                "hidden",
                "identity",
                "output",
                output,
                "output_parameter",
                parameter,
                "bias",
                true,
                "data_kind",
                "independent",
                "recipe",
                "fast",
                "loss",
                loss,
                "l1",
                basisPursuit);
    }

    /** Two points of the study, three seeds: fast ends at 0.9 and 1.1 times the loss of paper, in 1/10 and 1/5 of its steps. */
    private static void writeStudy(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128}) {
            for (long seed = 0; seed < 3; seed++) {
                rows.add(study(n, seed, "paper", 0.01 * (1 + 0.02 * (seed - 1)), 2000));
                rows.add(study(n, seed, "fast", n == 64 ? 0.009 : 0.011, n == 64 ? 200 : 400));
            }
        }
        rows.add(study(256, 0, "fast", 0.01, 500));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0-fast", "point_key", "p64-fast"));
    }

    private static Row study(int n, long seed, String recipe, double loss, long steps) {
        return TestRows.model(
                "k" + n + "-" + seed + "-" + recipe,
                "point_key",
                "p" + n + "-" + recipe,
                "n",
                n,
                "m",
                n / 4,
                "density",
                0.05,
                "decay",
                1.0,
                "seed",
                seed,
                "tied",
                false,
                "hidden",
                "identity",
                "output",
                "relu",
                "bias",
                true,
                "data_kind",
                "independent",
                "recipe",
                recipe,
                "loss",
                loss,
                "steps",
                steps,
                "seconds",
                600.0);
    }

    private static void writeSweep(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128, 256}) {
            for (long seed = 0; seed < 2; seed++) {
                // diag_var = 1/n and lyapunov = 1/√n exactly; the loss lies below the limit at n = 64 alone.
                rows.add(TestRows.model(
                        "k" + n + "-" + seed,
                        "point_key",
                        "p" + n,
                        "n",
                        n,
                        "m",
                        n / 4,
                        "ratio",
                        0.25,
                        "density",
                        0.05,
                        "decay",
                        1.0,
                        "seed",
                        seed,
                        "tied",
                        false,
                        "hidden",
                        "identity",
                        "output",
                        "relu",
                        "bias",
                        true,
                        "data_kind",
                        "independent",
                        "recipe",
                        "fast",
                        "loss",
                        0.003 + 1e-5 * n + 1e-4 * seed,
                        "loss_stderr",
                        1e-6,
                        "loss_limit",
                        0.004,
                        "loss_linear",
                        0.01,
                        "diag_mean",
                        0.8,
                        "diag_var",
                        1.0 / n,
                        "lyapunov_mean",
                        1 / Math.sqrt(n),
                        "represented",
                        5 + seed,
                        "features",
                        List.of(RowFactory.create(0, 1f, 1f, 0f, 0f, 0f, null, 1f, 0f, 0.5f)),
                        "kernel",
                        "cpu",
                        "host",
                        "here",
                        "steps",
                        1000L,
                        "seconds",
                        (double) n,
                        "predicted_seconds",
                        2.0 * n));
            }
        }
        rows.add(TestRows.model(
                "f",
                "point_key",
                "f",
                "n",
                8,
                "status",
                "failed",
                "error_class",
                "java.lang.Error",
                "error_message",
                "x"));
        rows.add(TestRows.model("d", "point_key", "d", "n", 8, "status", "diverged", "stop_reason", "loss"));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0", "point_key", "p64", "ratio_nominal", 0.25));
    }

    private static List<Path> queries() throws IOException {
        try (var files = Files.list(QUERIES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Map<String, Object>> run(Path file) throws IOException {
        String name = file.getFileName().toString();
        String data = name.startsWith("recipe-study")
                ? "study"
                : name.equals("decoders.sql") ? "decoders" : DYNAMICS.contains(name) ? "dynamics" : "sweep";
        Views.register(
                TestSpark.session(), ResultsDirectory.at(folder.resolve(data).toString()));
        List<String> statements = Views.statements(Files.readString(file));
        assertThat(statements).as(file.toString()).hasSize(1);
        return TestRows.query(statements.get(0));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryAnswersWithoutNaN(Path file) throws IOException {
        List<Map<String, Object>> rows = run(file);
        assertThat(rows).isNotEmpty();
        for (Map<String, Object> row : rows) {
            row.forEach((column, value) -> {
                if (value instanceof Double number) {
                    assertThat(number).as(column).isFinite();
                }
            });
        }
    }

    @Test
    void lossAgainstRatioShowsTheoryBeside() throws IOException {
        assertThat(run(QUERIES.resolve("loss-against-ratio.sql")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("ratio", 0.25).containsEntry("loss_limit", 0.004));
    }

    @Test
    void symmetryWithNFindsTheExponents() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("symmetry-with-n.sql"));
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(64, 128, 256);
        for (Map<String, Object> row : rows) {
            assertThat((Double) row.get("diag_var_exponent")).isCloseTo(-1, within(1e-12));
            assertThat((Double) row.get("lyapunov_exponent")).isCloseTo(-0.5, within(1e-12));
        }
    }

    @Test
    void belowTheLimitFindsThePoint() throws IOException {
        assertThat(run(QUERIES.resolve("below-the-limit.sql")))
                .extracting(row -> row.get("n"))
                .containsExactly(64);
    }

    /** The losses are 0.00364, 0.00428 and 0.00556: copies of n = 64 are the envelope of all. */
    @Test
    void theBlockEnvelopeIsThatOfTheSmallest() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("block-envelope.sql"));
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(64, 128, 256);
        for (Map<String, Object> row : rows) {
            assertThat(row).containsEntry("block_n", 64).containsEntry("block_m", 16);
            assertThat((Double) row.get("envelope")).isCloseTo(0.00364, within(1e-15));
        }
        assertThat((Double) rows.get(0).get("percent_above")).isZero();
        assertThat((Double) rows.get(2).get("percent_above")).isCloseTo(100 * (0.00556 / 0.00364 - 1), within(1e-9));
    }

    @Test
    void failuresAreCountedByReason() throws IOException {
        assertThat(run(QUERIES.resolve("failures-by-reason.sql")))
                .extracting(row -> row.get("reason"))
                .containsExactlyInAnyOrder("java.lang.Error", "loss");
    }

    @Test
    void decodersAreComparedWithRelu() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("decoders.sql"));
        assertThat(rows).extracting(row -> row.get("output")).containsExactly("basis pursuit", "top_k", "trec");
        assertThat(rows).extracting(row -> (Double) row.get("ratio")).containsExactly(0.25, 1.0, 1.5);
        assertThat(rows).extracting(row -> row.get("recovered")).containsExactly(0.75, null, null);
        assertThat(rows).extracting(row -> row.get("parameter")).containsExactly(null, 5.0, 0.3);
        // 0.014 and 0.016: a standard error of 0.001 in 0.015
        assertThat((Double) rows.get(2).get("ratio_error")).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void recipeStudyComparesThePointsThatBothHave() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("recipe-study.sql"));
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(64, 128);
        assertThat((Double) rows.get(0).get("ratio")).isCloseTo(0.9, within(1e-12));
        assertThat((Double) rows.get(1).get("ratio")).isCloseTo(1.1, within(1e-12));
        // the losses of paper are 0.98, 1 and 1.02 times their mean: a standard error of 2 % / √3
        assertThat((Double) rows.get(1).get("ratio_error")).isCloseTo(1.1 * 0.02 / Math.sqrt(3), within(1e-12));
        assertThat(rows).extracting(row -> row.get("steps_ratio")).containsExactly(0.1, 0.2);
        assertThat(rows).extracting(row -> row.get("seeds")).containsExactly(3L, 3L);
    }

    @Test
    void recipeStudySummaryCountsThePointsWithin() throws IOException {
        Map<String, Object> row =
                run(QUERIES.resolve("recipe-study-summary.sql")).get(0);
        assertThat(row).containsEntry("points", 2L).containsEntry("within", 1L);
        assertThat((Double) row.get("largest_ratio")).isCloseTo(1.1, within(1e-12));
        assertThat((Double) row.get("median_ratio")).isCloseTo(1, within(1e-12));
        assertThat((Double) row.get("median_steps_ratio")).isCloseTo(0.15, within(1e-12));
        assertThat((Double) row.get("core_hours_paper")).isCloseTo(1, within(1e-12));
    }
}
