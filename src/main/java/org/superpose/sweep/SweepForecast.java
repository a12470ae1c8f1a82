package org.superpose.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;
import org.superpose.grid.CostModel;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.results.FinishedModels;
import org.superpose.results.PointCounts;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.views.TileSearch;

/**
 * What {@code run} would do with a sweep, without doing it.
 *
 * @param counts how the points stand in the directory
 * @param toTrain points that would be trained; not always those without a row
 * @param plan of these points
 * @param notices what {@code run} would say of tiled models, a line each
 */
public record SweepForecast(
        PointCounts counts, int toTrain, Plan plan, CostModel costs, int slots, List<String> notices) {
    /**
     * Forecasts a sweep.
     *
     * @param kernelName as requested, {@code auto} included
     * @param location the results directory, which need not exist
     * @param slots tasks at a time
     */
    public static SweepForecast of(
            List<Point> points, MeasureSpec measure, String location, String kernelName, int slots) throws IOException {
        ResolvedKernel kernel = ResolvedKernel.of(kernelName, new SparkConf());
        ResultsDirectory directory = ResultsDirectory.at(location);
        if (!directory.holdsResults() && points.stream().noneMatch(TileSearch::open)) {
            CostModel costs = kernel.here() == null ? CostModel.of(kernel.name()) : Calibration.timed(kernel.here());
            PointCounts counts = new PointCounts(points.size(), 0, 0, points.size());
            return new SweepForecast(counts, points.size(), Plan.of(points, costs, slots), costs, slots, List.of());
        }
        try (SparkSession spark = Sessions.open("plan")) {
            TileSearch search = new TileSearch(spark);
            List<Point> found = search.resolve(points);
            FinishedModels finished = Reads.retrying(() -> FinishedModels.read(directory.models(spark), measure));
            List<Point> missing = finished.missing(found, measure, false);
            CostModel costs = kernel.costs(directory.models(spark));
            return new SweepForecast(
                    finished.count(found, measure),
                    missing.size(),
                    Plan.of(missing, costs, slots),
                    costs,
                    slots,
                    List.copyOf(search.notices()));
        }
    }

    /** The values of each axis that has more than one, with the number of points at each. */
    public static Map<String, Map<?, Long>> axes(List<Point> points) {
        Map<String, Function<Point, Comparable<?>>> axes = new LinkedHashMap<>();
        axes.put("n", Point::n);
        axes.put("m", Point::m);
        axes.put(
                "ratio", point -> point.ratioNominal() == null ? (double) point.m() / point.n() : point.ratioNominal());
        axes.put("density", Point::density);
        axes.put("decay", point -> point.importance().base() instanceof Importance.Decay decay ? decay.delta() : 1.0);
        axes.put("last", point -> point.importance().base() instanceof Importance.Last last ? last.rho() : 1.0);
        axes.put("importance.size", point -> keys(point).map(KeyedSets::size).orElse(0));
        axes.put(
                "importance.otherwise",
                point -> keys(point).map(KeyedSets::otherwise).orElse(1.0));
        axes.put("data.kind", point -> point.data().kind().label());
        axes.put("data.size", point -> point.data().size());
        axes.put("data.marginal", point -> label(point.data().marginal(), DataSpec.Marginal::label));
        axes.put("data.graph", point -> label(point.data().graph(), FeatureTree::label));
        for (DataSpec.Kind kind : DataSpec.Kind.values()) {
            if (kind.parameterName() != null) {
                axes.put(
                        "data." + kind.parameterName(),
                        point -> point.data().kind() == kind ? point.data().parameter() : 0.0);
            }
        }
        axes.put("tied", point -> point.model().tied());
        axes.put("hidden", point -> point.model().hidden().label());
        axes.put("output", point -> point.model().output().label());
        axes.put("bias", point -> point.model().bias());
        axes.put("batch", point -> point.batch());
        axes.put("model.kind", point -> point.kind().label());
        axes.put("recipe", point -> point.trained() ? point.recipe() : "none");
        axes.put("seed", Point::seed);
        Map<String, Map<?, Long>> counts = new LinkedHashMap<>();
        axes.forEach((name, value) -> counts.put(
                name, points.stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()))));
        counts.values().removeIf(values -> values.size() < 2);
        return counts;
    }

    private static Optional<KeyedSets> keys(Point point) {
        return Optional.ofNullable(point.importance().keys());
    }

    private static <T> String label(T value, Function<T, String> name) {
        return value == null ? "none" : name.apply(value);
    }
}
