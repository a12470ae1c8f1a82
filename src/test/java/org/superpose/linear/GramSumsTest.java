package org.superpose.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GramSumsTest {
    /** The bound of the error that rows with a difference keep, and some roundings of the test's own. */
    private static final double ROUNDING = 0x1p-24 * 1.01;

    /** Shapes around a block of sums, a panel, a strip and the compression from which the small matrix is used. */
    @ParameterizedTest
    @CsvSource({
        "1,1,0",
        "4,1,3",
        "5,1,0",
        "15,3,0",
        "128,32,7",
        "132,33,0",
        "257,64,0",
        "260,65,1",
        "700,9,0",
        "1030,129,0"
    })
    void agreesWithTheSumOfItsTerms(int n, int m, int encoder) {
        float[] values = gaussian(encoder + n * m, 1);
        double[] norms = InteractionSums.squaredNorms(values, encoder, n, m);
        double[] expected = terms(values, encoder, n, m);
        float[] kept = values.clone();
        double tolerance = n < 4 * m ? 2e-6 : ROUNDING;
        close(GramSums.of(values, encoder, n, m, norms), expected, tolerance);
        close(GramSums.of(GramSums::plain, values, encoder, n, m, norms), expected, ROUNDING);
        assertThat(values).isEqualTo(kept);
    }

    /** A few dimensions with a feature of their own that all others but touch: there the difference alone is wrong. */
    @Test
    void aFewNearlyOrthogonalFeaturesKeepTheirInterference() {
        int n = 256;
        int m = 8;
        int own = 3;
        float[] values = gaussian(n * m, 2);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < m; k++) {
                boolean inside = i < own ? k == i : k >= own;
                values[i * m + k] *= inside ? 1 : 1e-9f;
            }
            if (i < own) {
                values[i * m + i] = 1.3f;
            }
        }
        double[] expected = terms(values, 0, n, m);
        double[] norms = InteractionSums.squaredNorms(values, 0, n, m);
        close(GramSums.of(values, 0, n, m, norms), expected, ROUNDING);
        assertThat(Math.abs(difference(values, n, m, 0) - expected[0])).isGreaterThan(1e-2 * expected[0]);
    }

    /** More of them than are worth a sum each. */
    @Test
    void manyNearlyOrthogonalFeaturesKeepTheirInterference() {
        int n = 128;
        int m = 32;
        float[] values = gaussian(n * m, 3);
        for (int q = 0; q < n * m; q++) {
            values[q] = q < m * m && q % (m + 1) == 0 ? 1 : q < m * m ? 1e-8f * values[q] : 0;
        }
        double[] norms = InteractionSums.squaredNorms(values, 0, n, m);
        double[] expected = terms(values, 0, n, m);
        close(GramSums.of(values, 0, n, m, norms), expected, 2e-6);
        assertThat(expected[m - 1]).isPositive();
        assertThat(expected[m]).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-18, 1e-9, 1e9, 1e18})
    void theScaleDoesNotMatter(double scale) {
        float[] values = gaussian(100 * 6, 4);
        for (int q = 0; q < values.length; q++) {
            values[q] *= (float) scale;
        }
        double[] norms = InteractionSums.squaredNorms(values, 0, 100, 6);
        close(GramSums.of(values, 0, 100, 6, norms), terms(values, 0, 100, 6), ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void whatIsNotANumberStays(float bad) {
        for (int place : new int[] {0, 70 * 5 - 1}) {
            float[] values = gaussian(70 * 5, 5);
            values[place] = bad;
            double[] norms = InteractionSums.squaredNorms(values, 0, 70, 5);
            for (double square : GramSums.of(values, 0, 70, 5, norms)) {
                assertThat(square).isNotFinite();
            }
        }
    }

    @Test
    void refusesShortArrays() {
        assertThatThrownBy(() -> GramSums.of(new float[12], 1, 12, 1, new double[12]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Σ_{j≠i} (e_i·e_j)². */
    private static double[] terms(float[] values, int encoder, int n, int m) {
        double[] sums = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < m; k++) {
                    product += (double) values[encoder + i * m + k] * values[encoder + j * m + k];
                }
                sums[i] += i == j ? 0 : product * product;
            }
        }
        return sums;
    }

    /** Σ_j (e_i·e_j)² − ‖e_i‖⁴ of one row. */
    private static double difference(float[] values, int n, int m, int i) {
        double norm = 0;
        double total = 0;
        for (int k = 0; k < m; k++) {
            norm += (double) values[i * m + k] * values[i * m + k];
            for (int l = 0; l < m; l++) {
                double element = 0;
                for (int j = 0; j < n; j++) {
                    element += (double) values[j * m + k] * values[j * m + l];
                }
                total += values[i * m + k] * element * values[i * m + l];
            }
        }
        return total - norm * norm;
    }

    private static void close(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isFinite();
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(relative * expected[i]);
        }
    }

    private static float[] gaussian(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int q = 0; q < count; q++) {
            values[q] = (float) random.nextGaussian();
        }
        return values;
    }
}
