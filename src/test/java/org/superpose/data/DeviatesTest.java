package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviatesTest {
    private static final int COUNT = 64 * 257;
    private static final int[] WORDS = words();

    /** All edges of exponents and of the mantissa's range, then random words. */
    private static int[] words() {
        int[] words = new Random(1).ints(COUNT).toArray();
        int[] edges = {0, 1, 2, -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE, 0xB504F333, 0xB504F334, 0x5A827999};
        System.arraycopy(edges, 0, words, 0, edges.length);
        for (int bit = 0; bit < 32; bit++) {
            words[edges.length + 2 * bit] = 1 << bit;
            words[edges.length + 2 * bit + 1] = (1 << bit) - 1;
        }
        return words;
    }

    @Test
    void theFastOnesAreHere() {
        assertThat(Deviates.HERE.getClass().getSimpleName()).isEqualTo("VectorDeviates");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x10000000, 0x7FFFFFFF, Integer.MIN_VALUE})
    void uniformsHaveTheSameBitsEverywhere(int threshold) {
        float scale = 1f / Integer.toUnsignedLong(threshold);
        float[] fast = new float[COUNT + 3];
        float[] plain = new float[COUNT + 3];
        int positive = Deviates.HERE.uniforms(WORDS, 64, COUNT - 64, threshold, scale, fast, 3);
        assertThat(new PlainDeviates().uniforms(WORDS, 64, COUNT - 64, threshold, scale, plain, 3))
                .isEqualTo(positive);
        assertThat(fast).isEqualTo(plain);
        int counted = 0;
        for (int q = 64; q < COUNT; q++) {
            int k = WORDS[q] >>> 1;
            double expected = k < Integer.toUnsignedLong(threshold) ? k * (double) scale : 0;
            assertThat((double) plain[3 + q - 64]).isCloseTo(expected, within(0x1p-24));
            counted += plain[3 + q - 64] > 0 ? 1 : 0;
        }
        assertThat(positive).isEqualTo(counted);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-15, 1e-4, 0.045, 0.2})
    void gapsHaveTheSameBitsEverywhere(double p) {
        double inverseLog = 1 / StrictMath.log1p(-p);
        long[] fast = new long[COUNT];
        long[] plain = new long[COUNT];
        Deviates.HERE.gaps(WORDS, COUNT, inverseLog, fast);
        new PlainDeviates().gaps(WORDS, COUNT, inverseLog, plain);
        assertThat(fast).isEqualTo(plain);
        for (int q = 0; q < COUNT; q++) {
            double exact = StrictMath.log((Integer.toUnsignedLong(WORDS[q]) + 0.5) * 0x1p-32) * inverseLog;
            double gap = Math.min(exact, Deviates.LONGEST_GAP);
            // the whole number below, or a neighbour's where a whole number is near
            int place = q / 64 * 64 + (q % 2 == 0 ? 0 : 32) + q % 64 / 2;
            assertThat((double) plain[place]).isBetween(Math.floor(gap * (1 - 1e-9)) - 1e-9, gap * (1 + 1e-9) + 1e-9);
        }
    }

    @Test
    void logarithmsAreGoodToTenDigits() {
        for (int word : WORDS) {
            double exact = StrictMath.log((Integer.toUnsignedLong(word) + 0.5) * 0x1p-32);
            assertThat(PlainDeviates.logarithm(word)).isCloseTo(exact, within(-1e-10 * exact));
        }
        assertThat(Arrays.stream(WORDS).filter(word -> word == -1).count()).isPositive();
    }
}
