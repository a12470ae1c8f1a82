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

    /** The rate after the choice of a start, over that before: enough to go on, and too little to leave the minimum that was chosen. */
    public static final double FINISH_RATE = 0.3;

    /** A monitor is asked after as many. */
    static final int STEPS_PER_REPORT = 16;

    private final Job job;
    private final Kernel kernel;
    private final Monitor monitor;
    private final Trajectory trajectory;
    private int taken;
    private long samples;

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

        /** This monitor of steps that are not the run's own, such as those of smaller models: they are reported as none. */
        default Monitor uncounted() {
            return steps -> advanced(0);
        }

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
        if (training.init() instanceof Initialisation.Made made) {
            return onwards(made);
        }
        Path path = training.starts() == 1 ? new Path(0) : best();
        int page = training.starts() * training.startSteps();
        if (path.failure == null) {
            train(path, page, training.steps() - page, page == 0 ? 1 : FINISH_RATE, trajectory);
        }
        return outcome(path);
    }

    /** From a model that is made; it is kept if training does not lower its loss. */
    private Outcome onwards(Initialisation.Made init) {
        MadeStart start = MadeStart.of(init, job, kernel, monitor);
        samples += start.samples();
        if (start.weights().isEmpty()) {
            return diverged("too many of the smaller models diverged", null, null);
        }
        Weights made = start.weights().get();
        Path path = new Path(0, MadeStart.noisy(made, init.noise(), job.modelKey()));
        train(path, 0, job.training().steps(), init.rate(), trajectory);
        FreshLoss losses = new FreshLoss(job, kernel, monitor);
        double before = losses.of(made, Initialisation.Made.COMPARED);
        if (path.failure != null || !(losses.of(path.weights, Initialisation.Made.COMPARED) < before)) {
            path.keep(made, before);
        }
        return outcome(path);
    }

    /** The start of least loss after its share of the steps; one that diverged if all did. */
    private Path best() {
        Path best = null;
        for (int start = 0; start < job.training().starts(); start++) {
            Path path = begun(start, Trajectory.none());
            best = best == null || path.loss < best.loss ? path : best;
        }
        if (trajectory.records() && best.failure == null) {
            // Only now is it known which start is to be shown: its steps are taken once more, and not counted.
            int countedSteps = taken;
            long countedSamples = samples;
            best = begun(best.start, trajectory);
            taken = countedSteps;
            samples = countedSamples;
        }
        return best;
    }

    private Path begun(int start, Trajectory told) {
        Path path = new Path(start);
        int steps = job.training().startSteps();
        train(path, start * steps, steps, 1, told);
        return path;
    }

    /**
     * Takes steps on, with a schedule of their own.
     *
     * @param page the number of the first batch
     * @param share of the learning rate
     */
    private void train(Path path, int page, int steps, double share, Trajectory told) {
        TrainingSpec training = job.training();
        int n = job.layout().n();
        Sampling sampling = training.sampling();
        double probability = job.objective().meanProbability(n);
        double scale = sampling.scale(probability);
        FeatureDistribution batches = sampling.batches(job.objective(), n, training.batch());
        RandomStream stream = RandomStream.of(job.modelKey(), "train");
        SparseBatch batch = new SparseBatch(n, training.batch());
        Schedule schedule = training.schedule().of(steps, training.steps());
        Problem problem = new Problem(job.layout(), job.importance(), probability, training.batch(), training.rule());
        LossHistory history = new LossHistory(training.stop());
        try (Kernel.Session session = kernel.open(problem, path.weights)) {
            if (path.steps == 0) {
                told.begin(session, training.pathSteps());
            }
            for (int step = 0; step < steps && path.failure == null && !history.plateau(); step++) {
                double rate = share * training.learningRate() * schedule.factor(step, steps);
                batches.fill(batch, stream, page + step);
                double loss = scale * session.step(batch, rate);
                path.steps++;
                count();
                path.curve.add(path.steps, loss, rate);
                told.add(session, path.steps, loss, rate);
                if (Double.isFinite(loss)) {
                    history.add(loss);
                } else {
                    path.failure = "loss is " + loss;
                }
            }
            path.end(session.weights(), history);
        }
    }

    private void count() {
        taken++;
        samples += job.training().batch();
        if (taken % STEPS_PER_REPORT == 0 && !monitor.advanced(STEPS_PER_REPORT)) {
            throw new CancellationException("training abandoned after " + taken + " steps");
        }
    }

    private Outcome outcome(Path path) {
        TrainingSpec training = job.training();
        String failure = path.failure;
        if (failure == null && !(path.loss <= DIVERGED * Math.max(lossOfZero(), path.first))) {
            failure = "loss is " + path.loss;
        }
        if (failure != null) {
            return diverged(failure, bestStart(path), path.weights);
        }
        trajectory.end(path.weights);
        double seen = training.activePerFeature(
                job.objective().meanProbability(job.layout().n()), path.steps);
        boolean converged = path.kept || path.plateau || training.schedule().decays();
        String reason = path.kept ? Outcome.START : path.plateau ? "plateau" : converged ? "schedule" : "steps";
        boolean unseen = seen < LEAST_ACTIVE;
        return new Outcome(
                unseen || !converged ? Outcome.Status.MAX_STEPS : Outcome.Status.CONVERGED,
                unseen ? Outcome.TOO_FEW_ACTIVE : reason,
                bestStart(path),
                taken,
                samples,
                path.loss,
                path.weights,
                path.curve.points());
    }

    private Outcome diverged(String failure, Integer start, Weights weights) {
        return new Outcome(Outcome.Status.DIVERGED, failure, start, taken, samples, Double.NaN, weights, List.of());
    }

    /** Which start a path is from; null where there is one. */
    private Integer bestStart(Path path) {
        return job.training().starts() == 1 ? null : path.start;
    }

    /** A model on its way from one start, and what is known of it. */
    private final class Path {
        private final int start;
        private final LearningCurve curve =
                new LearningCurve(job.curvePoints(), job.training().pathSteps());
        private Weights weights;
        private int steps;
        private double first = Double.NaN;
        /** The mean loss of the last steps; infinite if they diverged. */
        private double loss = Double.POSITIVE_INFINITY;

        private boolean plateau;
        private String failure;

        /** Whether training made the model no better, which is then the one that it began with. */
        private boolean kept;

        Path(int start) {
            this(
                    start,
                    job.training().drawn(job.layout(), job.modelKey(), start).orElseThrow());
        }

        Path(int start, Weights weights) {
            this.start = start;
            this.weights = weights;
        }

        void keep(Weights began, double itsLoss) {
            weights = began;
            loss = itsLoss;
            plateau = false;
            failure = null;
            kept = true;
        }

        void end(Weights now, LossHistory history) {
            weights = now;
            first = Double.isNaN(first) ? history.first() : first;
            plateau = history.plateau();
            if (failure == null && !now.finite()) {
                failure = "weights are not finite";
            }
            loss = failure == null ? history.recentMean() : Double.POSITIVE_INFINITY;
        }
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
}
