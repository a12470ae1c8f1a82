package org.superpose.cli;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.superpose.config.UserException;
import org.superpose.sweep.Reads;
import org.superpose.sweep.ResultsDirectory;
import org.superpose.sweep.Views;
import scala.jdk.javaapi.CollectionConverters;

/** Runs queries over the views of one directory and prints their rows as they come. */
final class Queries {
    private final SparkSession spark;
    private final ResultsDirectory directory;

    /** The queries get a session of their own in {@code spark}, without functions and tables that reach beyond the views. */
    Queries(SparkSession spark, ResultsDirectory directory) {
        this.spark = spark.newSession();
        this.directory = directory;
        this.spark.conf().set("spark.sql.runSQLOnFiles", "false");
        dropReflection();
    }

    /**
     * Runs one statement over the directory as it is now.
     *
     * @throws UserException if it is wrong or more than a query
     */
    void run(String statement, Output.Format format, PrintStream out) {
        try {
            QueryGuard.check(parsed(statement));
            Started query = Reads.retrying(() -> start(statement));
            Iterable<List<?>> rows = () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return query.rows.hasNext();
                }

                @Override
                public List<?> next() {
                    return SparkValues.of(query.rows.next());
                }
            };
            Output.print(out, format, SparkValues.distinct(query.columns), rows);
        } catch (Exception e) {
            // Scala throws checked exceptions that Java does not see coming.
            throw explained(e);
        }
    }

    /** The guard refuses these by name; a name that is computed finds nothing. */
    private void dropReflection() {
        FunctionRegistry functions = classic().sessionState().functionRegistry();
        CollectionConverters.asJava(functions.listFunction()).stream()
                .filter(function -> QueryGuard.REFLECTION.contains(function.funcName()))
                .forEach(functions::dropFunction);
    }

    private Started start(String statement) {
        Views.register(spark, directory);
        Dataset<Row> result = spark.sql(statement);
        Iterator<Row> rows = result.toLocalIterator();
        // Reads the first row, so that what can fail has failed before anything is printed.
        var unused = rows.hasNext();
        return new Started(result.columns(), rows);
    }

    private LogicalPlan parsed(String statement) {
        try {
            return classic().sessionState().sqlParser().parsePlan(statement);
        } catch (ParseException e) {
            throw new UserException(e.getMessage().strip(), e);
        }
    }

    private org.apache.spark.sql.classic.SparkSession classic() {
        return (org.apache.spark.sql.classic.SparkSession) spark;
    }

    private static RuntimeException explained(Exception failure) {
        if (failure instanceof UserException user) {
            return user;
        }
        Optional<RuntimeException> aboutFiles = Reads.explain(failure);
        if (aboutFiles.isPresent()) {
            return aboutFiles.get();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnalysisException analysis) {
                return new UserException(analysis.getSimpleMessage(), failure);
            }
            if (cause instanceof SparkThrowable spark && spark.getSqlState() != null && !spark.isInternalError()) {
                return new UserException(cause.getMessage(), failure);
            }
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private record Started(String[] columns, Iterator<Row> rows) {}
}
