package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoactivationsTest {
    private static final int SIZE = 20_000;

    @ParameterizedTest
    @CsvSource({"2, 0.5", "2, 0.999", "64, 0.0625", "64, 1e-3", "5, 0.7", "4000, 1e-3"})
    void oddsAreBinomial(int n, double p) {
        Coactivations features = new Coactivations(n, p);
        BinomialDistribution binomial = new BinomialDistribution(n, p);
        assertThat(features.none()).isCloseTo(binomial.probability(0), within(1e-10));
        assertThat(features.one()).isCloseTo(binomial.probability(1), within(1e-10));
        assertThat(features.none() + features.one() + features.many()).isCloseTo(1, within(1e-12));
    }

    /** P(k ≥ 2) = C(n, 2) p² (1 − O(np)), far below the last digit of 1. */
    @ParameterizedTest
    @CsvSource({"2, 1e-9", "1000, 1e-12", "64, 1e-100"})
    void rareOddsKeepTheirDigits(int n, double p) {
        double expected = n * (n - 1.0) / 2 * p * p;
        assertThat(new Coactivations(n, p).many()).isCloseTo(expected, within(2 * n * p * expected + 1e-14 * expected));
    }

    @Test
    void aSingleFeatureMeetsNone() {
        Coactivations features = new Coactivations(1, 0.3);
        assertThat(features.none()).isCloseTo(0.7, within(1e-15));
        assertThat(features.one()).isCloseTo(0.3, within(1e-15));
        assertThat(features.many()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"6, 0.5", "6, 0.01", "300, 0.01", "3, 0.99"})
    void weightedDrawsAreBinomial(int n, double p) {
        SparseBatch batch = new SparseBatch(n, SIZE);
        double[] weight = draw(n, p, 0, batch);
        BinomialDistribution binomial = new BinomialDistribution(n, p);
        for (int k = 2; k <= Math.min(n, 8); k++) {
            double sum = 0;
            double squares = 0;
            for (int s = 0; s < SIZE; s++) {
                if (batch.start()[s + 1] - batch.start()[s] == k) {
                    sum += weight[s];
                    squares += weight[s] * weight[s];
                }
            }
            assertThat(squares).as("k = %d", k).isPositive();
            assertThat(sum / SIZE)
                    .as("P(%d)", k)
                    .isCloseTo(binomial.probability(k), within(4.5 * Math.sqrt(squares) / SIZE));
        }
    }

    /** Every pair of six features is as likely, and so is every place of a value. */
    @Test
    void subsetsAreUniformAndSorted() {
        int n = 6;
        SparseBatch batch = new SparseBatch(n, SIZE);
        draw(n, 1e-6, 0, batch);
        int[] pairs = new int[n * n];
        double sum = 0;
        int count = 0;
        int triples = 0;
        int[] inTriple = new int[n];
        for (int s = 0; s < SIZE; s++) {
            int from = batch.start()[s];
            int to = batch.start()[s + 1];
            for (int e = from; e < to; e++) {
                assertThat(batch.index()[e]).isBetween(e == from ? 0 : batch.index()[e - 1] + 1, n - 1);
                assertThat(batch.value()[e]).isGreaterThanOrEqualTo(0).isLessThan(1);
                sum += batch.value()[e];
            }
            if (to - from == 2) {
                pairs[batch.index()[from] * n + batch.index()[from + 1]]++;
                count++;
            } else if (to - from == 3) {
                Arrays.stream(batch.index(), from, to).forEach(i -> inTriple[i]++);
                triples++;
            }
        }
        for (int i = 0; i < n; i++) {
            assertThat(inTriple[i]).isCloseTo(triples / 2, within((int) (4 * Math.sqrt(triples / 4.0))));
            for (int j = i + 1; j < n; j++) {
                assertThat(pairs[i * n + j]).isCloseTo(count / 15, within((int) (4.5 * Math.sqrt(count / 15.0))));
            }
        }
        double entries = batch.entries();
        assertThat(sum / entries).isCloseTo(0.5, within(4 / Math.sqrt(12 * entries)));
    }

    @Test
    void aPageIsTheSameWhateverWasDrawnBefore() {
        SparseBatch batch = new SparseBatch(9, 50);
        Coactivations features = new Coactivations(9, 0.1);
        RandomStream stream = RandomStream.of("model", "evaluation");
        double[] weight = new double[50];
        features.fill(batch, weight, stream, 7);
        features.fill(batch, weight, stream, 3);
        SparseBatch fresh = new SparseBatch(9, 50);
        assertThat(weight).isEqualTo(draw(9, 0.1, 3, fresh));
        assertThat(Arrays.copyOf(batch.index(), batch.entries()))
                .isEqualTo(Arrays.copyOf(fresh.index(), fresh.entries()));
        assertThat(Arrays.copyOf(batch.value(), batch.entries()))
                .isEqualTo(Arrays.copyOf(fresh.value(), fresh.entries()));
        assertThat(draw(9, 0.1, 4, fresh)).isNotEqualTo(weight);
    }

    @Test
    void onlyWhereFeaturesAreFew() {
        DataSpec independent = new DataSpec(DataSpec.Kind.INDEPENDENT);
        assertThat(independent.coactivations(10, 0.4)).isPresent();
        assertThat(independent.coactivations(10, 0.41)).isEmpty();
        assertThat(independent.coactivations(2, 1)).isEmpty();
        assertThatThrownBy(() -> new Coactivations(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Coactivations(2, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] draw(int n, double p, long page, SparseBatch batch) {
        double[] weight = new double[batch.size()];
        new Coactivations(n, p).fill(batch, weight, RandomStream.of("model", "evaluation"), page);
        return weight;
    }
}
