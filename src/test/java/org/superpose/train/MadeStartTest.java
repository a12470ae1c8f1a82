package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.Slow;
import org.superpose.codes.KnownBlocks;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** Training that begins with a model, here of codes. */
@Slow
class MadeStartTest {
    private static final Kernel KERNEL = Kernels.resolve("cpu").kernel();
    private static final ModelSpec MODEL = new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true);

    private static final int COMPARED = Initialisation.Made.COMPARED;

    static Objective objective(double density) {
        return new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, new Importance.Decay(1));
    }

    static Trainer.Job job(int n, int m, double density, Initialisation init, int steps, double rate) {
        Layout layout = new Layout(MODEL, n, m);
        TrainingSpec fast = Recipe.FAST.training(layout, objective(density));
        TrainingSpec training = new TrainingSpec(
                fast.sampling(), 256, steps, rate, new Schedule(Schedule.Kind.COSINE, 1), fast.rule(), init, null);
        return new Trainer.Job("made", layout, objective(density), training, 0);
    }

    static double loss(Trainer.Job job, Weights weights, int batches) {
        return new FreshLoss(job, KERNEL, Trainer.Monitor.none()).of(weights, batches);
    }

    private static Weights spherical(Trainer.Job job) {
        return new Construction.Spherical(KnownBlocks.VERSION)
                .draw(job.modelKey(), job.layout(), job.data(), job.density());
    }

    @Test
    void trainingGoesOnFromCodesAndLosesLess() {
        Trainer.Job job = job(8, 4, 0.3, new Initialisation.Code(0, KnownBlocks.VERSION), 600, 0.01);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
        assertThat(outcome.stopReason()).isEqualTo("schedule");
        assertThat(outcome.steps()).isEqualTo(600);
        assertThat(outcome.samples()).isEqualTo(600 * 256);
        assertThat(loss(job, outcome.weights(), 500)).isLessThan(0.99 * loss(job, spherical(job), 500));
    }

    /** At a rate that ruins it the start is what is left, to the bit, and the row says so. */
    @ParameterizedTest
    @CsvSource({"0.5", "1e30"})
    void aStartThatTrainingMakesWorseIsKept(double rate) {
        Trainer.Job job = job(12, 3, 0.01, new Initialisation.Code(0, KnownBlocks.VERSION), 50, rate);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
        assertThat(outcome.stopReason()).isEqualTo(Outcome.START);
        assertThat(outcome.weights().values()).isEqualTo(spherical(job).values());
        assertThat(outcome.lossTrain()).isCloseTo(loss(job, outcome.weights(), COMPARED), within(0.0));
    }

    /** One of a hundred samples as they come has two active features, so 200 of them do not tell which of two models is better. */
    @Test
    void modelsAreComparedOnTheSameBatchesHoweverTheyAreTrained() {
        Trainer.Job job = job(12, 3, 0.01, new Initialisation.Code(0, KnownBlocks.VERSION), 300, 3e-3);
        TrainingSpec given = job.training();
        TrainingSpec single = new TrainingSpec(
                Sampling.PLAIN, 1, 300, 3e-3, given.schedule(), given.rule(), given.init(), given.stop());
        Trainer.Job other = new Trainer.Job(job.modelKey(), job.layout(), job.objective(), single, 0);
        Weights weights = spherical(job);
        assertThat(given.sampling()).isEqualTo(Sampling.STRATIFIED);
        assertThat(loss(other, weights, 20)).isPositive().isEqualTo(loss(job, weights, 20));
    }

    /** A row is complete, and not made again, if it has a point for each mark up to its last step, and one of that step. */
    @Test
    void theCurveOfATrainingThatIsThrownAwayGoesToItsEnd() {
        Initialisation code = new Initialisation.Code(0, KnownBlocks.VERSION);
        Trainer.Job asked = job(12, 3, 0.01, code, 50, 1e30);
        Trainer.Job job = new Trainer.Job("made", asked.layout(), asked.objective(), asked.training(), 50);
        Trajectory trajectory = new Trajectory(51, true);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none(), trajectory);
        assertThat(outcome.stopReason()).isEqualTo(Outcome.START);
        assertThat(outcome.steps()).isBetween(1, 10);
        assertThat(trajectory.snapshots()).hasSize(outcome.steps() + 1);
        assertThat(trajectory.snapshots().get(outcome.steps()).step()).isEqualTo(outcome.steps());
        long marks = Arrays.stream(LearningCurve.marks(50, 50))
                .filter(mark -> mark <= outcome.steps())
                .count();
        assertThat(outcome.curve()).hasSize((int) marks);
    }

    @Test
    void noiseIsNormalAndOnTheMatricesOnly() {
        Trainer.Job job = job(400, 100, 0.01, new Initialisation.Code(0.25, KnownBlocks.VERSION), 1, 0);
        float[] clean = spherical(job).values();
        float[] noisy = new float[clean.length];
        Trajectory first = new Trajectory(2, true);
        Trainer.train(job, KERNEL, Trainer.Monitor.none(), first);
        System.arraycopy(first.snapshots().get(0).weights().values(), 0, noisy, 0, noisy.length);
        int matrices = job.layout().bias();
        double[] added = new double[matrices];
        Arrays.setAll(added, q -> noisy[q] - clean[q]);
        assertThat(StatUtils.mean(added)).isCloseTo(0, within(4 * 0.25 / Math.sqrt(matrices)));
        assertThat(StatUtils.variance(added)).isCloseTo(0.0625, within(4 * 0.0625 * Math.sqrt(2.0 / matrices)));
        assertThat(Arrays.copyOfRange(noisy, matrices, noisy.length))
                .isEqualTo(Arrays.copyOfRange(clean, matrices, clean.length));
    }

    @Test
    void theComparisonCanBeAbandoned() {
        Trainer.Job job = job(2, 2, 0.9, new Initialisation.Code(0, KnownBlocks.VERSION), 160, 1e-4);
        assertThatThrownBy(() -> Trainer.train(job, KERNEL, steps -> steps > 0))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("comparison abandoned");
    }
}
