package org.superpose.views;

import static org.superpose.columns.Type.Scalar.BOOLEAN;
import static org.superpose.columns.Type.Scalar.INT;
import static org.superpose.columns.Type.Scalar.STRING;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.superpose.columns.Columns;
import org.superpose.results.Rows;
import org.superpose.results.Tables;
import org.superpose.scaling.BandPoint;
import org.superpose.scaling.ConfidenceInterval;
import org.superpose.scaling.FiniteSizeFit;
import org.superpose.scaling.Status;

/** The columns of the view {@code scaling}. */
public final class ScalingColumns {
    /** Where the central limit theorem holds, Λ falls so: of K terms alike it is K^(−½). */
    private static final double EXPECTED = 0.5;

    private static final Columns<BandPoint> BAND_POINT = Columns.of(BandPoint.class)
            .real("n", BandPoint::n, "The size.")
            .real("value", point -> point.value().estimate(), "The fit there.")
            .real("low", point -> point.value().low(), "The lower end of the 95 % interval of the mean.")
            .real("high", point -> point.value().high(), "The upper end of that interval.");

    /** What is said of one group of models and one statistic. */
    static final Columns<Fitted> FIT = Columns.of(Fitted.class)
            .one("sizes", INT, fitted -> fitted.fit.sizes(), "The number of distinct n.")
            .one(
                    "values",
                    INT,
                    fitted -> fitted.fit.values(),
                    "The number of values; failed and diverged models have none.")
            .one("n_min", INT, fitted -> fitted.size(Arrays.stream(fitted.sizes).min()), "The least n.")
            .one("n_max", INT, fitted -> fitted.size(Arrays.stream(fitted.sizes).max()), "The largest n.")
            .one("status", STRING, fitted -> fitted.fit.status().label(), "How the fit went, see [below](#status).")
            .one("verdict", STRING, fitted -> fitted.fit.verdict(), "The same in words.")
            .one(
                    "misfit",
                    BOOLEAN,
                    Fitted::misfit,
                    "Whether the sizes miss the power law by more than seeds scatter (p < 0.01). A row can be `open` as well. It is NULL with one"
                            + " seed.")
            .with(
                    Fitted::result,
                    interval(
                            "alpha",
                            FiniteSizeFit::alpha,
                            "The exponent α. An end of its interval is NULL where there is none; the lower one is 0 where nothing above 0 bounds it"))
            .with(
                    Fitted::result,
                    interval(
                            "limit",
                            FiniteSizeFit::limit,
                            "The limit A_∞, never below 0 where the statistic cannot be. Where α may be 0 it would be infinite: then it and the amplitude are"
                                    + " NULL and only their intervals are told"))
            .with(
                    Fitted::result,
                    Columns.of(FiniteSizeFit.class)
                            .one("vanishes", BOOLEAN, FiniteSizeFit::vanishes, "Whether A_∞ cannot be told from 0."))
            .with(Fitted::result, interval("amplitude", FiniteSizeFit::amplitude, "The amplitude c"))
            .with(
                    Fitted::result,
                    interval(
                            "alpha_vanishing",
                            FiniteSizeFit::vanishing,
                            "The exponent α of c n^(−α), without a limit, where `vanishes` is true"))
            .real(
                    "expected_alpha",
                    fitted -> fitted.sum() ? EXPECTED : null,
                    "½ for Lyapunov ratios, because their noise becomes Gaussian at that rate where the terms are alike; NULL for other"
                            + " statistics.")
            .one(
                    "agrees",
                    BOOLEAN,
                    Fitted::agrees,
                    "Whether ½ is in the interval of α and the ratio `vanishes`; NULL unless the status is `fitted`.")
            .real(
                    "sizes_pvalue",
                    fitted -> fitted.fit.sizesPvalue(),
                    "The p-value of the hypothesis that all sizes have one mean: a one-way F test against seeds alone, of which 5 % is asked to"
                            + " go on; NULL with one seed.")
            .real(
                    "trend_pvalue",
                    fitted -> fitted.fit.trendPvalue(),
                    "The p-value of the hypothesis that a power law is no better than a constant.")
            .real(
                    "misfit_pvalue",
                    fitted -> fitted.fit.misfitPvalue(),
                    "The p-value of the hypothesis that the sizes lie on the power law, of which 1 % is asked; NULL with one seed.")
            .structs(
                    "band",
                    BAND_POINT,
                    Fitted::band,
                    "The fit at the sizes and half-way between, with the 95 % interval of the mean.");

    /** {@link #FIT} as Spark has it. */
    static final StructType FIT_SCHEMA = Rows.schema(FIT);

    /** What makes a group of models, with a statistic. */
    static final StructType GROUP = group();

    /** All columns of the view. */
    public static final StructType SCHEMA = GROUP.add(
                    "point_keys", DataTypes.createArrayType(DataTypes.StringType), true)
            .merge(FIT_SCHEMA, true);

    private ScalingColumns() {}

    /**
     * A fit of one statistic.
     *
     * @param sizes what was fitted over, for each value
     * @param self how much less that is than n: 1 for a sum of n − 1 terms, else 0
     */
    record Fitted(FiniteSizeFit fit, int[] sizes, int self) {
        Row row() {
            return Rows.of(FIT, this);
        }

        private boolean sum() {
            return self > 0;
        }

        private Integer size(OptionalInt size) {
            return size.isPresent() ? size.getAsInt() + self : null;
        }

        /** The fit, null where there is none. */
        private FiniteSizeFit result() {
            return fit.fitted() ? fit : null;
        }

        private Boolean misfit() {
            return (fit.misfit() || !Double.isNaN(fit.misfitPvalue())) ? fit.misfit() : null;
        }

        private Boolean agrees() {
            return (sum() && fit.status() == Status.FITTED)
                    ? fit.vanishes() && fit.alpha().holds(EXPECTED)
                    : null;
        }

        private List<BandPoint> band() {
            return fit.fitted()
                    ? fit.band().stream()
                            .map(point -> new BandPoint(point.n() + self, point.value()))
                            .toList()
                    : null;
        }
    }

    private static Columns<FiniteSizeFit> interval(
            String name, Function<FiniteSizeFit, ConfidenceInterval> of, String meaning) {
        Columns<ConfidenceInterval> ends = Columns.of(ConfidenceInterval.class)
                .real(name, ConfidenceInterval::estimate, meaning + ".")
                .real(name + "_low", ConfidenceInterval::low, "The lower end of its 95 % confidence interval.")
                .real(name + "_high", ConfidenceInterval::high, "The upper end of its 95 % confidence interval.");
        return Columns.of(FiniteSizeFit.class).with(of, ends);
    }

    private static StructType group() {
        StructType models = Tables.MODELS_SCHEMA;
        StructType group = new StructType().add("statistic", DataTypes.StringType);
        for (String name : List.of("model_kind", "ratio", "density", "decay")) {
            group = group.add(models.apply(name));
        }
        group = group.add("importance_last", DataTypes.DoubleType);
        for (String name : List.of("tied", "hidden", "output", "bias", "data_kind", "recipe")) {
            group = group.add(models.apply(name));
        }
        return group.add("family", DataTypes.StringType);
    }
}
