package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.geometry.FeaturePlace.Role;
import org.superpose.model.Activation;
import org.superpose.model.Weights;

class ModelGeometryTest {
    private static ModelGeometry turned(double[][] code) {
        return ModelGeometry.of(Planted.turned(code, new Random(5)));
    }

    private static void allHave(double dimensionality, double tolerance, double[][] code) {
        ModelGeometry geometry = turned(code);
        assertThat(geometry.features())
                .hasSize(code.length)
                .allSatisfy(
                        feature -> assertThat(feature.dimensionality()).isCloseTo(dimensionality, within(tolerance)));
    }

    @Test
    void energyLevels() {
        for (int d = 1; d <= 9; d++) {
            allHave(d / (d + 1.0), 1e-12, KnownCodes.simplex(d));
            assertThat(turned(KnownCodes.simplex(d)).tight()).isTrue();
        }
        for (int k = 3; k <= 12; k++) {
            allHave(2.0 / k, 1e-12, KnownCodes.polygon(k));
        }
        allHave(3 / 8.0, 1e-12, KnownCodes.cube());
        allHave(3 / 12.0, 1e-12, KnownCodes.icosahedron());
        allHave(1 / 2.0, 1e-12, KnownCodes.crossPolytope(4));
        allHave(0.3744, 5e-5, KnownCodes.antiprism());
        assertThat(turned(KnownCodes.antiprism()).tight()).isFalse();
        assertThat(turned(KnownCodes.antiprism()).dimensionalitySum()).isBetween(2.99, 3 - 1e-3);
    }

    @Test
    void sumsKeepTheLevelsOfTheirSummands() {
        ModelGeometry bipyramid = turned(KnownCodes.bipyramid(3));
        assertThat(bipyramid.features().stream()
                        .mapToDouble(FeaturePlace::dimensionality)
                        .toArray())
                .containsExactly(new double[] {2 / 3.0, 2 / 3.0, 2 / 3.0, 0.5, 0.5}, within(1e-12));
        assertThat(bipyramid.dimensionalitySum()).isCloseTo(3, within(1e-12));
        assertThat(bipyramid.rank()).isEqualTo(3);
        assertThat(bipyramid.tight()).isFalse();
        assertThat(bipyramid.frameSpectrum()).containsExactly(new double[] {2, 1.5, 1.5}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void dimensionalitiesNeverExceedTheRank(long seed) {
        Random random = new Random(seed);
        int m = 1 + random.nextInt(8);
        int n = m + random.nextInt(20);
        double[][] encoder = Planted.gaussian(n, m, random);
        double[][] decoder = Planted.gaussian(n, m, random);
        ModelGeometry tied = ModelGeometry.of(encoder);
        assertThat(tied.rank()).isEqualTo(m);
        assertThat(tied.dimensionalitySum()).isBetween(0.0, m + 1e-9);
        ModelGeometry untied =
                ModelGeometry.ofInteraction(Planted.model(false, Activation.IDENTITY, encoder, decoder, new double[n]));
        assertThat(untied.rank()).isEqualTo(m);
        assertThat(untied.dimensionalitySum()).isBetween(0.0, m + 1e-9);
        for (double[] vector : encoder) {
            vector[m - 1] = 0;
        }
        assertThat(ModelGeometry.of(encoder).rank()).isEqualTo(m - 1);
        assertThat(ModelGeometry.of(encoder).dimensionalitySum()).isLessThanOrEqualTo(m - 1 + 1e-9);
    }

    /** An antipodal pair of unequal length, one feature on its own, one that is dropped, and a triangle. */
    private static final double[][] MIXED = {
        {1, 0, 0, 0},
        {-0.8, 0, 0, 0},
        {0, 1.1, 0, 0},
        {0, 0, 0.1, 0.2},
        {0, 0, 1, 0},
        {0, 0, -0.5, 0.866},
        {0, 0, -0.5, -0.866}
    };

    @Test
    void roles() {
        List<FeaturePlace> features = turned(MIXED).features();
        assertThat(features)
                .extracting(FeaturePlace::role)
                .containsExactly(
                        Role.SUPERPOSED,
                        Role.SUPERPOSED,
                        Role.DEDICATED,
                        Role.DROPPED,
                        Role.SUPERPOSED,
                        Role.SUPERPOSED,
                        Role.SUPERPOSED);
        assertThat(features)
                .extracting(FeaturePlace::partners)
                .containsExactly(
                        List.of(1), List.of(0), List.of(), List.of(), List.of(5, 6), List.of(4, 6), List.of(4, 5));
        assertThat(features).extracting(FeaturePlace::antipode).containsExactly(1, 0, null, null, null, null, null);
        assertThat(features.get(0).interference()).isCloseTo(0.64, within(1e-12));
        assertThat(features.get(0).dimensionality()).isCloseTo(1 / 1.64, within(1e-12));
        assertThat(features.get(3).norm()).isCloseTo(Math.sqrt(0.05), within(1e-12));
    }

    @Test
    void nothingIsRepresentedByZero() {
        ModelGeometry zero = ModelGeometry.of(new double[3][2]);
        assertThat(zero.features()).extracting(FeaturePlace::role).containsOnly(Role.DROPPED);
        assertThat(zero.features()).extracting(FeaturePlace::dimensionality).containsOnly(0.0);
        assertThat(zero.rank()).isZero();
        assertThat(zero.tight()).isFalse();
    }

    @Test
    void aTiedModelIsTheSameByItsEncoderAndByW() {
        Weights tied = Planted.model(true, Activation.IDENTITY, MIXED, MIXED, new double[7]);
        ModelGeometry encoder = ModelGeometry.ofEncoder(tied);
        ModelGeometry interaction = ModelGeometry.ofInteraction(tied);
        for (int i = 0; i < 7; i++) {
            FeaturePlace a = encoder.features().get(i);
            FeaturePlace b = interaction.features().get(i);
            assertThat(b.dimensionality()).isCloseTo(a.dimensionality(), within(1e-12));
            assertThat(b.role()).isEqualTo(a.role());
            assertThat(b.partners()).isEqualTo(a.partners());
            assertThat(b.antipode()).isEqualTo(a.antipode());
        }
        assertThat(interaction.frameSpectrum()).containsExactly(encoder.frameSpectrum(), within(1e-6));
        assertThat(interaction.rank()).isEqualTo(4);
    }

    /** W_in → C W_in, W_out → W_out C⁻¹ leaves the model what it is; only what is read from W may be compared. */
    @Test
    void theHiddenBasisOfAnUntiedModelMatters() {
        double[][] code = {{1, 0}, {-0.5, 0.866}, {-0.5, -0.866}, {0.7, 0.1}};
        double[][] sheared = Arrays.stream(code)
                .map(w -> new double[] {w[0] + 3 * w[1], w[1]})
                .toArray(double[][]::new);
        double[][] back = Arrays.stream(code)
                .map(w -> new double[] {w[0], w[1] - 3 * w[0]})
                .toArray(double[][]::new);
        Weights plain = Planted.model(false, Activation.IDENTITY, code, code, new double[4]);
        Weights other = Planted.model(false, Activation.IDENTITY, sheared, back, new double[4]);
        double[] byW = dimensionalities(ModelGeometry.ofInteraction(plain));
        assertThat(dimensionalities(ModelGeometry.ofInteraction(other))).containsExactly(byW, within(1e-5));
        assertThat(dimensionalities(ModelGeometry.ofEncoder(plain))).containsExactly(byW, within(1e-5));
        assertThat(Math.abs(dimensionalities(ModelGeometry.ofEncoder(other))[0] - byW[0]))
                .isGreaterThan(0.1);
    }

    private static double[] dimensionalities(ModelGeometry geometry) {
        return geometry.features().stream()
                .mapToDouble(FeaturePlace::dimensionality)
                .toArray();
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> ModelGeometry.of(new double[][] {{1, Double.NaN}}))
                .hasMessageContaining("vector 0")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> ModelGeometry.of(new double[][] {{1, 2}, {1}})).hasMessageContaining("vector 1");
        assertThatThrownBy(() -> ModelGeometry.of(new double[0][])).hasMessageContaining("no feature vectors");
        assertThatThrownBy(() -> ModelGeometry.of(new double[4097][1])).hasMessageContaining("4096");
    }

    @Test
    void neurons() {
        double[][] encoder = {{2, 0.01, 0.05}, {0.1, 1, 0}, {0.1, -0.7, 0}, {0, 0.5, -0.02}};
        List<Neuron> neurons = Neuron.of(Planted.model(false, Activation.RELU, encoder, encoder, new double[4]));
        assertThat(neurons)
                .extracting(Neuron::kind)
                .containsExactly(Neuron.Kind.MONOSEMANTIC, Neuron.Kind.POLYSEMANTIC, Neuron.Kind.DEAD);
        assertThat(neurons).extracting(Neuron::features).containsExactly(List.of(0), List.of(1, 2, 3), List.of());
        assertThat(neurons.get(0).selectivity()).isCloseTo(4 / 4.02, within(1e-6));
        assertThatThrownBy(() -> Neuron.of(Planted.model(false, Activation.IDENTITY, encoder, encoder, new double[4])))
                .hasMessageContaining("identity");
    }
}
