package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class TrajectoryTest {
    private static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);
    private static final Initialisation.Drawn INITIALISATION = new Initialisation.Uniform();

    private static Trainer.Job job(Layout layout, int steps, StopRule stop) {
        Schedule schedule = new Schedule(Schedule.Kind.COSINE, 3);
        TrainingSpec training = new TrainingSpec(Sampling.PLAIN, 70, steps, 1e-2, schedule, ADAM, INITIALISATION, stop);
        return new Trainer.Job(
                "trajectory-test",
                layout,
                new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 0.1, new Importance.Decay(0.9)),
                training,
                8);
    }

    private static Layout layout(boolean tied, boolean bias, int n, int m) {
        return new Layout(new ModelSpec(tied, Activation.IDENTITY, Activation.RELU, bias), n, m);
    }

    private static List<Snapshot> recorded(Trainer.Job job, Kernel kernel, int points, boolean weights) {
        Trajectory trajectory = new Trajectory(points, weights);
        Trainer.train(job, kernel, Trainer.Monitor.none(), trajectory);
        return trajectory.snapshots();
    }

    /** Of all small runs and some large ones: both ends, as many as there can be, gaps that grow as those of a geometric series do. */
    @Test
    void marksAreDistinctAndHaveBothEnds() {
        for (int steps : IntStream.concat(IntStream.rangeClosed(1, 120), IntStream.of(640, 10_000, 45_000, 1 << 30))
                .toArray()) {
            for (int points : new int[] {2, 3, 5, 16, 64, 200}) {
                int[] marks = Trajectory.marks(points, steps);
                assertThat(marks).as("%d of %d", points, steps).hasSize(Math.min(points, steps + 1));
                assertThat(marks[0]).isZero();
                assertThat(marks[marks.length - 1]).isEqualTo(steps);
                for (int q = 1; q < marks.length; q++) {
                    assertThat(marks[q]).isGreaterThan(marks[q - 1]);
                }
            }
        }
        assertThat(Trajectory.marks(8, 64)).containsExactly(0, 1, 2, 4, 8, 16, 32, 64);
        assertThat(Trajectory.marks(1, 64)).containsExactly(64);
        assertThat(Trajectory.marks(0, 64)).isEmpty();
    }

    static List<String> kernels() {
        return Kernels.names().stream()
                .filter(name -> !name.equals("nd4j")
                        || TrajectoryTest.class.getResource("/org/superpose/kernel/nd4j/Nd4jKernel.class") != null)
                .toList();
    }

    /** Small and large sessions of the fast kernel among the shapes. */
    @ParameterizedTest
    @MethodSource("kernels")
    void recordingChangesNoBitOfTheOutcome(String name) {
        for (Layout layout : List.of(
                layout(true, true, 20, 5),
                layout(false, true, 20, 5),
                layout(false, false, 130, 40),
                layout(true, true, 130, 40))) {
            Kernel kernel = Kernels.named(name);
            Trainer.Job job = job(layout, 30, null);
            Outcome plain = Trainer.train(job, kernel, Trainer.Monitor.none());
            Trajectory trajectory = new Trajectory(12, true);
            Outcome observed = Trainer.train(job, kernel, Trainer.Monitor.none(), trajectory);
            assertThat(observed.weights().values()).isEqualTo(plain.weights().values());
            assertThat(observed.curve()).isEqualTo(plain.curve());
            assertThat(observed.lossTrain()).isEqualTo(plain.lossTrain());
            List<Snapshot> snapshots = trajectory.snapshots();
            assertThat(snapshots).hasSize(12);
            assertThat(snapshots.get(0).weights().values())
                    .isEqualTo(INITIALISATION
                            .draw(layout, RandomStream.of("trajectory-test", "init"))
                            .values());
            assertThat(snapshots.get(11).weights().values())
                    .isEqualTo(plain.weights().values());
        }
    }

    /** Whatever is recorded at a step was there at that step: shorter runs of the same constant rate end at it. */
    @Test
    void snapshotsAreOfTheirSteps() {
        Layout layout = layout(false, true, 12, 4);
        TrainingSpec constant = new TrainingSpec(
                Sampling.PLAIN,
                70,
                40,
                1e-2,
                new Schedule(Schedule.Kind.CONSTANT, 0),
                ADAM,
                INITIALISATION,
                new StopRule(1000, 1000));
        Trainer.Job whole = with(job(layout, 40, null), constant);
        for (Snapshot snapshot : recorded(whole, Kernels.named("cpu"), 9, true)) {
            if (snapshot.step() > 0) {
                TrainingSpec part = new TrainingSpec(
                        Sampling.PLAIN,
                        70,
                        snapshot.step(),
                        1e-2,
                        constant.schedule(),
                        ADAM,
                        INITIALISATION,
                        constant.stop());
                Outcome outcome = Trainer.train(with(whole, part), Kernels.named("cpu"), Trainer.Monitor.none());
                assertThat(snapshot.weights().values())
                        .isEqualTo(outcome.weights().values());
            }
        }
    }

    private static Trainer.Job with(Trainer.Job job, TrainingSpec training) {
        return new Trainer.Job(
                job.modelKey(),
                job.layout(),
                new Objective(job.data(), job.density(), job.importance()),
                training,
                job.curvePoints());
    }

    /** Plain and in panels; the formulas of each statistic, term by term. */
    @ParameterizedTest
    @CsvSource({
        "true,true,6,1",
        "true,false,20,5",
        "false,true,24,8",
        "false,true,33,9",
        "true,true,70,40",
        "false,false,50,50"
    })
    void statisticsAreThoseOfTheWeights(boolean tied, boolean bias, int n, int m) {
        Layout layout = layout(tied, bias, n, m);
        for (Snapshot snapshot : recorded(job(layout, 20, null), Kernels.named("cpu"), 4, true)) {
            double[][] in = rows(snapshot.weights(), layout.encoder());
            double[][] out = rows(snapshot.weights(), layout.decoder());
            assertThat(snapshot.bias() == null).isEqualTo(!bias);
            assertThat(snapshot.diag() == null).isEqualTo(tied);
            for (int i = 0; i < n; i++) {
                double norm = Math.sqrt(dot(in[i], in[i]));
                double shared = 0;
                for (double[] other : in) {
                    shared += Math.pow(dot(in[i], other) / norm, 2);
                }
                close(snapshot.norm()[i], norm);
                close(snapshot.dimensionality()[i], norm * norm / shared);
                if (bias) {
                    assertThat(snapshot.bias()[i]).isEqualTo(snapshot.weights().bias(i));
                }
                if (!tied) {
                    assertThat((double) snapshot.diag()[i]).isCloseTo(dot(out[i], in[i]), within(1e-6));
                }
            }
        }
    }

    private static void close(float of, double to) {
        assertThat((double) of).isCloseTo(to, within(2e-7 * Math.abs(to)));
    }

    private static double[][] rows(Weights weights, int from) {
        int m = weights.layout().m();
        double[][] rows = new double[weights.layout().n()][m];
        for (int q = 0; q < rows.length * m; q++) {
            rows[q / m][q % m] = weights.values()[from + q];
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
    }

    /** An absent feature has no direction: 0, not NaN. */
    @Test
    void aZeroVectorHasNoDimension() {
        Layout layout = layout(true, true, 3, 2);
        Weights weights = new Weights(layout, new float[] {1, 0, 0, 0, -1, 0, 0, 0, 0});
        Snapshot snapshot = Snapshot.of(0, null, 1, weights, false);
        assertThat(snapshot.dimensionality()).containsExactly(0.5f, 0, 0.5f);
        assertThat(snapshot.norm()).containsExactly(1, 0, 1);
        assertThat(snapshot.weights()).isNull();
    }

    /** The curve of as many points as there are steps has the loss of every batch. */
    @Test
    void lossesAreMeansOverTheStepsSince() {
        Trainer.Job job = job(layout(true, true, 10, 3), 50, null);
        Trainer.Job every = new Trainer.Job(
                job.modelKey(),
                job.layout(),
                new Objective(job.data(), job.density(), job.importance()),
                job.training(),
                5000);
        double[] losses = Trainer.train(every, Kernels.named("cpu"), Trainer.Monitor.none()).curve().stream()
                .mapToDouble(Outcome.CurvePoint::loss)
                .toArray();
        assertThat(losses).hasSize(50);
        List<Snapshot> snapshots = recorded(job, Kernels.named("cpu"), 10, false);
        assertThat(snapshots.get(0).loss()).isEqualTo(losses[0]);
        assertThat(snapshots.get(0).learningRate()).isNull();
        for (int q = 1; q < snapshots.size(); q++) {
            int from = snapshots.get(q - 1).step();
            int to = snapshots.get(q).step();
            double mean = Arrays.stream(losses, from, to).average().orElseThrow();
            assertThat(snapshots.get(q).loss()).isCloseTo(mean, within(1e-15));
            assertThat(snapshots.get(q).learningRate())
                    .isEqualTo(1e-2 * job.training().schedule().factor(to - 1, 50));
        }
    }

    @Test
    void aRunThatStopsEarlyEndsWithItsLastStep() {
        TrainingSpec training = new TrainingSpec(
                Sampling.PLAIN,
                70,
                100_000,
                1e-9,
                new Schedule(Schedule.Kind.CONSTANT, 0),
                ADAM,
                INITIALISATION,
                new StopRule(10, 1));
        Trainer.Job job = with(job(layout(true, true, 10, 3), 50, null), training);
        Trajectory trajectory = new Trajectory(20, false);
        Outcome outcome = Trainer.train(job, Kernels.named("cpu"), Trainer.Monitor.none(), trajectory);
        assertThat(outcome.stopReason()).isEqualTo("plateau");
        List<Snapshot> snapshots = trajectory.snapshots();
        assertThat(snapshots).hasSizeBetween(3, 20);
        assertThat(snapshots.get(snapshots.size() - 1).step()).isEqualTo(outcome.steps());
        assertThat(snapshots)
                .allSatisfy(snapshot -> assertThat(snapshot.loss()).isFinite().isPositive());
    }
}
