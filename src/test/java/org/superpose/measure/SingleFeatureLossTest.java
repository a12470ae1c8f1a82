package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

class SingleFeatureLossTest {
    @ParameterizedTest
    @MethodSource("org.superpose.measure.LossEvaluationTest#families")
    void isTheIntegralOverOneFeature(ModelSpec spec, Importance importance) {
        Weights weights = Models.random(spec, 7, 3, 11);
        double expected = quadrature(weights, importance.weights(7), 3000);
        assertThat(SingleFeatureLoss.of(weights, importance.weights(7))).isCloseTo(expected, within(1e-6 * expected));
    }

    /** More features than a block; of an identity output, squares of linear functions, three points are enough. */
    @ParameterizedTest
    @CsvSource({"true, IDENTITY", "false, RELU"})
    void acrossBlocks(boolean tied, Activation hidden) {
        int n = 1100;
        Weights weights = Models.random(new ModelSpec(tied, hidden, Activation.IDENTITY, true), n, 2, 3);
        double[] importance = new Importance.Decay(0.99).weights(n);
        double expected = simpson(weights, importance);
        assertThat(SingleFeatureLoss.of(weights, importance)).isCloseTo(expected, within(1e-6 * expected));
    }

    static Stream<OutputFunction> others() {
        return Stream.of(
                new OutputFunction(Kind.LEAKY_RELU, 0.2),
                new OutputFunction(Kind.SOFT_THRESHOLD, 0.15),
                new OutputFunction(Kind.TREC, 0.3));
    }

    @ParameterizedTest
    @MethodSource("others")
    void isTheIntegralForEveryPiecewiseLinearOutput(OutputFunction psi) {
        for (Activation hidden : Activation.values()) {
            Weights weights = Models.random(new ModelSpec(false, hidden, psi, true), 7, 3, 12);
            double[] importance = new Importance.Decay(0.8).weights(7);
            double expected = quadrature(weights, importance, 20_000);
            // a jump within a cell of the quadrature is off by half a cell at most
            assertThat(SingleFeatureLoss.of(weights, importance)).isCloseTo(expected, within(3e-5 * expected));
        }
    }

    /** The pieces of ReLU and identity against their own closed forms; the others against Simpson's rule between their kinks. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "0, -0.5", "1, 0", "-1, 1", "2, -1", "-2, 1", "0.75, 0", "-0.3, -0.2", "3, -1.5"})
    void ofOneOutputPieceByPiece(double g, double b) {
        PiecewiseLinear relu = PiecewiseLinear.of(OutputFunction.RELU);
        assertThat(relu.other(g, b)).isCloseTo(SingleFeatureLoss.other(g, b, true), within(1e-15));
        assertThat(relu.own(g, b)).isCloseTo(SingleFeatureLoss.own(g, b, true), within(1e-15));
        PiecewiseLinear identity = PiecewiseLinear.of(OutputFunction.IDENTITY);
        assertThat(identity.other(g, b)).isCloseTo(SingleFeatureLoss.other(g, b, false), within(1e-15));
        assertThat(identity.own(g, b)).isCloseTo(SingleFeatureLoss.own(g, b, false), within(1e-15));
        others().forEach(psi -> {
            double other = 0;
            double own = 0;
            int points = 200_000;
            for (int q = 0; q < points; q++) {
                double u = (q + 0.5) / points;
                double value = psi.value(g * u + b);
                other += value * value / points;
                own += (u - value) * (u - value) / points;
            }
            assertThat(PiecewiseLinear.of(psi).other(g, b)).isCloseTo(other, within(1e-5));
            assertThat(PiecewiseLinear.of(psi).own(g, b)).isCloseTo(own, within(1e-5));
        });
    }

    @Test
    void refusesAnOutputWithoutAClosedForm() {
        for (Kind kind : List.of(Kind.GATED, Kind.TOP_K)) {
            ModelSpec spec = new ModelSpec(false, Activation.IDENTITY, OutputFunction.standard(kind, 3, 0.1), true);
            Weights weights = Models.random(spec, 3, 2, 1);
            assertThatThrownBy(() -> SingleFeatureLoss.of(weights, new double[] {1, 1, 1}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 0.5, 0.25",
        "0, -0.5, 0",
        "1, 0, 0.3333333333333333",
        "-1, 1, 0.3333333333333333",
        "1, -1, 0",
        "2, -1, 0.16666666666666666",
        "-2, 1, 0.16666666666666666",
        "1e-12, 0.5, 0.2500000000005",
        "1e-300, 1e-3, 1e-6",
        "1e-300, -1e-301, 0",
        "-1e-9, -1, 0"
    })
    void ofAnotherFeature(double g, double b, double expected) {
        assertThat(SingleFeatureLoss.other(g, b, true)).isCloseTo(expected, within(4e-16 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.3333333333333333",
        "0, -1, 0.3333333333333333",
        "0, 0.5, 0.08333333333333333",
        "-3, 0, 0.3333333333333333",
        "-3, -1, 0.3333333333333333",
        "1, 0, 0",
        "1, 1e-9, 1e-18",
        "0.75, 0, 0.020833333333333332",
        "1, -0.5, 0.16666666666666666",
        "0.5, -1, 0.3333333333333333",
        "-1, 0.5, 0.3333333333333333"
    })
    void ofTheFeatureItself(double g, double b, double expected) {
        assertThat(SingleFeatureLoss.own(g, b, true)).isCloseTo(expected, within(4e-16 * expected));
    }

    /** 1 − g keeps its digits where g is nearly 1. */
    @Test
    void aNearlyPerfectFeature() {
        double error = 0x1p-30;
        assertThat(SingleFeatureLoss.own(1 - error, 0, true)).isEqualTo(error * error / 3);
    }

    @Test
    void overflowIsNotHidden() {
        Layout layout = new Layout(Models.relu(true), 2, 1);
        Weights large = new Weights(layout, new float[] {1e30f, 1, 0, 0});
        assertThat(SingleFeatureLoss.of(large, new double[] {1, 1})).isNotNaN().isGreaterThan(1e100);
        assertThat(SingleFeatureLoss.other(Double.NaN, -1, true)).isNaN();
        assertThat(SingleFeatureLoss.own(Double.NaN, -1, true)).isNaN();
    }

    private static double quadrature(Weights weights, double[] importance, int points) {
        double sum = 0;
        for (int i = 0; i < importance.length; i++) {
            for (int q = 0; q < points; q++) {
                sum += loss(weights, importance, i, (q + 0.5) / points) / points;
            }
        }
        return sum / importance.length;
    }

    private static double simpson(Weights weights, double[] importance) {
        double sum = 0;
        for (int i = 0; i < importance.length; i++) {
            sum += loss(weights, importance, i, 0) / 6;
            sum += loss(weights, importance, i, 0.5) * 4 / 6;
            sum += loss(weights, importance, i, 1) / 6;
        }
        return sum / importance.length;
    }

    /** The loss of x = u e_i, from the definition. */
    private static double loss(Weights weights, double[] importance, int i, double u) {
        Layout layout = weights.layout();
        double loss = 0;
        for (int j = 0; j < layout.n(); j++) {
            double a = weights.bias(j);
            for (int k = 0; k < layout.m(); k++) {
                double z = u * weights.values()[layout.encoder() + i * layout.m() + k];
                double h = layout.spec().hidden() == Activation.RELU && z < 0 ? 0 : z;
                a += weights.values()[layout.decoder() + j * layout.m() + k] * h;
            }
            double residual = (i == j ? u : 0) - layout.spec().output().value(a);
            loss += importance[j] * residual * residual;
        }
        return loss / layout.n();
    }
}
