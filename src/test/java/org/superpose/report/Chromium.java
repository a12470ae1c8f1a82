package org.superpose.report;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.sweep.TestSweeps;

/** Chromium, and the page of a small sweep, made once for all tests that look at it. */
final class Chromium {
    static final String EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

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

    private static Path folder;
    private static Browser browser;
    private static Path page;

    private Chromium() {}

    /** Starts the browser; where there is none, the tests of the caller are skipped and say so. */
    static void start() throws IOException {
        if (browser != null) {
            return;
        }
        String executable = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        String want = executable == null
                ? "chromium on the PATH"
                : Chromium.class.getResource("/com/microsoft/playwright/impl/driver/jar/DriverJar.class") == null
                        ? "Playwright's driver: mvn -Pbrowser"
                        : null;
        if (want != null) {
            System.err.println("SKIPPED: the report was not drawn, for want of " + want);
            abort("no " + want);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(executable))
                        .setArgs(List.of("--no-sandbox")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        folder = Files.createTempDirectory("report");
    }

    /** The sweep's page. */
    static Path page() throws IOException {
        if (page == null) {
            page = write("sweep", swept());
        }
        return page;
    }

    static ResultsDirectory results(String name) {
        return ResultsDirectory.at(folder.resolve(name).toString());
    }

    static Path write(String name, ResultsDirectory directory) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".html"),
                Report.of(TestSpark.session(), directory).html());
    }

    /** A page of rows made up, family k of which is called {@code families.get(k)}; tables without any are empty. */
    static Path told(String name, List<String> families, Map<String, List<Map<String, Object>>> rows)
            throws IOException {
        Map<String, Integer> of = new HashMap<>();
        Map<String, Object> tables = new HashMap<>();
        for (String table : Table.NAMES) {
            List<Map<String, Object>> own = rows.getOrDefault(table, List.of());
            Map<String, List<Object>> columns = new TreeMap<>();
            own.stream()
                    .flatMap(row -> row.keySet().stream())
                    .forEach(column -> columns.put(column, new ArrayList<>()));
            own.forEach(row -> columns.forEach((column, values) -> values.add(row.get(column))));
            tables.put(table, Map.of("sql", "SELECT 1", "rows", own.size(), "columns", columns));
        }
        rows.get("models").forEach(row -> of.put((String) row.get("point_key"), (Integer) row.get("family_index")));
        Map<String, Object> data = Map.of(
                "version",
                "0",
                "revision",
                "none",
                "digits",
                8,
                "statistics",
                Statistics.ALL,
                "limits",
                Map.of(),
                "families",
                Map.of("labels", families, "of", of),
                "tables",
                tables);
        return Files.writeString(
                folder.resolve(name + ".html"),
                org.superpose.report.Page.of(new ObjectMapper().writeValueAsString(data)));
    }

    /** The sweep, and a point that failed with a hostile message. */
    private static ResultsDirectory swept() throws IOException {
        ResultsDirectory directory = TestSweeps.run(SWEEP, folder.resolve("results"));
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

    /** A page without a network; what it complains of or asks for is added to {@code wrong}. */
    static Page visit(Path file, int width, ColorScheme colours, List<String> wrong) {
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

    static List<?> figures(Page opened) {
        return (List<?>) opened.evaluate("[...document.querySelectorAll('.figure')].map(node => node.id)");
    }

    static void screenshot(Page opened, String name) {
        opened.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve("report-" + name + ".png")));
    }
}
