package org.superpose.report;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a query over the views gave.
 *
 * @param name the query's, as the page's scripts call it
 * @param sql the query
 * @param columns names of the columns
 * @param rows of values: numbers, strings, booleans, arrays of numbers, or null
 */
record Table(String name, String sql, List<String> columns, List<Row> rows) {
    /** Every query of a report; each is the file {@code sql/NAME.sql}. */
    static final List<String> NAMES = List.of(
            "models",
            "families",
            "coverage",
            "failures",
            "curves",
            "envelope",
            "levels",
            "norms",
            "weights",
            "scaling");

    /** All that is no array, the view most of them read. */
    static final String OUTCOMES = "outcomes";

    /** The view that takes most to read. */
    static final String SCALING = "scaling";

    /** The views these queries read. */
    static final List<String> VIEWS =
            List.of("planned", "models", OUTCOMES, "features", "curves", "failures", "block_envelope", SCALING);

    static Table of(SparkSession spark, String name) {
        String sql = Resources.own("sql/" + name + ".sql").strip();
        Dataset<Row> result = spark.sql(sql);
        return new Table(name, sql, List.of(result.columns()), result.collectAsList());
    }

    /** The same query with other rows. */
    Table with(List<Row> others) {
        return new Table(name, sql, columns, others);
    }
}
