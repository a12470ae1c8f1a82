package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.Problem;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class TrainerTest {
    private static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);
    private static final Schedule CONSTANT = new Schedule(Schedule.Kind.CONSTANT, 0);

    /** Takes no steps; its losses are planted. */
    private static class Planted implements Kernel {
        private final IntToDoubleFunction losses;
        private final List<Double> rates = new ArrayList<>();

        Planted(IntToDoubleFunction losses) {
            this.losses = losses;
        }

        @Override
        public String name() {
            return "planted";
        }

        @Override
        public String processor() {
            return "none";
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public Session open(Problem problem, Weights initial) {
            return new Session() {
                @Override
                public double step(SparseBatch batch, double learningRate) {
                    rates.add(learningRate);
                    return losses.applyAsDouble(rates.size());
                }

                @Override
                public double gradient(SparseBatch batch, float[] gradient) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void losses(SparseBatch batch, double[] losses) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Weights weights() {
                    return initial.copy();
                }

                @Override
                public void save(DataOutput out) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void resume(DataInput in) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {
                    // nothing to free
                }
            };
        }
    }

    private static Trainer.Job job(int n, int m, double density, TrainingSpec training, int curve) {
        Layout layout = new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), n, m);
        DataSpec data = new DataSpec(DataSpec.Kind.INDEPENDENT);
        return new Trainer.Job(
                "trainer-test", layout, new Objective(data, density, new Importance.Decay(1)), training, curve);
    }

    private static TrainingSpec training(int steps, double rate, Schedule schedule, StopRule stop) {
        return new TrainingSpec(Sampling.PLAIN, 64, steps, rate, schedule, ADAM, new Initialisation.Uniform(), stop);
    }

    private static Outcome planted(IntToDoubleFunction losses, int steps, StopRule stop) {
        Planted kernel = new Planted(losses);
        return Trainer.train(job(3, 2, 0.5, training(steps, 1e-3, CONSTANT, stop), 0), kernel, Trainer.Monitor.none());
    }

    /** The optimiser sees the loss over p²; what is told is the loss. */
    @Test
    void lossesOfStrataAreToldUnscaled() {
        double p = 0.01;
        TrainingSpec training =
                new TrainingSpec(Sampling.STRATIFIED, 64, 20, 1e-3, CONSTANT, ADAM, new Initialisation.Uniform(), null);
        Outcome outcome = Trainer.train(job(8, 2, p, training, 4), new Planted(step -> 3), Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.MAX_STEPS);
        assertThat(outcome.stopReason()).isEqualTo("steps");
        assertThat(outcome.lossTrain()).isCloseTo(3 * p * p, within(1e-15));
        assertThat(outcome.curve())
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.loss()).isCloseTo(3 * p * p, within(1e-15)));
    }

    @Test
    void aFallingLossNeverStops() {
        Outcome outcome = planted(step -> 1.0 / step, 1000, new StopRule(20, 3));
        assertThat(outcome.status()).isEqualTo(Outcome.Status.MAX_STEPS);
        assertThat(outcome.stopReason()).isEqualTo("steps");
        assertThat(outcome.steps()).isEqualTo(1000);
    }

    @Test
    void aConstantLossStopsAtTheFirstTest() {
        // 2·20 losses exist after 40 steps; the first multiple of 3 from there is 42
        Outcome outcome = planted(step -> 0.25, 1000, new StopRule(20, 3));
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
        assertThat(outcome.stopReason()).isEqualTo("plateau");
        assertThat(outcome.steps()).isEqualTo(42);
        assertThat(outcome.lossTrain()).isEqualTo(0.25);
    }

    @Test
    void aLossThatTurnsStopsWhenTheWindowsMeet() {
        // |step − 101|: the mean of (s − 20, s] is no lower than that of (s − 40, s − 20] first when s − 20 ≥ 100.5
        Outcome outcome = planted(step -> Math.abs(step - 101), 1000, new StopRule(20, 1));
        assertThat(outcome.steps()).isEqualTo(121);
        assertThat(outcome.lossTrain()).isEqualTo(10.5);
    }

    @Test
    void aLossThatIsNotFiniteIsDivergence() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Outcome outcome = planted(step -> step == 7 ? wrong : 1, 1000, null);
            assertThat(outcome.status()).isEqualTo(Outcome.Status.DIVERGED);
            assertThat(outcome.stopReason()).contains(Double.toString(wrong));
            assertThat(outcome.steps()).isEqualTo(7);
            assertThat(outcome.lossTrain()).isNaN();
            assertThat(outcome.curve()).isEmpty();
        }
    }

    @Test
    void theRateFollowsTheSchedule() {
        Planted kernel = new Planted(step -> 1);
        Schedule schedule = new Schedule(Schedule.Kind.COSINE, 10);
        Outcome outcome =
                Trainer.train(job(3, 2, 0.5, training(100, 0.5, schedule, null), 0), kernel, Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
        assertThat(outcome.stopReason()).isEqualTo("schedule");
        assertThat(kernel.rates).hasSize(100);
        for (int t = 0; t < 100; t++) {
            assertThat(kernel.rates.get(t)).isEqualTo(0.5 * schedule.factor(t, 100));
        }
    }

    @Test
    void theCurveAveragesEveryStepOnce() {
        Planted kernel = new Planted(step -> step / 64.0);
        Outcome outcome =
                Trainer.train(job(3, 2, 0.5, training(500, 1e-3, CONSTANT, null), 12), kernel, Trainer.Monitor.none());
        List<Outcome.CurvePoint> curve = outcome.curve();
        assertThat(curve.size()).isBetween(8, 12);
        assertThat(curve.get(curve.size() - 1).step()).isEqualTo(500);
        int last = 0;
        for (Outcome.CurvePoint point : curve) {
            assertThat(point.loss()).isCloseTo((last + 1 + point.step()) / 128.0, within(1e-12));
            last = point.step();
        }
    }

    @Test
    void theMonitorCountsStepsAndCanAbandon() {
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(() -> Trainer.train(
                        job(3, 2, 0.5, training(1000, 1e-3, CONSTANT, null), 0),
                        new Planted(step -> 1),
                        more -> steps.addAndGet(more) < 100))
                .isInstanceOf(CancellationException.class);
        assertThat(steps.get()).isBetween(100, 120);
    }

    @Test
    void aHugeRateDivergesWithoutAnException() {
        for (String name : List.of("reference", "cpu")) {
            for (double rate : new double[] {1e15, 1e30, 1e38}) {
                TrainingSpec training = training(200, rate, CONSTANT, null);
                Outcome outcome =
                        Trainer.train(job(8, 4, 0.5, training, 8), Kernels.named(name), Trainer.Monitor.none());
                // in double precision only the largest rates overflow
                if (name.equals("cpu") || rate > 1e37) {
                    assertThat(outcome.status()).as("%s %s", name, rate).isEqualTo(Outcome.Status.DIVERGED);
                    assertThat(outcome.lossTrain()).isNaN();
                }
            }
        }
    }

    @Test
    void theSameJobGivesTheSameBits() {
        Trainer.Job job = job(40, 10, 0.1, training(100, 1e-2, new Schedule(Schedule.Kind.COSINE, 10), null), 16);
        Outcome one = Trainer.train(job, Kernels.named("cpu"), Trainer.Monitor.none());
        Outcome two = Trainer.train(job, Kernels.named("cpu"), Trainer.Monitor.none());
        assertThat(two.weights().values()).isEqualTo(one.weights().values());
        assertThat(two.curve()).isEqualTo(one.curve());
        assertThat(two.lossTrain()).isEqualTo(one.lossTrain());
    }

    @Test
    void theFastKernelLearnsWhatTheReferenceLearns() {
        Trainer.Job job = job(8, 4, 0.1, training(600, 1e-2, new Schedule(Schedule.Kind.COSINE, 50), null), 0);
        double reference = Trainer.train(job, new ReferenceKernel(), Trainer.Monitor.none())
                .lossTrain();
        double fast =
                Trainer.train(job, Kernels.named("cpu"), Trainer.Monitor.none()).lossTrain();
        // the loss of the constant output is p/3 − p²/4 = 0.0308
        assertThat(reference).isLessThan(0.0308 / 2);
        assertThat(fast).isCloseTo(reference, within(0.02 * reference));
    }

    private static TrainingSpec started(int starts, int steps, Initialisation init) {
        Schedule schedule = new Schedule(Schedule.Kind.COSINE, steps / 10);
        return new TrainingSpec(Sampling.PLAIN, 32, starts, steps, 0.02, schedule, ADAM, init, null);
    }

    private static Outcome trained(Trainer.Job job, Trajectory trajectory) {
        return Trainer.train(job, Kernels.named("reference"), Trainer.Monitor.none(), trajectory);
    }

    private static double peak(Outcome outcome, int from, int to) {
        return outcome.curve().stream()
                .filter(point -> point.step() >= from && point.step() <= to)
                .mapToDouble(Outcome.CurvePoint::learningRate)
                .max()
                .orElseThrow();
    }

    /** Of 400 steps from three starts 66 are each one's own, and 202 are those after the choice. */
    @Test
    void theBestStartIsGoneOnWith() {
        Outcome several =
                trained(job(6, 2, 0.3, started(3, 400, new Initialisation.Mirrored(0.25, 0.15)), 8), Trajectory.none());
        assertThat(several.steps()).isEqualTo(400);
        assertThat(several.start()).isBetween(0, 2);
        assertThat(several.curve().get(several.curve().size() - 1).step())
                .isEqualTo(400 - 2 * 66)
                .isEqualTo(started(3, 400, new Initialisation.Uniform()).pathSteps());
        assertThat(peak(several, 1, 66)).isBetween(0.01, 0.02);
        assertThat(peak(several, 67, 400)).isBetween(0.003, Trainer.FINISH_RATE * 0.02);
        assertThat(several.status()).isEqualTo(Outcome.Status.CONVERGED);
    }

    /** A kernel whose losses depend on the start only: the chosen one is that of least loss, which of all starts the session was opened with. */
    @Test
    void theStartOfLeastLossIsChosen() {
        List<Weights> opened = new ArrayList<>();
        double[] losses = {3, 1, 2, 0.5};
        Planted planted = new Planted(step -> 0) {
            @Override
            public Session open(Problem problem, Weights initial) {
                double loss = losses[opened.size()];
                opened.add(initial.copy());
                return new Planted(step -> loss).open(problem, initial);
            }
        };
        Trainer.Job job = job(4, 2, 0.5, started(3, 60, new Initialisation.Uniform()), 0);
        Outcome outcome = Trainer.train(job, planted, Trainer.Monitor.none());
        assertThat(opened).hasSize(4);
        assertThat(outcome.start()).isEqualTo(1);
        assertThat(opened.get(3).values()).containsExactly(opened.get(1).values());
        assertThat(opened.get(1).values())
                .containsExactly(job.training()
                        .drawn(job.layout(), job.modelKey(), 1)
                        .orElseThrow()
                        .values());
        assertThat(opened.get(0).values()).isNotEqualTo(opened.get(1).values());
        assertThat(outcome.lossTrain()).isEqualTo(0.5);
    }

    @Test
    void startsThatDivergeAreLeftBehind() {
        int[] opened = {0};
        Planted planted = new Planted(step -> 0) {
            @Override
            public Session open(Problem problem, Weights initial) {
                double loss = opened[0]++ == 0 ? Double.NaN : 1;
                return new Planted(step -> loss).open(problem, initial);
            }
        };
        Outcome outcome = Trainer.train(
                job(4, 2, 0.5, started(2, 40, new Initialisation.Uniform()), 0), planted, Trainer.Monitor.none());
        assertThat(outcome.start()).isEqualTo(1);
        assertThat(outcome.status()).isEqualTo(Outcome.Status.CONVERGED);
    }

    @Test
    void aModelDivergesWhereAllStartsDo() {
        Outcome outcome = Trainer.train(
                job(4, 2, 0.5, started(2, 40, new Initialisation.Uniform()), 0),
                new Planted(step -> Double.NaN),
                Trainer.Monitor.none());
        assertThat(outcome.status()).isEqualTo(Outcome.Status.DIVERGED);
        assertThat(outcome.stopReason()).isEqualTo("loss is NaN");
        assertThat(outcome.steps()).isEqualTo(2);
    }

    @Test
    void whatIsRecordedOfStartsChangesNothing() {
        Trainer.Job job = job(6, 2, 0.3, started(3, 120, new Initialisation.Mirrored(0.25, 0.15)), 8);
        Trajectory trajectory = new Trajectory(10, true);
        Outcome watched = trained(job, trajectory);
        Outcome unwatched = trained(job, Trajectory.none());
        assertThat(watched.weights().values())
                .containsExactly(unwatched.weights().values());
        assertThat(watched.steps()).isEqualTo(unwatched.steps()).isEqualTo(120);
        assertThat(watched.curve()).isEqualTo(unwatched.curve());
        assertThat(trajectory.snapshots()).hasSize(10);
        assertThat(trajectory.snapshots().get(9).step())
                .isEqualTo(job.training().pathSteps());
    }
}
