package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/**
 * Measures what recording costs: {@code mvn test -Dtest=TrajectoryCost -Dpairs=15} trains the same models with and without in turns and writes a
 * table into {@code target/trajectory-cost.md}. It decides nothing and is run by hand.
 */
class TrajectoryCost {
    private static final int POINTS = Integer.getInteger("points", 64);
    private static final int PAIRS = Integer.getInteger("pairs", 3);
    /** Seconds of one side of a pair, at least. */
    private static final double SECONDS = 0.001 * Integer.getInteger("milliseconds", 300);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);

    private record Case(int n, int m, double density, boolean tied, Recipe recipe) {}

    private static final List<Case> CASES = List.of(
            new Case(20, 5, 0.05, true, Recipe.QUICK),
            new Case(20, 5, 0.05, true, Recipe.ANTHROPIC),
            new Case(128, 32, 0.05, false, Recipe.QUICK),
            new Case(512, 128, 0.045, false, Recipe.QUICK),
            new Case(512, 128, 0.045, true, Recipe.QUICK));

    @Test
    void writeTable() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| model | recipe, steps | training | a snapshot alone | all of them | overhead, median | half of the pairs |",
                "|---|---|---|---|---|---|---|"));
        List<Case> cases = Integer.getInteger("case") == null ? CASES : List.of(CASES.get(Integer.getInteger("case")));
        for (Case one : cases) {
            lines.add(row(one));
        }
        Path file = Files.writeString(Path.of("target", "trajectory-cost.md"), String.join("\n", lines) + "\n");
        assertThat(file).isNotEmptyFile();
    }

    private static String row(Case one) {
        Kernel kernel = Kernels.resolve(Kernels.AUTO).kernel();
        Layout layout =
                new Layout(new ModelSpec(one.tied(), Activation.IDENTITY, Activation.RELU, true), one.n(), one.m());
        Trainer.Job job = new Trainer.Job(
                "cost",
                layout,
                new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), one.density(), new Importance.Decay(1)),
                UsualTraining.of(one.recipe(), one.n(), one.m(), one.density()),
                64);
        int models = 1;
        for (int warm = 0; warm < 3; warm++) {
            double plain = seconds(job, kernel, 0, models);
            seconds(job, kernel, POINTS, models);
            models = (int) Math.ceil(Math.max(1, SECONDS / (plain / models)));
        }
        double[] overhead = new double[PAIRS];
        double[] each = new double[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            // Whoever comes second may find another machine: they take turns in coming first.
            double first = seconds(job, kernel, pair % 2 == 0 ? 0 : POINTS, models);
            double second = seconds(job, kernel, pair % 2 == 0 ? POINTS : 0, models);
            double plain = pair % 2 == 0 ? first : second;
            overhead[pair] = (first + second - plain) / plain - 1;
            each[pair] = plain / models;
        }
        Arrays.sort(overhead);
        Arrays.sort(each);
        double training = each[PAIRS / 2];
        double alone = snapshotSeconds(job, kernel);
        int snapshots = Trajectory.marks(POINTS, job.training().steps()).length;
        return String.format(
                Locale.ROOT,
                "| %d × %d%s | %s, %d | %.3g ms | %.2g µs | %.2f %% | %.1f %% | %.1f … %.1f %% |",
                one.n(),
                one.m(),
                one.tied() ? " tied" : "",
                one.recipe().label(),
                job.training().steps(),
                1e3 * training,
                1e6 * alone,
                100 * alone * snapshots / training,
                100 * overhead[PAIRS / 2],
                100 * overhead[PAIRS / 4],
                100 * overhead[PAIRS - 1 - PAIRS / 4]);
    }

    /** Of a copy of the weights and a snapshot, again and again. */
    private static double snapshotSeconds(Trainer.Job job, Kernel kernel) {
        Problem problem =
                new Problem(job.layout(), job.importance().weights(job.layout().n()), job.density(), 1024, ADAM);
        Weights initial = job.training().drawn(job.layout(), "cost", 0).orElseThrow();
        int repeats = (int)
                (1 + 2e9 / job.layout().n() / job.layout().m() / job.layout().m() / 10);
        double seconds = 0;
        try (Kernel.Session session = kernel.open(problem, initial)) {
            for (int round = 0; round < 2; round++) {
                long start = THREADS.getCurrentThreadCpuTime();
                double sum = 0;
                for (int q = 0; q < repeats; q++) {
                    sum += Snapshot.of(q, 0.1, 1, session.weights(), false).dimensionality()[0];
                }
                assertThat(sum).isPositive();
                seconds = 1e-9 * (THREADS.getCurrentThreadCpuTime() - start) / repeats;
            }
        }
        return seconds;
    }

    /** Of this thread's processor time: on a shared machine the clock tells more of the others. */
    private static double seconds(Trainer.Job job, Kernel kernel, int points, int models) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int model = 0; model < models; model++) {
            Trainer.train(job, kernel, Trainer.Monitor.none(), new Trajectory(points, false));
        }
        return 1e-9 * (THREADS.getCurrentThreadCpuTime() - start);
    }
}
