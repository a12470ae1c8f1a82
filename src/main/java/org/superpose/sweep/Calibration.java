package org.superpose.sweep;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.grid.CostModel;
import org.superpose.grid.Identity;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.train.Recipe;
import org.superpose.train.TrainingSpec;

/** Fits the cost model to this machine: by the rows a directory already holds, or else by timing a few hundred steps of one small problem. */
final class Calibration {
    /** Where there are fewer rows than this, the machine is timed instead. */
    static final int ENOUGH_ROWS = 8;

    private static final int MOST_ROWS = 2000;
    private static final int N = 128;
    private static final int M = 32;
    private static final double DENSITY = 0.05;
    private static final int WARM_UP = 400;
    private static final int WINDOWS = 5;
    private static final int STEPS = 60;

    private Calibration() {}

    /** The cost model fitted to rows of the kernel, null if there are too few. */
    static CostModel learnt(String kernel, Dataset<Row> rows) {
        List<CostModel.Observation> observations = rows
                .where(col("kernel").equalTo(kernel))
                .where(col("loss").isNotNull())
                .where(col("steps").gt(0))
                .where(col("algo_version").isInCollection(Identity.ALGO_VERSIONS))
                .select(col("parameters"), col("seed"), col("steps"), coalesce(col("core_seconds"), col("seconds")))
                .limit(MOST_ROWS)
                .collectAsList()
                .stream()
                .map(row -> new CostModel.Observation(
                        Identity.parse(row.getString(0), row.getLong(1)), row.getLong(2), row.getDouble(3)))
                .toList();
        return observations.size() < ENOUGH_ROWS ? null : CostModel.of(kernel).calibrated(observations);
    }

    /**
     * The cost model by timing a problem of n = 128, m = 32, p = 0.05, B = 1024, about a second for the fast kernel: on every processor at
     * once, as a sweep uses them, because one that works alone is up to 1.5 times faster than two that share a core.
     */
    static CostModel timed(Kernel kernel) {
        CostModel model = CostModel.of(kernel.name());
        double[] factors = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(processor -> CompletableFuture.supplyAsync(() -> factor(kernel, model), Calibration::start))
                .toList()
                .stream()
                .mapToDouble(CompletableFuture::join)
                .sorted()
                .toArray();
        return model.calibrated(factors[factors.length / 2]);
    }

    private static void start(Runnable timing) {
        Thread thread = new Thread(timing, "calibration");
        thread.setDaemon(true);
        thread.start();
    }

    private static double factor(Kernel kernel, CostModel model) {
        Layout layout = new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), N, M);
        Objective objective = new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), DENSITY, new Importance.Decay(1));
        TrainingSpec training = Recipe.FAST.training(layout, objective);
        Problem problem = new Problem(layout, objective.importance(), DENSITY, training.batch(), training.rule());
        RandomStream stream = RandomStream.of("calibration", "train");
        FeatureDistribution distribution = objective.data().distribution(N, DENSITY);
        SparseBatch batch = new SparseBatch(N, training.batch());
        try (Kernel.Session session =
                kernel.open(problem, training.drawn(layout, "calibration", 0).orElseThrow())) {
            Steps steps = new Steps(session, distribution, stream, batch);
            boolean fast = kernel.name().equals(KernelId.CPU.label());
            int warmUp = fast ? WARM_UP : WARM_UP / 10;
            int count = fast ? STEPS : STEPS / 10;
            steps.take(warmUp);
            double best = Double.POSITIVE_INFINITY;
            for (int window = 0; window < WINDOWS; window++) {
                best = Math.min(best, steps.take(count) / count);
            }
            return best / model.stepSeconds(layout, DENSITY, training.batch());
        }
    }

    private static final class Steps {
        private final Kernel.Session session;
        private final FeatureDistribution distribution;
        private final RandomStream stream;
        private final SparseBatch batch;
        private int page;

        Steps(Kernel.Session session, FeatureDistribution distribution, RandomStream stream, SparseBatch batch) {
            this.session = session;
            this.distribution = distribution;
            this.stream = stream;
            this.batch = batch;
        }

        /** The seconds that the given number of steps takes. */
        double take(int count) {
            long start = System.nanoTime();
            for (int step = 0; step < count; step++) {
                distribution.fill(batch, stream, page++);
                session.step(batch, 1e-2);
            }
            return 1e-9 * (System.nanoTime() - start);
        }
    }
}
