package org.superpose.results;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Which of several rows of one model counts: the greatest. For example, a result comes before a failure, whenever each was found. No clock decides, but
 * for rows that version 0.1.0 wrote, which have nothing else: they come after all others, the latest first.
 *
 * @param hasResult whether training came to an end with a finite result
 * @param kept how much of what may be asked for the row keeps, −1 where it does not say
 * @param run the number of the run that made it, −1 where it has none
 * @param startedAt of a row without a number of its run, in microseconds; of others 0
 */
public record RowOrder(
        boolean hasResult, long kept, long run, long startedAt, int attempt, double seconds, String invocation)
        implements Comparable<RowOrder> {
    /** The order that rows are sorted by so that the one that counts comes first. */
    public static final String SQL =
            "status IN ('converged', 'max_steps') DESC, kept DESC NULLS LAST, run_number DESC NULLS LAST, "
                    + "if(run_number IS NULL, started_at, NULL) DESC NULLS LAST, "
                    + "attempt DESC NULLS LAST, seconds DESC NULLS LAST, invocation DESC";

    private static final Set<String> RESULT = Set.of("converged", "max_steps");

    private static final Comparator<RowOrder> LATER = Comparator.comparingLong(RowOrder::run)
            .thenComparingLong(RowOrder::startedAt)
            .thenComparingInt(RowOrder::attempt)
            .thenComparingDouble(RowOrder::seconds)
            .thenComparing(RowOrder::invocation);

    private static final Comparator<RowOrder> COUNTS = Comparator.comparing(RowOrder::hasResult)
            .thenComparingLong(RowOrder::kept)
            .thenComparing(LATER);

    /** What {@link #of} reads. */
    static List<Column> columns() {
        Column startedAt = when(
                        col("run_number").isNull(), coalesce(unix_micros(col("started_at")), lit(Long.MIN_VALUE)))
                .otherwise(lit(0L));
        return List.of(
                col("status"),
                coalesce(col("kept"), lit(-1L)),
                coalesce(col("run_number"), lit(-1L)),
                startedAt,
                coalesce(col("attempt"), lit(-1)),
                coalesce(col("seconds"), lit(-1.0)),
                col(Tables.INVOCATION));
    }

    /** Reads the values of {@link #columns}, which begin a row. */
    static RowOrder of(Row row) {
        return new RowOrder(
                RESULT.contains(row.getString(0)),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4),
                row.getDouble(5),
                row.getString(6).intern());
    }

    /** Whether the row was made later than another of the same model, as far as the directory knows. */
    boolean laterThan(RowOrder other) {
        return LATER.compare(this, other) > 0;
    }

    @Override
    public int compareTo(RowOrder other) {
        return COUNTS.compare(this, other);
    }
}
