package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

class LossEvaluationTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();

    @Test
    void trainedModel() throws Exception {
        LossEvaluation loss = LossEvaluation.of(Models.subject(Models.golden(), 0.045), KERNEL, 0.005, () -> true);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(0.003252, within(4 * loss.standardError() + 4 * 0.0000055));
    }

    /** An antipodal pair is wrong only if both are active: (1 − r) p²/3. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5, 0.1})
    void antipodalPair(double density) {
        Weights pair = Models.tied(new double[][] {{1}, {-1}});
        LossEvaluation loss = LossEvaluation.of(Models.subject(pair, density), KERNEL, 0.005, () -> true);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(density * density / 6, within(4 * loss.standardError()));
    }

    @Test
    void antipodalPairsBesideDedicatedFeatures() {
        Weights weights = Models.tied(
                new double[][] {{1, 0, 0, 0}, {-1, 0, 0, 0}, {0, 1, 0, 0}, {0, -1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}});
        LossEvaluation loss = LossEvaluation.of(Models.subject(weights, 0.2), KERNEL, 0.005, () -> true);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(0.2 * 0.2 / 9, within(4 * loss.standardError()));
    }

    /** What happens once in 10¹⁰ samples is measured as well as what happens in every fourth. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-5, 1e-3, 0.02, 0.5, 0.9})
    void antipodalPairsAtAnyDensity(double density) {
        LossEvaluation loss =
                LossEvaluation.of(Models.subject(antipodalPairs(8, 1), density), KERNEL, 0.005, () -> true);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(density * density / 6, within(4 * loss.standardError()));
    }

    /** Most of the loss sits in pairs, which plain samples hardly ever meet; the rest is that of single features. */
    @ParameterizedTest
    @CsvSource({"1e-5, 8", "1e-4, 2", "1e-3, 8", "0.1, 8"})
    void theStandardErrorOfANearlyPerfectModelIsTrue(double density, int n) {
        double diagonal = 1 - 1e-3;
        double expected = pairLoss(diagonal, density);
        double squares = 0;
        int streams = 20;
        for (int key = 0; key < streams; key++) {
            Measurement.Subject subject = Models.subject(
                    antipodalPairs(n, Math.sqrt(diagonal)), density, new Importance.Decay(1), "stream" + key);
            LossEvaluation loss = LossEvaluation.of(subject, KERNEL, 0.005, () -> true);
            assertPrecise(loss);
            double deviation = (loss.mean() - expected) / loss.standardError();
            assertThat(deviation).isBetween(-4.0, 4.0);
            squares += deviation * deviation;
        }
        assertThat(squares / streams).isBetween(0.3, 2.2);
    }

    /** A loss that needs three active features, once in 10¹⁷ samples and huge then, is not left to chance. */
    @Test
    void aLossOfThreeFeaturesIsFound() {
        int n = 6;
        double density = 1e-6;
        // x̂_0 = ReLU(Σu − 2.5)/ε
        double epsilon = 1e-7;
        Layout layout = new Layout(Models.relu(false), n, 1);
        float[] values = new float[layout.size()];
        for (int i = 0; i < n; i++) {
            values[i] = 1;
        }
        values[layout.decoder()] = (float) (1 / epsilon);
        values[layout.bias()] = (float) (-2.5 / epsilon);
        LossEvaluation loss =
                LossEvaluation.of(Models.subject(new Weights(layout, values), density), KERNEL, 0.005, () -> true);
        // With t = 3 − Σu < ½, density t²/2: ∫ (½ − t)² t²/2 dt = ½ · B(3, 3)/2⁵ = 1/1920
        double triples = 20 * Math.pow(density, 3) / 1920 / (epsilon * epsilon) / n;
        double expected = density / 3 + triples;
        assertThat(triples / expected).isGreaterThan(0.3);
        assertThat(loss.standardError()).isBetween(0.0, 0.01 * loss.mean());
        assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError() + 2e-5 * expected));
    }

    /** x̂ = 0 loses x², p/3, of which single features are nearly all. */
    @ParameterizedTest
    @CsvSource({"1e-9, 100", "1e-12, 2", "1e-6, 1", "0.3, 1"})
    void zeroLosesThePower(double density, int n) {
        Weights zero = new Weights(new Layout(Models.relu(true), n, 1), new float[2 * n]);
        LossEvaluation loss = LossEvaluation.of(Models.subject(zero, density), KERNEL, 0.005, () -> true);
        assertThat(loss.mean()).isCloseTo(density / 3, within(1e-9 * density));
        assertThat(loss.standardError()).isBetween(0.0, 1e-9 * density);
    }

    static Stream<Arguments> families() {
        List<Arguments> families = new ArrayList<>();
        for (boolean tied : new boolean[] {true, false}) {
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    for (Importance importance : List.of(new Importance.Decay(0.8), new Importance.Last(3))) {
                        families.add(Arguments.of(new ModelSpec(tied, hidden, output, !tied), importance));
                    }
                }
            }
        }
        return families.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void stratifiedAndPlainSamplingAgree(ModelSpec spec, Importance importance) {
        for (double density : new double[] {0.01, 0.13, 0.5}) {
            Weights weights = Models.random(spec, 8, 3, 5);
            LossEvaluation loss =
                    LossEvaluation.of(Models.subject(weights, density, importance, "one"), KERNEL, 0.005, () -> true);
            LossEvaluation plain = LossEvaluation.of(
                    Models.subject(weights, density, importance, "two"), KERNEL, 0.005, () -> true, Optional.empty());
            assertPrecise(loss);
            assertPrecise(plain);
            assertThat(loss.mean())
                    .isCloseTo(plain.mean(), within(4 * Math.hypot(loss.standardError(), plain.standardError())));
        }
    }

    static Stream<OutputFunction> otherOutputs() {
        return Stream.of(
                new OutputFunction(Kind.LEAKY_RELU, 0.2),
                new OutputFunction(Kind.SOFT_THRESHOLD, 0.2),
                new OutputFunction(Kind.TREC, 0.3),
                new OutputFunction(Kind.GATED, 0.1),
                new OutputFunction(Kind.TOP_K, 2));
    }

    @ParameterizedTest
    @MethodSource("otherOutputs")
    void stratifiedAndPlainSamplingAgreeForEveryOutput(OutputFunction psi) {
        stratifiedAndPlainSamplingAgree(
                new ModelSpec(false, Activation.IDENTITY, psi, true), new Importance.Decay(0.8));
    }

    /** No closed form and hardly a sample with two features: x̂ = u σ(u/τ) on its own loses ∫ u² (1 − σ(u/τ))² du. */
    @Test
    void aGateOfOneFeature() {
        OutputFunction psi = new OutputFunction(Kind.GATED, 0.2);
        double density = 1e-6;
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, psi, false), 2, 2);
        LossEvaluation loss = LossEvaluation.of(
                Models.subject(new Weights(layout, new float[] {1, 0, 0, 1}), density), KERNEL, 0.005, () -> true);
        double expected = 0;
        for (int q = 0; q < 10_000; q++) {
            double u = (q + 0.5) / 10_000;
            expected += density * Math.pow(u - psi.value(u), 2) / 10_000;
        }
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError()));
    }

    /** A perfect model that keeps only one feature loses the lesser of two: E min(u, v)² = 1/6. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.1})
    void topOneLosesTheLesserOfTwo(double density) {
        OutputFunction psi = new OutputFunction(Kind.TOP_K, 1);
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, psi, false), 2, 2);
        LossEvaluation loss = LossEvaluation.of(
                Models.subject(new Weights(layout, new float[] {1, 0, 0, 1}), density), KERNEL, 0.005, () -> true);
        assertPrecise(loss);
        assertThat(loss.mean()).isCloseTo(density * density / 12, within(4 * loss.standardError()));
    }

    private static Weights antipodalPairs(int n, double length) {
        double[][] columns = new double[n][n / 2];
        for (int i = 0; i < n; i++) {
            columns[i][i / 2] = i % 2 == 0 ? length : -length;
        }
        return Models.tied(columns);
    }

    /** The loss per feature of antipodal pairs with this diagonal: a pair knows nothing of the others. */
    private static double pairLoss(double diagonal, double density) {
        int cells = 500;
        double both = 0;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double u = (i + 0.5) / cells;
                double v = (j + 0.5) / cells;
                double first = u - Math.max(0, diagonal * (u - v));
                double second = v - Math.max(0, diagonal * (v - u));
                both += (first * first + second * second) / cells / cells;
            }
        }
        double single = (1 - diagonal) * (1 - diagonal) / 3;
        return density * (1 - density) * single + density * density * both / 2;
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
        LossEvaluation loss = LossEvaluation.of(
                Models.subject(new Weights(layout, values), density, importance, "constant"),
                KERNEL,
                0.005,
                () -> true);
        double variance = density / 3 - density * density / 4;
        double expected = 0;
        for (int i = 0; i < n; i++) {
            expected += variance * Math.pow(decay, i) / n;
        }
        assertThat(loss.standardError()).isBetween(0.0, 0.005 * loss.mean());
        assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError() + 1e-6 * expected));
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
            LossEvaluation loss = LossEvaluation.of(
                    Models.subject(weights, density, new Importance.Decay(1), "key" + key), KERNEL, 0.005, () -> true);
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
        LossEvaluation loss = LossEvaluation.of(Models.subject(identity, 0.5), KERNEL, 0.005, () -> true);
        assertThat(loss.mean()).isZero();
        assertThat(loss.standardError()).isZero();
        assertThat(loss.samples()).isBetween((long) LossEvaluation.MINIMUM_LOSSLESS, 1L << 20);
    }

    @Test
    void equalSubjectsGiveEqualBits() throws Exception {
        Measurement.Subject subject = Models.subject(Models.golden(), 0.045);
        assertThat(LossEvaluation.of(subject, KERNEL, 0.005, () -> true))
                .isEqualTo(LossEvaluation.of(subject, KERNEL, 0.005, () -> true));
        Measurement.Subject other = Models.subject(Models.golden(), 0.045, new Importance.Decay(1), "other");
        assertThat(LossEvaluation.of(other, KERNEL, 0.005, () -> true).mean())
                .isNotEqualTo(
                        LossEvaluation.of(subject, KERNEL, 0.005, () -> true).mean());
    }

    @Test
    void aDivergedModelIsReportedNotThrown() {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.IDENTITY, false), 2, 1);
        Weights huge = new Weights(layout, new float[] {1e38f, Float.POSITIVE_INFINITY});
        assertThat(LossEvaluation.of(Models.subject(huge, 0.5), KERNEL, 0.005, () -> true)
                        .finite())
                .isFalse();
    }

    private static void assertPrecise(LossEvaluation loss) {
        assertThat(loss.finite()).isTrue();
        assertThat(loss.mean()).isPositive();
        assertThat(loss.standardError()).isBetween(0.0, 0.005 * loss.mean());
        assertThat(loss.samples()).isGreaterThanOrEqualTo(LossEvaluation.MINIMUM);
    }

    /** Asked before every batch. */
    @Test
    void canBeAbandoned() throws Exception {
        AtomicInteger left = new AtomicInteger(2);
        assertThatThrownBy(() -> LossEvaluation.of(
                        Models.subject(Models.golden(), 0.045), KERNEL, 0.005, () -> left.getAndDecrement() > 0))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("2048 samples");
        assertThat(left).hasValue(-1);
    }

    /** Four times the samples halve the standard error; the caps do not stand in the way. */
    @ParameterizedTest
    @CsvSource({"0.02, 0.001", "0.3, 0.001", "0.3, 0.02"})
    void isAsPreciseAsAskedFor(double density, double precision) throws Exception {
        LossEvaluation loss =
                LossEvaluation.of(Models.subject(Models.golden(), density), KERNEL, precision, () -> true);
        assertThat(loss.standardError() / loss.mean()).isBetween(0.0, precision);
        LossEvaluation usual = LossEvaluation.of(Models.subject(Models.golden(), density), KERNEL, 0.005, () -> true);
        if (precision < 0.005) {
            assertThat(loss.samples()).isGreaterThan(10 * usual.samples());
        } else {
            assertThat(loss.samples()).isLessThanOrEqualTo(usual.samples());
        }
        assertThat(loss.mean())
                .isCloseTo(usual.mean(), within(4 * Math.hypot(loss.standardError(), usual.standardError())));
    }
}
