package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.errors.UserException;
import org.superpose.measure.MeasureSpec;

class SweepFileTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.5}\n";

    private static SweepFile read(String text, String... sets) {
        return SweepFile.read(text, "sweep.yaml", List.of(sets));
    }

    private static List<String> mistakes(String text, String... sets) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> read(text, sets));
        assertThat(failure).as("a ConfigException for %s", text).isNotNull();
        return failure.getMessage().lines().toList();
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
        assertThat(mistakes(grid + "measure: {geometri: true}"))
                .anySatisfy(mistake -> assertThat(mistake).endsWith("did you mean \"geometry\"?"));
        assertThat(mistakes(grid + "measure: {geometry: ture}"))
                .anySatisfy(mistake ->
                        assertThat(mistake).contains("measure.geometry").contains("ture"));
    }

    @Test
    void tellsEveryMistakeAtOnceWithItsPlace() {
        assertThat(mistakes("""
                        nmae: x
                        grid:
                          n: [8, two]
                          ratio: 1.5
                          densty: 0.5
                        seeds: 0
                        model: {output: relo}
                        training:
                          stpes: 10
                          optimizer: {beta1: 1}
                        kernel: gpu
                        """))
                .containsExactly(
                        "sweep.yaml:1:1: nmae: unknown key; allowed: name, grid, blocks, seeds, model, data, importance,"
                                + " training, measure, kernel; did you mean \"name\"?",
                        "sweep.yaml:2:1: grid: needs density or sparsity",
                        "sweep.yaml:3:10: n: must be a whole number from 1 to 1048576; got \"two\"",
                        "sweep.yaml:4:10: ratio: must be a number in (0, 1]; got \"1.5\"",
                        "sweep.yaml:5:3: grid.densty: unknown key; allowed: n, m, ratio, density, sparsity, decay,"
                                + " model.…, data.…, importance.…, training.…, zip, where; did you mean \"density\"?",
                        "sweep.yaml:6:8: seeds: must be a whole number from 1 to 1000000; got \"0\"",
                        "sweep.yaml:7:17: model.output: must be one of identity, relu, leaky_relu,"
                                + " soft_threshold, top_k, trec, gated; got \"relo\"; did you mean \"relu\"?",
                        "sweep.yaml:9:3: training.stpes: unknown key; allowed: recipe, batch, steps, learningRate,"
                                + " schedule, warmup, optimizer, init, stop; did you mean \"steps\"?",
                        "sweep.yaml:10:22: training.optimizer.beta1: must be a number in [0, 1); got \"1\"",
                        "sweep.yaml:11:9: kernel: must be one of auto, reference, cpu, nd4j; got \"gpu\"; did you mean"
                                + " \"cpu\"?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "42",
                "[1, 2]",
                "grid: &a {n: 8, m: 2, density: 0.5}\nblocks: [*a]",
                "grid: !!java.net.URL [\"http://x\"]",
                "grid: {n: !!int 8, m: 2, density: 0.5}",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                "grid: {n: 8, n: 9, m: 2, density: 0.5}",
                "grid: {n: 8, m: 2, density: 0.5}\n---\ngrid: {n: 8, m: 2, density: 0.5}",
                "grid: {n: 8, m: 2, density: .nan}",
                "grid: {n: 8, m: 2, density: NaN}",
                "grid: {n: 8, m: 2, density: .inf}",
                "grid: {n: 8, m: 2, density: 1e-999999999}",
                "grid: {n: 1e999999999, m: 2, density: 0.5}",
                "grid: {n: 99999999999999999999999999999, m: 2, density: 0.5}",
                "grid: {n: 0x10, m: 2, density: 0.5}",
                "grid: {n: 012, m: 2, density: 0.5}",
                "grid: {n: 1_000, m: 2, density: 0.5}",
                "grid: {n: 5.7, m: 2, density: 0.5}",
                "grid: {n: \"8\", m: 2, density: 0.5}",
                "grid: {n: , m: 2, density: 0.5}",
                "grid: {n: [], m: 2, density: 0.5}",
                "grid: {n: [[8]], m: 2, density: 0.5}",
                "grid: {n: {8: 8}, m: 2, density: 0.5}",
                "grid: {? [a] : 8, m: 2, density: 0.5}",
                "grid: {n: 8, m: 2, ratio: 0.5, density: 0.5}",
                "grid: {n: 8, m: 2, density: 0.5, sparsity: 0.5}",
                "grid: {n: 8, m: 2, density: 0.5, decay: 0.9, importance.last: 2}",
                "grid: {n: 8, m: 2, density: 0.5, decay: 0.9, importance.decay: 0.8}",
                "grid: {n: 8, m: 2, density: 0.5}\nimportance: {decay: 0.5, last: 2}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {tied: yes}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {tied: [true, false]}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: relu",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {output: leaky_relu, slope: 0}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {output: leaky_relu, slope: 1}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {output: trec, threshold: 0}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {output: gated, temperature: -1}",
                "grid: {n: 8, m: 2, density: 0.5}\nmodel: {output: top_k, k: 1.5}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {l1: -1}",
                "grid: {n: 8, m: 2, density: 0.5}\ntraining: {warmup: 3, schedule: {warmup: 4}}",
                "grid: {n: 8, m: 2, density: 0.5}\nname: ../../etc",
                "grid: {n: 8, m: 2, density: 0.5}\nseeds: [-1]",
                "grid: {n: 8, m: 2, density: 0.5}\nseeds: []",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {curve: -1}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {active: 65}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {trajectory: -1}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {trajectory: 10001}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {trajectory_weights: true}",
                "grid: {n: 8, m: 2, density: 0.5}\nmeasure: {trajectory: 4, trajectory_weight: true}",
                "grid: {n: 8, m: 2, density: 0.5}\nblocks: []",
                "blocks: []",
                "blocks: 3",
                "name: x",
                "\tgrid: 1",
                "grid: {n: 8",
                "\u0000",
                "grid: \uD800",
                "@"
            })
    void refuses(String text) {
        assertThat(mistakes(text)).isNotEmpty().allMatch(line -> line.startsWith("sweep.yaml:"));
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThat(mistakes("grid: " + "[".repeat(5000)))
                .hasSize(1)
                .first()
                .asString()
                .contains("deep");
        assertThat(mistakes("a: b\n".repeat(300_000)))
                .hasSize(1)
                .first()
                .asString()
                .contains("too long");
        assertThat(mistakes("name: " + "x".repeat(100_000) + "\n" + GOOD).get(0))
                .hasSizeLessThan(300);
    }

    @Test
    void notesUnprintableCharactersWithoutPrintingThem() {
        assertThat(mistakes("\"a\\e[31m\\nb\": 1\n" + GOOD))
                .hasSize(1)
                .first()
                .asString()
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.", "1e0", "10e-1", "+1", "0.1E+1", "1.0000000000001"})
    void spellingsOfANumberAreOneValue(String number) {
        SweepFile sweep = read("grid: {n: 8, m: 2, density: " + number + "}");
        assertThat(axis(sweep, Setting.DENSITY)).containsExactly(1.0);
    }

    @Test
    void axesMixListsAndSeries() {
        SweepFile sweep = read("""
                grid:
                  n: [10, {pow2: [5, 4]}, {range: [100, 130, 15]}, 7]
                  m: {logspace: [1, 4, 3]}
                  sparsity: [0, {range: [0.1, 0.3, 0.1]}, {geomspace: [0.9, 0.9, 1]}]
                """);
        assertThat(axis(sweep, Setting.N)).containsExactly(10L, 32L, 16L, 100L, 115L, 130L, 7L);
        assertThat(axis(sweep, Setting.M)).containsExactly(1L, 2L, 4L);
        assertThat(axis(sweep, Setting.SPARSITY)).containsExactly(0.0, 0.1, 0.2, 0.3, 0.9);
        assertThat(sweep.notices()).isEmpty();
    }

    @Test
    void refiningAnAxisFindsItsOldValuesAgain() {
        for (double[] ends : new double[][] {{0.001, 1}, {0.05, 0.8}, {0.002001, 0.8}, {1e-7, 0.3}}) {
            for (String form : List.of("linspace", "logspace")) {
                String axis = "grid: {n: 8, m: 2, density: {" + form + ": [" + ends[0] + ", " + ends[1] + ", %d]}}";
                List<Object> coarse = axis(read(axis.formatted(7)), Setting.DENSITY);
                List<Object> fine = axis(read(axis.formatted(19)), Setting.DENSITY);
                assertThat(fine).hasSize(19).containsAll(coarse);
                assertThat(fine.get(0)).isEqualTo(ends[0]);
                assertThat(fine.get(18)).isEqualTo(ends[1]);
            }
        }
    }

    @Test
    void wholeAxesAreRoundedAndDistinctWithNotices() {
        SweepFile sweep = read("grid: {n: {logspace: [4, 8, 9]}, m: [2, 2], density: 0.5}");
        assertThat(axis(sweep, Setting.N)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(axis(sweep, Setting.M)).containsExactly(2L);
        assertThat(sweep.notices())
                .containsExactly(
                        "sweep.yaml:1:11: n: values were rounded to whole numbers",
                        "sweep.yaml:1:11: n: 9 values are 5 distinct ones: 4, 5, 6, 7, 8",
                        "sweep.yaml:1:38: m: 2 values are 1 distinct ones: 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{linspace: [0.1, 0.2]}",
                "{linspace: [0.1, 0.2, 1]}",
                "{linspace: [0.1, 0.2, 2.5]}",
                "{linspace: [0.1, 0.2, 1e9]}",
                "{linspace: [0.1, 2, 3]}",
                "{linspace: 3}",
                "{linspace: [a, b, c]}",
                "{logspace: [-3, 0, 4]}",
                "{logspace: [0, 1, 4]}",
                "{pow2: [0, 0.5]}",
                "{pow2: [-1000000000, 0]}",
                "{range: [0.1, 0.5, -0.1]}",
                "{range: [0.1, 0.5, 0]}",
                "{range: [0.1, 0.5, 1e-300]}",
                "{arange: [0.1, 0.5, 0.1]}",
                "{linspace: [0.1, 0.2, 2], pow2: [-2, -1]}",
                "{}"
            })
    void refusesBadSeries(String series) {
        assertThat(mistakes("grid: {n: 8, m: 2, density: " + series + "}")).hasSize(1);
    }

    @Test
    void readsJsonLikeYaml() {
        String json =
                "{\n\t\"grid\": {\"n\": [8, 16], \"m\": 2, \"density\": 1e-3},\n\t\"training\": {\"recipe\": \"paper\"}\n}";
        SweepFile sweep = SweepFile.read(json, "dir/some sweep.json", List.of());
        assertThat(axis(sweep, Setting.DENSITY)).containsExactly(0.001);
        assertThat(sweep.name()).isEqualTo("some-sweep");
        assertThatThrownBy(() -> SweepFile.read(json.replace("paper", "papr"), "s.json", List.of()))
                .hasMessage("s.json:3:25: training.recipe: must be one of paper, anthropic, fast; got \"papr\"; did you"
                        + " mean \"paper\"?");
        assertThatThrownBy(() -> SweepFile.read(json + "{}", "s.json", List.of()))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> SweepFile.read("{\"name\": NaN}", "s.json", List.of()))
                .isInstanceOf(ConfigException.class);
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

    @ParameterizedTest
    @ValueSource(strings = {"[n]", "n", "[n, mm]", "[n, density]", "[n, n]", "[[n, m], [m, ratio]]", "{n: m}", "[]"})
    void refusesBadZips(String zip) {
        assertThat(mistakes("grid: {n: [8, 9], m: [2, 3], density: 0.5, zip: " + zip + "}"))
                .hasSize(1);
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
    void readsFilesAndNamesThoseItCannot(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a b.yaml"), "\uFEFF" + GOOD);
        assertThat(SweepFile.read(file, List.of()).name()).isEqualTo("a-b");
        Path latin = Files.write(directory.resolve("latin.yaml"), "name: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        for (Path bad : List.of(directory, directory.resolve("none.yaml"), latin)) {
            assertThatThrownBy(() -> SweepFile.read(bad, List.of()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(bad.toString());
        }
    }

    @Test
    void overridesBeatTheFile() {
        String text = """
                grid: {n: 8, ratio: 0.5, sparsity: 0.5, training.batch: [1, 2], decay: 0.5}
                training: {schedule: cosine, steps: 5}
                """;
        SweepFile sweep = read(
                text,
                "grid.n=[16, {pow2: [5, 6]}]",
                "grid.m=3",
                "grid.density=1e-3",
                "training.batch=7",
                "training.schedule.warmup=2",
                "importance.last=4",
                "kernel=reference",
                "measure.curve=3",
                "measure.active=5",
                "measure.trajectory=7",
                "measure.trajectory_weights=true",
                "seeds=3");
        assertThat(axis(sweep, Setting.N)).containsExactly(16L, 32L, 64L);
        assertThat(axis(sweep, Setting.M)).containsExactly(3L);
        assertThat(axis(sweep, Setting.DENSITY)).containsExactly(0.001);
        assertThat(axis(sweep, Setting.RATIO)).isEmpty();
        assertThat(axis(sweep, Setting.BATCH)).isEmpty();
        assertThat(axis(sweep, Setting.DECAY)).isEmpty();
        assertThat(sweep.blocks().get(0).settings().get(Setting.BATCH).whole()).isEqualTo(7);
        assertThat(sweep.blocks().get(0).settings().get(Setting.LAST).real()).isEqualTo(4);
        assertThat(sweep.blocks().get(0).settings().get(Setting.SCHEDULE).word())
                .isEqualTo("cosine");
        assertThat(sweep.blocks().get(0).settings().get(Setting.WARMUP).whole()).isEqualTo(2);
        assertThat(sweep.kernel()).isEqualTo("reference");
        assertThat(sweep.seeds()).containsExactly(0L, 1L, 2L);
        assertThat(sweep.notices())
                .containsExactly("--set training.batch=7: replaces the axis training.batch of the grid; "
                        + "--set grid.training.batch=… sets the axis itself");
        assertThat(sweep.measure().curve()).isEqualTo(3);
        assertThat(sweep.measure().active()).isEqualTo(5);
        assertThat(sweep.measure().trajectory()).isEqualTo(7);
        assertThat(sweep.measure().trajectoryWeights()).isTrue();
    }

    @Test
    void overridesReachEveryBlock() {
        String text = """
                blocks:
                  - {n: 8, m: 2, density: 0.5, training: {steps: 5}}
                  - {n: 9, m: 2, density: 0.5, training.steps: [1, 2]}
                """;
        SweepFile sweep = read(text, "training.steps=3", "grid.n=4");
        assertThat(sweep.blocks()).hasSize(2).allSatisfy(block -> {
            assertThat(block.settings().get(Setting.STEPS).whole()).isEqualTo(3);
            assertThat(block.dimensions().get(0).axes().get(0).values().get(0).whole())
                    .isEqualTo(4);
        });
    }

    @Test
    void mistakesInOverridesNameTheOption() {
        assertThat(mistakes(GOOD + "kernel: x", "training.stpes=3", "nonsense", "seeds=[", "name.x=1", "grid.n=0"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("--set training.stpes=3: training.stpes: unknown key;")
                        .endsWith("did you mean \"steps\"?"))
                .anySatisfy(line -> assertThat(line).startsWith("--set nonsense: must be key=value"))
                .anySatisfy(line -> assertThat(line).startsWith("--set seeds=[: cannot be read"))
                .anySatisfy(line -> assertThat(line).startsWith("--set name.x=1: name"))
                .anySatisfy(line -> assertThat(line).startsWith("--set grid.n=0: n: must be a whole number"))
                .anySatisfy(line -> assertThat(line).startsWith("sweep.yaml:2:9: kernel: "))
                .hasSize(6);
    }
}
