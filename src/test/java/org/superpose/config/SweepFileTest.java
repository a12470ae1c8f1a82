package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.measure.MeasureSpec;

class SweepFileTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.5}\n";

    private static SweepFile read(String text, String... sets) {
        return SweepFile.read(text, "sweep.yaml", List.of(sets));
    }

    private static List<Object> axis(SweepFile sweep, Setting setting) {
        return sweep.blocks().get(0).dimensions().stream()
                .flatMap(dimension -> dimension.axes().stream())
                .filter(axis -> axis.setting() == setting)
                .flatMap(axis -> axis.values().stream())
                .map(value -> (Object) value.content())
                .toList();
    }

    @Test
    void readsTheExampleOfTheContract() {
        SweepFile sweep = read("""
                name: persian-rug-small
                grid:
                  n: {pow2: [6, 9]}
                  ratio: {linspace: [0.05, 0.8, 6]}
                  density: {logspace: [0.001, 1, 7]}
                  decay: 1.0
                seeds: 1
                model:   {tied: false, hidden: identity, output: relu, bias: true}
                data:    {kind: independent}
                training: {recipe: fast, batch: 1024}
                measure: {features: true, curve: 64, weights: false}
                """);
        assertThat(sweep.name()).isEqualTo("persian-rug-small");
        assertThat(sweep.kernel()).isEqualTo("auto");
        assertThat(sweep.seeds()).containsExactly(0L);
        assertThat(sweep.measure()).isEqualTo(new MeasureSpec(true, 64, false, 0, 0));
        assertThat(axis(sweep, Setting.N)).containsExactly(64L, 128L, 256L, 512L);
        assertThat(axis(sweep, Setting.RATIO)).containsExactly(0.05, 0.2, 0.35, 0.5, 0.65, 0.8);
        assertThat(axis(sweep, Setting.DENSITY))
                .containsExactly(0.001, 0.00316227766017, 0.01, 0.0316227766017, 0.1, 0.316227766017, 1.0);
        assertThat(sweep.blocks().get(0).settings().get(Setting.BATCH).whole()).isEqualTo(1024);
        assertThat(sweep.notices()).isEmpty();
    }

    @Test
    void geometryIsMeasuredOnlyWhereAskedFor() {
        String grid = "grid: {n: 8, m: 2, density: 0.5}\n";
        assertThat(read(grid + "measure: {geometry: true}").measure().geometry())
                .isTrue();
        assertThat(read(grid + "measure: {weights: true}").measure().geometry()).isFalse();
        assertThat(read(grid).measure().geometry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.", "1e0", "10e-1", "+1", "0.1E+1", "1.0000000000001"})
    void spellingsOfANumberAreOneValue(String number) {
        SweepFile sweep = read("grid: {n: 8, m: 2, density: " + number + "}");
        assertThat(axis(sweep, Setting.DENSITY)).containsExactly(1.0);
    }

    @Test
    void readsJsonLikeYaml() {
        String json =
                "{\n\t\"grid\": {\"n\": [8, 16], \"m\": 2, \"density\": 1e-3},\n\t\"training\": {\"recipe\": \"paper\"}\n}";
        SweepFile sweep = SweepFile.read(json, "dir/some sweep.json", List.of());
        assertThat(axis(sweep, Setting.DENSITY)).containsExactly(0.001);
        assertThat(sweep.name()).isEqualTo("some-sweep");
        assertThatThrownBy(() -> SweepFile.read(json.replace("paper", "papr"), "s.json", List.of()))
                .hasMessage(
                        "s.json:3:25: training.recipe: must be one of paper, anthropic, quick, fast, thorough; got \"papr\"; did you"
                                + " mean \"paper\"?");
    }

    @Test
    void aBlockOverlaysTheFilesSections() {
        SweepFile sweep = read("""
                importance: {last: 3}
                training: {steps: 7, batch: 2}
                blocks:
                  - {n: 8, m: 2, density: 0.5}
                  - {n: 8, m: 2, density: 0.5, decay: 0.5, training.batch: [4], training: {steps: 9}}
                  - {n: 8, m: 2, density: 0.5, importance: {decay: 0.25}}
                """);
        assertThat(sweep.blocks().get(0).settings().keySet())
                .containsExactlyInAnyOrder(Setting.LAST, Setting.STEPS, Setting.BATCH);
        assertThat(sweep.blocks().get(1).settings().keySet()).containsExactly(Setting.STEPS);
        assertThat(sweep.blocks().get(1).settings().get(Setting.STEPS).whole()).isEqualTo(9);
        assertThat(sweep.blocks().get(2).settings())
                .doesNotContainKey(Setting.LAST)
                .containsKey(Setting.DECAY);
    }

    @Test
    void zippedAxesKeepRepetitions() {
        SweepFile sweep = read("grid: {n: [8, 8], density: [0.5, 0.1], m: [2, 3], zip: [n, m]}");
        assertThat(sweep.blocks().get(0).dimensions())
                .extracting(Dimension::size)
                .containsExactly(2, 2);
        assertThat(axis(sweep, Setting.N)).containsExactly(8L, 8L);
        assertThat(sweep.notices()).isEmpty();
    }

    @Test
    void readsFilesWithAndWithoutAName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a b.yaml"), "\uFEFF" + GOOD);
        assertThat(SweepFile.read(file, List.of()).name()).isEqualTo("a-b");
        Path named = Files.writeString(directory.resolve("a.yaml"), GOOD + "name: b.c");
        assertThat(SweepFile.read(named, List.of()).name()).isEqualTo("b.c");
        assertThat(SweepFile.read(GOOD, "-.yaml", List.of()).name()).isEqualTo("sweep");
    }

    /** What is changed without being wrong is told once, at its place. */
    @Test
    void noticesTellWhatWasLeftOut() {
        assertThat(read(GOOD + "seeds: [3, 4, 3]").notices())
                .containsExactly("sweep.yaml:2:15: seeds: 3 is given twice and used once");
        assertThat(read(GOOD + "seeds: [3, 4, 3]").seeds()).containsExactly(3L, 4L);
        assertThat(read("grid: {n: [8, 9, 8], m: 2, density: 0.5, model.tied: [true, true]}")
                        .notices())
                .containsExactly(
                        "sweep.yaml:1:12: n: 3 values are 2 distinct ones: 8, 9",
                        "sweep.yaml:1:55: model.tied: 2 values are 1 distinct ones: true");
        assertThat(read("grid: {n: {linspace: [1, 20, 39]}, m: 1, density: 0.5}")
                        .notices())
                .containsExactly(
                        "sweep.yaml:1:11: n: values were rounded to whole numbers",
                        "sweep.yaml:1:11: n: 39 values are 20 distinct ones: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …");
    }

    @Test
    void anAnchorAloneIsNoMistake() {
        assertThat(read("grid: &a {n: 8, m: 2, density: 0.5}").blocks()).hasSize(1);
    }
}
