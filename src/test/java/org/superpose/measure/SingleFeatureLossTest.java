package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
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
            double output = layout.spec().output() == Activation.RELU && a < 0 ? 0 : a;
            double residual = (i == j ? u : 0) - output;
            loss += importance[j] * residual * residual;
        }
        return loss / layout.n();
    }
}
