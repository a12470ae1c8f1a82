package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --set key=value}: what it replaces, and what is told of one that is wrong. */
class OverridesTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.5}\n";
    private static final String TOP =
            "unknown key; allowed: name, grid, blocks, seeds, model, data, importance, training, measure, kernel, checkpoint, timeout";
    private static final String GRID = "unknown key; allowed: n, m, ratio, density, sparsity, decay, model.…, data.…,"
            + " importance.…, training.…, zip, where";

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
                "measure.precision=0.001",
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
        assertThat(sweep.measure().precision()).isEqualTo(0.001);
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

    static Stream<Arguments> mistakes() {
        String pair = "must be key=value, for instance --set training.steps=100";
        return Stream.of(
                Arguments.of("nonsense", pair),
                Arguments.of("=3", pair),
                Arguments.of(" =3", pair),
                Arguments.of("seeds=", pair),
                Arguments.of("seeds= ", pair),
                Arguments.of("seeds: 3", pair),
                Arguments.of("seeds=[", "cannot be read: expected the node content, but found end of the file"),
                Arguments.of("seeds=*a", "the alias *a is not allowed; write the value out"),
                Arguments.of("seeds=!!int 3", "the tag !!int is not allowed; leave it out"),
                Arguments.of("seeds=0", "seeds: must be a whole number from 1 to 1000000; got \"0\""),
                Arguments.of("seeds=[1, x]", "seeds: must be a whole number from 0 to 9007199254740991; got \"x\""),
                Arguments.of("sedes=3", "sedes: " + TOP + "; did you mean \"seeds\"?"),
                Arguments.of("n=3", "n: " + TOP + "; did you mean grid: {n: …}?"),
                Arguments.of("batch=3", "batch: " + TOP + "; did you mean training: {batch: …}?"),
                Arguments.of("..=3", TOP),
                Arguments.of(
                        "kernel=gpu",
                        "kernel: must be one of auto, reference, cpu, nd4j; got \"gpu\"; did you mean \"cpu\"?"),
                Arguments.of(
                        "name=a: b",
                        "name: must start with a letter or digit and hold only letters, digits, '.', '_', '-' (at most 100);"
                                + " got a section"),
                Arguments.of("grid=3", "grid: must be a section with axes such as n, ratio, density; got \"3\""),
                Arguments.of("grid={n: 8, m: 2}", "grid: needs density or sparsity"),
                Arguments.of("grid.n=0", "n: must be a whole number from 1 to 1048576; got \"0\""),
                Arguments.of("grid.n=[]", "n: is an empty list; an axis needs at least one value"),
                Arguments.of(
                        "grid.n={pow2: [3]}",
                        "n.pow2: must be two numbers: [first exponent, last exponent], whole ones from -60 to 60; got a list of 1"),
                Arguments.of("grid.nn=3", "grid.nn: " + GRID + "; did you mean \"n\"?"),
                Arguments.of("grid.=3", "grid.: " + GRID),
                Arguments.of("grid.batch=3", "grid.batch: " + GRID + "; did you mean \"training.batch\"?"),
                Arguments.of("grid.seeds=3", "grid.seeds: " + GRID + "; seeds stands at the top level of the file"),
                Arguments.of("grid.zip=[n, q]", "grid.zip: \"q\" is no axis of this grid; its axes: n, m, density"),
                Arguments.of(
                        "grid.where=m < densty",
                        "grid.where: \"densty\": a number or variable is expected; did you mean \"density\"?"),
                Arguments.of("blocks=3", "blocks: stands in place of grid; a sweep file has one or the other"),
                Arguments.of(
                        "training=3",
                        "training: must be a section with recipe, sampling, batch, starts, steps, learningRate, schedule, warmup, optimizer, init,"
                                + " stop; got \"3\""),
                Arguments.of(
                        "training.stpes=3",
                        "training.stpes: unknown key; allowed: recipe, sampling, batch, starts, steps, learningRate, schedule, warmup, optimizer,"
                                + " init, stop; did you mean \"steps\"?"),
                Arguments.of(
                        "training.steps=0", "training.steps: must be a whole number from 1 to 10000000; got \"0\""),
                Arguments.of(
                        "training.steps=[3, 4]",
                        "training.steps: is a list; to vary it, make it an axis: grid: {training.steps: […]}"),
                Arguments.of(
                        "training.steps.x=3",
                        "training.steps: must be a whole number from 1 to 10000000; got a section"),
                Arguments.of(
                        "training.schedule.knd=cosine",
                        "training.schedule.knd: unknown key; allowed: kind, warmup; did you mean \"kind\"?"),
                Arguments.of("model.tied=yes", "model.tied: must be true or false; got \"yes\""),
                Arguments.of(
                        "model.tied='true'", "model.tied: must be true or false; got \"true\"; leave out the quotes"),
                Arguments.of("measure.curve=-3", "measure.curve: must be a whole number from 0 to 10000; got \"-3\""),
                Arguments.of(
                        "measure.curvs=3",
                        "measure.curvs: unknown key; allowed: features, curve, weights, active, l1, geometry, trajectory,"
                                + " trajectory_weights, precision; did you mean \"curve\"?"),
                Arguments.of(
                        "data={kind: graph, kind: blocks}",
                        "kind: is given twice; the first is at --set data={kind: graph, kind: blocks}"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsWhatIsWrongWithAnOption(String set, String text) {
        assertThat(MarkedSweep.message(() -> read(GOOD, set), set)).containsExactly("--set " + set + ": " + text);
    }

    @Test
    void aKeyBelowWhatIsNoSectionIsRefused() {
        assertThat(MarkedSweep.message(() -> read(GOOD + "name: x", "name.x=3"), "name"))
                .containsExactly("--set name.x=3: name.x: \"name\" is no section in this file");
        assertThat(MarkedSweep.message(() -> read(GOOD + "training: {steps: 4}", "training.steps.x=3"), "steps"))
                .containsExactly(
                        "--set training.steps.x=3: training.steps.x: \"training.steps\" is no section in this file");
        assertThat(MarkedSweep.message(() -> read("grid: 3", "grid.n=3"), "grid"))
                .containsExactly(
                        "sweep.yaml:1:7: grid: must be a section with axes such as n, ratio, density; got \"3\"");
        assertThat(MarkedSweep.message(() -> read("42", "grid.n=3"), "number"))
                .containsExactly("sweep.yaml:1:1: a sweep file is a section with name, grid, seeds, …; this is \"42\"");
    }

    @Test
    void aGridCanBeSetFromNothing() {
        assertThat(MarkedSweep.message(() -> read("name: x", "grid.n=3"), "n alone"))
                .containsExactly(
                        "--set grid.n=3: grid: needs ratio or m", "--set grid.n=3: grid: needs density or sparsity");
        SweepFile sweep = read("name: x", "grid.n=3", "grid.m=2", "grid.density=1");
        assertThat(axis(sweep, Setting.N)).containsExactly(3L);
    }

    /** The options come first; what is wrong in the file is told as well. */
    @Test
    void severalMistakesAreToldTogether() {
        List<String> lines = MarkedSweep.message(
                () -> read(GOOD + "kernel: x", "training.stpes=3", "nonsense", "seeds=[", "name.x=1", "grid.n=0"),
                "six mistakes");
        assertThat(lines).hasSize(6).last().asString().startsWith("sweep.yaml:2:9: kernel: ");
        assertThat(lines.subList(0, 5))
                .allMatch(line -> line.startsWith("--set "))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("--set training.stpes=3: training.stpes: unknown key;")
                        .endsWith("did you mean \"steps\"?"))
                .anySatisfy(line -> assertThat(line).startsWith("--set nonsense: must be key=value"))
                .anySatisfy(line -> assertThat(line).startsWith("--set seeds=[: cannot be read"))
                .anySatisfy(line -> assertThat(line).startsWith("--set name.x=1: name"))
                .anySatisfy(line -> assertThat(line).startsWith("--set grid.n=0: n: must be a whole number"));
    }

    @Test
    void theLaterOfTwoOptionsWins() {
        SweepFile sweep =
                read(GOOD, "importance.decay=0.5", "importance.last=3", "training.steps=3", "training.steps=4");
        assertThat(sweep.blocks().get(0).settings()).containsKey(Setting.LAST).doesNotContainKey(Setting.DECAY);
        assertThat(sweep.blocks().get(0).settings().get(Setting.STEPS).whole()).isEqualTo(4);
    }
}
