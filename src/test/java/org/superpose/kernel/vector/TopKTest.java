package org.superpose.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.OutputFunction;

/** Against the sort of the specification. */
class TopKTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "16, 5", "37, 12", "37, 37", "200, 9", "37, 99"})
    void keepsWhatTheSortKeeps(int n, int k) {
        Random random = new Random(n + k);
        TopK topK = new TopK(n, k);
        for (int repetition = 0; repetition < 40; repetition++) {
            float[] a = new float[5 + n * SAMPLES_PER_BLOCK];
            for (int q = 0; q < a.length; q++) {
                // many ties, many samples with fewer than k positive numbers, and a wide range
                float value = random.nextInt(12) - 6;
                a[q] = repetition % 2 == 0 ? value / 4 : (float) (value * Math.pow(2, random.nextInt(120) - 60));
            }
            float[] outputs = a.clone();
            float[] slopes = new float[n * SAMPLES_PER_BLOCK];
            topK.apply(outputs, 5, slopes);
            check(n, k, a, outputs, slopes);
        }
    }

    private static void check(int n, int k, float[] a, float[] outputs, float[] slopes) {
        OutputFunction psi = new OutputFunction(OutputFunction.Kind.TOP_K, k);
        double[] sample = new double[n];
        double[] expected = new double[n];
        double[] expectedSlopes = new double[n];
        for (int s = 0; s < SAMPLES_PER_BLOCK; s++) {
            for (int i = 0; i < n; i++) {
                sample[i] = a[5 + i * SAMPLES_PER_BLOCK + s];
            }
            psi.apply(sample, expected, expectedSlopes);
            for (int i = 0; i < n; i++) {
                assertThat((double) outputs[5 + i * SAMPLES_PER_BLOCK + s] == expected[i])
                        .isTrue();
                assertThat((double) slopes[i * SAMPLES_PER_BLOCK + s]).isEqualTo(expectedSlopes[i]);
            }
        }
    }
}
