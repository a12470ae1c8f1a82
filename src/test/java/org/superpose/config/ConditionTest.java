package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.superpose.config.MarkedSweep.told;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {
    private static final Position START = new Position("f", 1, 1);

    private static boolean holds(String text) throws ConditionParser.SyntaxException {
        return ConditionParser.parse(text, START).holds(variable -> switch (variable) {
            case N -> 64;
            case M -> 16;
            case RATIO -> 0.25;
            case SPARSITY -> 0.9;
            case DENSITY -> 0.1;
            case DECAY -> 1;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "m < n; true",
                "n<m; false",
                "m < n and ratio >= 0.1; true",
                "n == 64 and m != 16; false",
                "not n == 64; false",
                "not not n == 64; true",
                "n == 1 or n == 2 or n == 64; true",
                "n == 64 or n == 1 and n == 2; true",
                "(n == 64 or n == 1) and n == 2; false",
                "not n == 1 and n == 64; true",
                "2 + 3 * 4 == 14; true",
                "(2 + 3) * 4 == 20; true",
                "10 - 4 - 3 == 3; true",
                "64 / 4 / 2 == 8; true",
                "-m + 20 == 4; true",
                "2 - -3 == 5; true",
                "- - 3 == 3; true",
                "0.1 <= ratio < 0.5; true",
                "0.3 <= ratio < 0.5; false",
                "1 < 2 < 3 > 2; true",
                "(n) > (((m))); true",
                "sparsity + density == 1; true",
                "0.1 + 0.2 == 0.3; true",
                "0.1 + 0.2 > 0.3; false",
                "0.1 + 0.2 <= 0.3; true",
                "decay >= 1 and m*density > 1e0; true",
                "1/0 > n; true",
                "n>=64and m<=.2e2; true",
            })
    void evaluates(String text, boolean expected) throws ConditionParser.SyntaxException {
        assertThat(holds(text)).isEqualTo(expected);
    }

    static Stream<Arguments> mistakes() {
        String allowed =
                "allowed: n, m, ratio, sparsity, density, decay, numbers, + - * / < <= > >= == != ( ) and or not";
        String variable = ": a number or variable is expected; ";
        String missing = "the condition ends too early: a number or variable is missing";
        String comparison = "a comparison such as \"m < n\" is expected, not a number";
        return Stream.of(
                told("m < ^k", "\"k\"" + variable + allowed),
                told("m < ^densty", "\"densty\"" + variable + "did you mean \"density\"?"),
                told("^N < 3", "\"N\"" + variable + "did you mean \"n\"?"),
                told("^steps < 3", "\"steps\"" + variable + allowed),
                told("m ^= n", "\"=\": is not understood; did you mean \"==\"?"),
                told("m < n ^&& n > 3", "\"&\": is not understood; did you mean \"and\"?"),
                told("m < n ^|| n > 3", "\"|\": is not understood; did you mean \"or\"?"),
                told("m ^≤ n", "\"≤\": is not understood; did you mean \"<=\"?"),
                told("m < n ^AND n > 3", "\"AND\": the condition should end here; did you mean \"and\"?"),
                told("m < n ^n", "\"n\": the condition should end here"),
                told("m < n^)", "\")\": the condition should end here"),
                told("(m < n^", "the condition ends too early: \")\" is missing"),
                told("(m < n ^m", "\"m\": \")\" is missing"),
                told("m < ^'a'", "\"'\": is not understood; " + allowed),
                told("n^.getClass() == 1", "\".\": is not understood; " + allowed),
                told("^T(java.lang.Runtime) == 1", "\"T\"" + variable + allowed),
                told("m <^> n", "\">\"" + variable + allowed),
                told("^", missing),
                told("n +^", missing),
                told("m < n or^", missing),
                told("not^", missing),
                told("^m", comparison),
                told("^n and m < n", comparison),
                told("m < n and ^3", comparison),
                told("not ^m", comparison),
                told("^(m < n) + 1 < 2", "a number is expected, not a comparison"),
                told("^1e999 < n", "\"1e999\": is too large"),
                told("(".repeat(51) + "^m", "\"m\": is nested more than 50 deep"),
                told("^" + "1+".repeat(1000) + "1 > 0", "is longer than 2000 characters"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsWhatIsWrongAndWhere(String marked, List<String> texts) {
        String grid = "grid: {n: 8, m: 2, density: 1,\n  where: \"" + marked + "\"}";
        List<String> told = texts.stream().map(text -> "grid.where: " + text).toList();
        MarkedSweep.assertTold(grid, "f", told, text -> SweepFile.read(text, "f", List.of()));
    }

    @Test
    void refusesWhatIsNoTextAtAll() {
        for (String marked : List.of("[m < n]", "{m: n}", "", "~")) {
            String got = marked.startsWith("[") ? "a list" : marked.startsWith("{") ? "a section" : "nothing";
            String grid = "grid: {n: 8, m: 2, density: 1, where: ^" + marked + "}";
            List<String> told = List.of("grid.where: must be a condition such as \"m < n\"; got " + got);
            MarkedSweep.assertTold(
                    marked.isEmpty() ? grid.replace(": ^}", ":^ }") : grid,
                    "f",
                    told,
                    text -> SweepFile.read(text, "f", List.of()));
        }
    }

    /** A column inside a text of several lines would be one of no line, so the place is where the text begins. */
    @Test
    void aConditionOfSeveralLinesIsToldWhereItBegins() {
        String marked = "grid:\n  n: 8\n  m: 2\n  density: 1\n  where: ^>\n    m <\n    n and n\n";
        List<String> told = List.of("grid.where: a comparison such as \"m < n\" is expected, not a number");
        MarkedSweep.assertTold(marked, "f", told, text -> SweepFile.read(text, "f", List.of()));
    }

    @Test
    void refusesDepthAndLengthWithoutOverflow() {
        for (String text :
                List.of("(".repeat(1000), "-".repeat(1999) + "1", "not ".repeat(499), "1+".repeat(2000) + "1 > 0")) {
            assertThat(catchThrowableOfType(
                            ConditionParser.SyntaxException.class, () -> ConditionParser.parse(text, START)))
                    .isNotNull();
        }
    }

    @Test
    void undefinedQuantitiesAreNeverTrueNorFalse() {
        assertThat(catchThrowableOfType(ArithmeticException.class, () -> holds("not 0/0 > 1")))
                .isNotNull();
    }

    @Test
    void columnsOfMistakesCountWithinTheFile() {
        ConfigException failure = catchThrowableOfType(
                ConfigException.class,
                () -> SweepFile.read("grid: {n: 8, m: 2, density: 1,\n  where: \"m < q\"}", "f", List.of()));
        assertThat(failure).hasMessageStartingWith("f:2:15: grid.where: \"q\"");
    }
}
