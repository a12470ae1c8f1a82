package org.superpose.sweep;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.errors.Printable;
import org.superpose.errors.StoppedException;
import org.superpose.errors.UserException;
import org.superpose.grid.CostModel;
import org.superpose.grid.Point;
import org.superpose.grid.TrajectorySize;
import org.superpose.measure.MeasureSpec;
import org.superpose.results.DirectoryLock;
import org.superpose.results.DiskFull;
import org.superpose.results.FinishedModels;
import org.superpose.results.Holdings;
import org.superpose.results.NestedData;
import org.superpose.results.PointCounts;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.results.SetAside;
import org.superpose.views.TileSearch;

/** Trains what is missing in a directory: the difference between the planned points and those with a final row, and nothing else. */
public final class SweepJob {
    private final SweepOptions options;
    private final PrintStream log;

    /** How a sweep ended, by the state of all its planned points. */
    public enum Ending {
        /** Every point has a finite result. */
        DONE,
        /** Every point has a row, some failed or diverged. */
        SOME_FAILED,
        /** Some points have no row yet; the same command resumes. */
        STOPPED
    }

    /** @param log where messages and progress go */
    public SweepJob(SweepOptions options, PrintStream log) {
        this.options = options;
        this.log = log;
    }

    /**
     * Runs the sweep.
     *
     * @throws UserException if the configuration, the directory or its lock forbid it; nothing has been changed then
     */
    public Ending execute() throws IOException {
        Guards.check(new SparkConf());
        Sessions.overridden(new SparkConf()).forEach(notice -> log.println(Printable.line(notice)));
        ResolvedKernel kernel = ResolvedKernel.of(options.kernel(), new SparkConf());
        ResultsDirectory directory = ResultsDirectory.at(options.directory());
        boolean fresh = directory.create();
        try (StopSignals signals = new StopSignals()) {
            try {
                return sweep(directory, kernel, signals);
            } catch (Exception | FSError e) { // Spark throws checked exceptions without declaring them
                if (signals.interrupted()) {
                    log.printf(
                            "stopped %s. To resume:%n  %s%n",
                            signals.trained()
                                    ? "before the rows were counted; every finished point is kept"
                                    : "before the training began",
                            options.commandLine());
                    return Ending.STOPPED;
                }
                if (fresh && e instanceof UserException) {
                    directory.removeIfEmpty();
                }
                if (DiskFull.causes(e)) {
                    log.println(DiskFull.message(directory));
                    return Ending.STOPPED;
                }
                throw e;
            }
        }
    }

    private Ending sweep(ResultsDirectory directory, ResolvedKernel kernel, StopSignals signals) throws IOException {
        try (DirectoryLock lock = DirectoryLock.acquire(directory, options.commandLine());
                SparkSession spark = Sessions.open(options.name(), directory);
                ExecutorWatch executors = new ExecutorWatch(spark, log)) {
            try {
                lock.caveat().ifPresent(log::println);
                directory.removeLeftovers();
                new SetAside(directory).execute(log::println);
                Holdings holdings = Holdings.of(directory);
                holdings.recordFiles();
                return withTiles(spark).sweep(directory, holdings, kernel, signals, lock, spark, executors);
            } catch (Exception e) {
                if (spark.sparkContext().isStopped()) {
                    throw lost(spark.sparkContext().isLocal(), e);
                }
                throw e;
            } finally {
                // Of a signal: what is closed now must not be disturbed by it.
                Thread.interrupted();
            }
        }
    }

    /**
     * What to tell where not we have ended the application but the cluster, because its master was asked to or YARN gave it up, or in local mode Spark itself, which
     * it does where memory runs out outside of points.
     */
    private StoppedException lost(boolean local, Exception cause) {
        String ended = local
                ? "Spark has ended itself, as it does where memory runs out while rows are written; "
                        + TaskMarks.MORE_MEMORY
                : "the cluster has ended the application";
        return new StoppedException(
                ended + " (" + Reads.firstLine(Reads.root(cause)) + "); finished points are kept. To resume:\n  "
                        + options.commandLine(),
                cause);
    }

    /** This sweep with the models looked up that its tiled ones are composed of. */
    private SweepJob withTiles(SparkSession spark) {
        TileSearch search = new TileSearch(spark);
        List<Point> points = search.resolve(options.points());
        List<Point> otherRatios = search.resolve(options.otherRatios());
        search.notices().forEach(notice -> log.println(Printable.line(notice)));
        return new SweepJob(options.with(points, otherRatios), log);
    }

    private Ending sweep(
            ResultsDirectory directory,
            Holdings holdings,
            ResolvedKernel kernel,
            StopSignals signals,
            DirectoryLock lock,
            SparkSession spark,
            ExecutorWatch executors)
            throws IOException {
        FinishedModels before = finished(directory, spark);
        List<Point> missing = before.missing(options.points(), options.measure(), options.retryFailed());
        PointCounts counts = count(before);
        log.printf("%s: %s%n", options.name(), described(counts, missing.size()));
        Notices.of(options.points(), before).forEach(log::println);
        removeCheckpoints(directory, before, missing);
        new MarkFolder(directory).settle(before::lastRun);
        if (missing.isEmpty() && planned(directory, spark)) {
            return ending(counts);
        }
        SweepRun run =
                new SweepRun(context(directory, holdings, kernel, lock, spark, executors, before, missing), missing);
        boolean listed = missing.isEmpty() ? run.plan() : run.train(signals);
        PointCounts after = run.reckoned(counts);
        if (listed) {
            FinishedModels now = finished(directory, spark);
            after = count(now);
            removeCheckpoints(directory, now, now.missing(options.points(), options.measure(), false));
            new MarkFolder(directory).settle(now::lastRun);
        }
        // What tasks reported may be less than what is there: an executor can be lost after it has committed.
        int left = listed ? Math.min(run.left(), after.missing()) : run.left();
        run.finish(after, left);
        return listed && left == 0 ? ending(after) : Ending.STOPPED;
    }

    /** What a run works with that trains what is missing, or only writes its planned points where no model is. */
    private RunContext context(
            ResultsDirectory directory,
            Holdings holdings,
            ResolvedKernel kernel,
            DirectoryLock lock,
            SparkSession spark,
            ExecutorWatch executors,
            FinishedModels before,
            List<Point> missing)
            throws IOException {
        if (!missing.isEmpty()) {
            holdings.newlyGoneFiles().forEach(log::println);
            refuseOtherKernels(before.kernels(), kernel.name());
            log.println(kernel.description());
        }
        CostModel costs = kernel.costs(directory.models(spark))
                .evaluatedTo(options.measure().precision());
        Map<String, MeasureSpec> replaced = replaced(before, directory.models(spark));
        long number = 1 + Math.max(before.lastRun(), holdings.lastRun());
        return new RunContext(
                UUID.randomUUID(), number, options, replaced, costs, directory, holdings, lock, spark, executors, log);
    }

    /** Removes the states of models that have come to their end, and are not trained again. */
    private static void removeCheckpoints(ResultsDirectory directory, FinishedModels finished, List<Point> missing) {
        Set<String> needed = missing.stream().map(Point::modelKey).collect(Collectors.toSet());
        new CheckpointFolder(directory).clean(key -> finished.ended(key) && !needed.contains(key));
    }

    /** What to measure for each row that is replaced because it lacks something: what is asked for now, and all that the row has already. */
    private Map<String, MeasureSpec> replaced(FinishedModels before, Dataset<Row> rows) {
        List<Point> lacking = before.lacking(options.points(), options.measure());
        if (lacking.isEmpty()) {
            return Map.of();
        }
        Map<String, MeasureSpec> replaced = NestedData.of(rows, lacking);
        replaced.replaceAll((key, kept) -> options.measure().and(kept));
        lacking.forEach(point -> refuseLargeRow(point, replaced.get(point.modelKey())));
        log.printf(
                "%d points lack what is asked for and are trained again; what they have is measured again%n",
                lacking.size());
        return replaced;
    }

    private void refuseLargeRow(Point point, MeasureSpec measure) {
        long numbers = TrajectorySize.numbers(measure, point);
        if (numbers > TrajectorySize.MOST_NUMBERS) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "%s holds models with n = %d, m = %d that lack what is asked for; with what they have they would record %d steps%s, a row of"
                            + " %.3g numbers, and at most %.3g are written: choose another --out, or leave measure.trajectory and"
                            + " measure.trajectory_weights as they were",
                    options.directory(),
                    point.n(),
                    point.m(),
                    measure.trajectory(),
                    measure.trajectoryWeights() ? " with all weights" : "",
                    (double) numbers,
                    (double) TrajectorySize.MOST_NUMBERS));
        }
    }

    /** Whether the directory knows that each of the points was asked for. */
    private boolean planned(ResultsDirectory directory, SparkSession spark) {
        Set<String> keys = new HashSet<>();
        Reads.retrying(
                        directory,
                        () -> directory
                                .planned(spark)
                                .select("model_key")
                                .distinct()
                                .collectAsList())
                .forEach(row -> keys.add(row.getString(0)));
        return options.points().stream().map(Point::modelKey).allMatch(keys::contains);
    }

    private FinishedModels finished(ResultsDirectory directory, SparkSession spark) {
        return Reads.retrying(directory, () -> FinishedModels.read(directory.models(spark), options.measure()));
    }

    private PointCounts count(FinishedModels finished) {
        return finished.count(options.points(), options.measure());
    }

    private void refuseOtherKernels(Set<String> made, String kernel) {
        Set<String> others = new TreeSet<>(made);
        others.remove(kernel);
        if (!others.isEmpty() && !options.mixKernels()) {
            throw new UserException(options.directory() + " holds rows of kernel " + String.join(", ", others)
                    + "; rows of kernel " + kernel + " would not be comparable to the bit. Use --set kernel="
                    + others.iterator().next() + ", another --out, or --mix-kernels.");
        }
    }

    private static String described(PointCounts counts, int toTrain) {
        return counts.points() + " points, " + counts.done() + " done, " + counts.failed() + " failed, " + toTrain
                + " to train";
    }

    private static Ending ending(PointCounts counts) {
        if (counts.missing() > 0) {
            return Ending.STOPPED;
        }
        return counts.failed() > 0 ? Ending.SOME_FAILED : Ending.DONE;
    }
}
