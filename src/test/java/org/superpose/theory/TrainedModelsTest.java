package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.measure.Feature;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.Trainer;
import org.superpose.train.TrainingSpec;
import org.superpose.train.UsualTraining;

/** Models that this project trains, beside what is predicted for them. */
class TrainedModelsTest {
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);
    private static final Kernel KERNEL = Kernels.resolve(Kernels.AUTO).kernel();

    private static Weights train(Layout layout, Importance importance, double density, int steps, int seed) {
        TrainingSpec quick = UsualTraining.of(Recipe.QUICK, layout.n(), layout.m(), density);
        TrainingSpec training = new TrainingSpec(
                Sampling.PLAIN,
                quick.batch(),
                steps,
                quick.learningRate(),
                new Schedule(Schedule.Kind.COSINE, steps / 10),
                quick.rule(),
                quick.init(),
                null);
        Trainer.Job job =
                new Trainer.Job("theory " + seed, layout, new Objective(INDEPENDENT, density, importance), training, 0);
        return Trainer.train(job, KERNEL, Trainer.Monitor.none()).weights();
    }

    /** (1/n) Σ_i I_i [v₁ Σ_j (𝟙 − W)_ij² + ((p/2)(1 − Σ_j W_ij) − b_i)²]: the loss of a linear model without sampling. */
    private static double linearLoss(Weights weights, Importance importance, double density) {
        Layout layout = weights.layout();
        int m = layout.m();
        float[] values = weights.values();
        double sum = 0;
        for (int i = 0; i < layout.n(); i++) {
            double squares = 0;
            double missing = 0;
            for (int j = 0; j < layout.n(); j++) {
                double error = i == j ? 1 : 0;
                for (int k = 0; k < m; k++) {
                    error -= (double) values[layout.decoder() + i * m + k] * values[layout.encoder() + j * m + k];
                }
                squares += error * error;
                missing += error;
            }
            double mean = density / 2 * missing - weights.bias(i);
            sum += importance.of(i, layout.n()) * (ClosedForms.featureVariance(density) * squares + mean * mean);
        }
        return sum / layout.n();
    }

    private static Layout layout(boolean tied, Activation output, int n, int m) {
        return new Layout(new ModelSpec(tied, Activation.IDENTITY, output, true), n, m);
    }

    /** Baldi and Hornik 1989: the axes of the m most important features, and (v₁/n) Σ_{i ≥ m} I_i. */
    @ParameterizedTest
    @CsvSource({"false, 12, 4, 0.3", "true, 12, 4, 0.3", "false, 12, 4, 0.05", "true, 30, 7, 1"})
    void aLinearModelLandsOnThePredictedSubspace(boolean tied, int n, int m, double density) {
        Importance importance = new Importance.Decay(0.7);
        Weights weights = train(layout(tied, Activation.IDENTITY, n, m), importance, density, 1500, 0);
        LinearSubspace subspace = LinearSubspace.of(weights, importance);
        assertThat(subspace.encoderAngle()).isLessThan(0.03);
        assertThat(subspace.decoderAngle()).isLessThan(0.03);
        assertThat(subspace.projectorDistance()).isLessThan(0.03);
        double expected = ClosedForms.of(n, m, density, importance).lossLinear();
        assertThat(linearLoss(weights, importance, density)).isBetween(expected, 1.001 * expected);
    }

    /** Equal importance prefers no axes, but still an orthogonal projector, with the loss (1 − r) v₁. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withEqualImportanceALinearModelIsSomeProjector(boolean tied) {
        Importance importance = new Importance.Decay(1);
        Weights weights = train(layout(tied, Activation.IDENTITY, 12, 4), importance, 0.3, 1500, 1);
        LinearSubspace subspace = LinearSubspace.of(weights, importance);
        assertThat(subspace.encoderAngle()).isNull();
        assertThat(subspace.projectorDistance()).isLessThan(0.01);
        double expected = ClosedForms.featureVariance(0.3) * 2 / 3;
        assertThat(linearLoss(weights, importance, 0.3)).isBetween(expected, 1.001 * expected);
    }

    /** n = 5, m = 2, p = 0.05: the best of three seeds is the regular pentagon. */
    @Test
    void fiveSparseFeaturesInAPlaneAreTheBestPentagon() {
        double density = 0.05;
        Importance importance = new Importance.Decay(1);
        RegularPolygon pentagon = RegularPolygon.optimum(5, density);
        Measurement best = IntStream.range(0, 3)
                .mapToObj(seed -> train(layout(true, Activation.RELU, 5, 2), importance, density, 3000, seed))
                .map(weights ->
                        new Measurement.Subject(weights, new Objective(INDEPENDENT, density, importance), "pentagon"))
                .map(subject -> Measurement.of(subject, new MeasureSpec(true, 0, false, 0, 0), KERNEL))
                .min(Comparator.comparingDouble(measured -> measured.loss().mean()))
                .orElseThrow();
        assertThat(best.loss().mean()).isCloseTo(pentagon.loss(density), withinPercentage(1.5));
        for (Feature feature : best.features()) {
            assertThat((double) feature.norm()).isCloseTo(pentagon.radius(), within(0.01));
            assertThat((double) feature.bias()).isCloseTo(pentagon.bias(), within(0.01));
            assertThat((double) feature.dimensionality()).isCloseTo(0.4, within(0.005));
        }
    }
}
