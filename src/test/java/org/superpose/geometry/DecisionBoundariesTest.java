package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.model.Activation;
import org.superpose.model.Weights;

class DecisionBoundariesTest {
    private static final RandomStream STREAM = RandomStream.of("boundaries", "test");

    private static double[] equal(int n, double bias) {
        double[] biases = new double[n];
        Arrays.fill(biases, bias);
        return biases;
    }

    private static List<Integer> firing(double[][] vectors, double[] biases, double[] h) {
        List<Integer> firing = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            if (Planted.dot(vectors[i], h) + biases[i] > 0) {
                firing.add(i);
            }
        }
        return firing;
    }

    private static long bounded(List<Region> regions) {
        return regions.stream().filter(Region::bounded).count();
    }

    /** Lines in general position: 1 + n + n(n−1)/2 regions, (n−1)(n−2)/2 of them bounded. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 12, 40})
    void linesInGeneralPosition(int n) {
        Random random = new Random(n);
        double[][] vectors = Planted.gaussian(n, 2, random);
        double[] biases = Planted.gaussian(1, n, random)[0];
        List<Region> regions = DecisionBoundaries.regions(vectors, biases);
        assertThat(regions).hasSize(1 + n + n * (n - 1) / 2);
        assertThat(bounded(regions)).isEqualTo((n - 1L) * (n - 2) / 2);
        assertThat(regions).extracting(Region::firing).doesNotHaveDuplicates();
        assertThat(regions)
                .allSatisfy(region ->
                        assertThat(firing(vectors, biases, region.inside())).isEqualTo(region.firing()));
        Set<List<Integer>> known = regions.stream().map(Region::firing).collect(Collectors.toSet());
        for (int s = 0; s < 2000; s++) {
            double[] h = {4 * random.nextGaussian(), 4 * random.nextGaussian()};
            assertThat(known).contains(firing(vectors, biases, h));
        }
    }

    @Test
    void linesInSpecialPosition() {
        for (int k = 3; k <= 9; k++) {
            int lines = k % 2 == 0 ? k / 2 : k;
            assertThat(DecisionBoundaries.regions(KnownCodes.polygon(k), new double[k]))
                    .hasSize(2 * lines);
        }
        double[][] parallel = {{1, 0}, {2, 0}, {-1, 0}};
        List<Region> strips = DecisionBoundaries.regions(parallel, new double[] {0, -2, 3});
        assertThat(strips).hasSize(4).noneMatch(Region::bounded);
        double[][] same = {{1, 1}, {2, 2}, {-1, -1}, {0, 0}, {0, 0}};
        assertThat(DecisionBoundaries.regions(same, new double[] {1, 2, -1, 1, -1}))
                .extracting(Region::firing)
                .containsExactlyInAnyOrder(List.of(0, 1, 3), List.of(2, 3));
    }

    /** Three lines at distance 1 from 0 enclose a triangle of area 3√3; five a pentagon and the points of a pentagram. */
    @Test
    void areas() {
        List<Region> triangle = DecisionBoundaries.regions(KnownCodes.polygon(3), equal(3, 1));
        assertThat(triangle).hasSize(7);
        assertThat(triangle).filteredOn(Region::bounded).singleElement().satisfies(region -> {
            assertThat(region.firing()).containsExactly(0, 1, 2);
            assertThat(region.area()).isCloseTo(3 * Math.sqrt(3), within(1e-12));
        });
        List<Region> pentagon = DecisionBoundaries.regions(KnownCodes.polygon(5), equal(5, 1));
        assertThat(pentagon).hasSize(16);
        assertThat(pentagon)
                .filteredOn(region -> region.firing().size() == 5)
                .singleElement()
                .satisfies(region -> assertThat(region.area()).isCloseTo(5 * Math.tan(Math.PI / 5), within(1e-12)));
        assertThat(bounded(pentagon)).isEqualTo(6);
    }

    /** A pentagon with b &lt; 0: between 0 and 2 neighbours fire, by the formula for the overlap of half-planes. */
    @Test
    void aPentagonWithNegativeBias() {
        List<Region> regions = DecisionBoundaries.regions(KnownCodes.polygon(5), equal(5, -0.28));
        assertThat(regions)
                .filteredOn(region -> region.firing().isEmpty())
                .singleElement()
                .satisfies(region ->
                        assertThat(region.area()).isCloseTo(0.28 * 0.28 * 5 * Math.tan(Math.PI / 5), within(1e-12)));
        assertThat(regions).hasSize(16);
        assertThat(regions).allSatisfy(region -> assertThat(region.firing()).hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void sampledPatternsAreRegions() {
        double[][] vectors = KnownCodes.polygon(5);
        double[] biases = equal(5, -0.25);
        Weights model = Planted.model(true, Activation.IDENTITY, vectors, vectors, biases);
        ActivationPatterns patterns = ActivationPatterns.of(model, independent(5, 0.3), STREAM, 20_000);
        Set<List<Integer>> known =
                DecisionBoundaries.regions(model).stream().map(Region::firing).collect(Collectors.toSet());
        assertThat(patterns.patterns()).allSatisfy(pattern -> assertThat(known).contains(pattern.firing()));
        assertThat(patterns.samples()).isEqualTo(20_224);
        assertThat(patterns.patterns().stream()
                        .mapToInt(ActivationPatterns.Pattern::count)
                        .sum())
                .isEqualTo(20_224);
    }

    private static FeatureDistribution independent(int n, double density) {
        return new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(n, density);
    }

    /** w = (1, −1), b = −c: feature 0 fires alone where x_0 − x_1 > c; exact probabilities of a pair. */
    @Test
    void probabilitiesOfAPair() {
        double p = 0.4;
        double c = 0.2;
        Weights pair = Planted.model(
                true, Activation.IDENTITY, new double[][] {{1}, {-1}}, new double[][] {{1}, {-1}}, equal(2, -c));
        ActivationPatterns patterns = ActivationPatterns.of(pair, independent(2, p), STREAM, 100_000);
        double one = p * (1 - p) * (1 - c) + p * p * (1 - c) * (1 - c) / 2;
        double error = 4 * Math.sqrt(one * (1 - one) / patterns.samples());
        assertThat(probability(patterns, List.of(0))).isCloseTo(one, within(error));
        assertThat(probability(patterns, List.of(1))).isCloseTo(one, within(error));
        assertThat(probability(patterns, List.of())).isCloseTo(1 - 2 * one, within(2 * error));
        assertThat(patterns.patterns()).hasSize(3);
        assertThat(patterns.unseen()).isZero();
    }

    private static double probability(ActivationPatterns patterns, List<Integer> firing) {
        return patterns.patterns().stream()
                .filter(pattern -> pattern.firing().equals(firing))
                .findFirst()
                .orElseThrow()
                .probability();
    }

    /** Behind a ReLU the second unit never goes below zero: feature 1 can only be off. */
    @Test
    void aHiddenReluShutsRegionsOut() {
        double[][] encoder = {{1, -1}, {0, -1}};
        double[][] decoder = {{1, 0}, {0, -1}};
        Weights model = Planted.model(false, Activation.RELU, encoder, decoder, new double[2]);
        ActivationPatterns patterns = ActivationPatterns.of(model, independent(2, 0.5), STREAM, 1000);
        assertThat(patterns.patterns())
                .extracting(ActivationPatterns.Pattern::firing)
                .containsExactlyInAnyOrder(List.of(), List.of(0));
        assertThat(DecisionBoundaries.regions(model)).hasSize(4);
    }

    /** Thousands of equally likely patterns: most mass lies in what a few samples have not seen. */
    @Test
    void unseenPatternsAreEstimated() {
        int n = 16;
        double[][] unit =
                KnownCodes.sum(KnownCodes.sum(new double[][] {{1}}, new double[][] {{1}}), new double[][] {{1}});
        while (unit.length < n) {
            unit = KnownCodes.sum(unit, new double[][] {{1}});
        }
        Weights model = Planted.model(true, Activation.IDENTITY, unit, unit, new double[n]);
        ActivationPatterns patterns = ActivationPatterns.of(model, independent(n, 0.5), STREAM, 2048);
        double seen = patterns.patterns().size() / 65536.0;
        assertThat(patterns.unseen()).isCloseTo(1 - seen, within(0.02));
    }

    @Test
    void whatHasNoPlaneIsRefused() {
        assertThatThrownBy(() -> DecisionBoundaries.regions(new double[4][3], new double[4]))
                .hasMessageContaining("m = 3");
        assertThatThrownBy(() -> DecisionBoundaries.regions(new double[300][2], new double[300]))
                .hasMessageContaining("300 features");
        assertThatThrownBy(() -> DecisionBoundaries.regions(new double[2][2], new double[3]))
                .hasMessageContaining("3 biases");
    }
}
