package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.config.GridBlock;
import org.superpose.config.Setting;
import org.superpose.config.SweepFile;

class AxesTest {
    private static Map<String, Map<Object, Long>> axes(String text) {
        SweepFile sweep = SweepFile.read(text, "f", List.of());
        return Axes.of(sweep, Expansion.expand(sweep).points());
    }

    /** The golden sweep has a block with at least two values of every setting; they are an axis of that block's points. */
    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingThatVariesIsListed(Setting setting) {
        SweepFile golden =
                SweepFile.read(Path.of("src", "test", "resources", "golden", "every-setting.yaml"), List.of());
        int varied = 0;
        for (GridBlock block : golden.blocks()) {
            Object[] expected = values(block, setting);
            if (expected.length > 1) {
                SweepFile sweep = new SweepFile(
                        "one", "auto", golden.measure(), golden.limits(), List.of(block), List.of(0L), List.of());
                Map<Object, Long> axis =
                        Axes.of(sweep, Expansion.expand(sweep).points()).get(setting.key());
                assertThat(axis).as(setting.key()).isNotNull().containsOnlyKeys(expected);
                varied++;
            }
        }
        assertThat(varied)
                .as("blocks of every-setting.yaml that vary %s", setting.key())
                .isPositive();
    }

    /** What the block's axis of this setting holds, as it is listed; nothing if it has no such axis. */
    private static Object[] values(GridBlock block, Setting setting) {
        return block.dimensions().stream()
                .flatMap(dimension -> dimension.axes().stream())
                .filter(axis -> axis.setting() == setting)
                .flatMap(axis -> axis.values().stream())
                .map(value -> value.content() instanceof List<?> ? String.join(", ", value.texts()) : value.content())
                .toArray();
    }

    /** The rate, the steps and the start used to be forgotten. */
    @Test
    void everyAxisOfTheGridIsListedWithItsPoints() {
        Map<String, Map<Object, Long>> axes = axes("""
                grid:
                  n: [8, 16]
                  ratio: 0.5
                  density: 0.1
                  training.learningRate: [0.01, 0.001]
                  training.steps: [100, 200]
                  training.init: [uniform, mirrored]
                """);
        assertThat(axes.keySet())
                .containsExactly("n", "m", "training.steps", "training.learningRate", "training.init.kind");
        assertThat(axes).containsEntry("n", Map.of(8L, 8L, 16L, 8L)).containsEntry("m", Map.of(4L, 8L, 8L, 8L));
        assertThat(axes.get("training.learningRate").keySet()).containsExactly(0.001, 0.01);
        assertThat(axes.get("training.init.kind")).isEqualTo(Map.of("uniform", 8L, "mirrored", 8L));
    }

    @Test
    void theParameterOfAnOutputIsAnAxis() {
        assertThat(axes("grid: {n: 8, m: 2, density: 0.1, model.output: leaky_relu, model.slope: [0.01, 0.1]}"))
                .isEqualTo(Map.of("model.slope", Map.of(0.01, 1L, 0.1, 1L)));
    }

    /** Steps and rate of the recipe fast follow from n; nobody gave them. */
    @Test
    void whatFollowsFromAnotherAxisIsNone() {
        assertThat(axes("grid: {n: [8, 16, 512], ratio: 0.5, density: [0.1, 0.5]}")
                        .keySet())
                .containsExactly("n", "m", "density");
        assertThat(axes("grid: {n: 8, m: 2, density: 0.1, training.recipe: [paper, anthropic, fast]}")
                        .keySet())
                .containsExactly("training.recipe");
        assertThat(axes("grid: {n: 8, m: [2, 4], density: 0.1}\nseeds: 3").keySet())
                .containsExactly("m", "ratio", "seed");
    }

    /** One block gives the steps, the other has the recipe's. */
    @Test
    void whatOnlyOneBlockGivesIsAnAxisWhereTheBlocksDiffer() {
        assertThat(axes("""
                        blocks:
                          - {n: 8, m: 2, density: 0.1, training: {batch: 256, steps: 100, optimizer: {beta1: 0.9}}}
                          - {n: 8, m: 2, density: 0.1}
                        """)).isEqualTo(Map.of("training.steps", Map.of(100L, 1L, 120_000L, 1L)));
    }

    @Test
    void whereASettingDoesNotApplyTheValueIsNone() {
        Map<String, Map<Object, Long>> axes = axes("""
                blocks:
                  - {n: 8, m: 4, density: 0.1, data.kind: correlated, data.size: [2, 4]}
                  - {n: 8, m: 4, density: 0.1, model.kind: [trained, rug], training.batch: 64}
                  - {n: 8, m: 4, density: 0.1, model.kind: tiled, model.from: [a, b]}
                """);
        assertThat(axes)
                .containsEntry("data.kind", Map.of("correlated", 2L, "independent", 4L))
                .containsEntry("data.size", Map.of(2L, 1L, 4L, 1L, "none", 4L))
                .containsEntry("model.kind", Map.of("trained", 3L, "rug", 1L, "tiled", 2L))
                .containsEntry("model.from", Map.of("a", 1L, "b", 1L, "none", 4L))
                .containsEntry("training.batch", Map.of(64L, 1L, 256L, 2L, "none", 3L));
        assertThat(axes.get("data.size").keySet()).containsExactly(2L, 4L, "none");
    }

    /** δ = 1 and ρ = 1 are the same importance. */
    @Test
    void equalImportanceIsAValueOfBothAxes() {
        assertThat(axes("grid: {n: 3, m: 2, density: 0.1, importance.last: [0.5, 1, 2]}"))
                .isEqualTo(Map.of("importance.last", Map.of(0.5, 1L, 1.0, 1L, 2.0, 1L)));
        assertThat(axes("grid: {n: 3, m: 2, density: 0.1, decay: [0.5, 1]}"))
                .isEqualTo(Map.of("importance.decay", Map.of(0.5, 1L, 1.0, 1L)));
    }

    @Test
    void sparsityIsAnAxisBesideDensityWhereTheFileGivesIt() {
        assertThat(axes("grid: {n: 3, m: 2, sparsity: [0.9, 0.99]}"))
                .isEqualTo(Map.of("density", Map.of(0.1, 1L, 0.01, 1L), "sparsity", Map.of(0.9, 1L, 0.99, 1L)));
    }
}
