package org.superpose.construct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.MixtureSearch;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernels;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

@Slow
class CodeFitTest {
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);

    private static Layout layout(int n, int m) {
        return new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), n, m);
    }

    private static Measurement measured(Weights weights, double density) {
        return Measurement.of(
                new Measurement.Subject(weights, new Objective(INDEPENDENT, density, new Importance.Decay(1)), "key"),
                new MeasureSpec(false, 0, false, 0, 0),
                Kernels.resolve(Kernels.AUTO).kernel());
    }

    private static double loss(Weights weights, double density) {
        return measured(weights, density).loss().mean();
    }

    private static Weights circle(int n, int m, double density) {
        return new Construction.Circle().draw("key", layout(n, m), INDEPENDENT, density);
    }

    private static Weights spherical(int n, int m, double density) {
        return new Construction.Spherical(KnownBlocks.VERSION).draw("key", layout(n, m), INDEPENDENT, density);
    }

    /** The first three were measured elsewhere, of the same weights without a fit; 0.5 % is the standard error of either. */
    @ParameterizedTest
    @CsvSource({"12, 1e-3, 2.753e-6", "12, 1e-4, 2.761e-8", "12, 1e-6, 2.764e-12", "24, 1e-6, 6.751e-12"})
    void circlesLoseWhatTheyAreKnownToLose(int n, double density, double expected) {
        assertThat(loss(circle(n, 3, density), density)).isCloseTo(expected, withinPercentage(2));
    }

    /** So rare that samples cannot tell the best bias; the weights of a pair are exact in float, those of a circle to 1e-7. */
    @ParameterizedTest
    @CsvSource({"2, 1, 1e-10, 0.166667", "2, 1, 1e-16, 0.166667", "12, 3, 1e-12, 2.755983", "6, 3, 1e-13, 0.777778"})
    void rareFeaturesLoseTheCoefficientToo(int n, int m, double density, double coefficient) {
        assertThat(loss(circle(n, m, density), density) / density / density)
                .isCloseTo(coefficient, withinPercentage(2));
    }

    /** Features of a ladder differ: the first is silenced by all others, and the best for it is a constant. The values are of this fit. */
    @ParameterizedTest
    @CsvSource({"8, 0.3, 0.547", "16, 1e-4, 2.587"})
    void theFitIsThatOfAllFeatures(int n, double density, double expected) {
        Weights weights = new Construction.Ladder(KnownBlocks.VERSION).draw("key", layout(n, 2), INDEPENDENT, density);
        assertThat(loss(weights, density) / density / density).isCloseTo(expected, withinPercentage(3));
    }

    /** Weights of ladders span many decades, and so do those of nearly constant models of them. */
    @ParameterizedTest
    @CsvSource({"24, 0.1", "24, 0.11", "20, 0.5", "24, 1", "5, 1"})
    void laddersOfFrequentFeaturesAreMeasured(int n, double density) {
        Weights weights = new Construction.Ladder(KnownBlocks.VERSION).draw("key", layout(n, 2), INDEPENDENT, density);
        assertThat(measured(weights, density).finite()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"12, 4", "27, 7", "48, 13"})
    void sphericalModelsLoseTheirCoefficient(int n, int m) {
        double coefficient = MixtureSearch.ofAll(n, m).orElseThrow().coefficient();
        assertThat(loss(spherical(n, m, 1e-5), 1e-5)).isCloseTo(1e-10 * coefficient, withinPercentage(2));
    }

    /** As ζ → ∞ the coefficient is (g − 1)(g − 2)/(6g), and the loss is near that even where float bounds ζ. */
    @ParameterizedTest
    @CsvSource({
        "8, 2, 1e-3, 0.875",
        "8, 2, 1e-4, 0.875",
        "8, 2, 1e-6, 0.875",
        "12, 2, 1e-4, 1.527778",
        "60, 14, 1e-4, 0.97857"
    })
    void laddersLoseWhatTheyAreSaidTo(int n, int m, double density, double coefficient) {
        Weights weights = new Construction.Ladder(KnownBlocks.VERSION).draw("key", layout(n, m), INDEPENDENT, density);
        double told = MixtureSearch.ofLadders(n, m, density).orElseThrow().coefficient();
        assertThat(told).isCloseTo(coefficient, withinPercentage(5));
        assertThat(loss(weights, density)).isCloseTo(density * density * told, withinPercentage(3));
    }

    @ParameterizedTest
    @CsvSource({"1e-3, 2e-2", "1e-5, 2e-4", "1e-7, 1e-5"})
    void scaleAndBiasTendToOneAndZero(double density, double tolerance) {
        Weights weights = circle(12, 3, density);
        Layout layout = weights.layout();
        for (int i = 0; i < 12; i++) {
            double scale = 0;
            for (int k = 0; k < 3; k++) {
                scale += (double) weights.values()[layout.decoder() + 3 * i + k]
                        * weights.values()[layout.encoder() + 3 * i + k];
            }
            assertThat(scale).isCloseTo(1, within(tolerance + 1e-5));
            assertThat((double) weights.bias(i)).isCloseTo(0, within(tolerance));
        }
    }

    /** At p = 0.5 three and more features are active together most of the time: only then is a fit worth much. */
    @Test
    void theFitLowersTheLoss() {
        double fitted = loss(circle(12, 3, 0.5), 0.5);
        double plain = loss(circle(12, 3, 1e-9), 0.5);
        assertThat(fitted).isLessThan(0.97 * plain);
        assertThat(loss(circle(12, 3, 0.1), 0.1)).isLessThan(1.01 * loss(circle(12, 3, 1e-9), 0.1));
    }

    /** A constant answer loses v₁ = p/3 − p²/4, and no fit may lose more. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9, 1})
    void noCodeLosesMoreThanAConstant(double density) {
        double constant = 1.01 * (density / 3 - density * density / 4);
        Layout layout = layout(8, 2);
        assertThat(loss(
                        new Construction.Ladder(KnownBlocks.VERSION).draw("key", layout, INDEPENDENT, density),
                        density))
                .isLessThan(constant);
        assertThat(loss(circle(12, 3, density), density)).isLessThan(constant);
        assertThat(loss(spherical(12, 4, density), density)).isLessThan(constant);
    }

    @Test
    void theSameKeyGivesTheSameModel() {
        assertThat(spherical(40, 11, 0.01).values())
                .containsExactly(spherical(40, 11, 0.01).values());
    }

    @Test
    void codesOfAnotherVersionAreGone() {
        assertThatThrownBy(() -> new Construction.Spherical(0).draw("key", layout(12, 4), INDEPENDENT, 0.01))
                .hasMessageContaining("version 0");
    }
}
