package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "n; 0",
                "n +; 3",
                "m < k; 4",
                "m = n; 2",
                "m < n n; 6",
                "m < n); 5",
                "(m < n; 6",
                "(m < n) + 1 < 2; 0",
                "m < n and 3; 10",
                "not m; 4",
                "m < n && n > 3; 6",
                "n.getClass() == 1; 1",
                "T(java.lang.Runtime) == 1; 0",
                "m < 'a'; 4",
                "m <> n; 3",
                "1e999 < n; 0",
                "and; 0",
                "n < m or; 8",
            })
    void refusesWithThePlace(String text, int offset) {
        ConditionParser.SyntaxException failure =
                catchThrowableOfType(ConditionParser.SyntaxException.class, () -> ConditionParser.parse(text, START));
        assertThat(failure).isNotNull();
        assertThat(failure.offset()).isEqualTo(offset);
    }

    @Test
    void namesTheVariableThatWasMeant() {
        assertThat(catchThrowableOfType(
                        ConditionParser.SyntaxException.class, () -> ConditionParser.parse("densty > 0.5", START)))
                .hasMessageEndingWith("did you mean \"density\"?");
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
