package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.geometry.KnownCodes;
import org.superpose.theory.SecondOrderLoss;

class CodeTest {
    /** The values were computed elsewhere, with Python. */
    @ParameterizedTest
    @CsvSource({"6, 0.777778", "9, 1.761040", "12, 2.755983", "15, 3.753765", "24, 6.751444", "48, 14.750358"})
    void circlesHaveTheirCoefficients(int g, double expected) {
        assertThat(Code.circle(g).coefficient()).isCloseTo(expected, within(6e-7));
    }

    /** The sum over all pairs of W against the closed form, which is −5/4 + g/3 in the limit. */
    @Test
    void theClosedFormOfCirclesIsTheirSum() {
        for (int g = 3; g <= 100; g++) {
            assertThat(Code.circleCoefficient(g))
                    .as("g = %d", g)
                    .isCloseTo(Code.circle(g).coefficient(), within(1e-12 * g * g));
        }
        assertThat(Code.circleCoefficient(3)).isZero();
        assertThat(Code.circleCoefficient(100_000) - 100_000 / 3.0).isCloseTo(-1.25, within(1e-9));
    }

    private static Code known(String name) {
        return KnownBlocks.all().stream()
                .map(KnownBlocks.Block::code)
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    /** The rows of the last three have 5, 10 and 27 entries −1, and the last one entry −2: f(1) = 1/6, f(2) = 1/4. */
    @ParameterizedTest
    @CsvSource({
        "dedicated, 1, 1, 0",
        "pair, 2, 1, 0.166667",
        "icosahedron, 12, 4, 1.42131",
        "24-cell, 24, 5, 3.27778",
        "demipenteract, 16, 6, 0.833333",
        "2_21 polytope, 27, 7, 1.666667",
        "3_21 polytope, 56, 8, 4.75"
    })
    void codesWithANameHaveTheirSizesAndCoefficients(String name, int g, int m, double expected) {
        Code code = known(name);
        assertThat(code.features()).isEqualTo(g);
        assertThat(code.dimensions()).isEqualTo(m);
        assertThat(code.coefficient()).isCloseTo(expected, within(0.6e-5));
    }

    /** Decoder and encoder have m columns, so the rank is at most m; it is not less, or a dimension would be wasted. */
    @Test
    void everyCodeIsOneOfItsRank() {
        for (KnownBlocks.Block block : KnownBlocks.all()) {
            double[] values = new SingularValueDecomposition(
                            new Array2DRowRealMatrix(block.code().interactions()))
                    .getSingularValues();
            assertThat(Arrays.stream(values).filter(value -> value > 1e-9 * values[0]))
                    .as("%s", block.code())
                    .hasSize(block.code().dimensions());
            assertThat(block.coefficient()).isBetween(0.0, (block.code().features() - 1) / 3.0);
        }
    }

    /** Six on a circle: 2 cos(60° k) − 1. */
    @Test
    void theInteractionsOfSixOnACircle() {
        double[] expected = {1, 0, -2, -3, -2, 0};
        double[][] w = Code.circle(6).interactions();
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(w[i][j]).isCloseTo(expected[Math.floorMod(j - i, 6)], within(1e-14));
            }
        }
    }

    /** Mean squared errors over samples with one and with two active features, by midpoints; a code answers one exactly, and nothing where none is active. */
    @ParameterizedTest
    @CsvSource({"6, circle", "12, circle", "12, icosahedron"})
    void theCoefficientIsThatOfSamplesWithTwoActiveFeatures(int g, String name) {
        double[][] w = (name.equals("circle") ? Code.circle(g) : known(name)).interactions();
        int points = 200;
        double two = 0;
        for (int a = 0; a < points; a++) {
            double u = (a + 0.5) / points;
            for (int i = 0; i < g; i++) {
                for (int k = 0; k < g; k++) {
                    assertThat((i == k ? u : 0) - Math.max(0, w[k][i] * u)).isCloseTo(0, within(1e-14));
                }
            }
            for (int b = 0; b < points; b++) {
                two += ofPairs(w, u, (b + 0.5) / points);
            }
        }
        // P(i and k active) = p² for each pair, and the loss is per feature
        assertThat(two / points / points / g).isCloseTo(SecondOrderLoss.coefficient(w), within(1e-4));
    }

    /** The errors of all outputs at x = u e_i + v e_k, over all pairs i &lt; k. */
    private static double ofPairs(double[][] w, double u, double v) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            for (int k = i + 1; k < w.length; k++) {
                for (int j = 0; j < w.length; j++) {
                    double x = j == i ? u : j == k ? v : 0;
                    double error = x - Math.max(0, w[j][i] * u + w[j][k] * v);
                    sum += error * error;
                }
            }
        }
        return sum;
    }

    @Test
    void vectorsMustDiffer() {
        double[][] twice = KnownCodes.polygon(4);
        twice[1] = twice[0];
        assertThatThrownBy(() -> Code.shifted("twice", twice)).hasMessageContaining("is another's too");
        assertThatThrownBy(() -> Code.circle(2)).hasMessageContaining("at least 3");
    }
}
