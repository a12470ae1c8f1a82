package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

/** The view {@code best_known}, of planted losses. */
@Slow
class BestKnownTest {
    @TempDir
    Path folder;

    private static Row model(String key, String kind, String init, double loss, Object... more) {
        String training = init == null ? "" : ",\"training\":{\"init\":{\"kind\":\"" + init + "\"}}";
        List<Object> columns = new ArrayList<>(Arrays.asList(
                "parameters",
                "{\"data\":{\"kind\":\"independent\"},\"importance\":{\"decay\":1}" + training + "}",
                "model_kind",
                kind,
                "n",
                12,
                "m",
                3,
                "density",
                0.1,
                "loss_limit",
                4.0,
                "loss",
                loss));
        columns.addAll(Arrays.asList(more));
        return TestRows.ofTheFamily(key, columns.toArray());
    }

    @Test
    void theLeastLossOfAllKindsIsTheBestKnown() {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(
                directory,
                model("a", "trained", "mirrored", 3.0, "tied", true),
                model("b", "trained", "mirrored", 2.5, "seed", 7L, "tied", false),
                model("c", "trained", "grown", 1.0, "loss_stderr", 0.25),
                model("d", null, "mirrored", 3.5),
                model("e", "circle", null, 2.0),
                model("f", "trained", "code", 2.2),
                // Of another size, density, output function or data, without a bias, or without a result.
                model("g", "trained", "mirrored", 0.1, "n", 24),
                model("h", "rug", null, 5.0, "density", 0.2, "loss_limit", null),
                model("i", "trained", "mirrored", 0.2, "output", "gated", "output_parameter", 0.1),
                model("j", "trained", "mirrored", 0.3, "output", "gated", "output_parameter", 0.2),
                model("k", "trained", "mirrored", 0.4, "bias", false),
                model("l", "trained", "mirrored", 0.5, "parameters", "{\"data\":{\"kind\":\"graph\"}}"),
                TestRows.model("m", "status", "diverged"));
        Views.register(TestSpark.session(), directory);
        List<Map<String, Object>> rows = TestRows.query(
                "SELECT *, losses['trained'] AS trained, losses['code'] AS code, size(losses) AS kinds FROM best_known"
                        + " ORDER BY loss DESC");
        assertThat(rows).extracting(row -> row.get("model_key")).containsExactly("h", "c", "l", "k", "j", "i", "g");
        assertThat(rows.get(1))
                .containsEntry("kind", "grown")
                .containsEntry("loss", 1.0)
                .containsEntry("loss_stderr", 0.25)
                .containsEntry("loss_over_limit", 0.25)
                .containsEntry("runner_up", "circle")
                .containsEntry("runner_up_loss", 2.0)
                .containsEntry("models", 6L)
                .containsEntry("trained", 2.5)
                .containsEntry("code", 2.2)
                .containsEntry("kinds", 4);
        assertThat(rows.get(0))
                .containsEntry("kind", "rug")
                .containsEntry("runner_up", null)
                .containsEntry("loss_over_limit", null);
    }

    /** An importance of 1 is one, however it is written; of equal losses that of the first key is taken. */
    @Test
    void whatIsEqualIsOneRow() {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        String last = "{\"data\":{\"kind\":\"independent\"},\"importance\":{\"last\":%s}}";
        TestRows.writeModels(
                directory,
                model("c", "trained", "mirrored", 3.0, "seed", 1L),
                model("b", "trained", "mirrored", 3.0, "seed", 2L),
                model("d", "trained", "mirrored", 3.0, "seed", 3L),
                model("e", "trained", "mirrored", 4.0, "decay", null, "parameters", String.format(last, "1")),
                model("f", "trained", "mirrored", 2.0, "decay", null, "parameters", String.format(last, "2")));
        Views.register(TestSpark.session(), directory);
        List<Map<String, Object>> rows = TestRows.query("SELECT * FROM best_known ORDER BY loss DESC");
        assertThat(rows).extracting(row -> row.get("model_key")).containsExactly("b", "f");
        assertThat(rows.get(0))
                .containsEntry("models", 4L)
                .containsEntry("seed", 2L)
                .containsEntry("decay", 1.0);
    }
}
