package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;

/** The figure of the best loss known, of rows made up. */
@Slow
class BestKnownFigureTest {
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
                best(4, 0.1, "trained", 0.012, null));
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
                .contains("L/L*");
        opened.locator("#best-known svg").focus();
        opened.keyboard().press("ArrowRight");
        assertThat(opened.locator("#tooltip").textContent())
                .contains("best known")
                .contains("next");
        opened.locator("#filters [data-key=p] button").first().click();
        assertThat(opened.locator("#best-known h2").innerText()).contains("of 2 points");
        assertThat(wrong).isEmpty();
        opened.context().close();
    }
}
