package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.report.Chromium.EVIL;
import static org.superpose.report.Chromium.figures;
import static org.superpose.report.Chromium.screenshot;
import static org.superpose.report.Chromium.visit;
import static org.superpose.report.Chromium.write;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;

/** A small sweep's page in Chromium: every figure is there with a mark for each datum, and nothing goes wrong. */
@Slow
class BrowserTest {
    /** How many elements a figure has of a kind; sizes, densities and seeds are the sweep's. */
    private static final Map<String, Integer> MARKS = Map.ofEntries(
            // the ground of a panel for each size of one family, which has one
            Map.entry("#plane svg rect.absent", 1),
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

    @BeforeAll
    static void open() throws IOException {
        Chromium.start();
    }

    @Test
    void everyFigureIsDrawnAtEveryWidthInLightAndDark() throws IOException {
        for (int width : new int[] {1280, 820, 420}) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                List<String> wrong = new ArrayList<>();
                Page opened = visit(Chromium.page(), width, colours, wrong);
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
                .isEqualTo(
                        "[plane, best-known, loss-against-ratio, loss-against-density, gaussian-picture, scaling, interactions,"
                                + " neurons, dimensions-per-feature, levels, norms, directions, space, learning-curves, distributions,"
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
        ResultsDirectory directory = Chromium.results("sizes");
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

    @Test
    void emptyFailedAndSinglePointSweepsHaveASensiblePage() throws IOException {
        List<String> wrong = new ArrayList<>();
        Page empty = visit(write("empty", Chromium.results("empty")), 820, ColorScheme.LIGHT, wrong);
        assertThat(empty.locator("body").innerText()).contains("run a sweep into this directory");
        assertThat(figures(empty)).isEmpty();
        screenshot(empty, "empty");
        ResultsDirectory directory = Chromium.results("failed");
        TestRows.writeModels(
                directory, TestRows.model("f", "point_key", "f", "n", 4, "status", "failed", "error_class", "Oops"));
        Page failed = visit(write("failed", directory), 820, ColorScheme.LIGHT, wrong);
        assertThat(figures(failed)).asString().isEqualTo("[coverage, failures]");
        assertThat(failed.locator("#failures").innerText()).contains("Oops");
        screenshot(failed, "failed");
        ResultsDirectory one = Chromium.results("single");
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
