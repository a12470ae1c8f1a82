package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoundCodesTest {
    private static List<FoundCodes.Found> all() {
        return FoundCodes.all();
    }

    /** Six digits, of vectors that the file rounds to nine. */
    @ParameterizedTest
    @MethodSource("all")
    void theFileTellsTheCoefficients(FoundCodes.Found found) {
        assertThat(found.code().coefficient()).isCloseTo(found.coefficient(), withinPercentage(1e-4));
        assertThat(found.starts()).isPositive();
    }

    /** The icosahedron, the demipenteract and the 24-cell are found from random starts, and so not kept again. */
    @Test
    void theFileHoldsWhatNothingElseGives() {
        assertThat(all()).hasSizeGreaterThan(50);
        assertThat(all())
                .extracting(
                        found -> List.of(found.code().dimensions(), found.code().features()))
                .doesNotHaveDuplicates()
                .doesNotContain(List.of(4, 12), List.of(6, 16), List.of(5, 24));
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThat(FoundCodes.parse("# nothing\n\n")).isEmpty();
        assertThatThrownBy(() -> FoundCodes.parse("0 1\n")).hasMessageContaining("begins with the word code");
        assertThatThrownBy(() -> FoundCodes.parse("code 3 2 0.1 1\n1 0\n1\n"))
                .hasMessageContaining("have 2 numbers each");
    }
}
