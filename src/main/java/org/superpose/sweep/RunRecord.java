package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.results.DiskFull;
import org.superpose.results.Holdings;
import org.superpose.results.Invocation;
import org.superpose.results.Invocations;
import org.superpose.results.PointCounts;
import org.superpose.results.Secrets;
import org.superpose.results.Tables;
import org.superpose.results.WallClock;
import org.superpose.sweep.progress.Capacity;
import org.superpose.sweep.progress.Seconds;
import org.superpose.sweep.progress.Tally;

/** What one invocation tells of its beginning and its end, in the log and in its provenance file. */
final class RunRecord {
    private final RunContext run;
    private final Invocation invocation;
    private final String digest;
    private final long start = System.nanoTime();
    private final Capacity before;

    RunRecord(RunContext run) {
        this.run = run;
        this.digest = Holdings.digest(
                run.options().points().stream().map(Point::modelKey).toList());
        this.before = run.executors().capacity();
        this.invocation = new Invocation(run.directory(), run.id())
                .environment(run.context().getConf(), run.options().commandLine());
    }

    /** Writes the provenance file, which executors on a cluster must then see. */
    void begin(int toTrain) throws IOException {
        invocation
                .put(Invocations.RUN_NUMBER, run.number())
                .put("name", run.options().name())
                .put("sweep", Secrets.text(run.options().source()))
                .put("kernel", run.costs().kernel())
                .put("planned", run.options().points().size())
                .put(Holdings.PLANNED_DIGEST, digest)
                .put("to_train", toTrain)
                .write();
    }

    /**
     * Records that the planned points are written, and where, so that their loss would show.
     *
     * @param slots those that the plan is for
     */
    void planned(Plan plan, int slots) throws IOException {
        invocation
                .put("slots", slots)
                .put("predicted_wall_seconds", plan.wallSeconds())
                .put(
                        Holdings.PLANNED_FILES,
                        Holdings.files(run.directory(), run.directory().planned(run.id())))
                .put(Holdings.PLANNED_AGAIN, plannedAgain())
                .write();
    }

    /** The invocations in the table of planned points that have none but those of this run. */
    private List<String> plannedAgain() {
        if (!run.holdings().otherPlans(digest)) {
            return List.of();
        }
        Dataset<Row> planned = run.directory().planned(run.spark()).select("model_key", Tables.INVOCATION);
        Column own = max(col(Tables.INVOCATION).equalTo(run.id().toString()));
        WindowSpec key = Window.partitionBy("model_key");
        return planned
                .withColumn("own", own.over(key))
                .groupBy(Tables.INVOCATION)
                .agg(min("own").as("covered"))
                .filter(col("covered")
                        .and(col(Tables.INVOCATION).notEqual(run.id().toString())))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    void announce(Plan plan, int toTrain, int slots) {
        run.log()
                .printf(
                        "%d points in %d bundles on %d slots, about %s of training%n",
                        toTrain, plan.bundles().size(), slots, Seconds.shown(plan.wallSeconds()));
    }

    /** @param left points of this run that have no row */
    void end(PointCounts counts, Tally tally, int left) throws IOException {
        double seconds = 1e-9 * (System.nanoTime() - start);
        double given = run.executors().capacity().since(before).slotSeconds();
        double busy = given > 0 ? tally.busy() / given : 0;
        run.log()
                .printf(
                        "%d of %d points done, %d failed; %s, slots %.0f %% busy%n",
                        counts.done(), counts.points(), counts.failed(), Seconds.shown(seconds), 100 * busy);
        if (counts.failed() > 0) {
            run.log()
                    .printf(
                            "why they failed: sql --out %s \"SELECT * FROM failures\"%n",
                            Secrets.word(run.options().directory()));
        }
        if (left > 0) {
            run.log()
                    .printf(
                            "stopped with %d points to go; every finished point is kept. To resume:%n  %s%n",
                            left, run.options().commandLine());
        }
        invocation
                .put("ended_at", WallClock.now().toString())
                .put(
                        Holdings.MODELS_FILES,
                        Holdings.files(run.directory(), run.directory().models(run.id())))
                .put("seconds", seconds)
                .put("trained", tally.done())
                .put("failed", tally.failed())
                .put("missing", counts.missing())
                .put("slots_busy", busy);
        write();
    }

    private void write() throws IOException {
        try {
            invocation.write();
        } catch (IOException | FSError e) {
            if (!DiskFull.causes(e)) {
                throw e;
            }
            run.log()
                    .println("no room to record the end of this run in "
                            + run.directory().provenance(run.id()));
        }
    }
}
