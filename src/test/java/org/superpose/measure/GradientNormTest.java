package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.Problem;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

class GradientNormTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();
    private static final Importance FALLING = new Importance.Decay(0.8);
    private static final Importance EQUAL = new Importance.Decay(1);
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);
    private static final int STREAMS = 60;

    /** g₁·g₂ of one model over several streams, and what each tells of its variance. */
    private static final class Estimates {
        final Welford means = new Welford();
        double variance;

        Estimates(Weights weights, Objective objective, Kernel kernel, int half) {
            for (int key = 0; key < STREAMS; key++) {
                Measurement.Subject subject = new Measurement.Subject(weights, objective, "stream " + key);
                GradientStrata strata = GradientStrata.of(subject, GradientNorm.BATCH);
                GradientNorm.Square square = GradientNorm.square(subject, kernel, strata, half, () -> true);
                means.add(square.mean());
                variance += square.variance() / STREAMS;
            }
        }

        void agreeWith(double expected) {
            assertThat(means.mean()).isCloseTo(expected, within(4 * means.standardError() + 1e-4 * expected));
            // of 60 streams the variance is known to a fifth
            assertThat(means.variance()).isBetween(0.5 * variance, 2 * 2 * variance);
        }
    }

    /** ‖∇L‖² by central differences of a loss that is exactly known. */
    private static double differences(Weights weights, ToDoubleFunction<Weights> loss) {
        double sum = 0;
        for (int q = 0; q < weights.values().length; q++) {
            double derivative = (loss.applyAsDouble(moved(weights, q, 1)) - loss.applyAsDouble(moved(weights, q, -1)))
                    / ((double) moved(weights, q, 1).values()[q]
                            - moved(weights, q, -1).values()[q]);
            sum += derivative * derivative;
        }
        return sum;
    }

    private static Weights moved(Weights weights, int q, int direction) {
        float[] values = weights.values().clone();
        values[q] += direction * 0x1p-8f;
        return new Weights(weights.layout(), values);
    }

    /** Two features: at most two are active, and L_0, L_1 and L_2 have closed forms. Where n p is above 4 there would be no strata. */
    @ParameterizedTest
    @CsvSource({"0.3, true", "0.3, false", "0.01, true", "0.01, false", "1e-4, false", "1e-7, false"})
    void ofTwoFeaturesByStrata(double p, boolean tied) {
        Weights weights = Models.random(tied, 2, 1, 11);
        double[] importance = FALLING.weights(2);
        double expected = differences(weights, model -> {
            double silent = 0;
            for (int i = 0; i < 2; i++) {
                silent += importance[i] * Math.pow(Math.max(0, model.bias(i)), 2) / 2;
            }
            return (1 - p) * (1 - p) * silent
                    + 2 * p * (1 - p) * SingleFeatureLoss.of(model, importance)
                    + p * p * TwoFeatureLoss.of(model, importance);
        });
        new Estimates(weights, new Objective(INDEPENDENT, p, FALLING), KERNEL, 8).agreeWith(expected);
    }

    /** A linear model, whose loss is (1/n) Σ_i I_i [v₁ Σ_j (W − 1)_ij² + ((p/2) Σ_j (W − 1)_ij + b_i)²] for any number of features. */
    @ParameterizedTest
    @CsvSource({"12, 0.6, false", "12, 0.6, true", "12, 0.1, false", "5, 1, true"})
    void ofALinearModel(int n, double p, boolean tied) {
        ModelSpec spec = new ModelSpec(tied, Activation.IDENTITY, Activation.IDENTITY, true);
        Weights weights = Models.random(spec, n, 3, 5);
        double v1 = p / 3 - p * p / 4;
        double expected = differences(weights, model -> {
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double mean = model.bias(i);
                double variance = 0;
                for (int j = 0; j < n; j++) {
                    double error = entry(model, i, j) - (i == j ? 1 : 0);
                    mean += error * p / 2;
                    variance += error * error * v1;
                }
                loss += FALLING.of(i, n) * (variance + mean * mean) / n;
            }
            return loss;
        });
        new Estimates(weights, new Objective(INDEPENDENT, p, FALLING), KERNEL, 8).agreeWith(expected);
    }

    private static double entry(Weights weights, int i, int j) {
        Layout layout = weights.layout();
        return SingleFeatureLoss.product(
                weights.values(),
                layout.decoder() + i * layout.m(),
                weights.values(),
                layout.encoder() + j * layout.m(),
                layout.m());
    }

    static Stream<ModelSpec> everyModel() {
        return Arrays.stream(OutputFunction.Kind.values())
                .map(kind -> OutputFunction.standard(kind, 6, 0.2))
                .flatMap(output -> Stream.of(
                        new ModelSpec(false, Activation.IDENTITY, output, true),
                        new ModelSpec(true, Activation.RELU, output, true)));
    }

    /** Against gradients of many plain samples: for every output and hidden layer, by strata. */
    @ParameterizedTest
    @MethodSource("everyModel")
    void ofEveryModel(ModelSpec spec) {
        Objective objective = new Objective(INDEPENDENT, 0.2, FALLING);
        new Estimates(Models.random(spec, 6, 3, 2), objective, KERNEL, 4)
                .agreeWith(sampled(Models.random(spec, 6, 3, 2), objective));
    }

    /** Dependent features, most of whose samples are inactive. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
    void ofEveryKindOfData(DataSpec.Kind kind) {
        Objective objective = new Objective(new DataSpec(kind), 0.1, EQUAL);
        Weights weights = Models.random(false, 6, 3, 3);
        new Estimates(weights, objective, KERNEL, 4).agreeWith(sampled(weights, objective));
    }

    /** Both of a pair are on with p, or none is: L = (1 − p) L_0 + p E[loss; both on], however small p is. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1e-4, 1e-8})
    void ofFeaturesThatAreOnTogether(double p) {
        Weights weights = Models.random(false, 2, 1, 11);
        double[] importance = {1, 1};
        double expected = differences(weights, model -> {
            double silent = 0;
            for (int i = 0; i < 2; i++) {
                silent += Math.pow(Math.max(0, model.bias(i)), 2) / 2;
            }
            return (1 - p) * silent + p * TwoFeatureLoss.of(model, importance);
        });
        Objective objective = new Objective(new DataSpec(DataSpec.Kind.CORRELATED), p, EQUAL);
        new Estimates(weights, objective, KERNEL, 8).agreeWith(expected);
    }

    @Test
    void ofImportanceThatDependsOnTheSample() {
        Objective objective =
                new Objective(INDEPENDENT, 0.15, new Importance.Conditional(FALLING, new KeyedSets(3, 0.25)));
        Weights weights = Models.random(true, 6, 3, 4);
        new Estimates(weights, objective, KERNEL, 4).agreeWith(sampled(weights, objective));
    }

    /** ‖∇L‖² from many plain samples; their noise is a hundredth of that of one batch. */
    private static double sampled(Weights weights, Objective objective) {
        Layout layout = weights.layout();
        int size = 1 << 19;
        FeatureDistribution distribution = objective.data().distribution(layout.n(), objective.density());
        SparseBatch batch = new SparseBatch(layout.n(), size);
        float[][] gradients = new float[2][layout.size()];
        Problem problem = new Problem(
                layout, objective.importance(), objective.density(), size, new AdamRule(0.9, 0.999, 1e-8, 0));
        try (Kernel.Session session = KERNEL.open(problem, weights)) {
            for (int half = 0; half < 2; half++) {
                distribution.fill(batch, RandomStream.of("gradient", "plain"), half);
                session.gradient(batch, gradients[half]);
            }
        }
        double product = 0;
        for (int q = 0; q < layout.size(); q++) {
            product += (double) gradients[0][q] * gradients[1][q];
        }
        return product;
    }

    /** The constant answer E x_i is a stationary point: the norm of any one half is far from 0, and what is told is not. */
    @ParameterizedTest
    @CsvSource({"6, 0.05", "6, 1", "400, 0.05"})
    void aStationaryPointHasNone(int n, double p) {
        Layout layout = new Layout(Models.relu(false), n, 3);
        float[] values = new float[layout.size()];
        Arrays.fill(values, layout.bias(), layout.size(), (float) (p / 2));
        Objective objective = new Objective(INDEPENDENT, p, EQUAL);
        Estimates estimates = new Estimates(new Weights(layout, values), objective, KERNEL, 4);
        assertThat(estimates.means.mean()).isCloseTo(0, within(4 * estimates.means.standardError()));
        assertThat(estimates.means.variance()).isBetween(0.5 * estimates.variance, 2 * 2 * estimates.variance);
        Measurement.Subject subject = new Measurement.Subject(new Weights(layout, values), objective, "key");
        GradientNorm norm = of(subject, KERNEL);
        assertThat(norm.standardError()).isPositive();
        assertThat(norm.norm()).isLessThan(3 * norm.standardError());
    }

    private static GradientNorm of(Measurement.Subject subject, Kernel kernel) {
        LossEvaluation loss = LossEvaluation.of(subject, kernel, 0.005, () -> true);
        return GradientNorm.of(subject, kernel, loss, () -> true);
    }

    /** The trained model is nearly at rest: its gradient is known to be below a hundredth of what an untrained one has. */
    @Test
    void trainingTakesItAway() throws Exception {
        GradientNorm trained = of(Models.subject(Models.golden(), 0.045), KERNEL);
        GradientNorm untrained = of(Models.subject(Models.random(true, 64, 16, 1), 0.045), KERNEL);
        assertThat(untrained.norm()).isGreaterThan(20 * untrained.standardError());
        assertThat(trained.norm() + 2 * trained.standardError()).isLessThan(untrained.norm() / 30);
    }

    @Test
    void kernelsAgree() throws Exception {
        Measurement.Subject subject = Models.subject(Models.random(false, 40, 10, 1), 0.05);
        GradientNorm reference = of(subject, KERNEL);
        GradientNorm fast = of(subject, Kernels.resolve(Kernels.AUTO).kernel());
        assertThat(fast.norm()).isCloseTo(reference.norm(), within(1e-5 * reference.norm()));
        assertThat(fast.standardError()).isCloseTo(reference.standardError(), within(1e-3 * reference.standardError()));
    }

    /** Of one feature there is no stratum of two, and of two none of three. */
    @Test
    void strataAddUpToOne() {
        for (int n : List.of(1, 2, 3, 50)) {
            for (double p : new double[] {1e-6, 0.01, 0.5, 1}) {
                GradientStrata strata = GradientStrata.of(Models.subject(Models.random(true, n, 1, 1), p), 64);
                double sum = strata.none()
                        + strata.sampled().stream()
                                .mapToDouble(GradientStrata.Stratum::probability)
                                .sum();
                assertThat(sum).isCloseTo(1, within(1e-12));
                assertThat(strata.sampled()).hasSizeLessThanOrEqualTo(Math.min(n, 3));
            }
        }
    }

    @Test
    void isNullWhereItCannotBeTold() {
        Objective rare = new Objective(new DataSpec(DataSpec.Kind.GRAPH), 1e-8, EQUAL);
        Weights weights = Models.random(true, 4, 2, 1);
        LossEvaluation loss = new LossEvaluation(1e-9, 1e-10, 1 << 20);
        assertThat(GradientNorm.of(new Measurement.Subject(weights, rare, "key"), KERNEL, loss, () -> true))
                .isNull();
        Weights huge = Models.random(true, 4, 2, 1);
        huge.values()[0] = 0x1p50f;
        assertThat(GradientNorm.of(Models.subject(huge, 0.5), KERNEL, loss, () -> true))
                .isNull();
    }

    @Test
    void canBeAbandoned() {
        Measurement.Subject subject = Models.subject(Models.random(true, 4, 2, 1), 0.5);
        LossEvaluation loss = new LossEvaluation(0.1, 0.001, 1 << 20);
        assertThatThrownBy(() -> GradientNorm.of(subject, KERNEL, loss, () -> false))
                .isInstanceOf(CancellationException.class);
    }
}
