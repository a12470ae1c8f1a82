package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.train.Recipe;
import org.superpose.train.UsualTraining;

/** From rows of models to fits: what is grouped, what is fitted, what is said of the rest. */
@Slow
class ScalingTest {
    private static final int[] SIZES = {32, 64, 128, 256, 512};

    @TempDir
    static Path folder;

    private static List<Map<String, Object>> fits;

    @BeforeAll
    static void write() {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        List<Row> planned = new ArrayList<>();
        for (boolean tied : new boolean[] {false, true}) {
            for (int n : SIZES) {
                for (long seed = 0; seed < 4; seed++) {
                    Point point = point(n, 0.05, tied, seed);
                    double scatter = 1 + 0.01 * random.nextGaussian();
                    rows.add(row(
                            point,
                            "loss",
                            (0.005 - 0.04 / n) * scatter,
                            "loss_limit",
                            0.005,
                            "diag_var",
                            (tied ? 3.0 / n : 0.1 + 2 / Math.sqrt(n)) * scatter,
                            "lyapunov_mean",
                            (tied ? 2 / Math.sqrt(n - 1) : 3.0 / (n - 1)) * scatter,
                            "lyapunov_min",
                            (n == 512 ? 0.8 : 0.9995) * (1 + 0.01 * (scatter - 1)),
                            "lyapunov_raw_mean",
                            1 / Math.sqrt(n - 1),
                            "lyapunov_max",
                            (tied ? 0.4 + 2 / Math.sqrt(n) : 0.6) * scatter,
                            "diag_mean",
                            Math.sqrt(n) * scatter));
                    planned.add(
                            TestRows.planned(point.modelKey(), "point_key", point.pointKey(), "ratio_nominal", 0.3));
                }
            }
        }
        Point failed = point(1024, 0.05, true, 0);
        rows.add(row(failed, "status", "failed", "error_class", "Oops"));
        planned.add(TestRows.planned(failed.modelKey(), "point_key", failed.pointKey(), "ratio_nominal", 0.3));
        for (int n : new int[] {32, 64, 128}) {
            rows.add(row(point(n, 0.1, true, 0), "loss", 1.0 / n));
        }
        twoRatios(rows, planned);
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, planned.toArray(Row[]::new));
        Views.register(TestSpark.session(), directory);
        fits = TestRows.query("SELECT * FROM scaling");
    }

    /** Of 0.3 and 0.31 the two smallest sizes have the same m. */
    private static void twoRatios(List<Row> rows, List<Row> planned) {
        Set<String> trained = new HashSet<>();
        for (double ratio : new double[] {0.3, 0.31}) {
            for (int n : SIZES) {
                Point point = point(n, (int) (ratio * n), 0.2, true, 0);
                if (trained.add(point.pointKey())) {
                    rows.add(row(point, "loss", 1 + 1.0 / n));
                }
                planned.add(TestRows.planned(point.modelKey(), "point_key", point.pointKey(), "ratio_nominal", ratio));
            }
        }
    }

    private static Point point(int n, double density, boolean tied, long seed) {
        return point(n, (int) (0.3 * n), density, tied, seed);
    }

    private static Point point(int n, int m, double density, boolean tied, long seed) {
        return Identity.point(
                new Spec(
                        n,
                        m,
                        0.3,
                        new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, new Importance.Decay(1)),
                        new ModelSpec(tied, Activation.IDENTITY, OutputFunction.RELU, true),
                        new Origin.Trained("fast", UsualTraining.of(Recipe.FAST, n, m, density))),
                seed);
    }

    private static Row row(Point point, Object... more) {
        List<Object> columns =
                new ArrayList<>(List.of("point_key", point.pointKey(), "parameters", point.parameters()));
        columns.addAll(List.of("n", point.n(), "m", point.m(), "ratio", point.m() / (double) point.n()));
        columns.addAll(List.of("density", point.density(), "tied", point.model().tied(), "seed", point.seed()));
        columns.addAll(Arrays.asList(more));
        return TestRows.ofTheFamily(point.modelKey(), columns.toArray());
    }

    private static Map<String, Object> fit(String statistic, boolean tied) {
        List<Map<String, Object>> rows = fits.stream()
                .filter(row -> row.get("density").equals(0.05)
                        && row.get("statistic").equals(statistic)
                        && row.get("tied").equals(tied))
                .toList();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static double number(Map<String, Object> fit, String column) {
        return (Double) fit.get(column);
    }

    @Test
    void theViewHasItsColumnsAndARowForEveryGroupAndStatistic() {
        assertThat(TestSpark.session().table("scaling").columns()).containsExactly(ScalingColumns.SCHEMA.fieldNames());
        // Of density 0.1 no ratio was asked for, and 9/32, 19/64 and 38/128 differ, though two of them are equal.
        assertThat(fits).hasSize((2 + 2 + 2) * FittedStatistic.ALL.size());
        assertThat(fits)
                .extracting(row -> row.get("statistic"))
                .containsAll(
                        FittedStatistic.ALL.stream().map(FittedStatistic::name).toList());
        assertThat(fits.stream().map(row -> row.get("family")).distinct()).hasSize(2);
    }

    @Test
    void theFittedNumbersAreThoseThatWerePlanted() {
        Map<String, Object> fit = fit("diag_var", false);
        assertThat(fit)
                .containsEntry("status", "fitted")
                .containsEntry("verdict", "the limit differs from 0")
                .containsEntry("vanishes", false)
                .containsEntry("sizes", 5)
                .containsEntry("values", 20)
                .containsEntry("n_min", 32)
                .containsEntry("n_max", 512)
                .containsEntry("ratio", 0.3)
                .containsEntry("expected_alpha", null)
                .containsEntry("agrees", null)
                .containsEntry("alpha_vanishing", null);
        assertThat(0.5).isBetween(number(fit, "alpha_low"), number(fit, "alpha_high"));
        assertThat(0.1).isBetween(number(fit, "limit_low"), number(fit, "limit_high"));
        assertThat(2.0).isBetween(number(fit, "amplitude_low"), number(fit, "amplitude_high"));
        assertThat(number(fit, "alpha")).isBetween(number(fit, "alpha_low"), number(fit, "alpha_high"));
        assertThat((scala.collection.Seq<?>) fit.get("band")).matches(band -> band.length() == 9);
        assertThat((scala.collection.Seq<?>) fit.get("point_keys")).matches(keys -> keys.length() == 5);
    }

    @Test
    void theLossMayGrowTowardsItsLimit() {
        Map<String, Object> over = fit("loss_over_limit", true);
        assertThat(1.0).isBetween(number(over, "limit_low"), number(over, "limit_high"));
        Map<String, Object> less = fit("loss_minus_limit", true);
        assertThat(less).containsEntry("vanishes", true);
        assertThat(number(less, "amplitude_high")).isNegative();
    }

    /** Of 2/√n both are so, of 3/n the exponent is not, of 0.4 + 2/√n the limit is not; a constant has neither. */
    @Test
    void theLyapunovRatioIsComparedWithOneHalf() {
        Map<String, Object> gaussian = fit("lyapunov_mean", true);
        assertThat(gaussian).containsEntry("expected_alpha", 0.5).containsEntry("agrees", true);
        assertThat(number(gaussian, "alpha_vanishing")).isCloseTo(0.5, within(0.02));
        assertThat(fit("lyapunov_mean", false)).containsEntry("agrees", false).containsEntry("vanishes", true);
        assertThat(fit("lyapunov_max", true)).containsEntry("agrees", false).containsEntry("vanishes", false);
        assertThat(fit("lyapunov_max", false))
                .containsEntry("status", "no trend")
                .containsEntry("expected_alpha", 0.5)
                .containsEntry("agrees", null)
                .containsEntry("alpha", null)
                .containsEntry("limit", null)
                .containsEntry("band", null);
    }

    /** K terms alike have Λ = K^(−½), and a row has n − 1 of them. */
    @Test
    void theCentralLimitTheoremIsMetExactly() {
        Map<String, Object> fit = fit("lyapunov_raw_mean", true);
        assertThat(fit)
                .containsEntry("status", "fitted")
                .containsEntry("agrees", true)
                .containsEntry("n_min", 32)
                .containsEntry("n_max", 512);
        assertThat(number(fit, "alpha")).isCloseTo(0.5, within(1e-6));
        assertThat(number(fit, "amplitude")).isCloseTo(1, within(1e-6));
        scala.collection.Seq<?> band = (scala.collection.Seq<?>) fit.get("band");
        assertThat(((Row) band.apply(0)).getDouble(0)).isEqualTo(32);
        assertThat(((Row) band.apply(8)).getDouble(0)).isEqualTo(512);
    }

    /** A constant, then a drop: no exponent is excluded, and so none agrees. */
    @Test
    void nothingAgreesWhereNothingIsKnown() {
        Map<String, Object> fit = fit("lyapunov_min", true);
        assertThat(fit.get("status")).isNotIn("fitted", "no trend");
        assertThat(fit)
                .containsEntry("misfit", true)
                .containsEntry("expected_alpha", 0.5)
                .containsEntry("agrees", null);
        assertThat(fits)
                .filteredOn(row -> !"fitted".equals(row.get("status")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("agrees", null));
    }

    @Test
    void aPointCountsForEveryRatioThatAskedForIt() {
        List<Map<String, Object>> both = fits.stream()
                .filter(row ->
                        row.get("density").equals(0.2) && row.get("statistic").equals("loss"))
                .toList();
        assertThat(both).extracting(row -> row.get("ratio")).containsExactlyInAnyOrder(0.3, 0.31);
        assertThat(both)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("sizes", 5)
                        .containsEntry("values", 5)
                        .containsEntry("n_min", 32));
    }

    private static String optimizedPlan(String query) {
        return TestSpark.session().sql(query).queryExecution().optimizedPlan().toString();
    }

    /** Below the rows of statistics, of which there are many for a model. */
    @Test
    void parametersAreReadOnceAModel() {
        String plan = optimizedPlan("SELECT * FROM scaling");
        int stack = plan.indexOf("Generate stack(");
        assertThat(stack).as(plan).isPositive();
        assertThat(plan.substring(0, plan.indexOf('\n', stack))).doesNotContain("parameters");
        assertThat(plan.substring(stack)).contains("UDF(parameters");
    }

    @Test
    void whatCannotBeFittedSaysWhy() {
        assertThat(fit("diag_mean", true)).containsEntry("status", "no limit").containsEntry("alpha", null);
        assertThat(fit("bias_var", true))
                .containsEntry("status", "too few sizes")
                .containsEntry("verdict", "0 sizes with a value; A_∞, c and α need 4")
                .containsEntry("n_min", null);
        assertThat(fits)
                .filteredOn(row -> row.get("density").equals(0.1))
                .extracting(row -> row.get("status"))
                .containsOnly("too few sizes");
    }

    @Test
    void noNumberIsNaN() {
        for (Map<String, Object> row : fits) {
            row.forEach((column, value) -> {
                if (value instanceof Double number) {
                    assertThat(number).as(column).isFinite();
                }
            });
        }
    }

    /** A condition on what groups is applied to the models, before anything is fitted. */
    @Test
    void conditionsReachTheModels() {
        String plan = optimizedPlan("SELECT alpha FROM scaling WHERE density = 0.05 AND tied");
        int aggregate = plan.indexOf("Aggregate");
        assertThat(plan.lastIndexOf("0.05")).as(plan).isGreaterThan(aggregate).isPositive();
        assertThat(plan.split("Generate", -1)).as("one evaluation of the fit").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void theTableIsTheView() throws Exception {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        for (int time = 0; time < 2; time++) {
            assertThat(ScalingTable.write(TestSpark.session(), directory)).isEqualTo(fits.size());
        }
        TestSpark.session().read().parquet(folder.resolve("scaling").toString()).createOrReplaceTempView("written");
        assertThat(TestRows.query("SELECT * FROM written")).containsExactlyInAnyOrderElementsOf(fits);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("models", "planned", "scaling");
        }
    }
}
