package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndependentFeaturesTest {
    private static final int N = 50;
    private static final int SIZE = 2000;
    private static final int PAGES = 10;
    private static final int CLASSES = 20;
    private static final double CELLS = (double) N * SIZE * PAGES;

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.01, 0.045, 0.1, 0.2, 0.5, 0.9, 0.999, 1})
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
    @ValueSource(doubles = {1e-4, 1e-3, 0.01, 0.045, 0.1, 0.2, 0.5, 0.9, 0.999, 1})
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

    /** P(gap ≥ k) = (1 − p)^k: chi-square over about twenty classes of equal chance, or over each gap where those are fewer. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.01, 0.045, 0.1, 0.124, 0.126, 0.2, 0.5, 0.9})
    void gapsAreGeometric(double p) {
        int[] gaps = gaps(p, (int) Math.min(4_000_000, 20_000 / p));
        List<Integer> edges = new ArrayList<>(List.of(0));
        for (int c = 1; c < CLASSES; c++) {
            int edge = (int) Math.ceil(Math.log(1 - (double) c / CLASSES) / Math.log1p(-p));
            if (edge > edges.get(edges.size() - 1) && gaps.length * Math.pow(1 - p, edge) > 10) {
                edges.add(edge);
            }
        }
        double[] expected = new double[edges.size()];
        long[] found = new long[edges.size()];
        for (int c = 0; c < expected.length; c++) {
            double below = c + 1 == expected.length ? 0 : Math.pow(1 - p, edges.get(c + 1));
            expected[c] = gaps.length * (Math.pow(1 - p, edges.get(c)) - below);
        }
        for (int gap : gaps) {
            int place = Collections.binarySearch(edges, gap);
            found[place >= 0 ? place : -place - 2]++;
        }
        assertThat(expected.length).isGreaterThan(1);
        assertThat(new ChiSquareTest().chiSquareTest(expected, found)).isBetween(1e-4, 1 - 1e-5);
    }

    /** A gap says nothing about the next. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.045, 0.1, 0.2, 0.5, 0.9})
    void gapsAreUncorrelated(double p) {
        int[] gaps = gaps(p, (int) Math.min(4_000_000, 20_000 / p));
        for (int lag : new int[] {1, 2, 63, 64, 65, 128}) {
            double[] first =
                    Arrays.stream(gaps, 0, gaps.length - lag).asDoubleStream().toArray();
            double[] second =
                    Arrays.stream(gaps, lag, gaps.length).asDoubleStream().toArray();
            assertThat(new PearsonsCorrelation().correlation(first, second))
                    .as("lag %d", lag)
                    .isCloseTo(0, within(4.5 / Math.sqrt(first.length)));
        }
    }

    /** The gaps between the active cells of a single feature. */
    private static int[] gaps(double p, int cells) {
        SparseBatch batch = draw(1, cells, p, 0);
        int[] gaps = new int[batch.entries() - 1];
        int found = 0;
        int last = -1;
        for (int s = 0; s < batch.size(); s++) {
            if (batch.start()[s + 1] > batch.start()[s]) {
                if (last >= 0) {
                    gaps[found++] = s - last - 1;
                }
                last = s;
            }
        }
        assertThat(found).isEqualTo(gaps.length);
        return gaps;
    }

    /** The active features of a sample are a binomial number: chi-square over the classes with ten or more to be expected. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.01, 0.045, 0.1, 0.2, 0.5, 0.9})
    void countsAreBinomial(double p) {
        BinomialDistribution binomial = new BinomialDistribution(N, p);
        double samples = (double) SIZE * PAGES;
        double[] expected = new double[N + 1];
        long[] found = new long[N + 1];
        for (int page = 0; page < PAGES; page++) {
            SparseBatch batch = draw(N, SIZE, p, page);
            for (int s = 0; s < SIZE; s++) {
                found[batch.start()[s + 1] - batch.start()[s]]++;
            }
        }
        double statistic = 0;
        int classes = 0;
        double restExpected = samples;
        long restFound = (long) samples;
        for (int k = 0; k <= N; k++) {
            expected[k] = samples * binomial.probability(k);
            if (expected[k] >= 10) {
                statistic += (found[k] - expected[k]) * (found[k] - expected[k]) / expected[k];
                restExpected -= expected[k];
                restFound -= found[k];
                classes++;
            }
        }
        statistic += (restFound - restExpected) * (restFound - restExpected) / Math.max(restExpected, 1);
        assertThat(classes).isGreaterThan(1);
        assertThat(1 - new ChiSquaredDistribution(classes).cumulativeProbability(statistic))
                .isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.01, 0.045, 0.1, 0.2, 0.5, 0.9, 1})
    void activeValuesAreUniform(double p) {
        double[] values = values(p, 10_000);
        // a value of 24 bits: spread evenly within its last place, against ties
        for (int e = 0; e < values.length; e++) {
            values[e] += (e + 0.5) / values.length * 0x1p-24;
        }
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new UniformRealDistribution(), values))
                .isBetween(1e-3, 1.0);
    }

    /** Neither neighbours in a row nor those a row, a block or a word further. */
    @ParameterizedTest
    @ValueSource(doubles = {0.045, 0.1, 0.2, 0.5, 1})
    void activeValuesAreUncorrelated(double p) {
        double[] values = values(p, 20_000);
        for (int lag : new int[] {1, 2, 49, 50, 51, 64, 100, 128, 3200}) {
            double[] first = Arrays.copyOf(values, values.length - lag);
            double[] second = Arrays.copyOfRange(values, lag, values.length);
            assertThat(new PearsonsCorrelation().correlation(first, second))
                    .as("lag %d", lag)
                    .isCloseTo(0, within(4.5 / Math.sqrt(first.length)));
        }
    }

    private static double[] values(double p, int count) {
        SparseBatch batch = draw(N, (int) (1.1 * count / p / N) + 20, p, 3);
        assertThat(batch.entries()).isGreaterThan(count);
        double[] values = new double[count];
        for (int e = 0; e < count; e++) {
            values[e] = batch.value()[e];
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.01, 0.1, 0.2, 1})
    void aSampleDoesNotDependOnTheSizeOfTheBatch(double p) {
        SparseBatch large = draw(N, 700, p, 5);
        for (int size : new int[] {1, 63, 64, 65, 257}) {
            SparseBatch small = draw(N, size, p, 5);
            int entries = small.entries();
            assertThat(small.start()).isEqualTo(Arrays.copyOf(large.start(), size + 1));
            assertThat(Arrays.copyOf(small.index(), entries)).isEqualTo(Arrays.copyOf(large.index(), entries));
            assertThat(Arrays.copyOf(small.value(), entries)).isEqualTo(Arrays.copyOf(large.value(), entries));
        }
    }

    /** What runs where there is no Vector API draws the same. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 0.3, 1})
    void plainLoopsDrawTheSame(double p) {
        SparseBatch fast = draw(N, 130, p, 2);
        SparseBatch plain = new SparseBatch(N, 130);
        new IndependentFeatures(N, p, new PlainDeviates()).fill(plain, RandomStream.of("model", "train"), 2);
        assertThat(plain.start()).isEqualTo(fast.start());
        int entries = fast.entries();
        assertThat(Arrays.copyOf(plain.index(), entries)).isEqualTo(Arrays.copyOf(fast.index(), entries));
        assertThat(Arrays.copyOf(plain.value(), entries)).isEqualTo(Arrays.copyOf(fast.value(), entries));
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
