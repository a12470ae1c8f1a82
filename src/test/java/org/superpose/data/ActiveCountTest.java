package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveCountTest {
    private static final int SIZE = 20_000;

    @ParameterizedTest
    @CsvSource({"1, 0.3", "2, 1e-9", "5, 0.7", "5, 0.999999", "64, 0.045", "300, 0.5", "300, 1e-6"})
    void oddsAreBinomial(int n, double density) {
        BigDecimal p = new BigDecimal(density);
        BigDecimal above = BigDecimal.ONE;
        for (int k = 0; k <= Math.min(n, 20); k++) {
            BigDecimal exact = binomial(n, k, p);
            above = above.subtract(exact);
            double probability = new ActiveCount(n, density, k, k).probability();
            assertThat(probability).isCloseTo(exact.doubleValue(), within(1e-11 * exact.doubleValue()));
            if (k < n) {
                double tail = new ActiveCount(n, density, k + 1, n).probability();
                assertThat(tail).isCloseTo(above.doubleValue(), within(1e-11 * above.doubleValue()));
            }
        }
    }

    private static BigDecimal binomial(int n, int k, BigDecimal p) {
        BigDecimal odds = BigDecimal.ONE;
        for (int j = 0; j < k; j++) {
            odds = odds.multiply(BigDecimal.valueOf(n - j)).divide(BigDecimal.valueOf(j + 1), new MathContext(400));
        }
        return odds.multiply(p.pow(k)).multiply(BigDecimal.ONE.subtract(p).pow(n - k));
    }

    @Test
    void allAreActiveAtDensityOne() {
        assertThat(new ActiveCount(5, 1, 3, 3).probability()).isZero();
        assertThat(new ActiveCount(5, 1, 5, 5).probability()).isEqualTo(1);
        ActiveCount most = new ActiveCount(5, 1, 3, 5);
        assertThat(most.probability()).isEqualTo(1);
        assertThat(most.expected(k -> k)).isEqualTo(5);
        SparseBatch batch = draw(most, 5, 100);
        assertThat(batch.entries()).isEqualTo(500);
        // Where k has no chance, samples of k are still what they are.
        assertThat(draw(new ActiveCount(5, 1, 3, 3), 5, 100).entries()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"300, 0.01, 3", "300, 0.5, 9", "12, 0.9, 4", "1048576, 1e-6, 2", "1048576, 0.3, 8"})
    void theRestIsDrawnByItsOdds(int n, double p, int first) {
        int samples = n > 1000 ? 20 : SIZE;
        ActiveCount rest = new ActiveCount(n, p, first, n);
        double mean = rest.expected(k -> k);
        double deviation = Math.sqrt(rest.expected(k -> (k - mean) * (k - mean)));
        SparseBatch batch = draw(rest, n, samples);
        for (int s = 0; s < samples; s++) {
            assertThat(batch.start()[s + 1] - batch.start()[s]).isBetween(first, n);
        }
        assertThat(batch.entries() / (double) samples).isCloseTo(mean, within(4 * deviation / Math.sqrt(samples)));
        if (first < n * p / 2) {
            assertThat(mean).isCloseTo(n * p, within(0.01 * n * p));
        }
    }

    /** Both ways of drawing: 3 of 40 by growing, 30 of 40 by selecting. Pairs are as likely as k(k − 1)/(n(n − 1)). */
    @ParameterizedTest
    @CsvSource({"40, 3", "40, 30", "40, 40", "40, 39", "1, 1"})
    void subsetsAreUniformAndSorted(int n, int k) {
        SparseBatch batch = draw(new ActiveCount(n, 0.3, k, k), n, SIZE);
        int[] pairs = new int[n * n];
        double values = 0;
        for (int s = 0; s < SIZE; s++) {
            int from = batch.start()[s];
            assertThat(batch.start()[s + 1] - from).isEqualTo(k);
            for (int e = from; e < from + k; e++) {
                assertThat(batch.index()[e]).isBetween(e == from ? 0 : batch.index()[e - 1] + 1, n - 1);
                assertThat(batch.value()[e]).isGreaterThanOrEqualTo(0).isLessThan(1);
                values += batch.value()[e];
                for (int f = from; f <= e; f++) {
                    pairs[batch.index()[f] * n + batch.index()[e]]++;
                }
            }
        }
        double one = (double) k / n;
        double two = n == 1 ? 0 : one * (k - 1) / (n - 1);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double odds = i == j ? one : two;
                assertThat(pairs[i * n + j] / (double) SIZE)
                        .isCloseTo(odds, within(5 * Math.sqrt(odds * (1 - odds) / SIZE)));
            }
        }
        assertThat(values / batch.entries()).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * batch.entries())));
    }

    @Test
    void aPageIsTheSameWhateverWasDrawnBefore() {
        ActiveCount count = new ActiveCount(30, 0.2, 3, 30);
        RandomStream stream = RandomStream.of("model", "active");
        SparseBatch batch = new SparseBatch(30, 50);
        count.fill(batch, stream, 7);
        count.fill(batch, stream, 3);
        SparseBatch fresh = new SparseBatch(30, 50);
        new ActiveCount(30, 0.2, 3, 30).fill(fresh, stream, 3);
        assertThat(Arrays.copyOf(batch.start(), 51)).isEqualTo(fresh.start());
        assertThat(Arrays.copyOf(batch.value(), batch.entries()))
                .isEqualTo(Arrays.copyOf(fresh.value(), fresh.entries()));
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new ActiveCount(3, 0.5, 4, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveCount(3, 0.5, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveCount(3, 0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveCount(3, Double.NaN, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        ActiveCount count = new ActiveCount(3, 0.5, 1, 2);
        assertThatThrownBy(() -> count.fill(new SparseBatch(4, 5), RandomStream.of("model", "active"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SparseBatch draw(ActiveCount count, int n, int size) {
        SparseBatch batch = new SparseBatch(n, size);
        count.fill(batch, RandomStream.of("model", "active"), 0);
        return batch;
    }
}
