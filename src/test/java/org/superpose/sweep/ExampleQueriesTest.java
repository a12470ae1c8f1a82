package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> GEOMETRY =
            Set.of("shapes.sql", "shared-summands.sql", "best-of-seeds.sql", "firing-together.sql", "holes.sql");

    private static final List<String> DYNAMICS =
            List.of("features-appear.sql", "jumps-and-loss.sql", "level-changes.sql");

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        writeSweep(ResultsDirectory.at(folder.resolve("sweep").toString()));
        writeStudy(ResultsDirectory.at(folder.resolve("study").toString()));
        writeDecoders(ResultsDirectory.at(folder.resolve("decoders").toString()));
        writeCorrelated(ResultsDirectory.at(folder.resolve("correlated").toString()));
        writePhases(ResultsDirectory.at(folder.resolve("phases").toString()));
        writeGeometry(ResultsDirectory.at(folder.resolve("geometry").toString()));
        writeDynamics(ResultsDirectory.at(folder.resolve("dynamics").toString()));
    }

    /** One point, three seeds: two pentagons, the second with the lowest loss, and two digons with feature 4 left out. */
    private static void writeGeometry(ResultsDirectory directory) {
        TestRows.writeModels(
                directory,
                shaped(0, 0.002, "pentagon", summand("pentagon", 0, 1, 2, 3, 4)),
                shaped(1, 0.001, "pentagon", summand("pentagon", 0, 1, 2, 3, 4)),
                shaped(2, 0.004, "2 × digon", summand("digon", 0, 2), summand("digon", 1, 3)));
        TestRows.writePlanned(directory, TestRows.planned("g-0", "point_key", "g"));
    }

    private static Row summand(String shape, int... features) {
        return new RowBuilder(Tables.SUMMAND)
                .set("features", features)
                .set("shape", shape)
                .set("dimensionality", 2.0 / features.length)
                .set("deviation", 0.01)
                .set("thomson_energy", 2.0)
                .set("thomson_optimum", 1.6)
                .build();
    }

    private static Row shaped(long seed, double loss, String name, Row... summands) {
        Row bar = RowFactory.create(1, 1.1756, 1.9021);
        Row region = RowFactory.create(new int[] {1, 2}, 0.25, null, null, null);
        Row geometry = new RowBuilder(Tables.GEOMETRY)
                .set("sum_name", name)
                .set("summands", summands)
                .set("barcode", new Row[] {bar})
                .set("regions", new Row[] {region})
                .set("region_count", 16)
                .set("regions_exact", true)
                .build();
        return TestRows.model(
                "g-" + seed,
                "point_key",
                "g",
                "n",
                5,
                "m",
                2,
                "density",
                0.05,
                "decay",
                1.0,
                "seed",
                seed,
                "tied",
                true,
                "recipe",
                "anthropic",
                "loss",
                loss,
                "geometry",
                geometry);
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

    /** One point, two seeds: a pair that loses 0.01, and a dropped feature that loses 0.02. */
    private static void writePhases(ResultsDirectory directory) {
        Row theory = new RowBuilder(Tables.THEORY)
                .set("phase", "last shares")
                .set("phase_loss", 0.015)
                .set("phase_boundary", 0.5)
                .build();
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            float share = seed == 0 ? 0.5f : 1;
            rows.add(TestRows.model(
                    "phase-" + seed,
                    "point_key",
                    "phase",
                    "parameters",
                    "{\"importance\":{\"last\":2.0}}",
                    "n",
                    2,
                    "m",
                    1,
                    "density",
                    0.1,
                    "seed",
                    seed,
                    "loss",
                    0.01 + 0.01 * seed,
                    "theory",
                    theory,
                    "features",
                    List.of(
                            RowFactory.create(0, 1f, 1f, 0f, 1f, 1f, null, 1f - seed, 1f, share),
                            RowFactory.create(1, 2f, 1f, 0f, 1f, 1f, null, 1f, 1f, share))));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("phase-0", "point_key", "phase"));
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

    /** Three antipodal pairs of six features, each of one member of two sets, or of a set; a seventh feature is dropped. */
    private static void writeCorrelated(ResultsDirectory directory) {
        int[] apart = {0, 1, 0, 2, 1, 2};
        int[] pairs = {0, 0, 1, 1, 2, 2};
        TestRows.writeModels(
                directory,
                dependent("c0", "correlated", apart),
                dependent("c1", "correlated", apart),
                dependent("a0", "anticorrelated", pairs),
                dependent("a1", "anticorrelated", apart));
        TestRows.writePlanned(directory, TestRows.planned("c0", "point_key", "c"));
    }

    private static Row dependent(String key, String kind, int[] axes) {
        int n = axes.length + 1;
        Float[] encoder = new Float[3 * n];
        Arrays.fill(encoder, 0f);
        boolean[] used = new boolean[3];
        for (int i = 0; i < axes.length; i++) {
            encoder[axes[i] * n + i] = used[axes[i]] ? -1f : 0.8f;
            used[axes[i]] = true;
        }
        encoder[n - 1] = 0.3f;
        return TestRows.model(
                key,
                "parameters",
                "{\"data\":{\"kind\":\"" + kind + "\",\"size\":2}}",
                "n",
                n,
                "m",
                3,
                "density",
                0.05,
                "data_kind",
                kind,
                "loss",
                0.001,
                "weights",
                RowFactory.create(Arrays.asList(encoder), List.of(), List.of()));
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
        String data = switch (name) {
            case "recipe-study.sql", "recipe-study-summary.sql" -> "study";
            case "decoders.sql", "phases.sql", "correlated.sql" -> name.replace(".sql", "");
            default -> GEOMETRY.contains(name) ? "geometry" : DYNAMICS.contains(name) ? "dynamics" : "sweep";
        };
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
    void shapesAreCounted() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("shapes.sql"));
        assertThat(rows).extracting(row -> row.get("shape")).containsExactly("digon", "pentagon");
        assertThat(rows).extracting(row -> row.get("per_seed")).containsExactly(2 / 3.0, 2 / 3.0);
        assertThat(rows).extracting(row -> row.get("share_of_seeds")).containsExactly(1 / 3.0, 2 / 3.0);
        assertThat(rows).extracting(row -> row.get("dimensionality")).containsExactly(1.0, 0.4);
        assertThat(rows).extracting(row -> row.get("thomson_over_optimum")).containsExactly(1.25, 1.25);
    }

    @Test
    void pairsOfOneSummandAreCounted() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("shared-summands.sql"));
        assertThat(rows).hasSize(10);
        assertThat(rows)
                .filteredOn(row -> row.get("share_of_seeds").equals(1.0))
                .extracting(row -> List.of(row.get("i"), row.get("j")))
                .containsExactly(List.of(0, 2), List.of(1, 3));
        assertThat(rows)
                .filteredOn(row -> row.get("share_of_seeds").equals(2 / 3.0))
                .hasSize(8);
    }

    @Test
    void theBestSeedIsShownWithTheSpread() throws IOException {
        Map<String, Object> row = run(QUERIES.resolve("best-of-seeds.sql")).get(0);
        assertThat(row).containsEntry("best_model_key", "g-1").containsEntry("best_sum", "pentagon");
        assertThat((Double) row.get("percent_max_above")).isCloseTo(300, within(1e-9));
        assertThat(run(QUERIES.resolve("firing-together.sql"))).hasSize(1);
        assertThat(run(QUERIES.resolve("holes.sql")))
                .extracting(holes -> holes.get("bars_per_model"))
                .containsExactly(1.0);
    }

    @Test
    void setsAreFoundInTheirSummands() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("correlated.sql"));
        assertThat(rows).extracting(row -> row.get("data_kind")).containsExactly("anticorrelated", "correlated");
        for (Map<String, Object> row : rows) {
            assertThat(row).containsEntry("seeds", 2L).containsEntry("summands", 3.0);
            assertThat(row).containsEntry("represented", 6.0);
        }
        Map<String, Object> anti = rows.get(0);
        assertThat(anti).containsEntry("inside_antipodal", 0.5).containsEntry("inside_together", 0.5);
        assertThat(anti).containsEntry("seeds_together", 0.5).containsEntry("seeds_spread", 0.5);
        Map<String, Object> correlated = rows.get(1);
        assertThat(correlated).containsEntry("inside_together", 0.0).containsEntry("inside_orthogonal", 1.0);
        assertThat(correlated).containsEntry("seeds_spread", 1.0).containsEntry("seeds_together", 0.0);
        // of the twelve pairs of different sets three are antipodal
        assertThat(correlated).containsEntry("outside_antipodal", 0.25).containsEntry("outside_orthogonal", 0.75);
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
    void thePhaseIsThatOfTheBestSeed() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("phases.sql"));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("trained", "last shares")
                .containsEntry("theory", "last shares")
                .containsEntry("loss", 0.01)
                .containsEntry("loss_theory", 0.015)
                .containsEntry("boundary", 0.5)
                .containsEntry("last", 2.0)
                .containsEntry("sharing", 1L)
                .containsEntry("seeds", 2L);
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
