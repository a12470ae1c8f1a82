package org.superpose.sweep;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.results.Ending;
import org.superpose.results.ModelRecord;
import org.superpose.results.RunFacts;
import org.superpose.results.SweepPoint;
import org.superpose.results.ThisMachine;
import org.superpose.results.WallClock;
import org.superpose.sweep.progress.Tally;
import org.superpose.train.Trainer;

/** Trains or builds, and measures, one point after another. Whatever goes wrong with a point becomes its row; only the end of the task itself is thrown. */
final class PointRunner {
    private static final int MESSAGE_LENGTH = 4000;
    private static final Logger LOG = LoggerFactory.getLogger(PointRunner.class);

    private final SweepTask sweep;
    private final TaskMarks marks;
    private final Attempts attempts = new Attempts(this::stopping);
    private TaskDevice device;
    private final TaskContext task = TaskContext.get();
    private final String host = ThisMachine.host();

    /** The models with a result of which a state was kept on the way. */
    private final List<String> finished = new ArrayList<>();

    PointRunner(SweepTask sweep, TaskMarks marks, TaskDevice device) {
        this.sweep = sweep;
        this.marks = marks;
        this.device = device;
    }

    /** Returns the point's row; empty if a stop was requested before the point was finished, or if it is left to a later task. */
    Optional<Row> run(Point point) {
        finishRow();
        Care care = marks.care(point);
        if (stopping() || care == Care.LEFT) {
            return Optional.empty();
        }
        Run run = new Run(point, care);
        Optional<Row> row = row(run);
        row.ifPresent(finished -> {
            run.progress.finish();
            count(run);
        });
        return row;
    }

    /** The row of what came of the point, its failure included; empty if a stop cut it short. */
    private Optional<Row> row(Run run) {
        try {
            run.made = made(run);
            return Optional.of(run.row());
        } catch (CancellationException e) {
            task.killTaskIfInterrupted();
            return Optional.empty();
        } catch (TaskKilledException e) {
            throw e;
        } catch (Throwable e) { // an overflow of the stack or an error of the code is a failed point too
            task.killTaskIfInterrupted();
            run.made = new ModelMaking.Made(failed(e), null);
            Row row = run.row();
            if (e instanceof Timeout.PointTimeoutException timeout && timeout.left()) {
                device = device.apart();
            }
            return Optional.of(row);
        }
    }

    private ModelMaking.Made made(Run run) throws Exception {
        if (run.care == Care.GIVEN_UP) {
            throw marks.suspicion(run.point).reason();
        }
        return attempts.of(run.care == Care.ALONE, alone -> {
            marks.begin(run.point, run.care, alone);
            return Timeout.within(sweep.limits().timeout(), run::make, run.progress::giveUp);
        });
    }

    /** The row of the last point is written, or never will be. */
    void finishRow() {
        marks.finish();
        attempts.release();
    }

    /** Removes the states of the models that this task has finished. */
    void removeCheckpoints() {
        for (String modelKey : finished) {
            try {
                sweep.checkpoints().remove(modelKey);
            } catch (IOException | RuntimeException | FSError e) {
                LOG.warn(
                        "the states kept of model {} are not needed any more and cannot be removed: {}",
                        modelKey,
                        e.toString());
            }
        }
    }

    private void count(Run run) {
        if (run.checkpoints.any() && !run.made.ending().failed()) {
            finished.add(run.point.modelKey());
        }
        if (run.made.findings() != null) {
            double loss = run.made.findings().measurement().loss().mean();
            sweep.tally().add(Tally.done(loss, run.coreSeconds()));
            return;
        }
        sweep.tally().add(Tally.failed(run.coreSeconds()));
        if (sweep.failFast()) {
            requestStop();
        }
    }

    private static double secondsSince(long start) {
        return 1e-9 * (System.nanoTime() - start);
    }

    private static Ending failed(Throwable error) {
        StringBuilder message = new StringBuilder(String.valueOf(error.getMessage()));
        if (error instanceof OutOfMemoryError) {
            message.append(
                    ", also while no other point of this JVM was at work; give it more memory (--driver-memory in local mode, --executor-memory on a cluster)");
        }
        for (StackTraceElement frame : error.getStackTrace()) {
            message.append("\n  at ").append(frame);
        }
        return Ending.failed(
                error.getClass().getName(), message.substring(0, Math.min(MESSAGE_LENGTH, message.length())));
    }

    /** A second attempt finishes its bundle: it replaces a file that may have been committed whole. */
    private boolean stopping() {
        return task.attemptNumber() == 0 && sweep.stop().made();
    }

    private void requestStop() {
        try {
            sweep.stop().make();
        } catch (IOException e) {
            // The tasks of this JVM know already; those of others go on to the end, and no row is lost.
            LOG.warn("cannot tell other executors to stop: {}", e.getMessage());
        }
    }

    /** One point on its way to a row. */
    private final class Run implements PointCheckpoints.Clock {
        private final Point point;
        private final Care care;
        private final Instant startedAt = WallClock.now();
        private final long start = System.nanoTime();
        private final double lentBefore = device.team().lentSeconds();
        private final double predicted;
        private final Progress progress;
        private final PointCheckpoints checkpoints;
        private ModelMaking.Made made;

        Run(Point point, Care care) {
            this.point = point;
            this.care = care;
            this.predicted = sweep.costs().seconds(point);
            this.progress = new Progress(point.steps(), predicted);
            this.checkpoints = new PointCheckpoints(
                    sweep.checkpoints(),
                    point.modelKey(),
                    maker(),
                    sweep.limits().checkpoint(),
                    this);
        }

        /** Makes the model, from its beginning or from a state that was kept; another attempt reports its steps anew. */
        ModelMaking.Made make() {
            progress.begin();
            try (checkpoints) {
                return new ModelMaking(
                                point, sweep.measure(point), device.kernel(), sweep.tiles(), progress, checkpoints)
                        .make();
            }
        }

        /** What must be the same for the same bits, and for the same learning curve. */
        private String maker() {
            return "algorithm " + Identity.algoVersion(point.spec()) + ", kernel "
                    + device.kernel().name() + ", " + device.kernel().processor() + ", "
                    + System.getProperty("os.arch") + ", Java " + System.getProperty("java.vm.version") + ", curve "
                    + sweep.measure(point).curve();
        }

        @Override
        public double seconds() {
            return secondsSince(start);
        }

        /** The seconds since the start, those of cores that helped included. */
        @Override
        public double coreSeconds() {
            return secondsSince(start) + device.team().lentSeconds() - lentBefore;
        }

        Row row() {
            RunFacts facts = new RunFacts(
                    device.kernel().name(),
                    device.label(),
                    host,
                    sweep.number(),
                    task.attemptNumber(),
                    checkpoints.secondsBefore() + seconds(),
                    checkpoints.coreSecondsBefore() + coreSeconds(),
                    predicted,
                    startedAt,
                    Identity.algoVersion(point.spec()));
            SweepPoint asked = new SweepPoint(sweep.sweep(), point);
            return new ModelRecord(asked, made.ending(), made.findings(), facts).row();
        }
    }

    /** Reports training steps as they happen and, when the point ends early, the rest of them. */
    private final class Progress implements Trainer.Monitor {
        private final int steps;
        private final double work;
        private int taken;
        private double done;
        private volatile boolean givenUp;

        Progress(int steps, double work) {
            this.steps = steps;
            this.work = work;
        }

        @Override
        public boolean advanced(int count) {
            report(count, steps == 0 ? 0 : work * count / steps);
            return !stopping() && !task.isInterrupted() && !givenUp;
        }

        void begin() {
            report(-taken, -done);
        }

        void giveUp() {
            givenUp = true;
        }

        @Override
        public boolean abandoned() {
            return givenUp;
        }

        void finish() {
            report(steps - taken, work - done);
        }

        private void report(int count, double share) {
            taken += count;
            done += share;
            sweep.tally().add(Tally.advanced(count, share));
        }
    }
}
