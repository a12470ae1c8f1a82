package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.superpose.grid.Bundle;
import org.superpose.grid.Point;
import org.superpose.results.NestedData;
import org.superpose.results.PlannedRow;
import org.superpose.results.Reads;
import org.superpose.results.SweepFailedException;
import org.superpose.results.TableWriter;
import org.superpose.results.Tables;
import org.superpose.sweep.progress.Tally;

/** The rows that one invocation writes: first the points it was asked for, then a file of models per task; and their count afterwards. */
final class RunRows {
    private static final int PLANNED_ROWS_PER_FILE = 5_000;

    private final RunContext run;

    RunRows(RunContext run) {
        this.run = run;
    }

    void writePlanned() {
        List<Point> planned = Stream.concat(run.options().points().stream(), run.options().otherRatios().stream())
                .toList();
        int files = 1 + planned.size() / PLANNED_ROWS_PER_FILE;
        JavaRDD<Row> rows = run.context()
                .parallelize(planned, files)
                .map(new PlannedRow(run.options().name(), run.costs()));
        TableWriter.write(
                run.spark().createDataFrame(rows, Tables.PLANNED_SCHEMA),
                run.directory(),
                run.directory().planned(run.id()));
    }

    /** Trains the bundles of one round, one task each; a task's file appears when the task commits. */
    @SuppressWarnings("RedundantThrows") // Spark throws checked exceptions without declaring them
    void writeModels(List<Bundle> bundles, SweepTask task) throws Exception {
        JavaRDD<Row> rows = run.context().parallelize(bundles, bundles.size()).mapPartitions(new BundleFunction(task));
        Dataset<Row> models =
                run.spark().createDataFrame(rows, Tables.MODELS_SCHEMA).withColumn(NestedData.KEPT, NestedData.kept());
        Path folder = run.directory().models(run.id());
        if (task.watch().round() == 0) {
            TableWriter.write(models, run.directory(), folder);
        } else {
            TableWriter.append(models, run.directory(), folder);
        }
    }

    /** The points that have no row of this invocation. */
    List<Point> without(List<Point> points) {
        Set<String> keys = new HashSet<>();
        Reads.retrying(run.directory(), () -> models().select("model_key").collectAsList())
                .forEach(row -> keys.add(row.getString(0)));
        return points.stream().filter(point -> !keys.contains(point.modelKey())).toList();
    }

    private Dataset<Row> models() {
        return run.directory()
                .models(run.spark())
                .where(col(Tables.INVOCATION).equalTo(run.id().toString()));
    }

    /**
     * Checks that every point that was trained is in the directory, on a file system once.
     *
     * @param expected how many were to be trained
     * @param reported what tasks reported
     * @param stopped whether tasks were asked to finish early
     */
    void verify(int expected, Tally reported, boolean stopped) {
        long counted = reported.done() + reported.failed();
        Row written = Reads.retrying(
                run.directory(),
                () -> models().agg(count("model_key"), countDistinct("model_key"))
                        .first());
        // A task whose executor died after its commit may have rows that were never reported.
        boolean complete = stopped ? written.getLong(1) >= counted : written.getLong(1) == expected;
        // Of copies one counts. On an object store an executor that was given up may have put its file before.
        boolean copies =
                written.getLong(0) != written.getLong(1) && !run.directory().objectStore();
        if (!complete || copies) {
            throw new SweepFailedException(
                    (complete ? "rows were written twice: " : "rows were lost: ") + expected + " points to train, "
                            + counted + " reported, " + written.getLong(0)
                            + " rows of " + written.getLong(1) + " models in "
                            + run.directory().models(run.id())
                            + "; run the same command again to train what is missing",
                    null);
        }
    }
}
