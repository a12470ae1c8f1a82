package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds are fixed, so each test either always passes or never does. Bounds are those of a two-sided test at 1e-4 or less for all that a
 * method looks at together: 4 standard deviations for one number (6e-5), more for many.
 */
class RandomStreamTest {
    private static final int COUNT = 100_000;
    private static final int ROWS = 32;
    private static final int BLOCKS = 64 * ROWS;
    private static final int PAGES = 32;

    @Test
    void uniformsAreUniform() {
        double[] u = RandomStream.of("model", "init").uniforms(0, COUNT);
        // standard errors: mean 1/√(12 N), second moment √(4/45 N)
        assertThat(Arrays.stream(u).average().orElseThrow()).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * COUNT)));
        assertThat(Arrays.stream(u).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1 / 3.0, within(4 * Math.sqrt(4 / 45.0 / COUNT)));
        double p = new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(), Arrays.copyOf(u, 10_000));
        assertThat(p).isBetween(1e-3, 1.0);
        assertThat(Arrays.stream(u).min().orElseThrow()).isPositive();
        assertThat(Arrays.stream(u).max().orElseThrow()).isLessThan(1);
    }

    @Test
    void isAFunctionOfItsNameAndPageAlone() {
        RandomStream stream = RandomStream.of("model", "train");
        double[] first = stream.uniforms(7, 33);
        stream.uniforms(8, 5);
        assertThat(stream.uniforms(7, 33)).isEqualTo(first);
        assertThat(RandomStream.of("model", "train").uniforms(7, 33)).isEqualTo(first);
        assertThat(Arrays.copyOf(stream.uniforms(7, 1000), 33)).isEqualTo(first);
    }

    @Test
    void streamsAndPagesAreUncorrelated() {
        double[] base = RandomStream.of("model", "train").uniforms(0, COUNT);
        List<double[]> others = List.of(
                RandomStream.of("model", "train").uniforms(1, COUNT),
                RandomStream.of("model", "train").uniforms(1L << 32, COUNT),
                RandomStream.of("model", "evaluate").uniforms(0, COUNT),
                RandomStream.of("modem", "train").uniforms(0, COUNT));
        for (double[] other : others) {
            assertThat(new PearsonsCorrelation().correlation(base, other)).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 32, 63, 64, 65, 128, 256, 4096})
    void neighboursAreUncorrelated(int lag) {
        double[] u = RandomStream.of("model", "train").uniforms(3, COUNT + lag);
        double correlation =
                new PearsonsCorrelation().correlation(Arrays.copyOf(u, COUNT), Arrays.copyOfRange(u, lag, COUNT + lag));
        assertThat(correlation).isCloseTo(0, within(4.5 / Math.sqrt(COUNT)));
    }

    /** Each of the 128 bits of a block is 1 as often as 0, and agrees with each other bit half of the time. */
    @Test
    void bitsAreFairAndIndependentInPairs() {
        long[][] blocks = blocks(RandomStream.of("model", "train"));
        double samples = blocks[0].length;
        for (int bit = 0; bit < 128; bit++) {
            assertThat(agreements(blocks, bit, null, 0) / samples)
                    .as("bit %d", bit)
                    .isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(samples)));
            for (int other = 0; other < bit; other++) {
                assertThat(agreements(blocks, bit, blocks, other) / samples)
                        .as("bits %d and %d", bit, other)
                        .isCloseTo(0.5, within(6 * 0.5 / Math.sqrt(samples)));
            }
        }
    }

    /** A counter or key that differs in one place, or by one, gives bits that have nothing to do with the first ones. */
    @Test
    void relatedCountersAndKeysAreIndependentBitByBit() {
        RandomStream stream = RandomStream.of("model", "train");
        long[][] base = blocks(stream, 0, 0, 0);
        List<long[][]> others = List.of(
                blocks(stream, 1, 0, 0),
                blocks(stream, 64, 0, 0),
                blocks(stream, 0, 1, 0),
                blocks(stream, 0, ROWS, 0),
                blocks(stream, 0, 0, PAGES),
                blocks(stream, 0, 0, 1L << 32),
                blocks(RandomStream.of("model", "evaluation"), 0, 0, 0),
                blocks(RandomStream.of("modem", "train"), 0, 0, 0));
        double samples = base[0].length;
        for (int o = 0; o < others.size(); o++) {
            for (int bit = 0; bit < 128; bit++) {
                assertThat(agreements(base, bit, others.get(o), bit) / samples)
                        .as("bit %d of the other %d", bit, o)
                        .isCloseTo(0.5, within(5.5 * 0.5 / Math.sqrt(samples)));
            }
        }
    }

    /** The chance that two of 2¹⁹ words of 64 bits are equal is 1e-8: no counter is used twice. */
    @Test
    void noWordComesTwice() {
        RandomStream stream = RandomStream.of("model", "train");
        long[] all = new long[8 * PAGES * BLOCKS];
        int filled = 0;
        for (int shift = 0; shift < 4; shift++) {
            for (long[] half : blocks(stream, 64 * (shift % 2), ROWS * (shift / 2), 0)) {
                System.arraycopy(half, 0, all, filled, half.length);
                filled += half.length;
            }
        }
        assertThat(filled).isEqualTo(all.length);
        Arrays.sort(all);
        for (int q = 1; q < all.length; q++) {
            assertThat(all[q]).isNotEqualTo(all[q - 1]);
        }
    }

    /** Bytes of each word, by chi-square. */
    @Test
    void bytesAreEquallyFrequent() {
        long[][] blocks = blocks(RandomStream.of("model", "train"));
        double[] expected = new double[256];
        Arrays.fill(expected, blocks[0].length / 256.0);
        for (int place = 0; place < 16; place++) {
            long[] count = new long[256];
            for (long word : blocks[place / 8]) {
                count[(int) (word >>> (place % 8 * 8)) & 0xFF]++;
            }
            assertThat(new ChiSquareTest().chiSquareTest(expected, count))
                    .as("byte %d", place)
                    .isBetween(1e-5, 1 - 1e-5);
        }
    }

    private static long[][] blocks(RandomStream stream) {
        return blocks(stream, 0, 0, 0);
    }

    /** Both halves of the blocks at lanes [lane, lane + 64), rows [row, row + 32) of 32 pages. */
    private static long[][] blocks(RandomStream stream, int lane, int row, long page) {
        long[][] blocks = new long[2][PAGES * BLOCKS];
        int[][] words = new int[4][BLOCKS];
        for (int q = 0; q < PAGES; q++) {
            stream.fill(page + q, lane, row, ROWS, words);
            for (int w = 0; w < BLOCKS; w++) {
                for (int half = 0; half < 2; half++) {
                    blocks[half][q * BLOCKS + w] =
                            ((long) words[2 * half + 1][w] << 32) | (words[2 * half][w] & 0xFFFFFFFFL);
                }
            }
        }
        return blocks;
    }

    /** How often one bit of the first blocks is that of the second, or 0 if there are no second. */
    private static long agreements(long[][] first, int bit, long[][] second, int other) {
        long[] of = first[bit / 64];
        long differences = 0;
        for (int q = 0; q < of.length; q++) {
            long to = second == null ? 0 : second[other / 64][q] >>> other % 64;
            differences += (of[q] >>> bit % 64 ^ to) & 1;
        }
        return of.length - differences;
    }
}
