package org.superpose.train;

import java.io.DataInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private final Checkpoints checkpoints;
    private final Standing standing;
    /** Steps that the monitor was not told of. */
    private int unreported;

    private Trainer(Job job, Kernel kernel, Monitor monitor, Trajectory trajectory, Checkpoints checkpoints) {
        this.job = job;
        this.kernel = kernel;
        this.monitor = monitor;
        this.trajectory = trajectory;
        this.checkpoints = checkpoints;
        this.standing = new Standing();
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

        /** Whether to abandon the run at once, asked after every step. */
        default boolean abandoned() {
            return false;
        }

        /** This monitor of steps that are not the run's own, such as those of smaller models: they are reported as none. */
        default Monitor uncounted() {
            Monitor counted = this;
            return new Monitor() {
                @Override
                public boolean advanced(int steps) {
                    return counted.advanced(0);
                }

                @Override
                public boolean abandoned() {
                    return counted.abandoned();
                }
            };
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
        return train(job, kernel, monitor, trajectory, Checkpoints.none());
    }

    /**
     * Trains to completion; what is recorded or kept on the way changes no bit of the outcome.
     *
     * @param trajectory told of every step
     * @param checkpoints where a run that was broken off is gone on with; a run whose trajectory is recorded keeps none
     * @throws CancellationException if the monitor abandons the run
     */
    public static Outcome train(
            Job job, Kernel kernel, Monitor monitor, Trajectory trajectory, Checkpoints checkpoints) {
        Checkpoints used = trajectory.records() ? Checkpoints.none() : checkpoints;
        Optional<DataInputStream> broken = used.kept();
        if (broken.isPresent()) {
            try {
                Trainer trainer = new Trainer(job, kernel, monitor, trajectory, used);
                trainer.standing.resume(broken.get(), trainer::begun);
                return trainer.run();
            } catch (Standing.Unreadable e) {
                // what cannot be read is no state: the run begins anew
            }
        }
        return new Trainer(job, kernel, monitor, trajectory, used).run();
    }

    private Outcome run() {
        TrainingSpec training = job.training();
        if (training.init() instanceof Initialisation.Made made) {
            return onwards(made);
        }
        TrainedPath path = training.starts() == 1 ? begun(0) : best();
        int page = training.starts() * training.startSteps();
        if (path.failure() == null) {
            train(path, page, training.steps() - page, page == 0 ? 1 : FINISH_RATE, trajectory, training.starts());
        }
        return outcome(path);
    }

    /** From a model that is made; it is kept if training does not lower its loss. */
    private Outcome onwards(Initialisation.Made init) {
        MadeStart start = MadeStart.of(init, job, kernel, monitor);
        if (!standing.goesOn()) {
            standing.addSamples(start.samples());
        }
        if (start.weights().isEmpty()) {
            return diverged("too many of the smaller models diverged", null, null);
        }
        Weights made = start.weights().get();
        TrainedPath path = new TrainedPath(job, 0, MadeStart.noisy(made, init.noise(), job.modelKey()));
        train(
                path,
                0,
                job.training().steps(),
                init.rate(),
                trajectory,
                job.training().starts());
        FreshLoss losses = new FreshLoss(job, kernel, monitor);
        double before = losses.of(made, Initialisation.Made.COMPARED);
        if (path.failure() != null || !(losses.of(path.weights(), Initialisation.Made.COMPARED) < before)) {
            path.keep(made, before);
        }
        return outcome(path);
    }

    /** The start of least loss after its share of the steps; one that diverged if all did. */
    private TrainedPath best() {
        for (int start = standing.stage(); start < job.training().starts(); start++) {
            standing.compare(paged(start, Trajectory.none()));
        }
        TrainedPath best = standing.best();
        if (trajectory.records() && best.failure() == null) {
            // Only now is it known which start is to be shown: its steps are taken once more, by another trainer that
            // counts them.
            best = new Trainer(job, kernel, monitor, trajectory, checkpoints).paged(best.start(), trajectory);
        }
        return best;
    }

    private TrainedPath begun(int start) {
        return new TrainedPath(
                job,
                start,
                job.training().drawn(job.layout(), job.modelKey(), start).orElseThrow());
    }

    /** From a start, for its share of the steps. */
    private TrainedPath paged(int start, Trajectory told) {
        TrainedPath path = begun(start);
        int steps = job.training().startSteps();
        train(path, start * steps, steps, 1, told, start);
        return path;
    }

    /**
     * Takes steps on, with a schedule of their own.
     *
     * @param page the number of the first batch
     * @param share of the learning rate
     * @param stage the number of the start, or that of all starts for the steps after them
     */
    private void train(TrainedPath path, int page, int steps, double share, Trajectory told, int stage) {
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
        try (Kernel.Session session = kernel.open(problem, path.weights())) {
            standing.begin(stage, path, history, session);
            Checkpoints.State state = out -> standing.write(out, path, history, session);
            if (path.steps() == 0) {
                told.begin(session, training.pathSteps());
            }
            for (int step = standing.stageSteps();
                    step < steps && path.failure() == null && !history.plateau();
                    step++) {
                double rate = share * training.learningRate() * schedule.factor(step, steps);
                batches.fill(batch, stream, page + step);
                double loss = scale * session.step(batch, rate);
                path.add(loss, rate);
                told.add(session, path.steps(), loss, rate);
                if (path.failure() == null) {
                    history.add(loss);
                }
                count(path, state);
            }
            path.end(session.weights(), history);
        }
    }

    /** Counts a step, and keeps the state now and then, but none of a model that has just diverged. */
    private void count(TrainedPath path, Checkpoints.State state) {
        standing.count(job.training().batch());
        unreported = (unreported + 1) % STEPS_PER_REPORT;
        boolean report = unreported == 0;
        boolean abandoned = monitor.abandoned() || (report && !monitor.advanced(STEPS_PER_REPORT));
        if ((report || abandoned) && path.failure() == null && checkpoints.due(abandoned)) {
            checkpoints.keep(state);
        }
        if (abandoned) {
            throw new CancellationException("training abandoned after " + standing.steps() + " steps");
        }
    }

    private Outcome outcome(TrainedPath path) {
        TrainingSpec training = job.training();
        String failure = path.failure();
        if (failure == null && !(path.loss() <= DIVERGED * Math.max(lossOfZero(), path.first()))) {
            failure = "loss is " + path.loss();
        }
        if (failure != null) {
            return diverged(failure, bestStart(path), path.weights());
        }
        trajectory.end(path.weights());
        double seen = training.activePerFeature(
                job.objective().meanProbability(job.layout().n()), path.steps());
        boolean converged = path.kept() || path.plateau() || training.schedule().decays();
        String reason = path.kept() ? Outcome.START : path.plateau() ? "plateau" : converged ? "schedule" : "steps";
        boolean unseen = seen < LEAST_ACTIVE;
        return new Outcome(
                unseen || !converged ? Outcome.Status.MAX_STEPS : Outcome.Status.CONVERGED,
                unseen ? Outcome.TOO_FEW_ACTIVE : reason,
                bestStart(path),
                standing.steps(),
                standing.samples(),
                path.loss(),
                path.weights(),
                path.curve().points());
    }

    private Outcome diverged(String failure, Integer start, Weights weights) {
        return new Outcome(
                Outcome.Status.DIVERGED,
                failure,
                start,
                standing.steps(),
                standing.samples(),
                Double.NaN,
                weights,
                List.of());
    }

    /** Which start a path is from; null where there is one. */
    private Integer bestStart(TrainedPath path) {
        return job.training().starts() == 1 ? null : path.start();
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
