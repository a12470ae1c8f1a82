package org.superpose.report;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.views.Views;

/**
 * What a query over the views gave.
 *
 * @param name the query's, as the page's scripts call it
 * @param sql the query
 * @param columns names of the columns
 * @param rows of values: numbers, strings, booleans, arrays of numbers, or null
 */
record Table(String name, String sql, List<String> columns, List<Row> rows) {
    /** One row per model. */
    static final String MODELS = "models";

    /** What tells points apart, which the page gets as {@link Families}. */
    static final String FAMILIES = "families";

    /** Kept weights. */
    static final String WEIGHTS = "weights";

    /** Every query of a report; each is the file {@code sql/NAME.sql}. */
    static final List<String> NAMES = Resources.names("sql", ".sql");

    /** All that is no array, the view most of them read. */
    static final String OUTCOMES = "outcomes";

    /** The view that takes most to read. */
    static final String SCALING = "scaling";

    private static final Pattern READ = Pattern.compile("(?i)\\b(?:FROM|JOIN)\\s+(\\w+)");

    /** The views these queries read. */
    static Set<String> views() {
        return NAMES.stream()
                .flatMap(name -> READ.matcher(sql(name)).results())
                .map(read -> read.group(1))
                .filter(Views.NAMES::contains)
                .collect(Collectors.toSet());
    }

    static Table of(SparkSession spark, String name) {
        String sql = sql(name);
        Dataset<Row> result = spark.sql(sql);
        return new Table(name, sql, List.of(result.columns()), result.collectAsList());
    }

    private static String sql(String name) {
        return Statistics.in(Resources.own("sql/" + name + ".sql").strip());
    }

    /** Returns the same query with other rows. */
    Table with(List<Row> others) {
        return new Table(name, sql, columns, others);
    }
}
