package org.superpose.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.superpose.grid.CostModel;
import org.superpose.grid.MemoryCost;
import org.superpose.grid.Plan;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
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
 * @param memoryBytes what a task takes that has the hungriest of them
 * @param notices what {@code run} would say of tiled models and of rows that do not count, a line each
 */
public record SweepForecast(
        PointCounts counts,
        int toTrain,
        Plan plan,
        long memoryBytes,
        CostModel costs,
        int slots,
        List<String> notices) {
    /**
     * Forecasts a sweep.
     *
     * @param kernelName as requested, {@code auto} included
     * @param location the results directory, which need not exist
     * @param slots tasks at a time
     */
    public static SweepForecast of(
            List<Point> points, MeasureSpec measure, String location, String kernelName, int slots) throws IOException {
        SparkConf conf = new SparkConf();
        ResolvedKernel kernel = ResolvedKernel.of(kernelName, conf);
        // the slots of another machine than this one may be asked for, as they are in one JVM there
        int cores = Sessions.local(Sessions.master(conf)) ? slots : Math.min(slots, ExecutorCores.of(conf));
        ResultsDirectory directory = ResultsDirectory.at(location);
        if (!directory.holdsResults() && points.stream().noneMatch(Point::open)) {
            CostModel timed = kernel.here() == null ? CostModel.of(kernel.name()) : Calibration.timed(kernel.here());
            CostModel costs = timed.evaluatedTo(measure.precision());
            PointCounts counts = new PointCounts(points.size(), 0, 0, points.size());
            return of(counts, points, measure, costs, slots, cores, Notices.of(points));
        }
        try (SparkSession spark = Sessions.open("plan", directory)) {
            TileSearch search = new TileSearch(spark);
            List<Point> found = search.resolve(points);
            FinishedModels finished =
                    Reads.retrying(directory, () -> FinishedModels.read(directory.models(spark), measure));
            List<Point> missing = finished.missing(found, measure, false);
            CostModel costs = kernel.costs(directory.models(spark)).evaluatedTo(measure.precision());
            List<String> notices = new ArrayList<>(search.notices());
            notices.addAll(Notices.of(found, finished));
            notices.addAll(directory.leftOut());
            return of(finished.count(found, measure), missing, measure, costs, slots, cores, List.copyOf(notices));
        }
    }

    private static SweepForecast of(
            PointCounts counts,
            List<Point> toTrain,
            MeasureSpec measure,
            CostModel costs,
            int slots,
            int cores,
            List<String> notices) {
        return new SweepForecast(
                counts,
                toTrain.size(),
                Plan.of(toTrain, costs, slots, cores),
                MemoryCost.taskBytes(toTrain, measure),
                costs,
                slots,
                notices);
    }
}
