package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.superpose.data.Frequencies.agree;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sets of dependent features, and features that are not equally likely. */
class StructuredFeaturesTest {
    private static final int SAMPLES = Frequencies.SAMPLES;

    private static final DataSpec.Kind CORRELATED = DataSpec.Kind.CORRELATED;
    private static final DataSpec.Kind ANTI = DataSpec.Kind.ANTICORRELATED;

    /** Sizes that divide n and do not, one set for all, more than 64 sets, p on both sides of a power of two and p = 1. */
    @ParameterizedTest
    @CsvSource({"6, 2, 0.1", "7, 3, 0.3", "5, 5, 0.5", "8, 2, 1", "9, 4, 0.75", "134, 2, 0.02", "40, 2, 0.0078125"})
    void correlatedSetsAreOnTogether(int n, int size, double p) {
        Frequencies counts = new Frequencies(new DataSpec(CORRELATED, size, null, 0), n, p);
        double[][] probabilities = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                probabilities[i][j] = i / size == j / size ? p : p * p;
            }
        }
        counts.agree(probabilities);
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
        Frequencies counts = new Frequencies(new DataSpec(ANTI, size, marginal, 0), n, p);
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
        counts.agree(probabilities);
        agree(counts.any, 1 - none, "any");
    }

    @ParameterizedTest
    @CsvSource({"6, 1, 0.1", "9, 0.5, 0.5", "20, 2, 0.3", "5, 3, 1", "7, 3, 0.05", "130, 1, 0.04"})
    void powerLawIsIndependent(int n, double exponent, double p) {
        Frequencies counts = new Frequencies(new DataSpec(DataSpec.Kind.POWERLAW, 0, null, exponent), n, p);
        double[] own = bisected(n, exponent, p);
        double[][] probabilities = new double[n][n];
        double none = 1;
        for (int i = 0; i < n; i++) {
            none *= 1 - own[i];
            for (int j = 0; j < n; j++) {
                probabilities[i][j] = i == j ? own[i] : own[i] * own[j];
            }
        }
        counts.agree(probabilities);
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
        double[] probabilities = UnequalFeatures.powerLaw(n, exponent, p);
        double[] expected = bisected(n, exponent, p);
        assertThat(Arrays.stream(probabilities).sum() / n).isCloseTo(p, within(1e-12 * p));
        for (int i = 0; i < n; i++) {
            assertThat(probabilities[i]).isCloseTo(expected[i], within(1e-12 * expected[i]));
            assertThat(probabilities[i]).isGreaterThan(0).isLessThanOrEqualTo(1);
        }
    }

    /** One feature of each set does not tell of another sample, another page or another stream. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
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
    @EnumSource(DataSpec.Kind.class)
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
        DataSpec data = new DataSpec(kind, size, standard.marginal(), standard.parameter());
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
