package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class TwoFeatureLossTest {
    private static final MathContext DIGITS = new MathContext(100);

    /** t − u g − v h from all active to none, with slopes down to nothing: the double antiderivative in a hundred digits. */
    @ParameterizedTest
    @CsvSource({
        "0.7, 0.4, 0.5",
        "0.3, 0.4, 0.5",
        "0.45, 0.4, 0.5",
        "1e-3, 1, 2",
        "1, 1, 2",
        "2, 1, 2",
        "2.999999, 1, 2",
        "3, 1, 2",
        "4, 1, 2",
        "0.5, 1e-9, 1",
        "0.5, 1, 1e-9",
        "0.5, 1e-15, 1e-12",
        "1, 1e-30, 1.0000001",
        "1e-12, 1e-13, 1e-12",
        "1, 1, 1e-12",
        "1, 1, 1",
        "1e-20, 1, 1",
        "0.999999999, 1e-9, 1",
        "1e20, 2e20, 3e10"
    })
    void ofAnotherOutput(double t, double g, double h) {
        double exact = antiderivative(t, g, h);
        assertThat(TwoFeatureLoss.other(t, g, h)).isCloseTo(exact, within(2e-15 * exact));
    }

    @Test
    void ofAnotherOutputAnywhere() {
        Random random = new Random(5);
        for (int trial = 0; trial < 2000; trial++) {
            double g = Math.exp(-30 * random.nextDouble());
            double h = Math.exp(-30 * random.nextDouble());
            double t = (g + h) * (1.2 * random.nextDouble());
            double exact = antiderivative(t, g, h);
            assertThat(TwoFeatureLoss.other(t, g, h)).isCloseTo(exact, within(4e-15 * exact));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 0, 0.25",
        "-0.5, 0, 0, 0",
        "0, 0, 0, 0",
        "0, 1, 1, 0",
        "1, 1, 0, 0.3333333333333333",
        "0.5, 0, 1, 0.041666666666666664",
        "-1e-300, 0, 1e-300, 0"
    })
    void withoutASlope(double t, double g, double h, double expected) {
        assertThat(TwoFeatureLoss.other(t, g, h)).isCloseTo(expected, within(4e-16 * expected));
        assertThat(TwoFeatureLoss.other(t, h, g)).isCloseTo(expected, within(4e-16 * expected));
    }

    private static double antiderivative(double t, double g, double h) {
        BigDecimal top = new BigDecimal(t);
        BigDecimal first = new BigDecimal(g);
        BigDecimal second = new BigDecimal(h);
        BigDecimal sum = fourth(top)
                .subtract(fourth(top.subtract(first)))
                .subtract(fourth(top.subtract(second)))
                .add(fourth(top.subtract(first).subtract(second)));
        return sum.divide(first.multiply(second).multiply(BigDecimal.valueOf(12)), DIGITS)
                .doubleValue();
    }

    private static BigDecimal fourth(BigDecimal value) {
        return value.signum() > 0 ? value.pow(4) : BigDecimal.ZERO;
    }

    /** The integral over v in closed form and Simpson's rule over u: the other way round. */
    @Test
    void ofAnActiveOutput() {
        double[] slopes = {-2, -1, -0.3, -1e-9, 0, 1e-9, 0.2, 0.9, 1, 1.3};
        double[] biases = {-1.5, -0.9, -0.3, -1e-9, 0, 1e-9, 0.4, 1.1};
        for (double g : slopes) {
            for (double h : slopes) {
                for (double b : biases) {
                    assertThat(TwoFeatureLoss.own(g, h, b, true))
                            .as("g = %s, h = %s, b = %s", g, h, b)
                            .isCloseTo(simpson(g, h, b), within(2e-8));
                    double c = 0.5 - (b + g / 2 + h / 2);
                    assertThat(TwoFeatureLoss.own(g, h, b, false))
                            .isCloseTo(c * c + ((1 - g) * (1 - g) + h * h) / 12, within(1e-14));
                }
            }
        }
    }

    /** u − ReLU(u − v): E min(u, v)² = 1/6; a dedicated feature beside an orthogonal one loses nothing. */
    @Test
    void ofAnActiveOutputExactly() {
        assertThat(TwoFeatureLoss.own(1, -1, 0, true)).isCloseTo(1 / 6.0, within(1e-16));
        assertThat(TwoFeatureLoss.own(1, 0, 0, true)).isZero();
        assertThat(TwoFeatureLoss.own(0, 0, 0, true)).isCloseTo(1 / 3.0, within(1e-16));
        double error = 0x1p-30;
        assertThat(TwoFeatureLoss.own(1 - error, 0, 0, true))
                .isCloseTo(error * error / 3, within(1e-15 * error * error));
    }

    private static double simpson(double g, double h, double b) {
        int panels = 2000;
        double sum = 0;
        for (int q = 0; q <= 2 * panels; q++) {
            double u = q / (2.0 * panels);
            double weight = q == 0 || q == 2 * panels ? 1 : q % 2 == 1 ? 4 : 2;
            sum += weight * overSecond(u, b + g * u, h) / (6.0 * panels);
        }
        return sum;
    }

    /** ∫₀¹ (u − ReLU(c + h v))² dv. */
    private static double overSecond(double u, double c, double h) {
        if (h == 0) {
            double residual = u - Math.max(0, c);
            return residual * residual;
        }
        double kink = Math.min(1, Math.max(0, -c / h));
        double from = h > 0 ? kink : 0;
        double to = h > 0 ? 1 : kink;
        double middle = (from + to) / 2;
        double centre = c + h * middle - u;
        return u * u * (1 - (to - from)) + (to - from) * (centre * centre + h * h * (to - from) * (to - from) / 12);
    }

    /** Pairs of antipodes: one pair of features in n − 1 loses 2 E min(u, v)² = 1/3. */
    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 130, 200})
    void antipodalPairs(int n) {
        double[][] columns = new double[n][n / 2];
        for (int i = 0; i < n; i++) {
            columns[i][i / 2] = i % 2 == 0 ? 1 : -1;
        }
        double expected = 1 / (3.0 * n * (n - 1));
        assertThat(TwoFeatureLoss.of(Models.tied(columns), ones(n))).isCloseTo(expected, within(1e-14 * expected));
    }

    /** More features than a block of rows, against the closed form of linear models and a positive model that the ReLU leaves alone. */
    @Test
    void acrossBlocks() {
        int n = 150;
        for (boolean tied : new boolean[] {true, false}) {
            Weights linear =
                    Models.random(new ModelSpec(tied, Activation.IDENTITY, Activation.IDENTITY, true), n, 5, 3);
            for (int q = 0; q < linear.values().length; q++) {
                linear.values()[q] = Math.abs(linear.values()[q]);
            }
            double expected = LossByActiveFeatures.of(Models.subject(linear, 0.3), 2, new ReferenceKernel())
                    .orElseThrow()
                    .parts()
                    .get(2)
                    .loss();
            Weights relu = new Weights(new Layout(Models.relu(tied), n, 5), linear.values());
            assertThat(TwoFeatureLoss.of(linear, ones(n))).isCloseTo(expected, within(1e-6 * expected));
            assertThat(TwoFeatureLoss.of(relu, ones(n))).isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void overflowIsNotHidden() {
        Weights large = new Weights(new Layout(Models.relu(true), 2, 1), new float[] {1e30f, 1, 0, 0});
        assertThat(TwoFeatureLoss.of(large, ones(2))).isNotNaN().isGreaterThan(1e100);
        assertThat(TwoFeatureLoss.other(Double.NaN, 1, 1)).isNaN();
        assertThat(TwoFeatureLoss.own(Double.NaN, 1, -1, true)).isNaN();
        assertThat(TwoFeatureLoss.own(1, Double.NaN, -1, true)).isNaN();
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
