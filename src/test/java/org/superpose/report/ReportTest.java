package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.Build;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.theory.ThermodynamicLimit;
import org.superpose.views.Views;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What is in the page: the rows of its queries, whatever they hold, and nothing else that runs. */
@Slow
class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = "</script><script>alert(1)</script><!--{{data}}";

    @TempDir
    static Path few;

    @TempDir
    Path folder;

    private static Report report;
    private static JsonNode tables;

    @BeforeAll
    static void aFewModels() throws Exception {
        writeAFewModels(ResultsDirectory.at(few.toString()));
        report = of(few);
        tables = data(report).get("tables");
    }

    private static Report of(Path folder) {
        return Report.of(TestSpark.session(), ResultsDirectory.at(folder.toString()));
    }

    private static Row model(String key, String point, Object... more) {
        List<Object> columns = new ArrayList<>(
                List.of("point_key", point, "sweep", "s", "n", 4, "m", 2, "ratio", 0.5, "density", 0.1));
        columns.addAll(List.of("decay", 1.0, "seed", 0L, "tied", true, "parameters", "{\"n\":4,\"density\":0.1}"));
        columns.addAll(List.of(more));
        return TestRows.model(key, columns.toArray());
    }

    private static Row[] features(double... dimensionalities) {
        Row[] rows = new Row[dimensionalities.length];
        for (int i = 0; i < rows.length; i++) {
            float d = (float) dimensionalities[i];
            rows[i] = RowFactory.create(i, 1f, 1f, 0f, 0.5f, 0.1f, 0.3f, 0.9f, 0.25f, d, d);
        }
        return rows;
    }

    private static void writeAFewModels(ResultsDirectory directory) {
        Row weights = RowFactory.create(
                new float[] {1, 0, -1, 0, 0, 1, 0, -1}, new float[] {1, 0, 0, 1, -1, 0, 0, -1}, new float[4]);
        Row[] curve = {RowFactory.create(1, 0.1, 0.01), RowFactory.create(10, 0.05, 0.01)};
        Row[] slower = {RowFactory.create(1, 0.3, 0.01), RowFactory.create(10, 0.15, 0.01)};
        TestRows.writeModels(
                directory,
                model(
                        "a0",
                        "a",
                        "loss",
                        1.23456789012e-3,
                        "loss_limit",
                        2e-3,
                        "features",
                        features(0.5, 0.5, 0.5, 1),
                        "weights",
                        weights,
                        "curve",
                        curve),
                model(
                        "a1",
                        "a",
                        "seed",
                        1L,
                        "loss",
                        4e-3,
                        "features",
                        features(0.5, 0.4, 0, 1),
                        "curve",
                        slower,
                        "started_at",
                        new Timestamp(2500)),
                model("b0", "b", "density", 0.01, "loss", 5e-5, "dims_per_feature", 0.25),
                model(
                        "c0",
                        "c",
                        "density",
                        0.2,
                        "status",
                        "failed",
                        "error_class",
                        "Oops",
                        "error_message",
                        EVIL,
                        "sweep",
                        EVIL,
                        "parameters",
                        "{\"n\":4,\"x\":\"" + EVIL + "\"}"),
                model(
                        "e0",
                        "e",
                        "density",
                        0.01,
                        "loss",
                        Double.NaN,
                        "diag_var",
                        Double.POSITIVE_INFINITY,
                        "parameters",
                        "{\"n\":4,\"x\":1}"));
        TestRows.writePlanned(
                directory,
                TestRows.planned("a0", "point_key", "a", "n", 4, "ratio_nominal", 0.51, "density", 0.1),
                TestRows.planned("d0", "point_key", "d", "n", 4, "ratio_nominal", 0.51, "density", 0.5));
    }

    @Test
    void theDataAreTheRowsOfTheQueries() throws Exception {
        assertThat(report.models()).isEqualTo(5);
        Views.register(TestSpark.session(), ResultsDirectory.at(few.toString()));
        for (String name : Table.NAMES) {
            if (name.equals("families")) {
                continue;
            }
            JsonNode table = tables.get(name);
            List<Map<String, Object>> rows = TestRows.query(table.get("sql").asText());
            assertThat(table.get("rows").asInt()).as(name).isEqualTo(rows.size());
            for (int k = 0; k < rows.size(); k++) {
                for (Map.Entry<String, Object> cell : rows.get(k).entrySet()) {
                    same(name + '.' + cell.getKey(), cell(table, cell.getKey(), k), cell.getValue());
                }
            }
        }
        assertThat(tables.get("curves").get("rows").asInt()).isEqualTo(2);
        assertThat(cell(tables.get("curves"), "loss", 1).asDouble()).isEqualTo(0.1);
        assertThat(cell(tables.get("models"), "r", row("a0")).asDouble()).isEqualTo(0.51);
        assertThat(cell(tables.get("models"), "started_ms", row("a1")).asLong()).isEqualTo(2500);
    }

    @Test
    void dimensionalitiesAreCountedOverSeeds() throws Exception {
        JsonNode levels = tables.get("levels");
        List<String> counted = new ArrayList<>();
        for (int k = 0; k < levels.get("rows").asInt(); k++) {
            counted.add(cell(levels, "dimensionality", k) + ": " + cell(levels, "features", k) + " of "
                    + cell(levels, "models", k));
        }
        assertThat(counted).containsExactly("0: 1 of 1", "0.4: 1 of 1", "0.5: 4 of 2", "1: 2 of 2");
    }

    @Test
    void whatFailedAndWhatIsMissingIsCounted() throws Exception {
        JsonNode coverage = tables.get("coverage");
        List<String> counted = new ArrayList<>();
        for (int k = 0; k < coverage.get("rows").asInt(); k++) {
            counted.add(cell(coverage, "p", k) + " "
                    + cell(coverage, "state", k).asText() + " " + cell(coverage, "models", k));
        }
        assertThat(counted)
                .containsExactlyInAnyOrder("0.01 done 2", "0.1 done 1", "0.1 done 1", "0.2 failed 1", "0.5 missing 1");
    }

    @Test
    void theBestSeedsWeightsAndFeaturesAreThere() throws Exception {
        assertThat(tables.get("weights").get("rows").asInt()).isEqualTo(1);
        assertThat(cell(tables.get("weights"), "w_in", 0)).hasSize(8);
        assertThat(cell(tables.get("weights"), "w_out", 0).isNull()).isTrue();
        assertThat(cell(tables.get("norms"), "model_key", 0).asText()).isEqualTo("a0");
        assertThat(tables.get("norms").get("rows").asInt()).isEqualTo(4);
    }

    @Test
    void weightsCarryTheScaleAndBiasOfTheirLimit() throws Exception {
        ThermodynamicLimit limit = ThermodynamicLimit.of(0.1, 0.5);
        JsonNode limits = data(report).get("limits");
        assertThat(limits).hasSize(1);
        assertThat(limits.get("a0").get(0).asDouble()).isEqualTo(limit.scale());
        assertThat(limits.get("a0").get(1).asDouble()).isEqualTo(limit.bias());
    }

    @Test
    void whatTablesSayStaysText() throws Exception {
        assertThat(occurrences(report.html(), "<script")).isEqualTo(3);
        assertThat(occurrences(report.html(), "</script")).isEqualTo(3);
        assertThat(report.html()).doesNotContain("<script>alert");
        assertThat(cell(tables.get("models"), "sweep", row("c0")).asText()).isEqualTo(EVIL);
        assertThat(cell(tables.get("failures"), "example", 0).asText()).isEqualTo(EVIL);
        assertThat(data(report).get("families").get("labels").toString()).contains(EVIL);
    }

    @Test
    void numbersThatAreNoneAreNull() {
        assertThat(cell(tables.get("models"), "loss", row("e0")).isNull()).isTrue();
        assertThat(cell(tables.get("models"), "diag_var", row("e0")).isNull()).isTrue();
    }

    @Test
    void emptyFailedOnlyAndSinglePointDirectoriesHaveAPage() throws Exception {
        assertThat(of(folder).models()).isZero();
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, model("a", "a", "status", "failed", "error_class", "Oops"));
        JsonNode failed = data(of(folder)).get("tables");
        assertThat(failed.get("models").get("rows").asInt()).isEqualTo(1);
        assertThat(cell(failed.get("failures"), "reason", 0).asText()).isEqualTo("Oops");
        TestRows.writeModels(directory, model("a", "a", "loss", 0.5, "started_at", new Timestamp(1)));
        Report single = of(folder);
        assertThat(single.models()).isEqualTo(1);
        assertThat(data(single).get("tables").get("failures").get("rows").asInt())
                .isZero();
    }

    /** Which row of {@code models} has a key. */
    private static int row(String key) {
        int row = 0;
        while (!cell(tables.get("models"), "model_key", row).asText().equals(key)) {
            row++;
        }
        return row;
    }

    @Test
    void thePageRunsOnlyItsOwnScriptsAndAsksNobody() throws Exception {
        String html = report.html();
        assertThat(html)
                .contains("https://d3js.org v" + Build.current().d3())
                .contains("Permission to use, copy, modify");
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(html);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        for (String element : List.of("<script>", "<style>")) {
            for (int from = html.indexOf(element); from >= 0; from = html.indexOf(element, from + 1)) {
                int start = from + element.length();
                String text = html.substring(start, html.indexOf(element.replace("<", "</"), start));
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                assertThat(policy.group(1))
                        .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
            }
        }
        assertThat(html)
                .doesNotContain(" src=")
                .doesNotContain("href=\"http")
                .doesNotContain("@import")
                .doesNotContain("{{style}}");
    }

    /** The data element of a page, parsed. */
    static JsonNode data(Report report) throws Exception {
        String begin = "<script type=\"application/json\" id=\"data\">";
        int start = report.html().indexOf(begin) + begin.length();
        return JSON.readTree(report.html().substring(start, report.html().indexOf("</script>", start)));
    }

    static JsonNode cell(JsonNode table, String column, int row) {
        JsonNode values = table.get("columns").get(column);
        if (values.isArray()) {
            return values.get(row);
        }
        if (values.has("d")) {
            return values.get("d").get(values.get("i").get(row).asInt());
        }
        int run = 0;
        for (int left = row; left >= values.get("n").get(run).asInt(); run++) {
            left -= values.get("n").get(run).asInt();
        }
        return values.get("v").get(run);
    }

    private static void same(String what, JsonNode shown, Object expected) {
        if (expected == null || (expected instanceof Double number && !Double.isFinite(number))) {
            assertThat(shown.isNull()).as(what).isTrue();
        } else if (expected instanceof Number number) {
            assertThat(shown.isNumber()).as(what).isTrue();
            double rounding = what.matches(
                            ".*\\.(p|r|ratio|decay|importance_last|loss|loss_limit|loss_linear|envelope|alpha|limit|amplitude)")
                    ? 5.1e-7
                    : 5.1e-4;
            assertThat(shown.asDouble())
                    .as(what)
                    .isCloseTo(number.doubleValue(), within(rounding * Math.abs(number.doubleValue())));
        } else if (expected instanceof Seq<?> values) {
            List<?> list = CollectionConverters.asJava(values);
            assertThat(shown).as(what).hasSize(list.size());
            for (int i = 0; i < list.size(); i++) {
                same(what, shown.get(i), list.get(i));
            }
        } else {
            assertThat(shown.asText()).as(what).isEqualTo(expected.toString());
        }
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
