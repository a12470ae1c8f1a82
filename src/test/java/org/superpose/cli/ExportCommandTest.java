package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.model.OutputFunction;
import org.superpose.model.Safetensors;
import org.superpose.model.Weights;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class ExportCommandTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        TestSpark.session();
        Object[] shape = {"n", 3, "m", 2, "hidden", "identity", "output", "relu", "seed", 4L};
        TestRows.writeModels(
                ResultsDirectory.at(folder.toString()),
                TestRows.model(
                        "abc1",
                        with(
                                shape,
                                "tied",
                                false,
                                "bias",
                                true,
                                "weights",
                                RowFactory.create(
                                        new Float[] {1f, 2f, 3f, 4f, 5f, 6f},
                                        new Float[] {7f, 8f, 9f, 10f, 11f, 12f},
                                        new Float[] {-1f, -2f, -3f}))),
                TestRows.model(
                        "abd2",
                        with(
                                shape,
                                "tied",
                                true,
                                "bias",
                                false,
                                "weights",
                                RowFactory.create(
                                        new Float[] {1f, 2f, 3f, 4f, 5f, 6f},
                                        new Float[] {1f, 4f, 2f, 5f, 3f, 6f},
                                        null))),
                TestRows.model("xyz", with(shape, "tied", true, "bias", false)));
    }

    private static Object[] with(Object[] pairs, Object... more) {
        Object[] all = java.util.Arrays.copyOf(pairs, pairs.length + more.length);
        System.arraycopy(more, 0, all, pairs.length, more.length);
        return all;
    }

    private static CommandLines export(String key, Path file) {
        TestSpark.session();
        return CommandLines.run("export", "--out", folder.toString(), "--model", key, "--to", file.toString());
    }

    @Test
    void writesTheModelOfAPrefix(@TempDir Path to) throws IOException {
        Path file = to.resolve("model.safetensors");
        CommandLines run = export("abc", file);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        Safetensors.Model model = Safetensors.read(file, null, null);
        Weights weights = model.weights();
        assertThat(weights.layout().spec().tied()).isFalse();
        assertThat(weights.layout().spec().output()).isEqualTo(OutputFunction.RELU);
        // W_in = (1 2 3; 4 5 6): column j is feature j.
        assertThat(weights.values()).containsExactly(1, 4, 2, 5, 3, 6, 7, 8, 9, 10, 11, 12, -1, -2, -3);
        assertThat(model.metadata()).containsEntry("model_key", "abc1").containsEntry("seed", "4");
    }

    @Test
    void aTiedModelHasOneMatrix(@TempDir Path to) throws IOException {
        Path file = to.resolve("model.safetensors");
        assertThat(export("abd2", file).exitCode()).isZero();
        Weights weights = Safetensors.read(file, null, null).weights();
        assertThat(weights.layout().spec().tied()).isTrue();
        assertThat(weights.values()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void whatCannotBeExportedIsExplained(@TempDir Path to) {
        Path file = to.resolve("model.safetensors");
        assertRefused(export("ab", file), "ambiguous", "abc1, abd2");
        assertRefused(export("q", file), "'q'", "SELECT model_key");
        assertRefused(export("xyz", file), "measure.weights: true");
        assertRefused(export("abc", to.resolve("none/model.safetensors")), "none/model.safetensors");
        assertThat(file).doesNotExist();
    }

    private static void assertRefused(CommandLines run, String... parts) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(parts).doesNotContain("\tat ");
    }
}
