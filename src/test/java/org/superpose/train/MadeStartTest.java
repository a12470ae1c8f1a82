package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.codes.KnownBlocks;
import org.superpose.construct.BlockMixtures;
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

/** Training that begins with a model. */
class MadeStartTest {
    private static final Kernel KERNEL = Kernels.resolve("cpu").kernel();
    private static final ModelSpec MODEL = new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true);

    private static Objective objective(double density) {
        return new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, new Importance.Decay(1));
    }

    private static Trainer.Job job(int n, int m, double density, Initialisation init, int steps, double rate) {
        Layout layout = new Layout(MODEL, n, m);
        TrainingSpec fast = Recipe.FAST.training(layout, objective(density));
        TrainingSpec training = new TrainingSpec(
                fast.sampling(), 256, steps, rate, new Schedule(Schedule.Kind.COSINE, 1), fast.rule(), init, null);
        return new Trainer.Job("made", layout, objective(density), training, 0);
    }

    private static Weights spherical(Trainer.Job job) {
        return new Construction.Spherical(KnownBlocks.VERSION)
                .draw(job.modelKey(), job.layout(), job.data(), job.density());
    }

    @ParameterizedTest
    @CsvSource({
        "240, 60, 3x1 4x1 5x1 7x2 8x2 9x2 11x3 12x3 13x3 15x4 16x4 17x4",
        "7, 2, 3x1 4x1",
        "100, 30, 3x1 4x1 6x2 7x2 9x3 10x3 11x3 13x4 14x4",
        "4, 4, 1x1 2x1 2x2 3x2 3x3",
        "640, 10, 63x1 64x1 65x1 127x2 128x2 129x2 191x3 192x3 193x3 255x4 256x4 257x4"
    })
    void smallerModelsHaveTheRatioOrOneFeatureMoreOrLess(int n, int m, String sizes) {
        assertThat(Growth.sizes(new Layout(MODEL, n, m)).stream().map(size -> size.n() + "x" + size.m()))
                .containsExactly(sizes.split(" "));
    }

    @Test
    void smallerModelsMakeEverySize() {
        for (int n = 3; n <= 60; n++) {
            for (int m = 2; m <= n; m++) {
                List<BlockMixtures.Block> blocks = Growth.sizes(new Layout(MODEL, n, m)).stream()
                        .map(size -> new BlockMixtures.Block(size.n(), size.m(), 1))
                        .toList();
                assertThat(BlockMixtures.upTo(n, m, blocks).counts(n, m))
                        .as("%d × %d", n, m)
                        .isPresent();
            }
        }
    }

    @Test
    void trainingGoesOnFromCodesAndLosesLess() {
        Trainer.Job job = job(8, 4, 0.3, new Initialisation.Code(0, KnownBlocks.VERSION), 600, 0.01);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
        assertThat(outcome.stopReason()).isEqualTo("schedule");
        assertThat(outcome.steps()).isEqualTo(600);
        assertThat(outcome.samples()).isEqualTo(600 * 256);
        assertThat(FreshLoss.of(job, KERNEL, outcome.weights(), 500))
                .isLessThan(0.99 * FreshLoss.of(job, KERNEL, spherical(job), 500));
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
        assertThat(outcome.lossTrain())
                .isCloseTo(FreshLoss.of(job, KERNEL, outcome.weights(), Trainer.LOSS_WINDOW), within(0.0));
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

    /** 3 × 2 is a 1 × 1 beside a 2 × 1, and what one has of the other's features is 0. At p = 0.9 few steps are taken, so that this is soon done. */
    @Test
    void aGrownModelIsAtOrBelowTheSmallerOnesAndCountsTheirSamples() {
        Trainer.Job job = job(3, 2, 0.9, new Initialisation.Grown(0, Growth.VERSION), 200, 1e-4);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none());
        long smaller = Growth.sizes(job.layout()).stream()
                .map(size -> Growth.training(size, job.objective()))
                .mapToLong(training -> (long) training.steps() * training.batch())
                .sum();
        assertThat(outcome.samples()).isEqualTo(smaller + 200 * 256);
        assertThat(outcome.steps()).isEqualTo(200);
        Growth.Start start = Growth.of(job, KERNEL, Trainer.Monitor.none());
        assertThat(start.samples()).isEqualTo(smaller);
        assertThat(FreshLoss.of(job, KERNEL, outcome.weights(), Trainer.LOSS_WINDOW))
                .isLessThanOrEqualTo(FreshLoss.of(job, KERNEL, start.weights().orElseThrow(), Trainer.LOSS_WINDOW));
        float[] encoder = start.weights().orElseThrow().encoderRows();
        assertThat(IntStream.range(0, encoder.length).filter(q -> encoder[q] == 0))
                .hasSize(3);
        float[] again =
                Trainer.train(job, KERNEL, Trainer.Monitor.none()).weights().values();
        assertThat(again).isEqualTo(outcome.weights().values());
    }
}
