package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.config.SweepFile;
import org.superpose.grid.Expansion;
import org.superpose.sweep.ResultsDirectory;
import org.superpose.sweep.SweepJob;
import org.superpose.sweep.SweepOptions;
import org.superpose.sweep.TestRows;
import org.superpose.sweep.TestSpark;

/** A small sweep's page in Chromium: every figure is there with a mark for each datum, can be used and taken away, and nothing goes wrong. */
class BrowserTest {
    private static final String EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String SWEEP = """
            name: figures
            blocks:
              - {n: 6, m: [2, 3], density: [0.1, 1], model.tied: true, training.steps: 60}
              - {n: 8, ratio: [0.5, 0.75], density: [0.1, 0.3], model.tied: false, training.steps: 60}
              - {n: 8, ratio: [0.5, 0.75], density: [0.1, 0.3], model.tied: false, model.kind: rug}
              - {n: 6, m: 4, density: 0.3, decay: 0.8, model.tied: true, model.hidden: relu, training.steps: 60}
            seeds: 2
            measure: {weights: true, trajectory: 4, trajectory_weights: true, curve: 8}
            """;

    /** How many elements a figure has of a kind; sizes, densities and seeds are the sweep's. */
    private static final Map<String, Integer> MARKS = Map.ofEntries(
            // 3 sizes of one family of points, drawn at one statistic: 48 steps of the legend, and a cell or two at
            // each density
            Map.entry("#plane svg rect.absent", 2),
            // every trained point of equal importance has two seeds
            Map.entry("#loss-against-ratio svg .error", 8),
            Map.entry("#loss-against-ratio svg path.rug", 2),
            // a panel for each of three ratios
            Map.entry("#loss-against-density svg path.limit", 3),
            // W and b of three states, and W_in
            Map.entry("#interactions svg image", 6),
            Map.entry("#neurons svg image", 1),
            // a bar for each of 6 features at 2 densities, and 5 keys
            Map.entry("#norms svg rect:not(.hot)", 5 + 2 * 6),
            Map.entry("#directions svg rect.frame", 2),
            Map.entry("#space svg rect.frame", 2),
            Map.entry("#space svg .orbit", 2 * 3));

    @TempDir
    static Path folder;

    private static Playwright playwright;
    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void open() throws IOException {
        String executable = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        String want = executable == null
                ? "chromium on the PATH"
                : BrowserTest.class.getResource("/com/microsoft/playwright/impl/driver/jar/DriverJar.class") == null
                        ? "Playwright's driver: mvn -Pbrowser"
                        : null;
        if (want != null) {
            System.err.println("SKIPPED: the report was not drawn, for want of " + want);
            abort("no " + want);
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(executable))
                        .setArgs(List.of("--no-sandbox")));
        page = write("sweep", swept());
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** The sweep, and a point that failed with a hostile message. */
    private static ResultsDirectory swept() throws IOException {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        SweepFile read = SweepFile.read(file, List.of());
        Path results = folder.resolve("results");
        SweepOptions options = new SweepOptions(
                read.name(),
                SWEEP,
                Expansion.expand(read).points(),
                List.of(),
                read.kernel(),
                read.measure(),
                results.toString(),
                false,
                false,
                false,
                "run sweep.yaml");
        PrintStream log = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(new SweepJob(options, log).execute()).isEqualTo(SweepJob.Ending.DONE);
        ResultsDirectory directory = ResultsDirectory.existing(results.toString());
        Row failed = TestRows.model(
                "f",
                "point_key",
                "f",
                "parameters",
                "{\"n\":6,\"density\":0.5}",
                "sweep",
                EVIL,
                "n",
                6,
                "m",
                2,
                "ratio",
                0.5,
                "density",
                0.5,
                "status",
                "failed",
                "error_class",
                EVIL,
                "error_message",
                EVIL);
        TestRows.writeModels(directory, failed);
        return directory;
    }

    private static Path write(String name, ResultsDirectory directory) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".html"),
                Report.of(TestSpark.session(), directory).html());
    }

    /** A page without a network; what it complains of or asks for is added to {@code wrong}. */
    private static Page visit(Path file, int width, ColorScheme colours, List<String> wrong) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(colours));
        context.setOffline(true);
        Page opened = context.newPage();
        opened.onConsoleMessage(message -> wrong.add(message.text()));
        opened.onPageError(wrong::add);
        opened.onDialog(dialog -> {
            wrong.add(dialog.message());
            dialog.dismiss();
        });
        opened.onRequest(request -> {
            if (!request.url().matches("(?s)(file|data|blob):.*")) {
                wrong.add(request.url());
            }
        });
        opened.navigate(file.toUri().toString());
        opened.evaluate("report.drawAll()");
        return opened;
    }

    private static List<?> figures(Page opened) {
        return (List<?>) opened.evaluate("[...document.querySelectorAll('.figure')].map(node => node.id)");
    }

    private static void screenshot(Page opened, String name) {
        opened.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve("report-" + name + ".png")));
    }

    @Test
    void everyFigureIsDrawnAtEveryWidthInLightAndDark() {
        for (int width : new int[] {1280, 820, 420}) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                List<String> wrong = new ArrayList<>();
                Page opened = visit(page, width, colours, wrong);
                drawn(opened);
                assertThat(opened.evaluate("document.documentElement.dataset.theme"))
                        .isEqualTo(colours.name().toLowerCase(java.util.Locale.ROOT));
                assertThat((Integer) opened.evaluate("document.documentElement.scrollWidth"))
                        .as("nothing is wider than %s pixels", width)
                        .isLessThanOrEqualTo(width);
                screenshot(opened, width + "-" + opened.evaluate("document.documentElement.dataset.theme"));
                opened.context().close();
                assertThat(wrong).isEmpty();
            }
        }
    }

    private static void drawn(Page opened) {
        assertThat(figures(opened))
                .asString()
                .isEqualTo("[plane, loss-against-ratio, loss-against-density, scaling, interactions, neurons,"
                        + " dimensions-per-feature, levels, norms, directions, space, learning-curves, distributions,"
                        + " coverage, failures, seconds, running]");
        MARKS.forEach((selector, count) ->
                assertThat(opened.locator(selector).count()).as(selector).isEqualTo(count));
        for (Object id : figures(opened)) {
            String text = opened.locator("#" + id).innerHTML();
            assertThat(text).as("%s", id).doesNotContain("NaN").doesNotContain("undefined");
            if (!List.of("failures", "scaling").contains(id)) {
                assertThat(opened.locator("#" + id + " svg :is(rect, path, circle, line)")
                                .count())
                        .as("marks of %s", id)
                        .isGreaterThan(3);
            }
        }
        assertThat(opened.locator("#scaling").innerText()).contains("Nothing can be fitted");
        assertThat(opened.locator("#failures").innerText()).contains(EVIL);
        assertThat(opened.locator("h1").innerText()).contains(EVIL);
    }

    @Test
    void figuresAreUsedByKeyboardFilteredAndTakenAway() throws IOException {
        List<String> wrong = new ArrayList<>();
        Page opened = visit(page, 1280, ColorScheme.LIGHT, wrong);
        String before = opened.locator("#space svg").innerHTML();
        opened.locator("#space svg").focus();
        opened.keyboard().press("ArrowRight");
        assertThat(opened.locator("#space svg").innerHTML()).isNotEqualTo(before);
        opened.locator("#plane svg").focus();
        opened.keyboard().press("ArrowRight");
        assertThat(opened.locator("#tooltip").innerText()).contains("loss").contains("seeds");
        opened.keyboard().press("Enter");
        assertThat(opened.locator("#details").innerText()).contains("model_key").contains("lyapunov_mean");
        opened.keyboard().press("Escape");
        assertThat(opened.locator("#details").isVisible()).isFalse();
        assertThat(taken(opened, "#plane", "CSV")).startsWith("n,m,p,r,decay");
        assertThat(taken(opened, "#failures", "CSV")).contains(EVIL);
        assertThat(taken(opened, "#space", "SVG")).startsWith("<").contains("<svg");
        assertThat(taken(opened, "#interactions", "PNG")).startsWith("\u0089PNG");
        opened.locator("#filters [data-key=n] button").first().click();
        assertThat(opened.locator("#filters .count").innerText()).isEqualTo("11 of 27 models");
        opened.context().close();
        assertThat(wrong).isEmpty();
    }

    /** Five sizes, two seeds and two densities: the losses fall like 1/n, the Lyapunov ratios do not change. */
    @Test
    void theFitsOverSizesAreDrawn() throws IOException {
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
        ResultsDirectory directory = ResultsDirectory.at(folder.resolve("sizes").toString());
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        List<String> wrong = new ArrayList<>();
        Page opened = visit(write("sizes", directory), 1100, ColorScheme.LIGHT, wrong);
        assertThat(opened.locator("#scaling").innerText()).contains("is fitted for 2 of 2 groups of models");
        assertThat(opened.locator("#scaling .value").count()).isEqualTo(5 * 2 * 2);
        for (String mark : List.of(".band", ".series.fit", ".limit-line")) {
            assertThat(opened.locator("#scaling " + mark).count()).as(mark).isEqualTo(2);
        }
        // both exponents are the same: one swatch of the legend, the panel's ground, and a cell for each density
        assertThat(opened.locator("#exponents rect").count()).isEqualTo(1 + 1 + 2);
        assertThat(opened.locator("#figures").innerHTML()).doesNotContain("NaN");
        screenshot(opened, "sizes");
        opened.context().close();
        assertThat(wrong).isEmpty();
    }

    /** What a button of a figure gives, each byte as a character. */
    private static String taken(Page opened, String figure, String button) throws IOException {
        Download download = opened.waitForDownload(() -> opened.locator(figure + " .tools")
                .getByText(button, new Locator.GetByTextOptions().setExact(true))
                .click());
        return new String(Files.readAllBytes(download.path()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void emptyFailedAndSinglePointSweepsHaveASensiblePage() throws IOException {
        List<String> wrong = new ArrayList<>();
        Page empty = visit(
                write("empty", ResultsDirectory.at(folder.resolve("empty").toString())), 820, ColorScheme.LIGHT, wrong);
        assertThat(empty.locator("body").innerText()).contains("run a sweep into this directory");
        assertThat(figures(empty)).isEmpty();
        screenshot(empty, "empty");
        ResultsDirectory directory =
                ResultsDirectory.at(folder.resolve("failed").toString());
        TestRows.writeModels(
                directory, TestRows.model("f", "point_key", "f", "n", 4, "status", "failed", "error_class", "Oops"));
        Page failed = visit(write("failed", directory), 820, ColorScheme.LIGHT, wrong);
        assertThat(figures(failed)).asString().isEqualTo("[coverage, failures]");
        assertThat(failed.locator("#failures").innerText()).contains("Oops");
        screenshot(failed, "failed");
        ResultsDirectory one = ResultsDirectory.at(folder.resolve("single").toString());
        List<Object> columns = new ArrayList<>(List.of("point_key", "s", "n", 4, "m", 2, "ratio", 0.5, "density", 0.1));
        columns.addAll(List.of("decay", 1.0, "seed", 0L, "loss", 0.01, "loss_limit", 0.02, "diag_var", 0.1));
        columns.addAll(List.of("model_kind", "trained", "dims_per_feature", 0.5));
        TestRows.writeModels(one, TestRows.model("s", columns.toArray()));
        Page single = visit(write("single", one), 820, ColorScheme.LIGHT, wrong);
        assertThat(figures(single)).asString().contains("plane").doesNotContain("loss-against");
        assertThat(single.locator("#figures").innerHTML()).doesNotContain("NaN").doesNotContain("undefined");
        screenshot(single, "single");
        assertThat(wrong).isEmpty();
    }
}
