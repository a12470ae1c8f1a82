package org.superpose.cli.sql;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.types.StructType;
import org.superpose.cli.output.Output;
import org.superpose.cli.output.SparkValues;
import org.superpose.errors.UserException;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.views.Views;
import scala.jdk.javaapi.CollectionConverters;

/** Runs queries over the views of one directory and prints their rows as they come. */
final class Queries {
    private final org.apache.spark.sql.classic.SparkSession spark;
    private final ResultsDirectory directory;
    private final List<String> functions;
    private final Set<String> told = new HashSet<>();
    private volatile String group = "";
    private volatile boolean cancelled;

    /** The queries get a session of their own in {@code spark}, without functions and tables that reach beyond the views. */
    Queries(SparkSession spark, ResultsDirectory directory) {
        this.spark = QuerySession.in(spark);
        this.directory = directory;
        this.functions = names(this.spark.sessionState().functionRegistry()).toList();
    }

    /**
     * Runs one statement over the directory as it is now.
     *
     * @return how many rows were printed, and how long the first took
     * @throws UserException if it is wrong or more than a query, or was cancelled, before or while it ran
     */
    Printed run(Statement statement, Output.Format format, PrintStream out) {
        QueryMistake mistake = new QueryMistake(statement, functions);
        begin();
        try {
            checkNotCancelled();
            long began = System.nanoTime();
            LogicalPlan parsed = parsed(statement, mistake);
            Started query = Reads.retrying(directory, () -> start(statement, parsed, mistake));
            double seconds = (System.nanoTime() - began) / 1e9;
            Counted rows = new Counted(query.rows());
            Output.print(out, format, SparkValues.distinct(query.columns()), (Iterable<List<?>>) () -> rows);
            return new Printed(rows.count, seconds);
        } catch (Exception | OutOfMemoryError e) {
            // Scala throws checked exceptions that Java does not see coming.
            throw cancelled ? new UserException("cancelled", e) : mistake.explained(e);
        } finally {
            // An adaptive query whose thread was interrupted leaves its jobs behind, which would keep the cores for
            // ever.
            spark.sparkContext().cancelJobGroupAndFutureJobs(group);
            spark.sparkContext().clearJobGroup();
        }
    }

    /** What was not said yet of files whose rows the queries did not see, a line each. */
    List<String> untold() {
        return directory.leftOut().stream().filter(told::add).toList();
    }

    /** Ends the query that runs, called from another thread: it throws, and so does each after it until {@link #resume}. */
    void cancel() {
        cancelled = true;
        spark.sparkContext().cancelJobGroupAndFutureJobs(group);
    }

    /** Takes a {@link #cancel} back. */
    void resume() {
        cancelled = false;
    }

    /** Whether the queries were cancelled and not resumed since. */
    boolean cancelled() {
        return cancelled;
    }

    /** Each query has a job group of its own: one that was cancelled stays so. */
    private void begin() {
        group = "query " + UUID.randomUUID();
        spark.sparkContext().setJobGroup(group, group, false);
    }

    private void checkNotCancelled() {
        if (cancelled) {
            throw new UserException("cancelled");
        }
    }

    /** The columns of each of {@code views}, in the order of the views. */
    Map<String, StructType> schemas(List<String> views) {
        return Reads.retrying(directory, () -> {
            Views.register(spark, directory, views);
            Map<String, StructType> schemas = new LinkedHashMap<>();
            views.forEach(view -> schemas.put(view, spark.table(view).schema()));
            return schemas;
        });
    }

    /** The functions that a query may call, operators left out. */
    List<String> functions() {
        return functions;
    }

    private static Stream<String> names(FunctionRegistry registry) {
        return CollectionConverters.asJava(registry.listFunction()).stream()
                .map(function -> function.funcName())
                .filter(name -> name.matches("[a-z]\\w*"))
                .sorted();
    }

    private LogicalPlan parsed(Statement statement, QueryMistake mistake) throws ParseException {
        // The parser reads the settings of the active session.
        SparkSession.setActiveSession(spark);
        LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(statement.text());
        check(parsed, mistake);
        return parsed;
    }

    private Started start(Statement statement, LogicalPlan parsed, QueryMistake mistake) {
        Views.register(spark, directory, views(statement.text()));
        LogicalPlan analysed = analysed(parsed);
        check(analysed, mistake);
        if (parsed instanceof ExplainCommand explain) {
            check(analysed(explain.logicalPlan()), mistake);
        }
        Dataset<Row> result = Dataset$.MODULE$.ofRows(spark, analysed);
        Iterator<Row> rows = result.toLocalIterator();
        // Reads the first row, so that what can fail has failed before anything is printed.
        var unused = rows.hasNext();
        return new Started(result.columns(), rows);
    }

    /** The views that the text has the names of, or all if it may compute a name: to define a view takes longer than a small query. */
    private static List<String> views(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("identifier")
                ? Views.NAMES
                : Views.NAMES.stream().filter(lower::contains).toList();
    }

    private LogicalPlan analysed(LogicalPlan parsed) {
        return spark.sessionState()
                .executePlan(parsed, CommandExecutionMode.SKIP())
                .analyzed();
    }

    private static void check(LogicalPlan plan, QueryMistake mistake) {
        try {
            QueryGuard.check(plan);
        } catch (UserException e) {
            throw mistake.refused(e);
        }
    }

    /**
     * What became of a query.
     *
     * @param rows how many rows were printed
     * @param seconds from its start to its first row
     */
    record Printed(long rows, double seconds) {}

    private record Started(String[] columns, Iterator<Row> rows) {}

    private final class Counted implements Iterator<List<?>> {
        private final Iterator<Row> rows;
        private long count;

        Counted(Iterator<Row> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            checkNotCancelled();
            return rows.hasNext();
        }

        @Override
        public List<?> next() {
            count++;
            return SparkValues.of(rows.next());
        }
    }
}
