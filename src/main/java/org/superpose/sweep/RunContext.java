package org.superpose.sweep;

import java.io.PrintStream;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.superpose.grid.CostModel;
import org.superpose.measure.MeasureSpec;
import org.superpose.results.DirectoryLock;
import org.superpose.results.Holdings;
import org.superpose.results.ResultsDirectory;

/**
 * What all parts of one invocation work with.
 *
 * @param id names its rows, its provenance and its marker to stop
 * @param number of this run within its directory, greater than those of all before
 * @param replaced what to measure of points whose row lacks something, by model_key; the others are measured as asked for
 * @param executors what Spark has now to run tasks on
 * @param holdings what the directory held when the run began
 * @param log where messages and progress go
 */
record RunContext(
        UUID id,
        long number,
        SweepOptions options,
        Map<String, MeasureSpec> replaced,
        CostModel costs,
        ResultsDirectory directory,
        Holdings holdings,
        DirectoryLock lock,
        SparkSession spark,
        ExecutorWatch executors,
        PrintStream log) {
    JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext());
    }
}
