package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.codes.KnownBlocks;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.TestedKernels;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;

/** A run that is broken off and gone on with, again and again, ends as one that never was. */
@Slow
class CheckpointsTest {
    private static final Layout LAYOUT =
            new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), 7, 3);
    private static final int EVERY = Trainer.STEPS_PER_REPORT;

    /** Keeps a state every so many questions. */
    private static final class InMemory implements Checkpoints {
        private final int questions;
        private int asked;
        private byte[] state;
        private int kept;

        InMemory(int questions) {
            this.questions = questions;
        }

        @Override
        public boolean due(boolean last) {
            return ++asked % questions == 0;
        }

        @Override
        public void keep(State written) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                written.write(new DataOutputStream(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            state = bytes.toByteArray();
            kept++;
        }

        @Override
        public Optional<DataInputStream> kept() {
            return Optional.ofNullable(state).map(bytes -> new DataInputStream(new ByteArrayInputStream(bytes)));
        }
    }

    private static Trainer.Job job(TrainingSpec training) {
        return new Trainer.Job("kept", LAYOUT, MadeStartTest.objective(0.2), training, 9);
    }

    private static TrainingSpec training(int starts, int steps, Initialisation init, StopRule stop) {
        TrainingSpec fast = Recipe.FAST.training(LAYOUT, MadeStartTest.objective(0.2));
        Schedule schedule = new Schedule(Schedule.Kind.COSINE, steps / 10);
        return new TrainingSpec(fast.sampling(), 64, starts, steps, 0.02, schedule, fast.rule(), init, stop);
    }

    /** Breaks the run off after every {@code patience} reports, until it comes to its end; returns how it ended. */
    private static Outcome broken(Trainer.Job job, Kernel kernel, InMemory checkpoints, int patience) {
        for (int runs = 0; runs < 1000; runs++) {
            int[] left = {patience};
            Trainer.Monitor monitor = steps -> steps == 0 || left[0]-- > 0;
            try {
                return Trainer.train(job, kernel, monitor, Trajectory.none(), checkpoints);
            } catch (CancellationException e) {
                assertThat(checkpoints.state).isNotNull();
            }
        }
        throw new AssertionError("the run does not come to its end");
    }

    private static void assertSame(Outcome resumed, Outcome unbroken) {
        assertThat(resumed.weights().values()).isEqualTo(unbroken.weights().values());
        assertThat(resumed).usingRecursiveComparison().ignoringFields("weights").isEqualTo(unbroken);
        assertThat(unbroken.lossTrain()).isFinite().isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 1, 400, 1, 3",
        "cpu, 4, 801, 1, 2",
        "cpu, 4, 801, 3, 5",
        "cpu, 3, 1000, 1, 1",
        "reference, 1, 200, 1, 3",
        "reference, 2, 400, 2, 4",
        "nd4j, 2, 200, 1, 4"
    })
    void endsWithTheSameBits(String kernel, int starts, int steps, int questions, int patience) {
        assumeTrue(TestedKernels.built().contains(kernel), () -> kernel + " was left out of this build");
        Trainer.Job job = job(training(starts, steps, new Initialisation.Uniform(), null));
        Kernel used = Kernels.named(kernel);
        Outcome unbroken = Trainer.train(job, used, Trainer.Monitor.none());
        InMemory checkpoints = new InMemory(questions);
        assertSame(broken(job, used, checkpoints, patience), unbroken);
        assertThat(checkpoints.kept).isGreaterThan(steps / EVERY / questions / 2);
        int[] reported = {0};
        Trainer.Monitor counting = more -> {
            reported[0] += more;
            return true;
        };
        assertSame(Trainer.train(job, used, counting, Trajectory.none(), checkpoints), unbroken);
        assertThat(reported[0]).as("steps after the last state").isLessThan(steps / 4);
    }

    /** A run that is abandoned between two reports is asked after every step, and keeps its state. */
    @Test
    void aRunIsAbandonedAtOnceWhereThatIsAskedFor() {
        Trainer.Job job = job(training(2, 400, new Initialisation.Uniform(), null));
        Kernel kernel = Kernels.named("cpu");
        InMemory checkpoints = new InMemory(1);
        int[] asked = {0};
        Trainer.Monitor hasty = new Trainer.Monitor() {
            @Override
            public boolean advanced(int steps) {
                throw new AssertionError("no report is due after " + asked[0] + " steps");
            }

            @Override
            public boolean abandoned() {
                return ++asked[0] == 5;
            }
        };
        assertThatThrownBy(() -> Trainer.train(job, kernel, hasty, Trajectory.none(), checkpoints))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training abandoned after 5 steps");
        assertSame(
                Trainer.train(job, kernel, Trainer.Monitor.none(), Trajectory.none(), checkpoints),
                Trainer.train(job, kernel, Trainer.Monitor.none()));
    }

    @Test
    void aPlateauIsFoundWhereItWas() {
        Trainer.Job job = job(training(1, 5000, new Initialisation.Uniform(), new StopRule(100, 50)));
        Kernel kernel = Kernels.named("cpu");
        Outcome unbroken = Trainer.train(job, kernel, Trainer.Monitor.none());
        assertThat(unbroken.stopReason()).isEqualTo("plateau");
        assertSame(broken(job, kernel, new InMemory(1), 4), unbroken);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelThatIsMadeIsMadeAgain(boolean grown) {
        Initialisation init = grown
                ? new Initialisation.Grown(0.01, Growth.VERSION)
                : new Initialisation.Code(0, KnownBlocks.VERSION);
        Trainer.Job job = job(training(1, 300, init, null));
        Kernel kernel = Kernels.named("cpu");
        assertSame(broken(job, kernel, new InMemory(1), 5), Trainer.train(job, kernel, Trainer.Monitor.none()));
    }

    /** A state that cannot be read, cut short at any byte, costs what was kept and nothing else. */
    @Test
    void whatCannotBeReadIsNoState() {
        Trainer.Job job = job(training(2, 400, new Initialisation.Uniform(), null));
        Kernel kernel = Kernels.named("cpu");
        Outcome unbroken = Trainer.train(job, kernel, Trainer.Monitor.none());
        InMemory checkpoints = new InMemory(1);
        assertThatThrownBy(() -> Trainer.train(job, kernel, counted(200), Trajectory.none(), checkpoints))
                .isInstanceOf(CancellationException.class);
        byte[] whole = checkpoints.state;
        for (int length = 0; length < whole.length; length += 97) {
            checkpoints.state = Arrays.copyOf(whole, length);
            assertSame(Trainer.train(job, kernel, Trainer.Monitor.none(), Trajectory.none(), checkpoints), unbroken);
        }
    }

    private static Trainer.Monitor counted(int most) {
        int[] taken = {0};
        return steps -> (taken[0] += steps) < most;
    }

    /** A run whose trajectory is recorded would lack what was recorded before. */
    @Test
    void aRunWhoseTrajectoryIsRecordedKeepsNothing() {
        Trainer.Job job = job(training(1, 200, new Initialisation.Uniform(), null));
        InMemory checkpoints = new InMemory(1);
        Trainer.train(job, Kernels.named("cpu"), Trainer.Monitor.none(), new Trajectory(4, false), checkpoints);
        assertThat(checkpoints.kept).isZero();
    }
}
