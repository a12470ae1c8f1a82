package org.superpose.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.superpose.grid.Bundle;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.results.DiskFull;
import org.superpose.results.PointCounts;
import org.superpose.results.Reads;
import org.superpose.results.SweepFailedException;
import org.superpose.sweep.progress.ProgressDisplay;
import org.superpose.sweep.progress.ProgressFile;
import org.superpose.sweep.progress.SweepProgress;
import org.superpose.sweep.progress.Tally;
import org.superpose.sweep.progress.TallyAccumulator;

/**
 * One invocation: its own directory of rows, its provenance, its Spark jobs, one for each of its {@link Rounds}. One task per bundle and one file per task,
 * which appears when the task commits, so that whatever happens to the driver only the running bundles are lost.
 */
final class SweepRun {
    /** Tasks that look at the directory where it is not known how many slots there will be. */
    private static final int MOST_PROBES = 64;
    /** Bundles are cut for so many times the slots that are there, where more may come. */
    private static final int LATE = 8;

    private final RunContext run;
    private final List<Point> missing;
    private final RunRecord record;
    private final RunRows rows;
    private final RunStop stop;
    private final TallyAccumulator committed = new TallyAccumulator();

    /** @param missing the points to train */
    SweepRun(RunContext run, List<Point> missing) {
        this.run = run;
        this.missing = missing;
        this.record = new RunRecord(run);
        this.rows = new RunRows(run);
        this.stop = new RunStop(run);
    }

    /**
     * Trains the points; returns when all have a row or the sweep was stopped.
     *
     * @return false if it was stopped at once, so that tasks may still be busy with what no one waits for and Spark should not be asked for more
     */
    boolean train(StopSignals signals) throws IOException {
        TileWeights tiles = TileWeights.read(run.context(), run.spark(), missing);
        record.begin(missing.size());
        int slots = slots();
        Plan plan = plan(missing, slots);
        rows.writePlanned();
        record.planned(plan, slots);
        record.announce(plan, missing.size(), slots);
        run.spark().sparkContext().register(committed, SweepProgress.ACCUMULATOR);
        try {
            if (watch(plan, tiles, signals)) {
                rows.verify(missing.size(), committed.value(), stop.made());
            }
        } finally {
            stop.request().clear();
            new MarkFolder(run.directory()).removeOpen(run.number());
        }
        return !stop.cancelled();
    }

    /**
     * Writes the points that were asked for, and nothing else: their models are there.
     *
     * @return true, as {@link #train} does where nothing was stopped
     */
    boolean plan() throws IOException {
        run.log().println("the models are there, but not all of their planned points; these are written again");
        record.begin(0);
        rows.writePlanned();
        int slots = Math.max(1, run.executors().slots());
        record.planned(plan(missing, slots), slots);
        return true;
    }

    /** How the points stand by what was reported, where the table cannot be asked. */
    PointCounts reckoned(PointCounts before) {
        int done = before.done() + (int) committed.value().done();
        int without = Math.min(before.missing(), left());
        return new PointCounts(before.points(), done, before.points() - done - without, without);
    }

    /** Points of this run that have not been reported as finished; none unless it was stopped. */
    int left() {
        Tally tally = committed.value();
        return (int) Math.max(0, missing.size() - tally.done() - tally.failed());
    }

    /**
     * Tells how the run ended, in the log and in the provenance file.
     *
     * @param left points of this run that have no row
     */
    void finish(PointCounts counts, int left) throws IOException {
        record.end(counts, committed.value(), left);
    }

    /** The slots of the cluster, once executors have shown that they can work. */
    private int slots() {
        SparkConf conf = run.context().getConf();
        int asked = AskedSlots.of(conf).orElse(Integer.MAX_VALUE);
        if (!run.context().isLocal()) {
            ExecutorCheck.run(
                    run.context(),
                    run.directory().provenance(run.id()),
                    run.costs().kernel(),
                    Math.max(run.executors().slots(), Math.min(asked, MOST_PROBES)));
        }
        try {
            return run.executors().settledSlots(asked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SweepFailedException("interrupted while waiting for executors", e);
        }
    }

    private Plan plan(List<Point> points, int slots) {
        SparkConf conf = run.context().getConf();
        // A bundle that is cut for two slots is a large part of the whole when ten more have come.
        int late =
                run.context().isLocal() ? slots : Math.min(AskedSlots.of(conf).orElse(Integer.MAX_VALUE), LATE * slots);
        int cores = Math.min(slots, ExecutorCores.of(conf));
        return Plan.of(points, run.costs(), slots, cores, Math.max(slots, late));
    }

    /** Returns whether the jobs came to their own end, every task committed. */
    private boolean watch(Plan plan, TileWeights tiles, StopSignals signals) throws IOException {
        SweepProgress progress = new SweepProgress(committed, stop::forFullDisk);
        run.spark().sparkContext().addSparkListener(progress);
        LostExecutors lost = new LostExecutors(new MarkFolder(run.directory()), run.number());
        run.spark().sparkContext().addSparkListener(lost);
        ProgressFile file = new ProgressFile(run.directory());
        signals.beginTraining(stop::gently, stop::atOnce);
        try (ProgressDisplay display =
                new ProgressDisplay(run.log(), planned(plan), progress::now, run.executors()::capacity, estimate -> {
                    file.update(estimate);
                    stop.ifLockIsLost();
                    stop.ifNoneIsAtWork();
                    stop.again();
                })) {
            rounds(plan, tiles);
            return !stop.cancelled();
        } catch (Exception | FSError e) {
            jobFailed(e);
            return false;
        } finally {
            signals.endTraining(run.executors()::none);
            run.spark().sparkContext().removeSparkListener(progress);
            run.spark().sparkContext().removeSparkListener(lost);
            file.remove();
        }
    }

    /** Trains one round of points after another, until each has a row or a stop is requested. */
    @SuppressWarnings("RedundantThrows") // Spark throws checked exceptions without declaring them
    private void rounds(Plan plan, TileWeights tiles) throws Exception {
        Rounds rounds = new Rounds(
                run,
                points -> points.size() == missing.size()
                        ? plan.bundles()
                        : plan(points, Math.max(1, run.executors().slots())).bundles());
        List<Point> left = missing;
        for (Optional<Rounds.Round> round = rounds.next(left); round.isPresent(); round = rounds.next(left)) {
            if (stop.made()) {
                return;
            }
            rows.writeModels(round.get().bundles(), task(tiles, round.get().watch()));
            left = left() == 0 ? List.of() : rows.without(missing);
        }
    }

    /** The tally when all is done. */
    private Tally planned(Plan plan) {
        long steps = missing.stream().mapToLong(Point::steps).sum();
        double work = plan.bundles().stream().mapToDouble(Bundle::seconds).sum();
        return Tally.advanced(steps, work).plus(new Tally(0, 0, missing.size(), 0, 0, 0, 0));
    }

    private SweepTask task(TileWeights tiles, Watch watch) {
        SweepOptions options = run.options();
        return new SweepTask(
                options.name(),
                run.costs(),
                options.measure(),
                run.replaced(),
                options.failFast(),
                run.number(),
                stop.request(),
                tiles,
                options.limits(),
                new CheckpointFolder(run.directory()),
                ExecutorCores.of(run.context().getConf()),
                committed,
                watch);
    }

    /** A job that was stopped or ran out of disk leaves its finished files; anything else is an error of ours or of the cluster. */
    private void jobFailed(Throwable error) {
        if (stop.cancelled()) {
            return;
        }
        if (DiskFull.causes(error)) {
            stop.forFullDisk();
            return;
        }
        if (stop.request().made()) {
            run.log().println("while stopping, the Spark job failed: " + Reads.firstLine(error));
            return;
        }
        throw new SweepFailedException(
                "the Spark job of invocation " + run.id()
                        + " failed; finished points are kept and the same command resumes",
                error);
    }
}
