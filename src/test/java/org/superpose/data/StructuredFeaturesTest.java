package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of dependent features, and features that are not equally likely. */
class StructuredFeaturesTest {
    private static final int SAMPLES = 40_000;
    private static final int SIZE = 500;
    /** Up to so many features each pair is looked at. */
    private static final int FEW = 20;

    private static final DataSpec.Kind CORRELATED = DataSpec.Kind.CORRELATED;
    private static final DataSpec.Kind ANTI = DataSpec.Kind.ANTICORRELATED;

    /** Frequencies of one and of two features, and sums of values, over {@value #SAMPLES} samples. */
    private static final class Counts {
        final double[][] joint;
        final double[][] products;
        final double[] sums;
        int any;

        Counts(DataSpec data, int n, double density) {
            joint = new double[n][n];
            products = new double[n][n];
            sums = new double[n];
            FeatureDistribution distribution = data.distribution(n, density);
            SparseBatch batch = new SparseBatch(n, SIZE);
            for (int page = 0; page < SAMPLES / SIZE; page++) {
                distribution.fill(batch, RandomStream.of("model", "train"), page);
                for (int s = 0; s < SIZE; s++) {
                    add(batch, batch.start()[s], batch.start()[s + 1]);
                }
            }
        }

        private void add(SparseBatch batch, int from, int to) {
            any += to > from ? 1 : 0;
            for (int e = from; e < to; e++) {
                int i = batch.index()[e];
                assertThat(i).isGreaterThan(e == from ? -1 : batch.index()[e - 1]);
                assertThat(batch.value()[e]).isGreaterThanOrEqualTo(0).isLessThan(1);
                sums[i] += batch.value()[e];
                for (int f = from; f < to; f++) {
                    joint[i][batch.index()[f]]++;
                    products[i][batch.index()[f]] += batch.value()[e] * batch.value()[f];
                }
            }
        }
    }

    /** Within four standard errors of a frequency; exact where it is 0 or 1. */
    private static void agree(double count, double probability, String what) {
        assertThat(count / SAMPLES)
                .as(what)
                .isCloseTo(probability, within(4 * Math.sqrt(probability * (1 - probability) / SAMPLES) + 1e-15));
    }

    /**
     * Every frequency of one feature, and of two where they are few or tell of dependence; of all pairs together the mean of z², which is
     * 1; and E x_i, E x_i² and E x_i x_j given that they are active.
     */
    private static void agree(Counts counts, int n, double[][] probabilities) {
        double squares = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            agree(counts.joint[i][i], probabilities[i][i], "feature " + i);
            assertThat(counts.sums[i] / counts.joint[i][i])
                    .isCloseTo(0.5, within(4.5 / Math.sqrt(12 * counts.joint[i][i])));
            for (int j = 0; j < n; j++) {
                double q = probabilities[i][j];
                boolean independent = i != j && q == probabilities[i][i] * probabilities[j][j];
                if (!independent || (n <= FEW && (q == 1 || q * SAMPLES > 10))) {
                    agree(counts.joint[i][j], q, "features " + i + ", " + j);
                    agreeInProduct(counts, i, j);
                } else if (q < 1) {
                    squares += Math.pow(counts.joint[i][j] / SAMPLES - q, 2) / (q * (1 - q) / SAMPLES);
                    pairs++;
                }
            }
        }
        if (pairs > 100) {
            assertThat(squares / pairs).as("over " + pairs + " pairs").isBetween(0.6, 1.5);
        }
    }

    private static void agreeInProduct(Counts counts, int i, int j) {
        if (counts.joint[i][j] > 0) {
            double variance = i == j ? 1 / 5.0 - 1 / 9.0 : 1 / 9.0 - 1 / 16.0;
            assertThat(counts.products[i][j] / counts.joint[i][j])
                    .as("features " + i + ", " + j)
                    .isCloseTo(i == j ? 1 / 3.0 : 1 / 4.0, within(4.5 * Math.sqrt(variance / counts.joint[i][j])));
        }
    }

    /** Sizes that divide n and do not, one set for all, more than 64 sets, p on both sides of a power of two and p = 1. */
    @ParameterizedTest
    @CsvSource({"6, 2, 0.1", "7, 3, 0.3", "5, 5, 0.5", "8, 2, 1", "9, 4, 0.75", "134, 2, 0.02", "40, 2, 0.0078125"})
    void correlatedSetsAreOnTogether(int n, int size, double p) {
        Counts counts = new Counts(new DataSpec(CORRELATED, size, null, 0), n, p);
        double[][] probabilities = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                probabilities[i][j] = i / size == j / size ? p : p * p;
            }
        }
        agree(counts, n, probabilities);
        agree(counts.any, 1 - Math.pow(1 - p, Math.ceil((double) n / size)), "any");
    }

    @ParameterizedTest
    @CsvSource({
        "6, 2, 0.1, SHARED",
        "6, 2, 0.1, EACH",
        "7, 3, 0.3, SHARED",
        "7, 3, 0.3, EACH",
        "4, 2, 1, SHARED",
        "4, 2, 0.5, EACH",
        "5, 5, 0.2, EACH",
        "134, 2, 0.02, EACH"
    })
    void anticorrelatedSetsHaveAtMostOneMemberOn(int n, int size, double p, DataSpec.Marginal marginal) {
        Counts counts = new Counts(new DataSpec(ANTI, size, marginal, 0), n, p);
        double[] own = new double[n];
        double none = 1;
        for (int i = 0; i < n; i++) {
            int members = Math.min(size, n - i / size * size);
            own[i] = marginal == DataSpec.Marginal.EACH ? p : p / members;
            none *= i % size == 0 ? 1 - own[i] * members : 1;
        }
        double[][] probabilities = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                probabilities[i][j] = i == j ? own[i] : i / size == j / size ? 0 : own[i] * own[j];
            }
        }
        agree(counts, n, probabilities);
        agree(counts.any, 1 - none, "any");
    }

    @ParameterizedTest
    @CsvSource({"6, 1, 0.1", "9, 0.5, 0.5", "20, 2, 0.3", "5, 3, 1", "7, 3, 0.05", "130, 1, 0.04"})
    void powerLawIsIndependent(int n, double exponent, double p) {
        Counts counts = new Counts(new DataSpec(DataSpec.Kind.POWERLAW, 0, null, exponent), n, p);
        double[] own = bisected(n, exponent, p);
        double[][] probabilities = new double[n][n];
        double none = 1;
        for (int i = 0; i < n; i++) {
            none *= 1 - own[i];
            for (int j = 0; j < n; j++) {
                probabilities[i][j] = i == j ? own[i] : own[i] * own[j];
            }
        }
        agree(counts, n, probabilities);
        agree(counts.any, 1 - none, "any");
    }

    /** The same equation by bisection. */
    private static double[] bisected(int n, double exponent, double p) {
        double low = 0;
        double high = 2 * Math.pow(n, exponent);
        for (int step = 0; step < 200; step++) {
            double c = (low + high) / 2;
            double sum = IntStream.range(0, n)
                    .mapToDouble(i -> Math.min(1, c * Math.pow(i + 1, -exponent)))
                    .sum();
            if (sum < n * p) {
                low = c;
            } else {
                high = c;
            }
        }
        double c = high;
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.min(1, c * Math.pow(i + 1, -exponent)))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.3",
        "2, 1, 0.9",
        "10, 5, 0.1",
        "10, 0.01, 0.999",
        "1000, 1, 1e-9",
        "1000, 1.1, 0.02",
        "50, 3, 1",
        "50, 2, 0.5"
    })
    void theMeanOfThePowerLawIsP(int n, double exponent, double p) {
        double[] probabilities = PowerLawFeatures.probabilities(n, exponent, p);
        double[] expected = bisected(n, exponent, p);
        assertThat(Arrays.stream(probabilities).sum() / n).isCloseTo(p, within(1e-12 * p));
        for (int i = 0; i < n; i++) {
            assertThat(probabilities[i]).isCloseTo(expected[i], within(1e-12 * expected[i]));
            assertThat(probabilities[i]).isGreaterThan(0).isLessThanOrEqualTo(1);
        }
    }

    /** Frequencies of events that one word in 2³⁰ would spoil cannot be sampled; their thresholds can be read. */
    @Test
    void rareTrialsHaveTheirOdds() {
        int trials = 200;
        double[] odds = new double[trials];
        Arrays.setAll(odds, t -> 0.003 / (t + 1));
        Trials rare = new Trials(odds);
        Words words = new Words(RandomStream.of("model", "train"), 3);
        int draws = 200_000;
        double[] counts = new double[trials];
        for (int draw = 0; draw < draws; draw++) {
            for (int group = 0; group < rare.groups(); group++) {
                for (long left = rare.candidates(group, words); left != 0; left &= left - 1) {
                    int t = Trials.first(group, left);
                    counts[t] += rare.succeeds(t, words.next()) ? 1 : 0;
                }
            }
        }
        double chi2 = 0;
        for (int t = 0; t < trials; t++) {
            double expected = draws * odds[t];
            chi2 += (counts[t] - expected) * (counts[t] - expected) / expected;
        }
        // χ² with 200 degrees of freedom: 200 ± 20, a little wider because the least likely are expected three times
        assertThat(chi2).isBetween(200 - 100.0, 200 + 100.0);
    }

    /** One feature of each set does not tell of another sample, another page or another stream. */
    @ParameterizedTest
    @CsvSource({"CORRELATED", "ANTICORRELATED", "POWERLAW"})
    void samplesPagesAndStreamsAreIndependent(DataSpec.Kind kind) {
        DataSpec data = new DataSpec(kind);
        int n = 6;
        double p = 0.4;
        double own = data.moments(n, p).probability(0);
        int next = 0;
        int page = 0;
        int stream = 0;
        boolean[] train = firstFeature(data, n, p, "train", 0);
        boolean[] later = firstFeature(data, n, p, "train", 1);
        boolean[] other = firstFeature(data, n, p, "evaluation", 0);
        for (int s = 0; s < SAMPLES; s++) {
            next += train[s] && train[(s + 1) % SAMPLES] ? 1 : 0;
            page += train[s] && later[s] ? 1 : 0;
            stream += train[s] && other[s] ? 1 : 0;
        }
        agree(next, own * own, "next sample");
        agree(page, own * own, "next page");
        agree(stream, own * own, "other stream");
    }

    private static boolean[] firstFeature(DataSpec data, int n, double p, String stream, long page) {
        SparseBatch batch = new SparseBatch(n, SAMPLES);
        data.distribution(n, p).fill(batch, RandomStream.of("model", stream), page);
        boolean[] active = new boolean[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            active[s] = batch.start()[s + 1] > batch.start()[s] && batch.index()[batch.start()[s]] == 0;
        }
        return active;
    }

    @ParameterizedTest
    @CsvSource({"CORRELATED", "ANTICORRELATED", "POWERLAW"})
    void aPageIsTheSameWhateverWasDrawnBeforeAndHoweverLong(DataSpec.Kind kind) {
        int n = 70;
        DataSpec data = new DataSpec(kind);
        FeatureDistribution used = data.distribution(n, 0.2);
        RandomStream stream = RandomStream.of("model", "train");
        SparseBatch batch = new SparseBatch(n, 65);
        used.fill(batch, stream, 7);
        used.fill(batch, stream, 5);
        SparseBatch longer = new SparseBatch(n, 300);
        data.distribution(n, 0.2).fill(longer, stream, 5);
        assertThat(batch.entries()).isEqualTo(longer.start()[65]).isGreaterThan(100);
        assertThat(Arrays.copyOf(batch.index(), batch.entries()))
                .isEqualTo(Arrays.copyOf(longer.index(), batch.entries()));
        assertThat(Arrays.copyOf(batch.value(), batch.entries()))
                .isEqualTo(Arrays.copyOf(longer.value(), batch.entries()));
        assertThatThrownBy(() -> used.fill(new SparseBatch(n + 1, 3), stream, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Σ_ij ε_i ε_j Cov(x_i, x_j), every covariance from the joint probability of the two. */
    @ParameterizedTest
    @CsvSource({
        "CORRELATED, 3, 0.3",
        "ANTICORRELATED, 3, 0.3",
        "ANTICORRELATED, 7, 1",
        "POWERLAW, 0, 0.6",
        "INDEPENDENT, 0, 0.2"
    })
    void momentsOfSumsAreThoseOfTheCovarianceMatrix(DataSpec.Kind kind, int size, double p) {
        int n = 7;
        DataSpec standard = new DataSpec(kind);
        DataSpec data = new DataSpec(kind, size, standard.marginal(), standard.exponent());
        FeatureMoments moments = data.moments(n, p);
        Random random = new Random(4);
        double[] epsilon = random.doubles(n, -1, 1).toArray();
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            mean += epsilon[i] * moments.probability(i) / 2;
            for (int j = 0; j < n; j++) {
                double together = moments.probability(i) * moments.probability(j);
                if (kind.inSets() && i / size == j / size) {
                    together = kind == CORRELATED ? p : 0;
                }
                double product = i == j ? moments.probability(i) / 3 : together / 4;
                variance += epsilon[i] * epsilon[j] * (product - moments.probability(i) * moments.probability(j) / 4);
            }
        }
        assertThat(moments.mean(epsilon)).isCloseTo(mean, within(1e-14));
        assertThat(moments.variance(epsilon)).isCloseTo(variance, within(1e-14)).isPositive();
        double trace = IntStream.range(0, n).mapToDouble(moments::variance).sum();
        assertThat(Arrays.stream(moments.spectrum()).sum()).isCloseTo(trace, within(1e-14));
    }

    /** Of [[a, c], [c, a]] the eigenvalues are a ± c; c = p/4 − p²/4 where both are on together, −p²/16 where one of them is with p. */
    @Test
    void spectraOfPairs() {
        double p = 0.4;
        double v = p / 3 - p * p / 4;
        double c = p / 4 - p * p / 4;
        double[] pair = new DataSpec(CORRELATED).moments(3, p).spectrum();
        assertThat(pair).containsExactly(new double[] {v - c, v, v + c}, within(1e-15));
        double half = p / 6 - p * p / 16;
        double[] anti = new DataSpec(ANTI).moments(3, p).spectrum();
        assertThat(anti).containsExactly(new double[] {half - p * p / 16, half + p * p / 16, v}, within(1e-15));
    }

    @Test
    void anyActiveOfRareSets() {
        assertThat(new DataSpec(CORRELATED).anyActive(10, 1e-12)).isCloseTo(5e-12, within(1e-22));
        assertThat(new DataSpec(ANTI).anyActive(10, 1)).isEqualTo(1);
        assertThat(new DataSpec(DataSpec.Kind.POWERLAW).anyActive(3, 1)).isEqualTo(1);
        assertThat(new DataSpec(ANTI).meanProbability(5, 0.3)).isCloseTo(0.3 * 3 / 5, within(1e-16));
        assertThat(new DataSpec(CORRELATED).meanProbability(5, 0.3)).isEqualTo(0.3);
    }

    @Test
    void strataAreKnownOfIndependentFeaturesOnly() {
        for (DataSpec.Kind kind : DataSpec.Kind.values()) {
            boolean known = kind == DataSpec.Kind.INDEPENDENT;
            assertThat(new DataSpec(kind).coactivations(10, 0.1).isPresent()).isEqualTo(known);
            assertThat(new DataSpec(kind).activeCount(10, 0.1, 2, 3).isPresent())
                    .isEqualTo(known);
        }
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThatThrownBy(() -> new DataSpec(CORRELATED, 1, null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(CORRELATED, 2, DataSpec.Marginal.EACH, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(ANTI, 2, null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(DataSpec.Kind.INDEPENDENT, 2, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(DataSpec.Kind.POWERLAW, 0, null, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(CORRELATED, 5, null, 0).distribution(4, 0.1))
                .hasMessageContaining("must not exceed n");
        assertThatThrownBy(() -> new DataSpec(ANTI, 3, DataSpec.Marginal.EACH, 0).distribution(4, 0.34))
                .hasMessageContaining("at most 1/p");
        assertThatThrownBy(() -> new DataSpec(CORRELATED).distribution(4, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
