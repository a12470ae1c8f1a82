package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.data.RandomStream;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

class LossByActiveFeaturesTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();

    /** Every subset of four features, integrated from the definition of the model. */
    @ParameterizedTest
    @MethodSource("org.superpose.measure.LossEvaluationTest#families")
    void isTheMeanOverAllSubsets(ModelSpec spec, Importance importance) {
        int n = 4;
        double density = 0.3;
        Weights weights = Models.random(spec, n, 2, 17);
        double[] expected = bruteForce(weights, importance.weights(n));
        LossByActiveFeatures loss = of(Models.subject(weights, density, importance, "key"), 3);
        double total = 0;
        for (int k = 0; k <= n; k++) {
            LossByActiveFeatures.Part part = loss.parts().get(k);
            assertThat(part.k()).isEqualTo(k == n ? null : (Integer) k);
            assertThat(part.loss())
                    .as("L_%d", k)
                    .isCloseTo(expected[k], within(4 * part.standardError() + 2e-4 * expected[k]));
            double probability = new int[] {1, 4, 6, 4, 1}[k] * Math.pow(density, k) * Math.pow(1 - density, n - k);
            assertThat(part.probability()).isCloseTo(probability, within(1e-12));
            assertThat(part.share()).isCloseTo(probability * part.loss() / loss.total(), within(1e-12));
            boolean linear =
                    spec.hidden() == Activation.IDENTITY && spec.output().equals(OutputFunction.IDENTITY);
            boolean exact = linear || k < 2 || (k == 2 && spec.hidden() == Activation.IDENTITY);
            assertThat(part.standardError() == 0).as("L_%d is exact", k).isEqualTo(exact);
            total += probability * expected[k];
        }
        assertThat(loss.total()).isCloseTo(total, within(4 * loss.standardError() + 2e-4 * total));
        assertThat(loss.standardError()).isBetween(0.0, 0.005 * loss.total());
    }

    /** L_k, the mean over the subsets of k features of the mean over their values, by two-point Gauss rules on twelve panels. */
    private static double[] bruteForce(Weights weights, double[] importance) {
        int n = importance.length;
        double[] sums = new double[n + 1];
        int[] subsets = new int[n + 1];
        for (int subset = 0; subset < 1 << n; subset++) {
            int k = Integer.bitCount(subset);
            sums[k] += integral(weights, importance, subset, 0, new double[n]);
            subsets[k]++;
        }
        for (int k = 0; k <= n; k++) {
            sums[k] /= subsets[k];
        }
        return sums;
    }

    private static double integral(Weights weights, double[] importance, int subset, int i, double[] x) {
        if (i == x.length) {
            return loss(weights, importance, x);
        }
        if ((subset >> i & 1) == 0) {
            x[i] = 0;
            return integral(weights, importance, subset, i + 1, x);
        }
        int panels = 12;
        double sum = 0;
        for (int panel = 0; panel < panels; panel++) {
            for (int side = -1; side <= 1; side += 2) {
                x[i] = (panel + 0.5 + side / Math.sqrt(12)) / panels;
                sum += integral(weights, importance, subset, i + 1, x);
            }
        }
        return sum / (2 * panels);
    }

    private static double loss(Weights weights, double[] importance, double[] x) {
        Layout layout = weights.layout();
        double[] hidden = new double[layout.m()];
        for (int k = 0; k < layout.m(); k++) {
            for (int i = 0; i < x.length; i++) {
                hidden[k] += x[i] * weights.values()[layout.encoder() + i * layout.m() + k];
            }
            hidden[k] = layout.spec().hidden() == Activation.RELU ? Math.max(0, hidden[k]) : hidden[k];
        }
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double a = weights.bias(i);
            for (int k = 0; k < layout.m(); k++) {
                a += weights.values()[layout.decoder() + i * layout.m() + k] * hidden[k];
            }
            double output = layout.spec().output().value(a);
            loss += importance[i] * (x[i] - output) * (x[i] - output) / x.length;
        }
        return loss;
    }

    /** Few and many active features, up to all of them. */
    @ParameterizedTest
    @MethodSource("org.superpose.measure.LossEvaluationTest#families")
    void addsUpToTheEvaluatedLoss(ModelSpec spec, Importance importance) {
        Weights weights = Models.random(spec, 24, 6, 23);
        for (double density : new double[] {0.002, 0.1, 0.6, 1}) {
            Measurement.Subject subject = Models.subject(weights, density, importance, "key");
            LossByActiveFeatures loss = of(subject, 6);
            LossEvaluation evaluation = LossEvaluation.of(subject, KERNEL, 0.005, () -> true);
            assertThat(loss.finite()).isTrue();
            double error = Math.hypot(loss.standardError(), evaluation.standardError());
            assertThat(loss.total()).isCloseTo(evaluation.mean(), within(4 * error + 1e-6 * evaluation.mean()));
            assertThat(loss.parts().stream()
                            .mapToDouble(LossByActiveFeatures.Part::probability)
                            .sum())
                    .isCloseTo(1, within(1e-11));
            assertThat(loss.parts().stream()
                            .mapToDouble(LossByActiveFeatures.Part::share)
                            .sum())
                    .isCloseTo(1, within(1e-11));
            assertThat(loss.parts().get(7).k()).as("all above the last k").isNull();
        }
    }

    /** Outputs whose L_1 or L_2 has no closed form here. */
    @ParameterizedTest
    @EnumSource(OutputFunction.Kind.class)
    void addsUpForEveryOutput(OutputFunction.Kind kind) {
        double density = 0.1;
        OutputFunction output = OutputFunction.standard(kind, 24, density);
        Weights weights = Models.random(new ModelSpec(true, Activation.IDENTITY, output, true), 24, 6, 23);
        Measurement.Subject subject = Models.subject(weights, density, new Importance.Decay(1), "key");
        LossByActiveFeatures loss = of(subject, 4);
        LossEvaluation evaluation = LossEvaluation.of(subject, KERNEL, 0.005, () -> true);
        double error = Math.hypot(loss.standardError(), evaluation.standardError());
        assertThat(loss.finite()).isTrue();
        assertThat(loss.total()).isCloseTo(evaluation.mean(), within(4 * error + 1e-6 * evaluation.mean()));
    }

    /** With every kernel there is. */
    @Test
    void aTrainedModel() throws Exception {
        Measurement.Subject subject = Models.subject(Models.golden(), 0.045);
        for (Kernel kernel : new Kernel[] {KERNEL, Kernels.resolve(Kernels.AUTO).kernel()}) {
            LossByActiveFeatures loss =
                    LossByActiveFeatures.of(subject, 8, kernel).orElseThrow();
            assertThat(loss.parts()).hasSize(10);
            assertThat(loss.standardError()).isBetween(0.0, 0.005 * loss.total());
            assertThat(loss.total())
                    .isCloseTo(0.003252, within(4 * Math.hypot(loss.standardError(), 0.0000055) + 5e-7));
            LossEvaluation evaluation = LossEvaluation.of(subject, KERNEL, 0.005, () -> true);
            assertThat(loss.total())
                    .isCloseTo(
                            evaluation.mean(),
                            within(4 * Math.hypot(loss.standardError(), evaluation.standardError())));
        }
    }

    /** L_2 in closed form is what samples of two active features lose on average. */
    @ParameterizedTest
    @CsvSource({"true, RELU", "false, RELU", "false, IDENTITY"})
    void pairsAreWhatTheyAreSampledAs(boolean tied, Activation output) {
        Weights weights = Models.random(new ModelSpec(tied, Activation.IDENTITY, output, !tied), 70, 5, 29);
        Importance importance = new Importance.Decay(0.97);
        Measurement.Subject subject = Models.subject(weights, 0.02, importance, "key");
        ActiveSampling.Stratum pairs = new ActiveSampling.Stratum(
                2, subject.data().activeCount(70, 0.02, 2, 2).orElseThrow(), RandomStream.of("key", "pairs"));
        ActiveSampling.run(subject, KERNEL, List.of(pairs), 0, () -> true);
        double error = pairs.losses().standardError();
        assertThat(error)
                .isBetween(1e-4 * pairs.losses().mean(), 0.01 * pairs.losses().mean());
        assertThat(TwoFeatureLoss.of(weights, importance.weights(70)))
                .isCloseTo(pairs.losses().mean(), within(4 * error));
    }

    /** Beyond the size at which pairs are summed they are sampled. */
    @Test
    void pairsOfManyFeatures() {
        int n = LossByActiveFeatures.MOST_IN_PAIRS + 30;
        Weights weights = Models.random(true, n, 3, 31);
        LossByActiveFeatures loss = of(Models.subject(weights, 0.003), 3);
        LossByActiveFeatures.Part pairs = loss.parts().get(2);
        assertThat(pairs.standardError()).isBetween(1e-4 * pairs.loss(), 0.1 * pairs.loss());
        double exact = TwoFeatureLoss.of(weights, new Importance.Decay(1).weights(n));
        assertThat(pairs.loss()).isCloseTo(exact, within(4 * pairs.standardError()));
    }

    /** One pair of features in 599 loses much, the others a little: the first 1024 may not meet one that does. */
    @Test
    void theStandardErrorOfANearlyPerfectModelIsTrue() {
        int n = 600;
        double[][] columns = new double[n][n / 2];
        for (int i = 0; i < n; i++) {
            columns[i][i / 2] = i % 2 == 0 ? 0.9995 : -0.9995;
        }
        Weights weights = Models.tied(columns);
        double exact = TwoFeatureLoss.of(weights, new Importance.Decay(1).weights(n));
        Kernel kernel = Kernels.resolve(Kernels.AUTO).kernel();
        for (int key = 0; key < 3; key++) {
            Measurement.Subject subject = Models.subject(weights, 1e-4, new Importance.Decay(1), "key" + key);
            LossByActiveFeatures.Part pairs = LossByActiveFeatures.of(subject, 2, kernel)
                    .orElseThrow()
                    .parts()
                    .get(2);
            assertThat(pairs.standardError()).isBetween(0.01 * exact, 0.2 * exact);
            assertThat(pairs.loss()).isCloseTo(exact, within(4 * pairs.standardError()));
        }
    }

    /** Only feature 0 counts, and it errs beside 30 of the other 599: once in 6000 pairs, which no first sample meets. */
    @Test
    void aRareLossIsFound() {
        int n = 600;
        Layout layout = new Layout(Models.relu(true), n, 1);
        float[] values = new float[layout.size()];
        values[0] = 1;
        Arrays.fill(values, 1, 31, -1);
        Weights weights = new Weights(layout, values);
        Importance importance = new Importance.Decay(Double.MIN_VALUE);
        LossByActiveFeatures.Part pairs =
                of(Models.subject(weights, 1e-3, importance, "key"), 2).parts().get(2);
        double exact = TwoFeatureLoss.of(weights, importance.weights(n));
        assertThat(exact).isCloseTo(30 / 6.0 / n / (0.5 * n * (n - 1)), within(1e-12));
        assertThat(pairs.standardError()).isBetween(1e-3 * exact, exact);
        assertThat(pairs.loss()).isCloseTo(exact, within(4 * pairs.standardError()));
    }

    /** Antipodal pairs lose p²/6 in all; deviations from it are as large as they are said to be. */
    @Test
    void theStandardErrorIsTrue() {
        double density = 0.5;
        double[][] columns = new double[8][4];
        for (int i = 0; i < 8; i++) {
            columns[i][i / 2] = i % 2 == 0 ? 1 : -1;
        }
        double sum = 0;
        double squares = 0;
        int streams = 40;
        for (int key = 0; key < streams; key++) {
            LossByActiveFeatures loss =
                    of(Models.subject(Models.tied(columns), density, new Importance.Decay(1), "key" + key), 4);
            assertThat(loss.parts().get(0).loss()).isZero();
            assertThat(loss.parts().get(1).loss()).isZero();
            assertThat(loss.parts().get(2).loss()).isCloseTo(1 / (3.0 * 8 * 7), within(1e-15));
            double deviation = (loss.total() - density * density / 6) / loss.standardError();
            sum += deviation;
            squares += deviation * deviation;
        }
        assertThat(sum / streams).isBetween(-0.6, 0.6);
        assertThat(squares / streams).isBetween(0.4, 2.0);
    }

    @Test
    void aModelOfOneFeatureHasTwoParts() {
        LossByActiveFeatures loss = of(Models.subject(Models.tied(new double[][] {{0.5}}), 0.2), 8);
        assertThat(loss.parts()).hasSize(2);
        assertThat(loss.parts().get(1).k()).isEqualTo(1);
        assertThat(loss.total()).isCloseTo(0.2 * 0.75 * 0.75 / 3, within(1e-16));
        assertThat(loss.standardError()).isZero();
    }

    @Test
    void aPerfectModelHasNoShares() {
        LossByActiveFeatures loss = of(Models.subject(Models.tied(new double[][] {{1, 0}, {0, 1}}), 0.2), 2);
        assertThat(loss.total()).isZero();
        assertThat(loss.parts()).extracting(LossByActiveFeatures.Part::share).containsOnlyNulls();
    }

    @Test
    void equalSubjectsGiveEqualBits() throws Exception {
        Measurement.Subject subject = Models.subject(Models.golden(), 0.2);
        assertThat(of(subject, 5)).isEqualTo(of(subject, 5));
        Measurement.Subject other = Models.subject(Models.golden(), 0.2, new Importance.Decay(1), "other");
        assertThat(of(other, 5).total()).isNotEqualTo(of(subject, 5).total());
    }

    @Test
    void canBeAbandoned() throws Exception {
        AtomicInteger left = new AtomicInteger(3);
        assertThatThrownBy(() -> LossByActiveFeatures.of(
                        Models.subject(Models.golden(), 0.2), 5, KERNEL, () -> left.getAndDecrement() > 0))
                .isInstanceOf(CancellationException.class);
        assertThat(left).hasValue(-1);
    }

    @Test
    void overflowIsToldApart() {
        Layout layout = new Layout(Models.relu(true), 3, 1);
        Weights large = new Weights(layout, new float[] {1e30f, 1e30f, 1, 0, 0, 0});
        assertThat(of(Models.subject(large, 0.5), 2).finite()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1", "65"})
    void theNumberOfPartsIsLimited(int most) {
        assertThatThrownBy(() -> of(Models.subject(Models.tied(new double[][] {{1}}), 0.2), most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64");
    }

    private static LossByActiveFeatures of(Measurement.Subject subject, int most) {
        return LossByActiveFeatures.of(subject, most, KERNEL).orElseThrow();
    }
}
