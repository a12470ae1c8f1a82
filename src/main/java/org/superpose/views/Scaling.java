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
import java.util.Map;
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
import org.superpose.results.RowBuilder;
import org.superpose.results.Tables;
import org.superpose.scaling.BandPoint;
import org.superpose.scaling.ConfidenceInterval;
import org.superpose.scaling.FiniteSizeFit;
import org.superpose.scaling.Status;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The view {@code scaling}: for each statistic, and each group of models that differ in size and seed alone, the fit of {@link FiniteSizeFit}, over
 * n, or over n − 1 where the statistic has so many terms. Groups are made and fitted by the executors, one row each; a condition on what makes a group is applied before.
 */
public final class Scaling {
    /** The name of the view. */
    public static final String VIEW = "scaling";

    /** Statistics that cannot be negative, by name, and how they are had from {@code models}. */
    private static final List<String> NONNEGATIVE = List.of(
            "loss",
            "diag_var",
            "bias_var",
            "offdiag_energy_mean",
            "offdiag_energy_var",
            "noise_var_mean",
            "noise_var_var",
            "noise_mean_var",
            "lyapunov_mean",
            "lyapunov_min",
            "lyapunov_max",
            "lyapunov_raw_mean",
            "lyapunov_raw_min",
            "lyapunov_raw_max",
            "ks_statistic",
            "dims_per_feature");

    private static final List<String> SIGNED = List.of("diag_mean", "bias_mean");

    private static final String LOSS_OVER_LIMIT = "loss_over_limit";

    private static final Map<String, String> DERIVED =
            Map.of(LOSS_OVER_LIMIT, "try_divide(loss, loss_limit)", "loss_minus_limit", "loss - loss_limit");

    private static final String LYAPUNOV = "lyapunov_";

    /** Where the central limit theorem holds, Λ falls so: of K terms alike it is K^(−½). */
    private static final double EXPECTED = 0.5;

    /** Every statistic that is fitted, in the order of {@code models}. */
    static final List<String> STATISTICS = Stream.of(
                    Stream.of("loss", LOSS_OVER_LIMIT, "loss_minus_limit"),
                    SIGNED.stream(),
                    NONNEGATIVE.stream().filter(name -> !name.equals("loss")))
            .flatMap(Function.identity())
            .toList();

    private static final UserDefinedFunction FAMILY = udf(new Family(), DataTypes.StringType);
    private static final UserDefinedFunction FIT = udf(new Fit(), Tables.SCALING_FIT);

    private Scaling() {}

    /** Makes the view over {@code outcomes} and {@code planned}, in place of one that is there. Nothing is fitted before it is read. */
    static void register(SparkSession spark) {
        view(spark).createOrReplaceTempView(VIEW);
    }

    private static Dataset<Row> view(SparkSession spark) {
        List<Column> group = Arrays.stream(Tables.SCALING_GROUP.fieldNames())
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

    /** One row per model, ratio it was asked for with and statistic, with what groups it. */
    private static Dataset<Row> values(SparkSession spark) {
        String stack = STATISTICS.stream()
                .map(name -> "'" + name + "', " + name)
                .collect(Collectors.joining(", ", "stack(" + STATISTICS.size() + ", ", ") AS (statistic, value)"));
        return models(spark)
                .selectExpr(Stream.of(
                                Arrays.stream(Tables.SCALING_GROUP.fieldNames()).skip(1),
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
        String statistics = STATISTICS.stream()
                .map(name -> DERIVED.getOrDefault(name, name) + " AS " + name)
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

    /** Parameters and recipe to what the sizes of a study have in common. */
    private static final class Family implements UDF2<String, String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public String call(String parameters, String recipe) {
            return SizeFamily.of(parameters, recipe);
        }
    }

    /** A statistic's name and its (n, value) to a row of {@link Tables#SCALING_FIT}. Lyapunov ratios are fitted over n − 1, as many as their terms. */
    static final class Fit implements UDF2<String, Seq<Row>, Row> {
        private static final long serialVersionUID = 1;

        @Override
        public Row call(String statistic, Seq<Row> samples) {
            List<Row> known = CollectionConverters.asJava(samples).stream()
                    .filter(sample ->
                            !sample.isNullAt(0) && !sample.isNullAt(1) && Double.isFinite(sample.getDouble(1)))
                    .toList();
            boolean lyapunov = statistic.startsWith(LYAPUNOV);
            int self = lyapunov ? 1 : 0;
            int[] size =
                    known.stream().mapToInt(sample -> sample.getInt(0) - self).toArray();
            double[] value =
                    known.stream().mapToDouble(sample -> sample.getDouble(1)).toArray();
            boolean nonnegative = NONNEGATIVE.contains(statistic) || statistic.equals(LOSS_OVER_LIMIT);
            FiniteSizeFit fit = FiniteSizeFit.of(size, value, nonnegative);
            RowBuilder row = new RowBuilder(Tables.SCALING_FIT)
                    .set("sizes", fit.sizes())
                    .set("values", fit.values())
                    .set("status", fit.status().label())
                    .set("verdict", fit.verdict())
                    .set("sizes_pvalue", fit.sizesPvalue())
                    .set("trend_pvalue", fit.trendPvalue())
                    .set("misfit_pvalue", fit.misfitPvalue());
            if (size.length > 0) {
                row.set("n_min", Arrays.stream(size).min().getAsInt() + self);
                row.set("n_max", Arrays.stream(size).max().getAsInt() + self);
            }
            if (fit.misfit() || !Double.isNaN(fit.misfitPvalue())) {
                row.set("misfit", fit.misfit());
            }
            row.set("expected_alpha", lyapunov ? EXPECTED : null);
            if (fit.fitted()) {
                results(row, fit, self);
            }
            if (lyapunov && fit.status() == Status.FITTED) {
                row.set("agrees", fit.vanishes() && fit.alpha().holds(EXPECTED));
            }
            return row.build();
        }

        private static void results(RowBuilder row, FiniteSizeFit fit, int self) {
            interval(row, "alpha", fit.alpha());
            interval(row, "limit", fit.limit());
            interval(row, "amplitude", fit.amplitude());
            row.set("vanishes", fit.vanishes());
            if (fit.vanishing() != null) {
                interval(row, "alpha_vanishing", fit.vanishing());
            }
            row.set(
                    "band",
                    fit.band().stream().map(point -> bandPoint(point, self)).toArray(Row[]::new));
        }

        private static void interval(RowBuilder row, String name, ConfidenceInterval interval) {
            row.set(name, interval.estimate());
            row.set(name + "_low", interval.low());
            row.set(name + "_high", interval.high());
        }

        private static Row bandPoint(BandPoint point, int self) {
            return new RowBuilder(Tables.BAND_POINT)
                    .set("n", point.n() + self)
                    .set("value", point.value().estimate())
                    .set("low", point.value().low())
                    .set("high", point.value().high())
                    .build();
        }
    }
}
