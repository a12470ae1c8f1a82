package org.superpose.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionSumsTest {
    private static final InteractionSums.Body PLAIN = new InteractionSums.Plain();

    /** Shapes around a lane, a strip, a panel and a block, symmetric or not. */
    @ParameterizedTest
    @CsvSource({
        "1,1,0",
        "2,1,2",
        "15,3,0",
        "16,16,256",
        "17,5,85",
        "33,17,561",
        "64,8,512",
        "65,33,0",
        "257,9,2313",
        "300,40,12000",
        "520,300,156000"
    })
    void theVectorsAgreeWithThePlainLoops(int n, int m, int encoder) {
        float[] values = gaussian(n * m + Math.max(encoder, 0), 1);
        InteractionSums fast = InteractionSums.of(values, 0, encoder, n, m);
        InteractionSums plain = InteractionSums.of(PLAIN, values, 0, encoder, n, m);
        for (int i = 0; i < n; i++) {
            close(fast.diagonal[i], plain.diagonal[i], 1e-12 * m);
            close(fast.sums[i], plain.sums[i], 1e-12 * n * m);
            close(fast.squares[i], plain.squares[i], 2e-6 * plain.squares[i]);
            close(fast.cubes[i], plain.cubes[i], 2e-6 * plain.cubes[i]);
        }
        close(fast.symmetric(), plain.symmetric(), 2e-6 * plain.symmetric());
        close(fast.antisymmetric(), plain.antisymmetric(), 2e-6 * plain.antisymmetric());
        if (encoder == 0) {
            assertThat(fast.antisymmetric()).isZero();
        }
    }

    /** Rows of a model whose features were all but dropped keep the ratio of their sums. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e-12, 1e-5, 1e5, 1e12})
    void theScaleOfRowsDoesNotMatter(double scale) {
        int n = 70;
        int m = 6;
        float[] values = gaussian(2 * n * m, 2);
        double[] before = ratios(InteractionSums.of(values, 0, n * m, n, m));
        for (int q = n * m / 2; q < n * m; q++) {
            values[q] *= (float) scale;
        }
        float[] kept = values.clone();
        InteractionSums fast = InteractionSums.of(values, 0, n * m, n, m);
        assertThat(values).isEqualTo(kept);
        for (int i = 0; i < n; i++) {
            double smallest = scale == 1e-30 && i >= n / 2 ? 1 : 3e-6;
            close(ratios(fast)[i], before[i], smallest * before[i]);
        }
        for (double square : fast.squares) {
            assertThat(square).isPositive();
        }
    }

    /** Of matrices of any scale that floats have, the sums are those of the matrices near 1 times a power of two. */
    @ParameterizedTest
    @CsvSource({"-20,-20", "-60,-50", "-100,-100", "-124,-124", "-124,100", "100,-124", "60,60", "120,120"})
    void theScaleOfBothMatricesDoesNotMatter(int decoderBits, int encoderBits) {
        int n = 40;
        int m = 7;
        float[] near = gaussian(2 * n * m, 5);
        for (int q = 0; q < near.length; q++) {
            near[q] = Math.round(near[q] * 256) / 256f;
        }
        float[] far = near.clone();
        for (int q = 0; q < far.length; q++) {
            far[q] = Math.scalb(near[q], q < n * m ? decoderBits : encoderBits);
        }
        int bits = decoderBits + encoderBits;
        for (InteractionSums.Body body : List.of(PLAIN, InteractionSums.BODY)) {
            InteractionSums expected = InteractionSums.of(body, near, 0, n * m, n, m);
            InteractionSums sums = InteractionSums.of(body, far, 0, n * m, n, m);
            for (int i = 0; i < n; i++) {
                assertThat(sums.diagonal[i]).isEqualTo(Math.scalb(expected.diagonal[i], bits));
                close(Math.scalb(sums.squares[i], -2 * bits), expected.squares[i], 1e-6 * expected.squares[i]);
                close(Math.scalb(sums.cubes[i], -3 * bits), expected.cubes[i], 1e-6 * expected.cubes[i]);
            }
            close(Math.scalb(sums.symmetric(), -2 * bits), expected.symmetric(), 1e-6 * expected.symmetric());
            close(
                    Math.scalb(sums.antisymmetric(), -2 * bits),
                    expected.antisymmetric(),
                    1e-6 * expected.antisymmetric());
        }
    }

    @Test
    void aRowOfItsOwnDimensionHasNoOthers() {
        float[] values = new float[40 * 40];
        for (int i = 0; i < 40; i++) {
            values[i * 41] = 1;
        }
        InteractionSums sums = InteractionSums.of(values, 0, 0, 40, 40);
        assertThat(sums.diagonal).containsOnly(1);
        assertThat(sums.squares).containsOnly(0);
        assertThat(sums.cubes).containsOnly(0);
        assertThat(sums.sums).containsOnly(0);
        assertThat(sums.symmetric()).isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void whatIsNotANumberStays(float bad) {
        int n = 40;
        int m = 3;
        for (int place : new int[] {0, n * m - 1, n * m, 2 * n * m - 1}) {
            float[] values = gaussian(2 * n * m, 3);
            values[place] = bad;
            InteractionSums sums = InteractionSums.of(values, 0, n * m, n, m);
            boolean inDecoder = place < n * m;
            for (int i = 0; i < n; i++) {
                boolean touched = !inDecoder ? i != (place - n * m) / m : i == place / m;
                assertThat(Double.isFinite(sums.squares[i])).isEqualTo(!touched);
                assertThat(Double.isFinite(sums.cubes[i])).isEqualTo(!touched);
            }
            assertThat(sums.symmetric() + sums.antisymmetric()).isNotFinite();
        }
    }

    @Test
    void squaredNorms() {
        float[] values = gaussian(5 + 30 * 7, 4);
        double[] norms = InteractionSums.squaredNorms(values, 5, 30, 7);
        for (int i = 0; i < 30; i++) {
            double sum = 0;
            for (int k = 0; k < 7; k++) {
                sum += (double) values[5 + i * 7 + k] * values[5 + i * 7 + k];
            }
            close(norms[i], sum, 1e-14 * sum);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0", "0,1", "-1,0"})
    void refusesShortArrays(int decoder, int encoder) {
        assertThatThrownBy(() -> InteractionSums.of(new float[12], decoder, encoder, 4, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Σ|W|³/(ΣW²)^{3/2} of each row. */
    private static double[] ratios(InteractionSums sums) {
        double[] ratios = new double[sums.squares.length];
        DoubleUnaryOperator root3 = square -> square * Math.sqrt(square);
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = sums.cubes[i] / root3.applyAsDouble(sums.squares[i]);
        }
        return ratios;
    }

    private static void close(double actual, double expected, double tolerance) {
        assertThat(actual).isFinite();
        assertThat(Math.abs(actual - expected)).isLessThanOrEqualTo(tolerance);
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
