package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.superpose.data.Frequencies.agree;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Correlation along trees, sets with a hidden switch, and blocks of different density, beside what sums over all 2ⁿ activities say. */
class HiddenStructureTest {
    private static final DataSpec.Kind GRAPH = DataSpec.Kind.GRAPH;
    private static final DataSpec.Kind TOPICS = DataSpec.Kind.TOPICS;
    private static final DataSpec.Kind BLOCKS = DataSpec.Kind.BLOCKS;

    private static DataSpec graph(FeatureTree tree, double correlation) {
        return new DataSpec(GRAPH, 0, null, tree, correlation);
    }

    /** Edges between two features, by the list of all edges. */
    private static int[][] distances(FeatureTree tree, int n) {
        int[][] distance = new int[n][n];
        for (int[] row : distance) {
            Arrays.fill(row, n);
        }
        for (int i = 0; i < n; i++) {
            distance[i][i] = 0;
            int parent = tree == FeatureTree.PATH ? i - 1 : tree == FeatureTree.STAR ? 0 : (i + 1) / 2 - 1;
            if (i > 0) {
                distance[i][parent] = 1;
                distance[parent][i] = 1;
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    distance[i][j] = Math.min(distance[i][j], distance[i][k] + distance[k][j]);
                }
            }
        }
        return distance;
    }

    /** Positive and negative correlation up to the least there is, rare and frequent features, one and many, more than fit in a block. */
    @ParameterizedTest
    @CsvSource({
        "PATH, 7, 0.5, 0.1",
        "TREE, 12, 0.8, 0.3",
        "STAR, 6, 0.6, 0.2",
        "PATH, 6, -0.25, 0.2",
        "TREE, 7, -0.11111111, 0.9",
        "STAR, 5, -0.999, 0.5",
        "PATH, 130, 0.3, 0.05",
        "TREE, 1, 0.9, 0.4",
        "PATH, 5, 0, 0.4",
        "STAR, 3, 0.5, 1"
    })
    void correlationFallsByTheDistance(FeatureTree tree, int n, double correlation, double p) {
        DataSpec data = graph(tree, correlation);
        Frequencies counts = new Frequencies(data, n, p);
        int[][] distance = distances(tree, n);
        double[][] joint = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                joint[i][j] = p * p + Math.pow(correlation, distance[i][j]) * p * (1 - p);
                assertThat(data.moments(n, p).together(i, j)).isCloseTo(joint[i][j], within(1e-15));
                // so far apart they are as good as independent
                joint[i][j] = i == j ? p : distance[i][j] > 7 ? p * p : joint[i][j];
            }
        }
        counts.agree(joint);
        double none = (1 - p) * Math.pow(1 - p * (1 - correlation), n - 1);
        agree(counts.any, 1 - none, "any");
        assertThat(data.anyActive(n, p)).isCloseTo(1 - none, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"6, 2, 0.5, 0.1", "7, 3, 0.3, 0.3", "8, 4, 1, 0.2", "130, 10, 0.25, 0.04", "5, 5, 0.9, 0.6"})
    void topicsSwitchTheirFeaturesOn(int n, int size, double share, double p) {
        DataSpec data = new DataSpec(TOPICS, size, null, share);
        Frequencies counts = new Frequencies(data, n, p);
        double[][] joint = new double[n][n];
        double none = 1;
        for (int i = 0; i < n; i++) {
            if (i % size == 0) {
                none *= 1 - share + share * Math.pow(1 - p / share, Math.min(size, n - i));
            }
            for (int j = 0; j < n; j++) {
                joint[i][j] = i == j ? p : i / size == j / size ? p * p / share : p * p;
                assertThat(data.moments(n, p).together(i, j)).isCloseTo(joint[i][j], within(1e-15));
            }
        }
        counts.agree(joint);
        agree(counts.any, 1 - none, "any");
        assertThat(data.anyActive(n, p)).isCloseTo(1 - none, within(1e-14));
    }

    /** Densities fall by equal factors from block to block; a block that would be denser than 1 is always on. */
    @ParameterizedTest
    @CsvSource({"8, 2, 10, 0.1", "7, 3, 4, 0.3", "6, 2, 100, 0.6", "130, 13, 50, 0.04", "4, 3, 3, 0.2"})
    void blocksDifferInDensity(int n, int size, double contrast, double p) {
        DataSpec data = new DataSpec(BLOCKS, size, null, contrast);
        FeatureMoments moments = data.moments(n, p);
        int blocks = (n + size - 1) / size;
        double sum = 0;
        double none = 1;
        double[][] joint = new double[n][n];
        for (int i = 0; i < n; i++) {
            sum += moments.probability(i);
            none *= 1 - moments.probability(i);
            for (int j = 0; j < n; j++) {
                joint[i][j] = i == j ? moments.probability(i) : moments.probability(i) * moments.probability(j);
            }
            if (i >= size && moments.probability(i - size) < 1) {
                assertThat(moments.probability(i) / moments.probability(i - size))
                        .isCloseTo(Math.pow(contrast, -1.0 / (blocks - 1)), within(1e-13));
            }
            assertThat(moments.probability(i)).isEqualTo(moments.probability(i / size * size));
        }
        assertThat(sum / n).isCloseTo(p, within(1e-14));
        Frequencies counts = new Frequencies(data, n, p);
        counts.agree(joint);
        agree(counts.any, 1 - none, "any");
    }

    /** P of every subset of features, multiplied out as the kind is defined. */
    private static double probability(DataSpec data, int n, double p, int subset) {
        double probability = 1;
        for (int i = 0; i < n && data.kind() == GRAPH; i++) {
            boolean on = (subset >> i & 1) == 1;
            int parent = data.graph() == FeatureTree.PATH ? i - 1 : data.graph() == FeatureTree.STAR ? 0 : (i - 1) / 2;
            double odds = p;
            if (i > 0) {
                odds = (subset >> parent & 1) == 1 ? p + data.parameter() * (1 - p) : p * (1 - data.parameter());
            }
            probability *= on ? odds : 1 - odds;
        }
        for (int first = 0; first < n && data.kind() == TOPICS; first += data.size()) {
            double on = data.parameter();
            boolean none = true;
            for (int i = first; i < Math.min(n, first + data.size()); i++) {
                boolean active = (subset >> i & 1) == 1;
                on *= active ? p / data.parameter() : 1 - p / data.parameter();
                none &= !active;
            }
            probability *= on + (none ? 1 - data.parameter() : 0);
        }
        return probability;
    }

    /** Moments, P(x ≠ 0) and the spectrum against sums over all subsets and a dense eigenvalue routine. */
    @ParameterizedTest
    @CsvSource({
        "GRAPH, PATH, 0.6, 0.2",
        "GRAPH, TREE, -0.2, 0.3",
        "GRAPH, STAR, 0.9, 0.45",
        "GRAPH, TREE, 0.99, 0.01",
        "TOPICS, , 0.4, 0.3"
    })
    void momentsAreThoseOfAllSubsets(DataSpec.Kind kind, FeatureTree tree, double parameter, double p) {
        int n = 9;
        DataSpec data = new DataSpec(kind, kind == TOPICS ? 4 : 0, null, tree, parameter);
        double[][] joint = new double[n][n];
        double any = 0;
        double total = 0;
        for (int subset = 0; subset < 1 << n; subset++) {
            double q = probability(data, n, p, subset);
            total += q;
            any += subset == 0 ? 0 : q;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    joint[i][j] += (subset >> i & subset >> j & 1) * q;
                }
            }
        }
        assertThat(total).isCloseTo(1, within(1e-12));
        FeatureMoments moments = data.moments(n, p);
        assertThat(moments.anyActive()).isCloseTo(any, within(1e-12));
        double[] epsilon = new Random(4).doubles(n, -1, 1).toArray();
        double[][] covariance = new double[n][n];
        double variance = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += epsilon[i] * joint[i][i] / 2;
            for (int j = 0; j < n; j++) {
                assertThat(moments.together(i, j)).isCloseTo(joint[i][j], within(1e-12));
                covariance[i][j] = joint[i][j] / (i == j ? 3 : 4) - joint[i][i] * joint[j][j] / 4;
                variance += epsilon[i] * epsilon[j] * covariance[i][j];
            }
        }
        assertThat(moments.mean(epsilon)).isCloseTo(mean, within(1e-12));
        assertThat(moments.variance(epsilon)).isCloseTo(variance, within(1e-12)).isPositive();
        double[] eigenvalues = new EigenDecomposition(new Array2DRowRealMatrix(covariance)).getRealEigenvalues();
        Arrays.sort(eigenvalues);
        assertThat(moments.spectrum()).containsExactly(eigenvalues, within(1e-12));
    }

    /** v₁ everywhere where there is no correlation; the trace always. */
    @Test
    void spectraOfLongTrees() {
        double p = 0.1;
        double v1 = p / 3 - p * p / 4;
        assertThat(graph(FeatureTree.TREE, 0).moments(50, p).spectrum()).containsOnly(v1);
        for (FeatureTree tree : FeatureTree.values()) {
            double[] spectrum = graph(tree, 0.9).moments(300, p).spectrum();
            assertThat(Arrays.stream(spectrum).sum()).isCloseTo(300 * v1, within(1e-11));
            assertThat(spectrum).isSorted();
        }
        for (FeatureTree tree : FeatureTree.values()) {
            double[] spectrum =
                    graph(tree, DataSpec.MOST_CORRELATION).moments(64, p).spectrum();
            assertThat(Arrays.stream(spectrum).sum()).isCloseTo(64 * v1, within(1e-8 * 64 * v1));
        }
    }

    /** 64 at a time against their odds: all of 40 000 trials, from one in a hundred thousand to certain, and only where asked. */
    @ParameterizedTest
    @CsvSource({"0", "1e-5", "0.045", "0.125", "0.3333333333333333", "0.75", "0.99999", "1"})
    void trialsHaveTheirOdds(double odds) {
        Trial trial = new Trial(odds);
        Words words = new Words(RandomStream.of("model", "train"), 3);
        long asked = 0xF0F0_1234_5678_9ABDL;
        int draws = 40_000;
        double[] counts = new double[64];
        for (int draw = 0; draw < draws; draw++) {
            long successes = trial.successes(asked, words);
            assertThat(successes & ~asked).isZero();
            for (int l = 0; l < 64; l++) {
                counts[l] += successes >>> l & 1;
            }
        }
        double all = draws * (double) Long.bitCount(asked);
        double error = Math.sqrt(odds * (1 - odds) / all);
        assertThat(Arrays.stream(counts).sum() / all).isCloseTo(odds, within(4 * error));
        double worst = IntStream.range(0, 64)
                .filter(l -> (asked >>> l & 1) == 1)
                .mapToDouble(l -> Math.abs(counts[l] / draws - odds))
                .max()
                .orElseThrow();
        assertThat(worst).isLessThanOrEqualTo(5 * Math.sqrt(odds * (1 - odds) / draws) + 1.5 / draws);
    }

    /** The bits of a batch of every kind, on record: they change only with {@code algo_version}. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
    void theBitsAreThoseOnRecord(DataSpec.Kind kind) throws NoSuchAlgorithmException {
        SparseBatch batch = new SparseBatch(70, 300);
        new DataSpec(kind).distribution(70, 0.1).fill(batch, RandomStream.of("model", "train"), 5);
        assertThat(hash(batch))
                .isEqualTo(
                        switch (kind) {
                            case INDEPENDENT -> "6cd8e283bcb6e992";
                            case CORRELATED -> "35d24f545fbae1c9";
                            case ANTICORRELATED -> "5620edf63637dd4f";
                            case POWERLAW -> "090a7034be204d6f";
                            case GRAPH -> "5e240aaf2289dd6b";
                            case TOPICS -> "82f4f6637e29f1bb";
                            case BLOCKS -> "b03256b80da58b65";
                        });
    }

    /** The same of what is drawn by the number of active features. */
    @Test
    void theBitsOfStrataAreThoseOnRecord() throws NoSuchAlgorithmException {
        DataSpec data = new DataSpec(DataSpec.Kind.INDEPENDENT);
        SparseBatch batch = new SparseBatch(70, 300);
        data.coactivations(70, 0.03).orElseThrow().fill(batch, new double[300], RandomStream.of("model", "train"), 5);
        assertThat(hash(batch)).isEqualTo("eb57f3a6d20da961");
        data.activeCount(70, 0.3, 2, 60).orElseThrow().fill(batch, RandomStream.of("model", "train"), 5);
        assertThat(hash(batch)).isEqualTo("b2eec164472f047f");
    }

    private static String hash(SparseBatch batch) throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * batch.entries() + 4 * (batch.size() + 1));
        for (int s = 0; s <= batch.size(); s++) {
            bytes.putInt(batch.start()[s]);
        }
        for (int e = 0; e < batch.entries(); e++) {
            bytes.putInt(batch.index()[e]).putFloat(batch.value()[e]);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThatThrownBy(() -> graph(FeatureTree.PATH, -0.2).distribution(4, 0.1))
                .hasMessageContaining("correlation must be at least -min(p/(1 - p), (1 - p)/p) = -0.111");
        assertThatThrownBy(() -> graph(FeatureTree.PATH, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> graph(null, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(TOPICS, 2, null, 0.3).distribution(4, 0.4))
                .hasMessageContaining("share must be at least p");
        assertThatThrownBy(() -> new DataSpec(TOPICS, 2, null, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataSpec(BLOCKS, 2, null, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new DataSpec(GRAPH).tiles(8)).isFalse();
        assertThat(new DataSpec(TOPICS).tiles(8)).isTrue();
        assertThat(new DataSpec(BLOCKS).tiles(8)).isFalse();
    }
}
