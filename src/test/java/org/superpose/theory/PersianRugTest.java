package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersianRugTest {
    private static int[] rows(int n, int m, long seed) {
        return new SplittableRandom(seed).ints(1, n).distinct().limit(m).toArray();
    }

    /** Sylvester's doubling, which knows nothing of bits. */
    private static double[][] hadamard(int n) {
        double[][] matrix = {{1}};
        while (matrix.length < n) {
            int half = matrix.length;
            double[][] next = new double[2 * half][2 * half];
            for (int i = 0; i < 2 * half; i++) {
                for (int j = 0; j < 2 * half; j++) {
                    next[i][j] = (i >= half && j >= half ? -1 : 1) * matrix[i % half][j % half];
                }
            }
            matrix = next;
        }
        return matrix;
    }

    private static double[][] byDefinition(int n, int[] rows) {
        double[][] hadamard = hadamard(n);
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int row : rows) {
                    w[i][j] += hadamard[i][row] * hadamard[row][j] / rows.length;
                }
            }
        }
        return w;
    }

    @Test
    void theTransformIsTheMatrix() {
        double[] x = new SplittableRandom(3).doubles(16).toArray();
        double[] y = x.clone();
        WalshHadamard.transform(y);
        double[][] matrix = hadamard(16);
        for (int i = 0; i < 16; i++) {
            double[] row = matrix[i];
            assertThat(y[i])
                    .isCloseTo(
                            IntStream.range(0, 16)
                                    .mapToDouble(j -> row[j] * x[j])
                                    .sum(),
                            within(1e-14));
            for (int j = 0; j < 16; j++) {
                assertThat(WalshHadamard.sign(i, j)).isEqualTo((int) row[j]);
            }
        }
        assertThatThrownBy(() -> WalshHadamard.transform(new double[12])).hasMessageContaining("12");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "8, 3", "64, 16", "64, 63"})
    void everyRowHasTheStatistics(int n, int m) {
        int[] rows = rows(n, m, n + m);
        PersianRug rug = new PersianRug(n, rows);
        double[][] w = byDefinition(n, rows);
        for (int i = 0; i < n; i++) {
            double energy = 0;
            double sum = 0;
            double cubes = 0;
            for (int j = 0; j < n; j++) {
                assertThat(rug.element(i, j)).isCloseTo(w[i][j], within(1e-13));
                if (j != i) {
                    energy += w[i][j] * w[i][j];
                    sum += w[i][j];
                    cubes += Math.pow(Math.abs(w[i][j]), 3);
                }
            }
            assertThat(w[i][i]).isCloseTo(1, within(1e-13));
            assertThat(energy).isCloseTo(rug.offdiagEnergy(), within(1e-12));
            assertThat(sum).isCloseTo(contains(rows, 0) ? (double) n / m - 1 : -1, within(1e-12));
            assertThat(rug.lyapunov()).isCloseTo(cubes / Math.pow(energy, 1.5), within(1e-12));
            assertThat(rug.lyapunovRaw()).isCloseTo(cubes / energy, within(1e-12));
        }
    }

    /** W² = (n/m) W: all non-zero eigenvalues are n/m, where the noise bound is met with equality. */
    @Test
    void itIsAMultipleOfAProjector() {
        double[][] w = byDefinition(32, rows(32, 8, 1));
        for (int i = 0; i < 32; i++) {
            for (int j = 0; j < 32; j++) {
                double product = 0;
                for (int k = 0; k < 32; k++) {
                    product += w[i][k] * w[k][j];
                }
                assertThat(product).isCloseTo(4 * w[i][j], within(1e-12));
            }
        }
    }

    @Test
    void rowZeroAddsACommonMode() {
        assertThat(offdiagonalSum(new PersianRug(16, new int[] {0, 3, 5, 9}))).isCloseTo(3, within(1e-13));
        assertThat(offdiagonalSum(new PersianRug(16, new int[] {1, 3, 5, 9}))).isCloseTo(-1, within(1e-13));
    }

    private static double offdiagonalSum(PersianRug rug) {
        return IntStream.range(1, rug.n()).mapToDouble(j -> rug.element(0, j)).sum();
    }

    private static boolean contains(int[] rows, int row) {
        return Arrays.stream(rows).anyMatch(other -> other == row);
    }

    /** Measured with Hadamard matrices at r = ¼ elsewhere: raw 0.0862 and 0.0434, Λ 0.0497 and 0.0250. */
    @ParameterizedTest
    @CsvSource({"1024, 0.0864, 0.0499", "4096, 0.0432, 0.0249"})
    void lyapunovRatiosAreThoseOfRandomSigns(int n, double raw, double ratio) {
        assertThat(PersianRug.expectedLyapunovRaw(n, n / 4)).isCloseTo(raw, within(5e-5));
        assertThat(PersianRug.expectedLyapunov(n)).isCloseTo(ratio, within(5e-5));
        double mean = IntStream.range(0, 10)
                .mapToDouble(seed -> new PersianRug(n, rows(n, n / 4, seed)).lyapunov())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(ratio, withinPercentage(2));
    }

    @Test
    void whatIsNoRugIsRefused() {
        assertThatThrownBy(() -> new PersianRug(12, new int[] {1})).hasMessageContaining("power of 2; got 12");
        for (int[] rows : new int[][] {{}, {1, 1}, {8}, {-1}}) {
            assertThatThrownBy(() -> new PersianRug(8, rows)).hasMessageContaining(Arrays.toString(rows));
        }
    }
}
