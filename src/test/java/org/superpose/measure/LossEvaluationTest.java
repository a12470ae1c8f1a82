package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class LossEvaluationTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();

    @Test
    void trainedModel() throws Exception {
        LossEvaluation loss = LossEvaluation.of(Models.subject(Models.golden(), 0.045), KERNEL);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(0.003252, within(4 * loss.standardError() + 4 * 0.0000055));
    }

    /** An antipodal pair is wrong only if both are active: (1 − r) p²/3. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5, 0.1})
    void antipodalPair(double density) {
        Weights pair = Models.tied(new double[][] {{1}, {-1}});
        LossEvaluation loss = LossEvaluation.of(Models.subject(pair, density), KERNEL);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(density * density / 6, within(4 * loss.standardError()));
    }

    @Test
    void antipodalPairsBesideDedicatedFeatures() {
        Weights weights = Models.tied(
                new double[][] {{1, 0, 0, 0}, {-1, 0, 0, 0}, {0, 1, 0, 0}, {0, -1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}});
        LossEvaluation loss = LossEvaluation.of(Models.subject(weights, 0.2), KERNEL);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(0.2 * 0.2 / 9, within(4 * loss.standardError()));
    }

    /** Rare large losses: seen, and the standard error admits how few there were. */
    @Test
    void aRareLossIsFound() {
        double density = 1e-3;
        LossEvaluation loss =
                LossEvaluation.of(Models.subject(Models.tied(new double[][] {{1}, {-1}}), density), KERNEL);
        assertThat(loss.mean()).isPositive();
        assertThat(loss.standardError()).isPositive();
        assertThat(loss.mean()).isCloseTo(density * density / 6, within(5 * loss.standardError()));
        assertThat(loss.samples()).isGreaterThan(1L << 27);
    }

    /** x̂ = p/2 loses the variance of x, whatever the density; at small p nearly all samples are inactive. */
    @ParameterizedTest
    @CsvSource({"1, 3, 1", "0.1, 3, 1", "0.01, 1, 1", "0.001, 5, 0.5", "0.0003, 2, 1"})
    void aConstantLosesTheVariance(double density, int n, double decay) {
        Layout layout = new Layout(Models.relu(true), n, 1);
        float[] values = new float[layout.size()];
        for (int i = 0; i < n; i++) {
            values[layout.bias() + i] = (float) (density / 2);
        }
        Importance importance = new Importance.Decay(decay);
        LossEvaluation loss =
                LossEvaluation.of(Models.subject(new Weights(layout, values), density, importance, "constant"), KERNEL);
        double variance = density / 3 - density * density / 4;
        double expected = 0;
        for (int i = 0; i < n; i++) {
            expected += variance * Math.pow(decay, i) / n;
        }
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError()));
    }

    /** The distance from the truth, in standard errors, has mean 0 and variance 1 over independent streams. */
    @Test
    void theStandardErrorIsTrue() {
        double density = 0.02;
        Weights weights = new Weights(new Layout(Models.relu(true), 4, 1), new float[] {0, 0, 0, 0, 0, 0, 0, 0});
        double sum = 0;
        double squares = 0;
        int streams = 100;
        for (int key = 0; key < streams; key++) {
            LossEvaluation loss =
                    LossEvaluation.of(Models.subject(weights, density, new Importance.Decay(1), "key" + key), KERNEL);
            double deviation = (loss.mean() - density / 3) / loss.standardError();
            sum += deviation;
            squares += deviation * deviation;
        }
        assertThat(sum / streams).isBetween(-0.35, 0.35);
        assertThat(squares / streams).isBetween(0.6, 1.5);
    }

    @Test
    void aPerfectModelEnds() {
        Weights identity = Models.tied(new double[][] {{1, 0}, {0, 1}});
        LossEvaluation loss = LossEvaluation.of(Models.subject(identity, 0.5), KERNEL);
        assertThat(loss.mean()).isZero();
        assertThat(loss.standardError()).isZero();
        assertThat(loss.samples()).isBetween((long) LossEvaluation.MINIMUM_LOSSLESS, 1L << 20);
    }

    @Test
    void equalSubjectsGiveEqualBits() throws Exception {
        Measurement.Subject subject = Models.subject(Models.golden(), 0.045);
        assertThat(LossEvaluation.of(subject, KERNEL)).isEqualTo(LossEvaluation.of(subject, KERNEL));
        Measurement.Subject other = Models.subject(Models.golden(), 0.045, new Importance.Decay(1), "other");
        assertThat(LossEvaluation.of(other, KERNEL).mean())
                .isNotEqualTo(LossEvaluation.of(subject, KERNEL).mean());
    }

    @Test
    void aDivergedModelIsReportedNotThrown() {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.IDENTITY, false), 2, 1);
        Weights huge = new Weights(layout, new float[] {1e38f, Float.POSITIVE_INFINITY});
        assertThat(LossEvaluation.of(Models.subject(huge, 0.5), KERNEL).finite())
                .isFalse();
    }

    private static void assertPrecise(LossEvaluation loss) {
        assertThat(loss.finite()).isTrue();
        assertThat(loss.mean()).isPositive();
        assertThat(loss.standardError()).isBetween(0.0, 0.005 * loss.mean());
        assertThat(loss.samples()).isGreaterThanOrEqualTo(LossEvaluation.MINIMUM);
    }
}
