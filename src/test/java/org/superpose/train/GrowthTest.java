package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.Slow;
import org.superpose.construct.BlockMixtures;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/** Training that begins with smaller models. */
@Slow
class GrowthTest {
    private static final Kernel KERNEL = Kernels.resolve("cpu").kernel();
    private static final ModelSpec MODEL = new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true);
    private static final Initialisation GROWN = new Initialisation.Grown(0, Growth.VERSION);
    private static final int COMPARED = Initialisation.Made.COMPARED;

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
        for (int n = 2; n <= 60; n++) {
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

    /** 3 × 2 is a 1 × 1 beside a 2 × 1, and what one has of the other's features is 0. At p = 0.9 few steps are taken, so that this is soon done. */
    @Test
    void aGrownModelIsAtOrBelowTheSmallerOnesAndCountsTheirSamples() {
        Trainer.Job job = MadeStartTest.job(3, 2, 0.9, GROWN, 200, 1e-4);
        Outcome outcome = Trainer.train(job, KERNEL, Trainer.Monitor.none());
        long smaller = Growth.sizes(job.layout()).stream()
                .map(size -> Growth.training(size, job.objective()))
                .mapToLong(training -> (long) training.steps() * training.batch())
                .sum();
        assertThat(outcome.samples()).isEqualTo(smaller + 200 * 256);
        assertThat(outcome.steps()).isEqualTo(200);
        MadeStart start = Growth.of(job, KERNEL, Trainer.Monitor.none());
        assertThat(start.samples()).isEqualTo(smaller);
        assertThat(MadeStartTest.loss(job, outcome.weights(), COMPARED))
                .isLessThanOrEqualTo(MadeStartTest.loss(job, start.weights().orElseThrow(), COMPARED));
        float[] encoder = start.weights().orElseThrow().encoderRows();
        assertThat(IntStream.range(0, encoder.length).filter(q -> encoder[q] == 0))
                .hasSize(3);
        float[] again =
                Trainer.train(job, KERNEL, Trainer.Monitor.none()).weights().values();
        assertThat(again).isEqualTo(outcome.weights().values());
    }

    /** 2 × 2 is two 1 × 1, whatever the family; at p = 1 nothing is drawn in strata. */
    @ParameterizedTest
    @CsvSource({"true, RELU, 0.9", "false, GATED, 1"})
    void modelsOfEveryFamilyGrow(boolean tied, OutputFunction.Kind output, double density) {
        OutputFunction function = OutputFunction.standard(output, 2, density);
        Layout layout = new Layout(new ModelSpec(tied, Activation.RELU, function, !tied), 2, 2);
        TrainingSpec training = Recipe.FAST.training(layout, MadeStartTest.objective(density));
        Trainer.Job job = new Trainer.Job("made", layout, MadeStartTest.objective(density), training, 0);
        Weights made = Growth.of(job, KERNEL, Trainer.Monitor.none()).weights().orElseThrow();
        assertThat(made.values()[0]).isNotZero().isEqualTo(made.values()[3]);
        assertThat(made.values()[1]).isZero().isEqualTo(made.values()[2]);
        Weights zero = new Weights(layout, new float[layout.size()]);
        assertThat(MadeStartTest.loss(job, made, 20)).isLessThan(0.1 * MadeStartTest.loss(job, zero, 20));
    }

    /** What is told of progress are steps of the model that was asked for. */
    @Test
    void stepsOfSmallerModelsAreNoProgress() {
        int[] told = new int[2];
        Trainer.Monitor monitor = steps -> {
            told[0] += steps;
            told[1]++;
            return true;
        };
        Trainer.train(MadeStartTest.job(2, 2, 0.9, GROWN, 160, 1e-4), KERNEL, monitor);
        assertThat(told[0]).isEqualTo(160);
        assertThat(told[1]).isGreaterThan(100);
    }

    @Test
    void growingCanBeAbandoned() {
        Trainer.Job job = MadeStartTest.job(2, 2, 0.9, GROWN, 160, 1e-4);
        assertThatThrownBy(() -> Trainer.train(job, KERNEL, steps -> steps > 0))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("training abandoned");
    }
}
