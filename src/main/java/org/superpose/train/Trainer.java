package org.superpose.train;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.FeatureMoments;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** The training loop: draw a batch, take a step, watch the loss, until the recipe says that it is done. */
public final class Trainer {
    /** How many of the last steps the mean {@code lossTrain} is of. */
    static final int LOSS_WINDOW = 200;

    /** A model that ends worse than this many times both its own beginning and a model that always answers 0 has diverged. */
    private static final double DIVERGED = 100;

    /**
     * A feature that was active less often than this while the model was trained cannot have been learnt: at (50, 10), p = 1e-4, plain batches of the recipe
     * {@code quick} show each 30 times, and the loss ends at two hundred times that of strata.
     */
    public static final double LEAST_ACTIVE = 100;

    private static final int STEPS_PER_REPORT = 16;

    private final Job job;
    private final Kernel kernel;
    private final Monitor monitor;
    private final Trajectory trajectory;

    private Trainer(Job job, Kernel kernel, Monitor monitor, Trajectory trajectory) {
        this.job = job;
        this.kernel = kernel;
        this.monitor = monitor;
        this.trajectory = trajectory;
    }

    /**
     * One model to train.
     *
     * @param modelKey names the random streams {@code init} and {@code train}
     * @param curvePoints the most points of the learning curve, 0 for none
     */
    public record Job(String modelKey, Layout layout, Objective objective, TrainingSpec training, int curvePoints) {
        /** The density p, the probability that a feature is active. */
        public double density() {
            return objective.density();
        }

        /** How the features depend on one another. */
        public DataSpec data() {
            return objective.data();
        }

        /** The weights of the features' errors. */
        public Importance importance() {
            return objective.importance();
        }
    }

    /** Watches a run from outside. */
    public interface Monitor {
        /** Called every few steps with the number of steps since the last call, 0 while measuring; returns false to abandon the run. */
        boolean advanced(int steps);

        /** A monitor that only watches. */
        static Monitor none() {
            return steps -> true;
        }
    }

    /**
     * Trains to completion.
     *
     * @throws CancellationException if the monitor abandons the run
     */
    public static Outcome train(Job job, Kernel kernel, Monitor monitor) {
        return train(job, kernel, monitor, Trajectory.none());
    }

    /**
     * Trains to completion; what is recorded on the way changes no bit of the outcome.
     *
     * @param trajectory told of every step
     * @throws CancellationException if the monitor abandons the run
     */
    public static Outcome train(Job job, Kernel kernel, Monitor monitor, Trajectory trajectory) {
        return new Trainer(job, kernel, monitor, trajectory).run();
    }

    private Outcome run() {
        TrainingSpec training = job.training();
        Layout layout = job.layout();
        Problem problem = new Problem(
                layout,
                job.importance(),
                job.objective().meanProbability(layout.n()),
                training.batch(),
                training.rule());
        Weights initial = training.initial(layout, job.modelKey());
        try (Kernel.Session session = kernel.open(problem, initial)) {
            return loop(session);
        }
    }

    private Outcome loop(Kernel.Session session) {
        TrainingSpec training = job.training();
        int n = job.layout().n();
        Sampling sampling = training.sampling();
        FeatureDistribution batches = sampling.batches(job.objective(), n, training.batch());
        double scale = sampling.scale(job.objective().meanProbability(n));
        RandomStream stream = RandomStream.of(job.modelKey(), "train");
        SparseBatch batch = new SparseBatch(n, training.batch());
        LossHistory history = new LossHistory(training.stop());
        LearningCurve curve = new LearningCurve(job.curvePoints(), training.steps());
        trajectory.begin(session, training.steps());
        int steps = 0;
        while (steps < training.steps()) {
            double rate = training.learningRate() * training.schedule().factor(steps, training.steps());
            batches.fill(batch, stream, steps);
            double loss = scale * session.step(batch, rate);
            steps++;
            if (steps % STEPS_PER_REPORT == 0 && !monitor.advanced(STEPS_PER_REPORT)) {
                throw new CancellationException("training abandoned after " + steps + " steps");
            }
            if (!Double.isFinite(loss)) {
                return new Outcome(
                        Outcome.Status.DIVERGED, "loss is " + loss, steps, Double.NaN, session.weights(), List.of());
            }
            history.add(loss);
            curve.add(steps, loss, rate);
            trajectory.add(session, steps, loss, rate);
            if (history.plateau()) {
                return finished(Outcome.Status.CONVERGED, "plateau", steps, history, session, curve);
            }
        }
        return training.schedule().decays()
                ? finished(Outcome.Status.CONVERGED, "schedule", steps, history, session, curve)
                : finished(Outcome.Status.MAX_STEPS, "steps", steps, history, session, curve);
    }

    private Outcome finished(
            Outcome.Status status,
            String reason,
            int steps,
            LossHistory history,
            Kernel.Session session,
            LearningCurve curve) {
        Weights weights = session.weights();
        if (!weights.finite()) {
            return new Outcome(
                    Outcome.Status.DIVERGED, "weights are not finite", steps, Double.NaN, weights, List.of());
        }
        double loss = history.recentMean();
        if (!(loss <= DIVERGED * Math.max(lossOfZero(), history.first()))) {
            return new Outcome(Outcome.Status.DIVERGED, "loss is " + loss, steps, Double.NaN, weights, List.of());
        }
        trajectory.end(session);
        double seen = job.training()
                .activePerFeature(job.objective().meanProbability(job.layout().n()), steps);
        if (seen < LEAST_ACTIVE) {
            return new Outcome(Outcome.Status.MAX_STEPS, Outcome.TOO_FEW_ACTIVE, steps, loss, weights, curve.points());
        }
        return new Outcome(status, reason, steps, loss, weights, curve.points());
    }

    /** The loss of a model that always answers 0: (1/n) Σ_i E[I_i(x) x_i²], with E x_i² = p_i/3. */
    private double lossOfZero() {
        double[] importance = job.importance().weights(job.layout().n());
        KeyedSets keys = job.importance().keys();
        if (job.data().kind() == DataSpec.Kind.INDEPENDENT && keys == null) {
            return Arrays.stream(importance).sum() / importance.length * job.density() / 3;
        }
        FeatureMoments moments = job.data().moments(importance.length, job.density());
        return IntStream.range(0, importance.length)
                        .mapToDouble(i -> importance[i]
                                * (keys == null
                                        ? moments.probability(i)
                                        : moments.weighed(i, keys.key(i), keys.otherwise())))
                        .sum()
                / (3.0 * importance.length);
    }

    /** The losses of the last 2·window steps, and the plateau test on them. */
    private static final class LossHistory {
        private final StopRule rule;
        private final int window;
        private final double[] recent;
        private double first;
        private int count;

        LossHistory(StopRule rule) {
            this.rule = rule;
            this.window = rule == null ? LOSS_WINDOW : rule.window();
            this.recent = new double[2 * window];
        }

        void add(double loss) {
            if (count == 0) {
                first = loss;
            }
            recent[count % recent.length] = loss;
            count++;
        }

        /** The loss of the run's first batch, before any step. */
        double first() {
            return first;
        }

        boolean plateau() {
            return rule != null
                    && count >= recent.length
                    && count % rule.every() == 0
                    && mean(count - window, count) >= mean(count - 2 * window, count - window);
        }

        double recentMean() {
            return mean(Math.max(0, count - window), count);
        }

        private double mean(int from, int to) {
            double sum = 0;
            for (int step = from; step < to; step++) {
                sum += recent[step % recent.length];
            }
            return sum / (to - from);
        }
    }
}
