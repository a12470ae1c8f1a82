package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveSetCountTest {
    private static final double[] UNEQUAL = {0.3, 0.01, 0.9, 0, 0.2, 1e-6, 0.5};
    private static final double[] EQUAL = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2};
    private static final int DRAWS = 40_000;

    /** The probability of exactly the sets in {@code subset}, by its definition. */
    private static double exactly(double[] active, int subset) {
        double product = 1;
        for (int t = 0; t < active.length; t++) {
            product *= (subset >> t & 1) == 1 ? active[t] : 1 - active[t];
        }
        return product;
    }

    @Test
    void oddsAreSumsOverAllSubsets() {
        for (double[] active : new double[][] {UNEQUAL, EQUAL}) {
            ActiveSetCount count = new ActiveSetCount(active);
            double[] exact = new double[active.length + 1];
            for (int subset = 0; subset < 1 << active.length; subset++) {
                exact[Integer.bitCount(subset)] += exactly(active, subset);
            }
            for (int k = 0; k <= count.most(); k++) {
                assertThat(count.probability(k)).as("k = " + k).isCloseTo(exact[k], within(1e-13 * exact[k]));
            }
            double left = Arrays.stream(exact, count.most() + 1, exact.length).sum();
            assertThat(left).isLessThanOrEqualTo(2e-16 * exact[2]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "2, 1e-9", "50, 1e-6", "50, 0.04", "16384, 1e-4", "1048576, 1e-6"})
    void oddsOfEqualSetsAreBinomial(int sets, double probability) {
        double[] active = new double[sets];
        Arrays.fill(active, probability);
        ActiveSetCount count = new ActiveSetCount(active);
        BinomialDistribution binomial = new BinomialDistribution(null, sets, probability);
        for (int k = 0; k <= count.most(); k++) {
            double exact = binomial.probability(k);
            assertThat(count.probability(k)).as("k = " + k).isCloseTo(exact, within(1e-9 * exact));
        }
        assertThat(count.most()).isGreaterThanOrEqualTo(Math.min(sets, 2));
    }

    /** Each subset comes as often as it should: χ² over all of them is near its degrees of freedom. */
    @Test
    void subsetsAreDrawnByTheirOdds() {
        for (double[] active : new double[][] {UNEQUAL, EQUAL}) {
            ActiveSetCount count = new ActiveSetCount(active);
            for (int k = 1; k <= Math.min(4, count.most()); k++) {
                int[] found = frequencies(count, k, active.length);
                double square = 0;
                int cells = 0;
                for (int subset = 0; subset < found.length; subset++) {
                    double expected =
                            Integer.bitCount(subset) == k ? DRAWS * exactly(active, subset) / count.probability(k) : 0;
                    if (expected < 1e-9) {
                        assertThat(found[subset])
                                .as("impossible subset " + subset)
                                .isZero();
                    } else if (expected > 5) {
                        square += (found[subset] - expected) * (found[subset] - expected) / expected;
                        cells++;
                    }
                }
                assertThat(square).as("k = " + k).isBetween(0.0, cells + 4.5 * Math.sqrt(2.0 * cells) + 5);
            }
        }
    }

    private static int[] frequencies(ActiveSetCount count, int k, int sets) {
        int[] found = new int[1 << sets];
        int[] chosen = new int[k];
        float[] values = new float[k];
        Words words = new Words(RandomStream.of("subsets", "test"), k);
        for (int draw = 0; draw < DRAWS; draw++) {
            count.draw(k, words, chosen, values);
            int subset = 0;
            for (int q = 0; q < k; q++) {
                assertThat(q == 0 || chosen[q] > chosen[q - 1]).isTrue();
                assertThat(values[q]).isBetween(0f, 1f);
                subset |= 1 << chosen[q];
            }
            found[subset]++;
        }
        return found;
    }

    @Test
    void aSetThatIsAlwaysActiveIsRefused() {
        assertThatThrownBy(() -> new ActiveSetCount(new double[] {0.5, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> new ActiveSetCount(new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
