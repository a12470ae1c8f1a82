package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

/** The shipped example queries, over small tables whose answers are known. */
@Slow
class ExampleQueriesTest {
    private static final Path QUERIES = Path.of("conf", "queries");

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        ExampleTables.write(folder);
    }

    private static List<Map<String, Object>> run(Path file) throws IOException {
        Views.register(TestSpark.session(), ExampleTables.of(file, folder));
        List<String> statements = Views.statements(Files.readString(file));
        assertThat(statements).as(file.toString()).hasSize(1);
        return TestRows.query(statements.get(0));
    }

    @Test
    void sparseModelsAreComparedWithTheLimit() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("sparse.sql"));
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat((Long) row.get("models")).isPositive();
            assertThat((Double) row.get("loss")).isPositive();
        });
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

    private static List<Path> queries() throws IOException {
        try (var files = Files.list(QUERIES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
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

    /** The exponent of p² is 2; the limit's is less by log₁₀ 4 where it is four times too high below. */
    @Test
    void theMapHasExponentsFromTheDensityBelow() throws IOException {
        List<Map<String, Object>> all = run(QUERIES.resolve("map.sql"));
        List<Map<String, Object>> rows = all.subList(0, 3);
        assertThat(all).extracting(row -> row.get("m")).containsExactly(32, 32, 32, 128, 128, 128);
        assertThat(all.subList(3, 6))
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("kind", "circle")
                        .containsEntry("loss_over_limit", null)
                        .containsEntry("runner_up_over_best", null)
                        .containsEntry("exponent", null)
                        .containsEntry("limit_exponent", null));
        assertThat(rows).extracting(row -> row.get("density")).containsExactly(0.01, 0.1, 1.0);
        assertThat(rows).extracting(row -> row.get("kind")).containsOnly("trained");
        assertThat(rows).extracting(row -> row.get("runner_up_over_best")).containsOnly(2.0);
        assertThat(rows.get(0)).containsEntry("exponent", null);
        assertThat((Double) rows.get(0).get("loss_over_limit")).isCloseTo(0.125, within(1e-12));
        assertThat((Double) rows.get(1).get("exponent")).isCloseTo(2, within(1e-12));
        assertThat((Double) rows.get(1).get("limit_exponent")).isCloseTo(2 - Math.log10(4), within(1e-12));
        assertThat((Double) rows.get(0).get("loss_over_p2")).isCloseTo(0.01, within(1e-12));
        // 0.01²/50 · 4 over p v ln 1/p with v = (p/3 − p²/4)(n/m − 1)
        double ratio = ((Number) rows.get(0).get("m")).doubleValue()
                / ((Number) rows.get(0).get("n")).doubleValue();
        double v = (0.01 / 3 - 0.0001 / 4) * (1 / ratio - 1);
        assertThat((Double) rows.get(0).get("limit_over_log"))
                .isCloseTo(8e-6 / (0.01 * v * Math.log(100)), within(1e-12));
        assertThat(rows.get(2)).containsEntry("limit_over_log", null);
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
    void scalingTellsLimitsAndExponents() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("scaling.sql"));
        assertThat(rows).extracting(row -> row.get("statistic")).containsExactly("bias_var", "loss", "lyapunov_mean");
        assertThat(rows.get(0)).as("tells rows apart").containsKeys(ScalingColumns.GROUP.fieldNames());
        assertThat(rows).extracting(row -> row.get("status")).containsExactly("no trend", "fitted", "fitted");
        assertThat((Double) rows.get(1).get("limit")).isCloseTo(0.005, within(1e-5));
        assertThat((Double) rows.get(1).get("alpha")).isCloseTo(1, within(0.01));
        assertThat(rows.get(2)).containsEntry("agrees", true).containsEntry("vanishes", true);
        assertThat((Double) rows.get(2).get("alpha_vanishing")).isCloseTo(0.5, within(1e-3));
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
            assertThat(row)
                    .containsEntry("block_n", 64)
                    .containsEntry("block_m", 16)
                    .containsEntry("blocks", (int) row.get("n") / 64 + " × (64, 16)");
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
        assertThat(run(QUERIES.resolve("firing-together.sql")))
                .extracting(firing -> firing.get("probability"))
                .containsExactly(0.5, 0.25, 0.125, 0.0625, 0.03125);
        assertThat(run(QUERIES.resolve("holes.sql")))
                .extracting(holes -> List.of(holes.get("bars_per_seed"), holes.get("share_of_seeds")))
                .containsExactly(List.of(2 / 3.0, 2 / 3.0));
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
    void recipeValidationBeginsWithTheWorstPoint() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("recipe-validation.sql"));
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(128, 64);
        assertThat((Double) rows.get(0).get("ratio")).isCloseTo(1.04, within(1e-12));
        assertThat((Double) rows.get(1).get("ratio")).isCloseTo(1.01, within(1e-12));
        assertThat((Double) rows.get(0).get("ratio_error")).isCloseTo(1.04 * 0.02 / Math.sqrt(3), within(1e-12));
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
