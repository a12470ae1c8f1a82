package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.Slow;
import org.superpose.model.ModelKind;

/** The figure of the best loss known, of rows made up. */
@Slow
class BestKnownFigureTest {
    /** The marks in the cells: paths in the panel of the cells, each at the middle of its own. */
    private static final String MARKS = """
            const svg = document.querySelector("#best-known svg");
            const cell = [...svg.querySelectorAll("rect")].filter(rect => rect.getAttribute("shape-rendering") && +rect.getAttribute("height") > 12);
            const panel = cell[0].parentNode;
            const marks = [...panel.querySelectorAll(":scope > path")].filter(path => path.hasAttribute("transform"));
            const inked = path => path.getAttribute("stroke") ?? path.getAttribute("fill");
            """;

    private static final String CONTRASTS = "() => {" + MARKS + """
            const light = text => {
              const {r, g, b} = d3.rgb(text);
              const part = value => value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
              return 0.05 + 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
            };
            const at = (rect, name) => +rect.getAttribute(name);
            return marks.map(path => {
              const [x, y] = path.getAttribute("transform").match(/[0-9.]+/g).map(Number);
              const ground = cell.find(rect => x > at(rect, "x") && x < at(rect, "x") + at(rect, "width"));
              const [one, other] = [light(inked(path)), light(ground.getAttribute("fill"))];
              return Math.max(one, other) / Math.min(one, other);
            });
            }""";

    private static final String DIFFERENT = "() => {" + MARKS
            + "return new Set(marks.map(path => path.getAttribute('d') + path.hasAttribute('stroke'))).size;}";

    @BeforeAll
    static void start() throws IOException {
        Chromium.start();
    }

    private static Map<String, Object> model(int m, double p, double loss) {
        Map<String, Object> row = new HashMap<>(Map.of("n", 8, "m", m, "r", m / 8.0, "ratio", m / 8.0, "p", p));
        row.putAll(
                Map.of("point_key", "p" + m + p, "model_key", "k" + m + p, "seed", 0, "decay", 1, "family_index", 0));
        row.putAll(Map.of("model_kind", "trained", "hidden", "identity", "output", "relu", "loss", loss));
        row.put("data_kind", "independent");
        row.put("importance_last", null);
        return row;
    }

    private static Map<String, Object> best(int m, double p, String kind, double loss, String next) {
        Map<String, Object> row =
                new HashMap<>(Map.of("n", 8, "m", m, "r", m / 8.0, "p", p, "kind", kind, "loss", loss));
        row.put("model_key", "k" + m + p);
        row.put("loss_limit", 0.01);
        row.put("runner_up", next);
        row.put("runner_up_loss", next == null ? null : 2 * loss);
        return row;
    }

    @Test
    void eachCellTellsItsKindAndItsLossOverTheLimit() throws IOException {
        List<Map<String, Object>> models = new ArrayList<>();
        for (int m : new int[] {2, 4}) {
            for (double p : new double[] {0.01, 0.1}) {
                models.add(model(m, p, 0.001));
            }
        }
        List<Map<String, Object>> best = List.of(
                best(2, 0.01, "ladder", 0.002, "trained"),
                best(2, 0.1, "grown", 0.004, "code"),
                best(4, 0.01, "ladder", 0.003, "grown"),
                best(4, 0.1, "trained", 0.12, null));
        List<String> wrong = new ArrayList<>();
        Page opened = Chromium.visit(
                Chromium.told("best", List.of(""), Map.of("models", models, "best", best)),
                1280,
                ColorScheme.LIGHT,
                wrong);
        assertThat(opened.locator("#best-known h2").innerText().replaceAll("\\h", " "))
                .contains("below the symmetric limit at 3 of 4 points")
                .contains("by up to 80")
                .contains("(ladder, n = 8, r = 0.25, p = 0.01)")
                .contains("most often it is ladder, at 2");
        String words = opened.locator("#best-known svg").textContent();
        assertThat(words)
                .contains("trained")
                .contains("grown")
                .contains("ladder")
                .contains("L/L*, more as 5");
        opened.locator("#best-known svg").focus();
        opened.keyboard().press("ArrowRight");
        assertThat(opened.locator("#tooltip").textContent())
                .contains("best known")
                .contains("next");
        opened.locator("#filters [data-key=p] button").first().click();
        // The page draws what is filtered when it next has time.
        PlaywrightAssertions.assertThat(opened.locator("#best-known h2")).containsText("of 2 points");
        assertThat(wrong).isEmpty();
        opened.context().close();
    }

    /** Cells go from a tenth of the limit to ten times it, so that some are dark and some are light, in either theme. */
    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void eachKindHasAMarkOfItsOwnThatIsSeen(ColorScheme scheme) throws IOException {
        List<String> kinds = Stream.concat(
                        Stream.of("code", "grown"),
                        Stream.of(ModelKind.values()).map(ModelKind::label))
                .toList();
        List<Map<String, Object>> models = new ArrayList<>();
        List<Map<String, Object>> best = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            double p = 0.01 * (k + 1);
            models.add(model(2, p, 0.001));
            best.add(best(2, p, kinds.get(k), 0.01 * Math.pow(10, 2.0 * k / (kinds.size() - 1) - 1), null));
        }
        List<String> wrong = new ArrayList<>();
        Page opened = Chromium.visit(
                Chromium.told("best-marks", List.of(""), Map.of("models", models, "best", best)), 1280, scheme, wrong);
        Object contrasts = opened.evaluate(CONTRASTS);
        assertThat(contrasts)
                .asInstanceOf(InstanceOfAssertFactories.list(Number.class))
                .hasSize(kinds.size())
                .allSatisfy(contrast -> assertThat(contrast.doubleValue()).isGreaterThan(3));
        assertThat(opened.evaluate(DIFFERENT)).isEqualTo(kinds.size());
        assertThat(wrong).isEmpty();
        opened.context().close();
    }
}
