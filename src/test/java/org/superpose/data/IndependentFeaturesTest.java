package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndependentFeaturesTest {
    private static final int N = 50;
    private static final int SIZE = 2000;
    private static final int PAGES = 10;
    private static final double CELLS = (double) N * SIZE * PAGES;

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.03, 0.3, 0.9, 0.999, 1})
    void hasTheMomentsOfTheory(double p) {
        double sum = 0;
        double squares = 0;
        long active = 0;
        for (int page = 0; page < PAGES; page++) {
            SparseBatch batch = draw(N, SIZE, p, page);
            active += batch.entries();
            for (int e = 0; e < batch.entries(); e++) {
                sum += batch.value()[e];
                squares += (double) batch.value()[e] * batch.value()[e];
            }
        }
        // E x = p/2, E x² = p/3, E x⁴ = p/5
        assertThat(active / CELLS).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / CELLS) + 1e-12));
        assertThat(sum / CELLS).isCloseTo(p / 2, within(4 * Math.sqrt((p / 3 - p * p / 4) / CELLS)));
        assertThat(squares / CELLS).isCloseTo(p / 3, within(4 * Math.sqrt((p / 5 - p * p / 9) / CELLS)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.03, 0.3, 0.9, 0.999, 1})
    void everyFeatureHasTheSameDensity(double p) {
        int[] count = new int[N];
        for (int page = 0; page < PAGES; page++) {
            SparseBatch batch = draw(N, SIZE, p, page);
            for (int e = 0; e < batch.entries(); e++) {
                count[batch.index()[e]]++;
            }
        }
        double trials = (double) SIZE * PAGES;
        for (int i = 0; i < N; i++) {
            assertThat((double) count[i])
                    .as("feature %d", i)
                    .isCloseTo(trials * p, within(5 * Math.sqrt(trials * p * (1 - p)) + 3 * (1 - p)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.05, 0.5})
    void gapsAreGeometric(double p) {
        SparseBatch batch = draw(1, 400_000, p, 0);
        int[] place = new int[batch.entries()];
        int found = 0;
        for (int s = 0; s < batch.size(); s++) {
            if (batch.start()[s + 1] > batch.start()[s]) {
                place[found++] = s;
            }
        }
        assertThat(found).isEqualTo(batch.entries());
        // P(gap ≥ k) = (1 − p)^k
        for (int k : new int[] {1, 2, 5, (int) (1 / p), (int) (3 / p)}) {
            long longer = 0;
            for (int q = 1; q < found; q++) {
                longer += place[q] - place[q - 1] - 1 >= k ? 1 : 0;
            }
            double expected = Math.pow(1 - p, k);
            assertThat(longer / (found - 1.0))
                    .as("P(gap >= %d)", k)
                    .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / found)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 1})
    void activeValuesAreUniform(double p) {
        SparseBatch batch = draw(N, p == 1 ? 200 : SIZE * 5, p, 3);
        double[] values = new double[Math.min(10_000, batch.entries())];
        for (int e = 0; e < values.length; e++) {
            values[e] = batch.value()[e];
        }
        // a value of 24 bits: spread evenly within its last place, against ties
        for (int e = 0; e < values.length; e++) {
            values[e] += (e + 0.5) / values.length * 0x1p-24;
        }
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new UniformRealDistribution(), values))
                .isBetween(1e-3, 1.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.05, 0.7, 1})
    void rowsAreWellFormed(double p) {
        for (int n : new int[] {1, 2, 50, 257}) {
            SparseBatch batch = draw(n, 101, p, 1);
            assertThat(batch.start()[0]).isZero();
            for (int s = 0; s < batch.size(); s++) {
                int from = batch.start()[s];
                int to = batch.start()[s + 1];
                assertThat(to).isGreaterThanOrEqualTo(from);
                for (int e = from; e < to; e++) {
                    assertThat(batch.index()[e]).isBetween(e == from ? 0 : batch.index()[e - 1] + 1, n - 1);
                    assertThat(batch.value()[e]).isGreaterThanOrEqualTo(0).isLessThan(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1})
    void aPageIsTheSameWhateverWasDrawnBefore(double p) {
        FeatureDistribution distribution = new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(N, p);
        RandomStream stream = RandomStream.of("model", "train");
        SparseBatch batch = new SparseBatch(N, 100);
        distribution.fill(batch, stream, 3);
        distribution.fill(batch, stream, 5);
        SparseBatch fresh = draw(N, 100, p, 5);
        assertThat(batch.start()).isEqualTo(fresh.start());
        assertThat(Arrays.copyOf(batch.index(), batch.entries()))
                .isEqualTo(Arrays.copyOf(fresh.index(), fresh.entries()));
        assertThat(Arrays.copyOf(batch.value(), batch.entries()))
                .isEqualTo(Arrays.copyOf(fresh.value(), fresh.entries()));
    }

    @Test
    void pagesAreIndependent() {
        double p = 0.2;
        BitSet first = cells(draw(N, SIZE, p, 0));
        BitSet second = cells(draw(N, SIZE, p, 1));
        first.and(second);
        double cells = (double) N * SIZE;
        assertThat(first.cardinality() / cells).isCloseTo(p * p, within(4 * Math.sqrt(p * p * (1 - p * p) / cells)));
    }

    @Test
    void refusesImpossibleDensities() {
        for (double p : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new IndependentFeatures(N, p)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static BitSet cells(SparseBatch batch) {
        BitSet cells = new BitSet();
        for (int s = 0; s < batch.size(); s++) {
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                cells.set(s * batch.n() + batch.index()[e]);
            }
        }
        return cells;
    }

    private static SparseBatch draw(int n, int size, double p, long page) {
        SparseBatch batch = new SparseBatch(n, size);
        new IndependentFeatures(n, p).fill(batch, RandomStream.of("model", "train"), page);
        return batch;
    }
}
