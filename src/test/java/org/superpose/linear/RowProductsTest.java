package org.superpose.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowProductsTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "3,5,2", "8,32,16", "9,33,17", "65,31,7", "130,70,64", "5,100,300"})
    void agreesWithSumsInDouble(int rows, int columns, int m) {
        Random random = new Random(1);
        float[] a = gaussian(random, 3 + rows * m);
        float[] b = gaussian(random, 2 + columns * m + 4);
        float[] out = new float[rows * columns];
        Arrays.fill(out, Float.NaN);
        RowProducts.multiply(a, 3, rows, b, 2, columns, m, out);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                double size = 0;
                for (int k = 0; k < m; k++) {
                    double term = (double) a[3 + i * m + k] * b[2 + j * m + k];
                    sum += term;
                    size += Math.abs(term);
                }
                assertThat(out[i * columns + j]).isFinite();
                assertThat(Math.abs(out[i * columns + j] - sum)).isLessThanOrEqualTo(size * m * 0x1p-24);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"9,33,17", "64,64,5"})
    void thePlainLoopsGiveTheSameBits(int rows, int columns, int m) {
        Random random = new Random(2);
        float[] a = gaussian(random, rows * m);
        float[] b = gaussian(random, columns * m);
        float[] fast = new float[rows * columns];
        float[] plain = new float[rows * columns];
        RowProducts.multiply(a, 0, rows, b, 0, columns, m, fast);
        RowProducts.plain(a, 0, rows, b, 0, columns, m, plain);
        assertThat(fast).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"3,4,4", "4,3,4", "4,4,3"})
    void refusesShortArrays(int a, int b, int out) {
        assertThatThrownBy(() -> RowProducts.multiply(new float[a], 0, 2, new float[b], 0, 2, 2, new float[out]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int q = 0; q < count; q++) {
            values[q] = (float) random.nextGaussian();
        }
        return values;
    }
}
