package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.report.ReportTest.cell;
import static org.superpose.report.ReportTest.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.train.LearningCurve;

/** What is in the page of many models, long curves and large weights, and how much it is. */
@Slow
class BoundsTest {
    private static final int POINTS = 10_000;
    private static final int MODELS = 3 * POINTS;

    /** Ten statistics at four sizes each, and bands of 200 groups. */
    private static final int FITS = 10 * POINTS / 4;

    private static final int BANDS = 10 * 200;

    /** What curves of 64 steps, levels and norms take. */
    private static final int ARRAYS = 900_000;

    @TempDir
    Path folder;

    @TempDir
    static Path shared;

    private static JsonNode tables;

    @BeforeAll
    static void oneOfEach() throws Exception {
        List<Row> models = new ArrayList<>(withCurves());
        for (int k = 0; k < 60; k++) {
            String key = "w%02d".formatted(k);
            Row weights = RowFactory.create(new float[64 * 64], new float[64 * 64], new float[64]);
            models.add(model(key, key, "n", 64, "m", 64, "density", (k + 1) / 60.0, "weights", weights, "bias", k > 0));
        }
        for (int k = 0; k < 120; k++) {
            models.add(model("f" + k, "f" + k, "loss", null, "status", "failed", "error_class", "Reason" + k / 2));
        }
        tables = data(report(shared, models)).get("tables");
    }

    /** Of a one stopped at 12, between two marks, one at 100, and one diverged at once. */
    private static List<Row> withCurves() {
        return List.of(
                model("a0", "a", "curve", curve(1, 3, 10, 12), "bias", null),
                model("a1", "a", "seed", 1L, "curve", curve(1, 3, 10, 30, 100)),
                model("a2", "a", "seed", 2L, "curve", curve(1), "loss", null, "status", "diverged"),
                model("b0", "b", "curve", curve(1, 3, 10, 30)),
                model("c0", "c", "curve", curve(IntStream.rangeClosed(1, 10_000).toArray())),
                model("d0", "d", "curve", curve(LearningCurve.marks(64, 3000))));
    }

    private static Report report(Path folder, List<Row> models) {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, models.toArray(Row[]::new));
        return Report.of(TestSpark.session(), directory);
    }

    private static Row model(String key, String point, Object... more) {
        List<Object> columns =
                new ArrayList<>(List.of("point_key", point, "n", 4, "m", 2, "ratio", 0.5, "density", 0.1));
        columns.addAll(List.of("loss", 1.0));
        columns.addAll(Arrays.asList(more));
        return TestRows.ofTheFamily(key, columns.toArray());
    }

    private static Row[] curve(int... steps) {
        return Arrays.stream(steps)
                .mapToObj(step -> RowFactory.create(step, 1.0 / step, 0.01))
                .toArray(Row[]::new);
    }

    /** A column of the rows of which another says so. */
    private static List<JsonNode> column(String table, String name, String where, String is) {
        return IntStream.range(0, tables.get(table).get("rows").asInt())
                .filter(k -> cell(tables.get(table), where, k).asText().matches(is))
                .mapToObj(k -> cell(tables.get(table), name, k))
                .toList();
    }

    private static List<Integer> steps(String point) {
        return column("curves", "step", "point_key", point).stream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void aCurveEndsWhereNotAllOfItsSeedsGoOn() {
        assertThat(steps("a")).containsExactly(1, 3, 10);
        assertThat(column("curves", "seeds", "point_key", "a").toString()).isEqualTo("[2, 2, 2]");
        assertThat(steps("b")).containsExactly(1, 3, 10, 30);
    }

    @Test
    void aLongCurveKeepsAHundredStepsOfEveryScale() {
        List<Integer> steps = steps("c");
        assertThat(steps).hasSizeBetween(70, 100).isSorted().doesNotHaveDuplicates();
        assertThat(steps.get(0)).isEqualTo(1);
        assertThat(steps.get(steps.size() - 1)).isEqualTo(10_000);
        assertThat(steps.stream().filter(step -> step > 10 && step <= 100)).hasSizeBetween(20, 26);
        assertThat(steps.stream().filter(step -> step > 1000)).hasSizeBetween(23, 27);
    }

    @Test
    void aCurveOfTheUsualLengthIsWhole() {
        assertThat(steps("d"))
                .containsExactlyElementsOf(
                        Arrays.stream(LearningCurve.marks(64, 3000)).boxed().toList());
    }

    /** 40 untied models of 64 features in 64 dimensions, before and after training, are 660 000 numbers. */
    @Test
    void weightsAreOfSoManyModelsAsThereIsRoomFor() {
        List<String> points = column("weights", "point_key", "point_key", ".*").stream()
                .map(JsonNode::asText)
                .toList();
        assertThat(points).hasSize(100_000 / (2 * (2 * 64 * 64 + 64)));
        assertThat(points.get(0)).isLessThan("w12");
        assertThat(points.get(points.size() - 1)).isGreaterThan("w48");
    }

    @Test
    void failuresOfReasonsThatAreNotListedAreCounted() {
        List<JsonNode> totals = column("failures", "total", "status", "failed|diverged");
        assertThat(totals)
                .hasSize(50)
                .allSatisfy(total -> assertThat(total.asInt()).isEqualTo(121));
    }

    @Test
    void aModelWithoutBiasSaysSo() {
        assertThat(column("models", "bias", "model_key", "a0|w00|w01").toString())
                .isEqualTo("[true, false, true]");
    }

    /** Whoever reads the view while a report is used reads what was fitted for it. */
    @Test
    void fitsAreKeptWhileAReportIsUsed() {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, model("a", "a"));
        assertThat(Report.<Boolean>use(
                        TestSpark.session(),
                        directory,
                        report -> TestSpark.session().catalog().isCached("scaling")))
                .isTrue();
        assertThat(TestSpark.session().catalog().isCached("scaling")).isFalse();
        Report.of(TestSpark.session(), directory);
        assertThat(TestSpark.session().catalog().isCached("outcomes")).isFalse();
    }

    /** 10 000 points of three seeds, of which no two numbers are alike but for what theory says of a point, are less than 10 MB. */
    @Test
    void tenThousandPointsOfThreeSeedsAreSmall() throws Exception {
        Report report = report(folder, many());
        JsonNode own = data(report).get("tables");
        int whole = report.html().length();
        int dataBytes = data(report).toString().length();
        double models = MODELS * bytes(own, "models", "");
        double fits = FITS * bytes(own, "scaling", "band")
                + BANDS * (bytes(own, "scaling", "") - bytes(own, "scaling", "band"));
        double points = POINTS * (bytes(own, "envelope", "") + bytes(own, "coverage", ""));
        assertThat(cell(own.get("scaling"), "band_n", 0)).hasSize(11);
        assertThat(models + fits + points + ARRAYS + whole - dataBytes).isLessThan(10e6);
    }

    /** Bytes a row of a table takes, without the columns that begin so. */
    private static double bytes(JsonNode tables, String name, String without) {
        double bytes = 0;
        for (Map.Entry<String, JsonNode> column :
                tables.get(name).get("columns").properties()) {
            if (without.isEmpty() || !column.getKey().startsWith(without)) {
                bytes += column.getValue().toString().length();
            }
        }
        return bytes / tables.get(name).get("rows").asInt();
    }

    private static List<Row> many() {
        SplittableRandom random = new SplittableRandom(7);
        List<Row> models = new ArrayList<>();
        for (int n = 32; n <= 1024; n *= 2) {
            for (int place = 0; place < 40; place++) {
                Object[] theory = fractions(random, n, "loss_linear", "loss_limit", "loss_constant", "noise_bound");
                for (long seed = 0; seed < 3; seed++) {
                    models.add(oneOfMany(random, n, place, seed, theory));
                }
            }
        }
        return models;
    }

    private static Row oneOfMany(SplittableRandom random, int n, int place, long seed, Object[] theory) {
        double ratio = (1 + place / 8) / 8.0;
        double density = Math.pow(10, -2.3 + 0.3 * (place % 8));
        String key = Long.toHexString(random.nextLong(1L << 60, Long.MAX_VALUE));
        List<Object> columns =
                new ArrayList<>(List.of("sweep", "many", "n", n, "m", (int) (ratio * n), "ratio", ratio));
        columns.addAll(List.of("density", density, "seed", seed, "parameters", "{\"n\":" + n + "}"));
        columns.addAll(Arrays.asList(theory));
        columns.addAll(Arrays.asList(fractions(random, n, measured())));
        columns.addAll(List.of("steps", 400L + n, "started_at", new Timestamp(random.nextLong(10_000_000))));
        String point = "%032x".formatted((1_000_003L * n + 7919L * place) << 20);
        columns.addAll(List.of("point_key", point.substring(20) + point, "represented", (long) random.nextInt(n)));
        return TestRows.ofTheFamily(key, columns.toArray());
    }

    /** Every number that training or measuring gives. */
    private static String[] measured() {
        List<String> theory = List.of("ratio", "sparsity", "density", "decay", "output_parameter", "loss_linear");
        return Arrays.stream(Tables.MODELS_SCHEMA.fields())
                .filter(field -> field.dataType().equals(DataTypes.DoubleType))
                .map(StructField::name)
                .filter(name -> !theory.contains(name))
                .filter(name ->
                        !List.of("loss_limit", "loss_constant", "noise_bound").contains(name))
                .toArray(String[]::new);
    }

    /** Names and values that fall with n, of all sizes and with all their digits. */
    private static Object[] fractions(SplittableRandom random, int n, String... names) {
        Object[] pairs = new Object[2 * names.length];
        for (int k = 0; k < names.length; k++) {
            pairs[2 * k] = names[k];
            pairs[2 * k + 1] = Math.pow(10, -k % 7) * (0.1 + Math.pow(n, -0.5)) * (1 + 0.1 * random.nextDouble());
        }
        return pairs;
    }
}
