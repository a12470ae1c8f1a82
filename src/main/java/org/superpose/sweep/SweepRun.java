package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.superpose.grid.Bundle;
import org.superpose.grid.CostModel;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.results.DirectoryLock;
import org.superpose.results.DiskFull;
import org.superpose.results.Invocation;
import org.superpose.results.PlannedRow;
import org.superpose.results.PointCounts;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.SweepFailedException;
import org.superpose.results.Tables;
import org.superpose.sweep.progress.ProgressDisplay;
import org.superpose.sweep.progress.ProgressFile;
import org.superpose.sweep.progress.Seconds;
import org.superpose.sweep.progress.SweepProgress;
import org.superpose.sweep.progress.Tally;
import org.superpose.sweep.progress.TallyAccumulator;

/**
 * One invocation: its own directory of rows, its provenance, its Spark job. One task per bundle and one file per task, committed when the task is (committer v2),
 * so that whatever happens to the driver only the running bundles are lost.
 */
final class SweepRun {
    private static final int PLANNED_ROWS_PER_FILE = 5_000;

    private final SweepOptions options;
    private final Map<String, MeasureSpec> replaced;
    private final CostModel costs;
    private final ResultsDirectory directory;
    private final DirectoryLock lock;
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final PrintStream log;
    private final UUID id = UUID.randomUUID();
    private final Invocation invocation;
    private final StopRequest stop;
    private final TallyAccumulator committed = new TallyAccumulator();
    private final long start = System.nanoTime();
    private final int slots;
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private volatile boolean cancelled;
    private int toTrain;
    private TileWeights blocks;

    /** @param replaced what to measure of points whose row lacks something, by model_key; of the others what is asked for */
    SweepRun(
            SweepOptions options,
            Map<String, MeasureSpec> replaced,
            CostModel costs,
            ResultsDirectory directory,
            DirectoryLock lock,
            SparkSession spark,
            PrintStream log) {
        this.options = options;
        this.replaced = replaced;
        this.costs = costs;
        this.directory = directory;
        this.lock = lock;
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.log = log;
        this.slots = context.defaultParallelism();
        this.invocation = new Invocation(directory, id).environment(context.getConf(), options.commandLine());
        this.stop = new StopRequest(directory.path("." + id + ".stop"));
    }

    /**
     * Trains the points; returns when all have a row or the sweep was stopped.
     *
     * @return false if it was stopped at once, so that tasks may still be busy with what no one waits for and Spark should not be asked for more
     */
    boolean train(List<Point> missing, StopSignals signals) throws IOException {
        toTrain = missing.size();
        blocks = TileWeights.read(context, spark, missing);
        Plan plan = Plan.of(missing, costs, slots);
        List<Bundle> bundles = plan.bundles();
        invocation
                .put("name", options.name())
                .put("sweep", options.source())
                .put("kernel", costs.kernel())
                .put("slots", slots)
                .put("planned", options.points().size())
                .put("to_train", missing.size())
                .put("predicted_wall_seconds", plan.wallSeconds());
        invocation.write();
        if (!context.isLocal()) {
            ExecutorCheck.run(context, directory.provenance(id), costs.kernel(), slots);
        }
        writePlanned();
        log.printf(
                "%d points in %d bundles on %d slots, about %s of training%n",
                missing.size(), bundles.size(), slots, Seconds.shown(plan.wallSeconds()));
        spark.sparkContext().register(committed, SweepProgress.ACCUMULATOR);
        long steps = missing.stream().mapToLong(Point::steps).sum();
        double work = bundles.stream().mapToDouble(Bundle::seconds).sum();
        try {
            Tally planned = Tally.advanced(steps, work).plus(new Tally(0, 0, missing.size(), 0, 0, 0, 0));
            if (watch(bundles, planned, signals)) {
                verify(missing.size());
            }
        } finally {
            stop.clear();
        }
        return !cancelled;
    }

    /** How the points stand by what was reported, where the table cannot be asked. */
    PointCounts reckoned(PointCounts before) {
        int done = before.done() + (int) committed.value().done();
        int missing = Math.min(before.missing(), left());
        return new PointCounts(before.points(), done, before.points() - done - missing, missing);
    }

    /** Points of this run that have not been reported as finished; none unless it was stopped. */
    int left() {
        Tally tally = committed.value();
        return (int) Math.max(0, toTrain - tally.done() - tally.failed());
    }

    /** Tells how it ended, here and in the provenance file. */
    void finish(PointCounts counts) throws IOException {
        double seconds = 1e-9 * (System.nanoTime() - start);
        Tally tally = committed.value();
        double busy = tally.busy() / (slots * seconds);
        invocation
                .put("ended_at", Instant.now().toString())
                .put("seconds", seconds)
                .put("trained", tally.done())
                .put("failed", tally.failed())
                .put("missing", counts.missing())
                .put("slots_busy", busy);
        log.printf(
                "%d of %d points done, %d failed; %s, slots %.0f %% busy%n",
                counts.done(), counts.points(), counts.failed(), Seconds.shown(seconds), 100 * busy);
        if (counts.failed() > 0) {
            log.printf("why they failed: sql --out %s \"SELECT * FROM failures\"%n", options.directory());
        }
        if (left() > 0) {
            log.printf(
                    "stopped with %d points to go; every finished point is kept. To resume:%n  %s%n",
                    left(), options.commandLine());
        }
        try {
            invocation.write();
        } catch (IOException | FSError e) {
            if (!DiskFull.causes(e)) {
                throw e;
            }
            log.println("no room to record the end of this run in " + directory.provenance(id));
        }
    }

    private void writePlanned() {
        List<Point> planned = Stream.concat(options.points().stream(), options.otherRatios().stream())
                .toList();
        int files = 1 + planned.size() / PLANNED_ROWS_PER_FILE;
        JavaRDD<Row> rows = context.parallelize(planned, files).map(new PlannedRow(options.name(), costs));
        spark.createDataFrame(rows, Tables.PLANNED_SCHEMA)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .parquet(directory.planned(id).toString());
    }

    /** Returns whether the job came to its own end, every task committed. */
    private boolean watch(List<Bundle> bundles, Tally planned, StopSignals signals) throws IOException {
        SweepProgress progress = new SweepProgress(committed, this::stopForFullDisk);
        spark.sparkContext().addSparkListener(progress);
        ProgressFile file = new ProgressFile(directory);
        signals.beginTraining(this::stopGently, this::stopAtOnce);
        try (ProgressDisplay display = new ProgressDisplay(log, planned, progress::now, estimate -> {
            file.update(estimate);
            stopIfLockIsLost();
        })) {
            write(bundles);
            return true;
        } catch (Exception | FSError e) {
            jobFailed(e);
            return false;
        } finally {
            signals.endTraining();
            spark.sparkContext().removeSparkListener(progress);
            file.remove();
        }
    }

    @SuppressWarnings("RedundantThrows") // Spark throws checked exceptions without declaring them
    private void write(List<Bundle> bundles) throws Exception {
        SweepTask task = new SweepTask(
                options.name(), costs, options.measure(), replaced, options.failFast(), stop, blocks, committed);
        JavaRDD<Row> rows = context.parallelize(bundles, bundles.size()).mapPartitions(new BundleFunction(task));
        spark.createDataFrame(rows, Tables.MODELS_SCHEMA)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .option("maxRecordsPerFile", 0)
                .parquet(directory.models(id).toString());
    }

    private void stopGently() {
        log.printf("%nstopping: finished points are being kept (once more to stop at once)%n");
        makeStop();
    }

    private void stopForFullDisk() {
        if (!cancelled && diskFull.compareAndSet(false, true)) {
            spark.sparkContext().setLogLevel("OFF");
            log.printf("%n%s%n", DiskFull.message(directory));
            makeStop();
        }
    }

    private void makeStop() {
        try {
            stop.make();
        } catch (IOException | FSError e) {
            // Tasks in this JVM need no marker.
            if (!context.isLocal()) {
                log.println("cannot write the stop marker (" + e.getMessage() + "); stopping at once");
                stopAtOnce();
            }
        }
    }

    private void stopAtOnce() {
        cancelled = true;
        // What Spark says of tasks that we end ourselves would read like errors.
        spark.sparkContext().setLogLevel("OFF");
        spark.sparkContext().cancelAllJobs();
    }

    private void stopIfLockIsLost() {
        if (!lock.held() && !cancelled) {
            log.printf("%nthe lock on %s was taken by another process; stopping at once%n", options.directory());
            stopAtOnce();
        }
    }

    /** A job that was stopped or ran out of disk leaves its finished files; anything else is an error of ours or of the cluster. */
    private void jobFailed(Throwable error) {
        if (cancelled) {
            return;
        }
        if (DiskFull.causes(error)) {
            stopForFullDisk();
            return;
        }
        if (stop.made()) {
            log.println("while stopping, the Spark job failed: "
                    + String.valueOf(error.getMessage()).lines().findFirst().orElse(""));
            return;
        }
        throw new SweepFailedException(
                "the Spark job of invocation " + id + " failed; finished points are kept and the same command resumes",
                error);
    }

    /** Every point that was trained must be in the directory, once. */
    private void verify(int expected) {
        Tally tally = committed.value();
        long counted = tally.done() + tally.failed();
        Row written = Reads.retrying(() -> directory
                .models(spark)
                .where(col(Tables.INVOCATION).equalTo(id.toString()))
                .agg(count("model_key"), countDistinct("model_key"))
                .first());
        // A task whose executor died after its commit may have rows that were never reported.
        boolean complete = stop.made() ? written.getLong(0) >= counted : written.getLong(0) == expected;
        if (!complete || written.getLong(0) != written.getLong(1)) {
            throw new SweepFailedException(
                    "rows were lost: " + expected + " points to train, " + counted + " reported, " + written.getLong(0)
                            + " rows of " + written.getLong(1) + " models in " + directory.models(id)
                            + "; run the same command again to train what is missing",
                    null);
        }
    }
}
