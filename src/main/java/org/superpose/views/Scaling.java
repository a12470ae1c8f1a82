package org.superpose.views;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.superpose.grid.SizeFamily;
import org.superpose.scaling.FiniteSizeFit;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The view {@code scaling}: for each statistic, and each group of models that differ in size and seed alone, the fit of {@link FiniteSizeFit} over n,
 * or over n − 1 for a statistic that is a sum over the n − 1 other features. Executors make and fit the groups, one row each. A condition of a query on
 * what makes a group, such as {@code density = 0.05}, is applied to the models before they are fitted.
 */
public final class Scaling {
    /** The name of the view. */
    public static final String VIEW = "scaling";

    private static final UserDefinedFunction FAMILY = udf(new Family(), DataTypes.StringType);
    private static final UserDefinedFunction FIT = udf(new Fit(), ScalingColumns.FIT_SCHEMA);

    private Scaling() {}

    /** Makes the view over {@code outcomes} and {@code planned}, in place of one that is there. Nothing is fitted before it is read. */
    static void register(SparkSession spark) {
        view(spark).createOrReplaceTempView(VIEW);
    }

    private static Dataset<Row> view(SparkSession spark) {
        List<Column> group = Arrays.stream(ScalingColumns.GROUP.fieldNames())
                .map(name -> col(name))
                .toList();
        List<Column> columns = new ArrayList<>(group);
        columns.add(col("point_keys"));
        columns.add(inline(array(FIT.apply(col("statistic"), col("samples")))));
        return values(spark)
                .groupBy(group.toArray(Column[]::new))
                .agg(
                        array_sort(collect_set(col("point_key"))).as("point_keys"),
                        collect_list(struct(col("n"), col("value"))).as("samples"))
                .select(columns.toArray(Column[]::new));
    }

    /** Makes one row for each model, each ratio it was asked for with, and each statistic, together with the columns by which rows are grouped. */
    private static Dataset<Row> values(SparkSession spark) {
        String stack = FittedStatistic.ALL.stream()
                .map(statistic -> "'" + statistic.name() + "', " + statistic.name())
                .collect(Collectors.joining(
                        ", ", "stack(" + FittedStatistic.ALL.size() + ", ", ") AS (statistic, value)"));
        return models(spark)
                .selectExpr(Stream.of(
                                Arrays.stream(ScalingColumns.GROUP.fieldNames()).skip(1),
                                Stream.of("point_key", "n", stack))
                        .flatMap(Function.identity())
                        .toArray(String[]::new));
    }

    private static Dataset<Row> models(SparkSession spark) {
        return spark.sql(query()).withColumn("family", FAMILY.apply(col("parameters"), col("recipe")));
    }

    /**
     * The models with what groups them, found once for all statistics. What two ratios of a sweep round to the same m is of both: {@code planned} has but
     * one row for it.
     */
    static String query() {
        String statistics = FittedStatistic.ALL.stream()
                .map(statistic -> statistic.sql() + " AS " + statistic.name())
                .collect(Collectors.joining(", "));
        return """
                SELECT
                  model_kind, coalesce(requests.ratio, round(outcomes.ratio, 12)) AS ratio, density, decay,
                  CAST(get_json_object(parameters, '$.importance.last') AS DOUBLE) AS importance_last, tied, hidden,
                  output, bias, data_kind, recipe, parameters, point_key, n, %s
                FROM outcomes LEFT JOIN (
                  SELECT DISTINCT point_key, coalesce(ratio_nominal, round(ratio, 12)) AS ratio FROM %s
                ) AS requests USING (point_key)""".formatted(statistics, Views.PLANNED_ROWS);
    }

    /** Maps parameters and recipe to what the sizes of a study have in common. */
    private static final class Family implements UDF2<String, String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public String call(String parameters, String recipe) {
            return SizeFamily.of(parameters, recipe);
        }
    }

    /** A statistic's name and its (n, value) to a row of {@link ScalingColumns#FIT}. A sum of n − 1 terms is fitted over n − 1. */
    static final class Fit implements UDF2<String, Seq<Row>, Row> {
        private static final long serialVersionUID = 1;

        @Override
        public Row call(String name, Seq<Row> samples) {
            List<Row> known = CollectionConverters.asJava(samples).stream()
                    .filter(sample ->
                            !sample.isNullAt(0) && !sample.isNullAt(1) && Double.isFinite(sample.getDouble(1)))
                    .toList();
            FittedStatistic statistic = FittedStatistic.named(name);
            int self = statistic.terms() ? 1 : 0;
            int[] size =
                    known.stream().mapToInt(sample -> sample.getInt(0) - self).toArray();
            double[] value =
                    known.stream().mapToDouble(sample -> sample.getDouble(1)).toArray();
            return new ScalingColumns.Fitted(FiniteSizeFit.of(size, value, statistic.nonnegative()), size, self).row();
        }
    }
}
