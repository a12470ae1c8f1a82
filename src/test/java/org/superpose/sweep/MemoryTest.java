package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.config.SweepFile;
import org.superpose.grid.Expansion;
import org.superpose.grid.Point;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.OwnJvm;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.Checkpoints;
import org.superpose.train.Trainer;

/**
 * A large model is trained and measured in little more than its parameters, their gradient and two moments: 2nm numbers of four bytes each, in a heap
 * of its own. What must hold is 6 GiB at n = 16 384, m = 4096; a model of a quarter of both, tried here, has a sixteenth of it.
 */
@Slow
class MemoryTest {
    private static final String HEAP = "-Xmx384m";

    @Test
    void aLargeModelFits() throws IOException, InterruptedException {
        assertThat(OwnJvm.output(Large.class, List.of(HEAP, "--add-modules", "jdk.incubator.vector")))
                .contains("converged 0.0");
    }

    /** Trains and measures the model, and prints how that ended. */
    static final class Large {
        private static final String SWEEP = """
                grid: {n: 4096, m: 1024, density: 0.045}
                training: {steps: 3}
                measure: {features: false, curve: 0, precision: 0.1}
                """;

        private Large() {}

        /** Takes no arguments. */
        public static void main(String[] arguments) {
            SweepFile sweep = SweepFile.read(SWEEP, "sweep.yaml", List.of());
            Point point = Expansion.expand(sweep).points().get(0);
            MeasureSpec measure = sweep.measure();
            ModelMaking.Made made = new ModelMaking(
                            point, measure, Kernels.named("cpu"), null, Trainer.Monitor.none(), Checkpoints.none())
                    .make();
            System.out.println(made.ending().status() + " "
                    + made.findings().measurement().loss().mean());
        }
    }
}
