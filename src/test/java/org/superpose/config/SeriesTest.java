package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.config.MarkedSweep.told;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Axes that are written by their ends, such as {@code {linspace: [0.1, 0.9, 5]}}. */
class SeriesTest {
    private static SweepFile read(String text) {
        return SweepFile.read(text, "sweep.yaml", List.of());
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

    static Stream<Arguments> mistakes() {
        String forms = "linspace, logspace, geomspace, pow2, range";
        String linspace = "density.linspace: must be three numbers: [first, last, count]; got ";
        String pow2 =
                "density.pow2: must be two numbers: [first exponent, last exponent], whole ones from -60 to 60; got ";
        String exponents = "density.pow2: exponents must be whole numbers from -60 to 60; got ";
        String count = "the count must be a whole number from 2 (1 if both ends are equal); got ";
        String ends = "both ends must be above 0 (values, not exponents); got ";
        String step = "density.range: the step must lead from first to last; got ";
        String range = "density: every value must be a number in [1e-9, 1]; this gives ";
        return Stream.of(
                told("{linspace: ^[0.1, 0.2]}", linspace + "a list of 2"),
                told("{linspace: ^[0.1, 0.2, 2, 2]}", linspace + "a list of 4"),
                told("{linspace: ^[]}", linspace + "a list of 0"),
                told("{linspace: ^3}", linspace + "\"3\""),
                told("{linspace:^ }", linspace + "nothing"),
                told("{linspace: ^{a: 1}}", linspace + "a section"),
                told("{linspace: ^[a, 0.2, 3]}", linspace + "\"a\" among them"),
                told("{linspace: ^[0.1, [0.2], 3]}", linspace + "a list among them"),
                told("{linspace: ^[0.1, 0.2, '3']}", linspace + "\"3\" among them"),
                told("{linspace: ^[0.1, 0.2, 1]}", "density.linspace: " + count + "1"),
                told("{linspace: ^[0.1, 0.2, 0]}", "density.linspace: " + count + "0"),
                told("{linspace: ^[0.1, 0.2, -2]}", "density.linspace: " + count + "-2"),
                told("{linspace: ^[0.1, 0.2, 2.5]}", "density.linspace: " + count + "2.5"),
                told("{linspace: ^[0.1, 0.2, 1e9]}", "density.linspace: gives more than 100000 values"),
                told("{linspace: ^[-1e308, 1e308, 3]}", "density.linspace: the ends are too far apart"),
                told("^{linspace: [0.1, 2, 3]}", range + "1.05"),
                told("^{linspace: [0, 1, 3]}", range + "0"),
                told("{logspace: ^[-3, 0, 4]}", "density.logspace: " + ends + "-3 and 0"),
                told("{logspace: ^[0, 1, 4]}", "density.logspace: " + ends + "0 and 1"),
                told(
                        "{logspace: ^[1, 4]}",
                        "density.logspace: must be three numbers: [first, last, count], ends above 0; got a list of 2"),
                told("{geomspace: ^[0.1, 0, 4]}", "density.geomspace: " + ends + "0.1 and 0"),
                told("{geomspace: ^[0.1, 1, 1]}", "density.geomspace: " + count + "1"),
                told("{pow2: ^[-3]}", pow2 + "a list of 1"),
                told("{pow2: ^[-3, x]}", pow2 + "\"x\" among them"),
                told("{pow2: ^[0, 0.5]}", exponents + "0.5"),
                told("{pow2: ^[-1000000000, 0]}", exponents + "-1000000000"),
                told("{pow2: ^[-3, 61]}", exponents + "61"),
                told("^{pow2: [0, 1]}", range + "2"),
                told(
                        "{range: ^[0.1, 0.5]}",
                        "density.range: must be three numbers: [first, last, step]; got a list of 2"),
                told("{range: ^[0.1, 0.5, -0.1]}", step + "-0.1"),
                told("{range: ^[0.5, 0.1, 0.1]}", step + "0.1"),
                told("{range: ^[0.1, 0.5, 0]}", step + "0"),
                told("{range: ^[0.1, 0.5, 1e-300]}", "density.range: gives more than 100000 values"),
                told(
                        "{^arange: [0.1, 0.5, 0.1]}",
                        "density.arange: unknown key; allowed: " + forms + "; did you mean \"range\"?"),
                told("{^0.5: 0.1}", "density.0.5: unknown key; allowed: " + forms),
                told(
                        "^{linspace: [0.1, 0.2, 2], pow2: [-2, -1]}",
                        "density: must be a value, a list, or one of " + forms),
                told("^{}", "density: must be a value, a list, or one of " + forms),
                told("[0.5, {pow2: ^[-2]}, ^{pow2: [1, 1]}]", pow2 + "a list of 1", range + "2"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsWhatIsNoSeries(String series, List<String> texts) {
        String marked = "grid: {n: 8, m: 2, density: " + series + "}";
        MarkedSweep.assertTold(marked, "s.yaml", texts, text -> SweepFile.read(text, "s.yaml", List.of()));
    }

    static Stream<Arguments> ofOtherSettings() {
        return Stream.of(
                told(
                        "n: ^{pow2: [19, 22]}, m: 2",
                        "n: every value must be a whole number from 1 to 1048576; this gives 2097152"),
                told(
                        "n: ^{pow2: [-2, 3]}, m: 1",
                        "n: every value must be a whole number from 1 to 1048576; this gives 0"),
                told("n: ^[{range: [1, 60000, 1]}, {range: [1, 60000, 1]}], m: 1", "n: has more than 100000 values"),
                told(
                        "n: 8, m: 2, model.tied: ^{linspace: [0, 1, 2]}",
                        "model.tied: must be true or false, or a list of such; got a section"),
                told(
                        "n: 8, m: 2, model.hidden: [relu, ^{pow2: [0, 1]}]",
                        "model.hidden: must be one of identity, relu, or a list of such; got a section"));
    }

    @ParameterizedTest
    @MethodSource("ofOtherSettings")
    void tellsWhatASettingCannotTake(String axes, List<String> texts) {
        String marked = "grid: {" + axes + ", density: 0.5}";
        MarkedSweep.assertTold(marked, "s.yaml", texts, text -> SweepFile.read(text, "s.yaml", List.of()));
    }

    @Test
    void powersMayFall() {
        assertThat(axis(read("grid: {n: {pow2: [6, 4]}, m: 2, density: 0.5}"), Setting.N))
                .containsExactly(64L, 32L, 16L);
        assertThat(axis(read("grid: {n: 8, m: 2, density: {range: [0.5, 0.1, -0.2]}}"), Setting.DENSITY))
                .containsExactly(0.5, 0.3, 0.1);
    }
}
