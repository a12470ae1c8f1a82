package org.superpose.cli.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.unsafe.types.UTF8String;
import org.superpose.errors.StoppedException;
import org.superpose.errors.UserException;
import org.superpose.results.DiskFull;
import org.superpose.results.Reads;
import org.superpose.views.Views;

/** What Spark says of a statement as one message: what is wrong, the line it is in, and carets under it. */
final class QueryMistake {
    private static final int SUGGESTIONS = 3;

    private final Statement statement;
    private final Collection<String> functions;

    /** Explains mistakes in {@code statement}, which may call {@code functions}. */
    QueryMistake(Statement statement, Collection<String> functions) {
        this.statement = statement;
        this.functions = functions;
    }

    /** The failure as its user may understand it. */
    RuntimeException explained(Throwable failure) {
        if (failure instanceof UserException user) {
            return user;
        }
        if (failure instanceof StoppedException stopped) {
            return stopped;
        }
        if (DiskFull.causes(failure)) {
            return new StoppedException(DiskFull.message(), failure);
        }
        Optional<RuntimeException> aboutFiles = Reads.explain(failure);
        if (aboutFiles.isPresent()) {
            return aboutFiles.get();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable spark && (cause instanceof AnalysisException || isMistake(spark))) {
                return new UserException(message(spark, cause), failure);
            }
        }
        return new UserException(statement.place(statement.firstLine()) + unexpected(failure), failure);
    }

    /** Explains what Spark did not foresee: an error of Java in a function, or an executor that is lost. */
    private static String unexpected(Throwable failure) {
        Throwable reason = Reads.root(failure);
        if (reason instanceof OutOfMemoryError) {
            return "the query needs more memory than there is; give it more: ./submit.sh --driver-memory 8g sql …";
        }
        return "the query failed: " + reason.getClass().getSimpleName() + ": " + Reads.firstLine(reason);
    }

    /** A refusal of the statement, with its place in the file. */
    UserException refused(UserException refusal) {
        String place = statement.place(statement.firstLine());
        return place.isEmpty() ? refusal : new UserException(place + refusal.getMessage(), refusal);
    }

    private static boolean isMistake(SparkThrowable spark) {
        return spark.getSqlState() != null && !spark.isInternalError();
    }

    private String message(SparkThrowable spark, Throwable mistake) {
        String text = statement.text();
        Optional<Span> span = span(spark, mistake);
        int line = span.map(found -> found.line(text)).orElseGet(statement::firstLine);
        String underlined = span.map(found -> "\n" + found.underlined(text)).orElse("");
        return statement.place(line) + summary(spark, mistake) + underlined;
    }

    private String summary(SparkThrowable spark, Throwable mistake) {
        return switch (String.valueOf(spark.getCondition())) {
            case "TABLE_OR_VIEW_NOT_FOUND" ->
                unknown(
                        spark,
                        "view",
                        "relationName",
                        Views.NAMES,
                        "The views are " + String.join(", ", Views.NAMES) + ".");
            case "UNRESOLVED_ROUTINE" ->
                withheld(spark.getMessageParameters().getOrDefault("routineName", ""))
                        .orElseGet(() -> unknown(
                                spark, "function", "routineName", functions, "Those of Spark SQL can be called."));
            default -> words(mistake);
        };
    }

    /** What is said of a function that Spark has and {@link QuerySession} leaves out. */
    private static Optional<String> withheld(String routine) {
        String name = routine.replace("`", "");
        return QuerySession.withheld(name)
                ? Optional.of("the function " + name
                        + " calls methods of any Java class, and only queries over the views are run"
                        + " here; call it in a Spark of your own, which reads the same files")
                : Optional.empty();
    }

    private static String unknown(
            SparkThrowable spark, String kind, String parameter, Collection<String> known, String otherwise) {
        String name = spark.getMessageParameters().getOrDefault(parameter, "").replace("`", "");
        UTF8String wrong = UTF8String.fromString(name.toLowerCase(Locale.ROOT));
        int edits = 1 + name.length() / 4;
        String near = known.stream()
                .filter(other -> UTF8String.fromString(other).levenshteinDistance(wrong) <= edits)
                .sorted(Comparator.comparing(
                        other -> UTF8String.fromString(other).levenshteinDistance(wrong)))
                .limit(SUGGESTIONS)
                .map(other -> "`" + other + "`")
                .collect(Collectors.joining(" or "));
        return "[" + spark.getCondition() + "] There is no " + kind + " `" + name + "`. "
                + (near.isEmpty() ? otherwise : "Did you mean " + near + "?");
    }

    /** Spark's words without the places in them, which differ from one kind of mistake to another. */
    private static String words(Throwable mistake) {
        String message =
                mistake instanceof AnalysisException analysis ? analysis.getSimpleMessage() : mistake.getMessage();
        int context = message.indexOf("\n== SQL");
        String words = context < 0 ? message : message.substring(0, context);
        return words.strip().replaceFirst("; line \\d+ pos \\d+$", "");
    }

    /** The place in the statement; there is none for a mistake in the definition of a view. */
    private Optional<Span> span(SparkThrowable spark, Throwable mistake) {
        for (QueryContext context : spark.getQueryContext()) {
            boolean here = context.contextType() == QueryContextType.SQL
                    && context.objectType().isEmpty();
            return here ? Optional.of(new Span(context.startIndex(), context.stopIndex())) : Optional.empty();
        }
        if (mistake instanceof AnalysisException analysis
                && analysis.line().isDefined()
                && analysis.startPosition().isDefined()) {
            int line = ((Number) analysis.line().get()).intValue();
            int column = ((Number) analysis.startPosition().get()).intValue();
            return Optional.of(Span.word(statement.text(), line, column));
        }
        return Optional.empty();
    }
}
