package org.superpose.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.superpose.grid.CostModel;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.kernel.Kernel;
import org.superpose.measure.MeasureSpec;

/**
 * What {@code run} would do with a sweep, without doing it.
 *
 * @param counts how the points stand in the directory
 * @param toTrain points that would be trained; not always those without a row
 * @param plan of these points
 * @param calibrated whether the prediction rests on rows of the directory rather than on a short timing of this machine
 */
public record SweepForecast(
        PointCounts counts, int toTrain, Plan plan, CostModel costs, int slots, boolean calibrated) {
    /**
     * Forecasts a sweep.
     *
     * @param location the results directory, which need not exist
     * @param slots tasks at a time
     */
    public static SweepForecast of(List<Point> points, MeasureSpec measure, String location, Kernel kernel, int slots)
            throws IOException {
        ResultsDirectory directory = ResultsDirectory.at(location);
        if (!directory.holdsResults()) {
            CostModel costs = Calibration.timed(kernel);
            PointCounts counts = new PointCounts(points.size(), 0, 0, points.size());
            return new SweepForecast(counts, points.size(), Plan.of(points, costs, slots), costs, slots, false);
        }
        try (SparkSession spark = Sessions.open("plan")) {
            FinishedModels finished = FinishedModels.read(directory.models(spark));
            List<Point> missing = finished.missing(points, measure, false);
            CostModel learnt = Calibration.learnt(kernel.name(), directory.models(spark));
            CostModel costs = learnt == null ? Calibration.timed(kernel) : learnt;
            Plan plan = Plan.of(missing, costs, slots);
            return new SweepForecast(finished.count(points), missing.size(), plan, costs, slots, learnt != null);
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
        axes.put("importance", point -> point.importance().toString());
        axes.put("recipe", Point::recipe);
        axes.put("seed", Point::seed);
        Map<String, Map<?, Long>> counts = new LinkedHashMap<>();
        axes.forEach((name, value) -> counts.put(
                name, points.stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()))));
        counts.values().removeIf(values -> values.size() < 2);
        return counts;
    }
}
