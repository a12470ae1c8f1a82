package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.sweep.ResultsDirectory;
import org.superpose.sweep.TestRows;
import org.superpose.sweep.TestSpark;

/** Pages drawn by Chromium, without a window: every figure is there, with as many marks as there are data, and nothing goes wrong. */
class BrowserTest {
    private static final String NAME = "<img src=x onerror=alert(1)>";
    private static final Pattern FIGURE =
            Pattern.compile("<section class=\"figure\" id=\"([a-z-]+)\">(.*?)</section>", Pattern.DOTALL);

    @TempDir
    static Path folder;

    private static String browser;

    @BeforeAll
    static void find() {
        browser = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        if (browser == null) {
            System.err.println("SKIPPED: the report was not drawn, for want of chromium on the PATH");
            abort("no chromium on the PATH");
        }
    }

    private static Row model(int n, double density, long seed) {
        Row[] features = new Row[n];
        for (int i = 0; i < n; i++) {
            features[i] = RowFactory.create(i, 1f, 1f, 0f, 0.5f, 0.1f, 0.3f, 0.9f, 0.25f, i % 2 == 0 ? 0.5f : 1f);
        }
        float[] encoder = new float[2 * n];
        for (int k = 0; k < 2 * n; k++) {
            encoder[k] = (float) Math.sin(k + seed);
        }
        double loss = density * density * (1 + 0.1 * seed) / n;
        Row[] curve = {
            RowFactory.create(1, 4 * loss, 0.01),
            RowFactory.create(9, 2 * loss, 0.01),
            RowFactory.create(99, loss, 0.01)
        };
        String key = n + "/" + density + "/" + seed;
        List<Object> columns = new ArrayList<>(
                List.of("point_key", n + "/" + density, "sweep", NAME, "n", n, "m", 2, "ratio", 2.0 / n));
        columns.addAll(List.of(
                "density",
                density,
                "decay",
                1.0,
                "seed",
                seed,
                "tied",
                true,
                "model_kind",
                "trained",
                "data_kind",
                "independent"));
        columns.addAll(List.of(
                "loss",
                loss,
                "loss_limit",
                1.2 * loss,
                "loss_linear",
                2 * loss,
                "diag_var",
                loss,
                "lyapunov_max",
                0.3));
        columns.addAll(List.of("dims_per_feature", 0.5, "represented", (long) n, "features", features, "curve", curve));
        columns.addAll(List.of("weights", RowFactory.create(encoder, new float[2 * n], new float[n])));
        columns.addAll(List.of("seconds", 1.5 * n, "predicted_seconds", (double) n, "parameters", "{\"n\":" + n + "}"));
        return TestRows.model(key, columns.toArray());
    }

    private static Path page(String name, Row... rows) throws IOException {
        Path results = Files.createDirectory(folder.resolve(name));
        ResultsDirectory directory = ResultsDirectory.at(results.toString());
        if (rows.length > 0) {
            TestRows.writeModels(directory, rows);
        }
        return Files.writeString(
                results.resolve("page.html"),
                Report.of(TestSpark.session(), directory).html());
    }

    @Test
    void everyFigureIsDrawnAtEveryWidthInLightAndDark() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {4, 8}) {
            for (double density : new double[] {0.1, 0.01}) {
                for (long seed = 0; seed < 2; seed++) {
                    rows.add(model(n, density, seed));
                }
            }
        }
        rows.add(TestRows.model(
                "f", "sweep", NAME, "n", 4, "ratio", 0.5, "density", 0.5, "status", "failed", "error_class", NAME));
        Path page = page("all", rows.toArray(Row[]::new));
        for (int width : new int[] {1280, 820, 500}) {
            for (boolean dark : new boolean[] {false, true}) {
                Map<String, String> figures = figures(dom(page, width, dark));
                assertThat(figures.keySet())
                        .containsExactly(
                                "plane",
                                "loss-against-density",
                                "scaling",
                                "interactions",
                                "dimensions-per-feature",
                                "levels",
                                "norms",
                                "directions",
                                "learning-curves",
                                "distributions",
                                "coverage",
                                "failures",
                                "seconds",
                                "running");
                assertThat(count(figures.get("plane"), "<rect")).isEqualTo(48 + 2 + 4);
                assertThat(count(figures.get("loss-against-density"), "class=\"error\""))
                        .isEqualTo(4);
                assertThat(count(figures.get("norms"), "<rect")).isEqualTo(5 + 2 * 4);
                assertThat(count(figures.get("directions"), "class=\"frame\"")).isEqualTo(2);
                assertThat(count(figures.get("learning-curves"), "class=\"series\""))
                        .isEqualTo(4);
                assertThat(figures.get("scaling")).contains("Nothing can be fitted to the loss: 1 size with a value");
                assertThat(figures.get("failures")).contains("&lt;img");
                assertThat(figures)
                        .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain("NaN"));
            }
        }
    }

    @Test
    void emptyFailedAndSinglePointSweepsHaveASensiblePage() throws Exception {
        assertThat(dom(page("empty"), 800, false)).contains("run a sweep into this directory");
        Map<String, String> failed = figures(dom(
                page("failed", TestRows.model("f", "n", 4, "status", "failed", "error_class", "Oops")), 800, false));
        assertThat(failed.keySet()).containsExactly("coverage", "failures");
        assertThat(failed.get("failures")).contains("Oops");
        Map<String, String> single = figures(dom(page("single", model(4, 0.1, 0)), 800, false));
        assertThat(single.keySet())
                .contains("plane", "levels", "learning-curves")
                .doesNotContain("loss-against-density");
        assertThat(single).allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain("NaN"));
    }

    /** Five sizes, two seeds and two densities: the losses fall like 1/n, the Lyapunov ratios do not change. */
    @Test
    void theFitsOverSizesAreDrawn() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int n = 16; n <= 256; n *= 2) {
            for (double density : new double[] {0.1, 0.01}) {
                for (long seed = 0; seed < 2; seed++) {
                    rows.add(TestRows.ofTheFamily(
                            n + "/" + density + "/" + seed,
                            "point_key",
                            n + "/" + density,
                            "n",
                            n,
                            "m",
                            n / 4,
                            "ratio",
                            0.25,
                            "density",
                            density,
                            "seed",
                            seed,
                            "loss",
                            density * density * (0.1 + (1 + 0.02 * seed) / n),
                            "lyapunov_max",
                            0.3 + 0.01 * seed));
                }
            }
        }
        Map<String, String> figures = figures(dom(page("sizes", rows.toArray(Row[]::new)), 1100, false));
        String study = figures.get("scaling");
        assertThat(study).contains("is fitted for 2 of 2 groups of models");
        assertThat(count(study, "class=\"value\"")).isEqualTo(5 * 2 * 2);
        for (String mark : List.of("band", "series fit", "limit-line")) {
            assertThat(count(study, "class=\"" + mark + "\"")).as(mark).isEqualTo(2);
        }
        // 48 of the legend, the panel's ground, and a cell for each density
        assertThat(count(figures.get("exponents"), "<rect")).isEqualTo(48 + 1 + 2);
        assertThat(figures).allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain("NaN"));
    }

    private static Map<String, String> figures(String dom) {
        Map<String, String> figures = new LinkedHashMap<>();
        Matcher matcher = FIGURE.matcher(dom);
        while (matcher.find()) {
            figures.put(matcher.group(1), matcher.group(2));
        }
        return figures;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** The page as it is once its scripts have run; whatever they complain of fails the test. */
    private static String dom(Path page, int width, boolean dark) throws IOException, InterruptedException {
        Path out = folder.resolve("dom.html");
        Path err = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=" + width + ",30000",
                        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                        "--virtual-time-budget=4000",
                        "--enable-logging=stderr",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new UncheckedIOException(new IOException("chromium did not end: " + Files.readString(err)));
        }
        assertThat(Files.readAllLines(err).stream().filter(line -> line.contains("CONSOLE")))
                .isEmpty();
        String dom = Files.readString(out);
        assertThat(dom)
                .contains("data-theme=\"" + (dark ? "dark" : "light") + '"')
                .doesNotContain(NAME + "</h1>");
        return dom;
    }
}
