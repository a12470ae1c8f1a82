package org.superpose.sweep;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;

/** Which models a directory already holds: the latest row of each key. Resuming is planned keys minus these. */
final class FinishedModels {
    private static final Set<String> FINAL = Set.of("converged", "max_steps", "diverged", "failed");

    private final Map<String, Final> models = new HashMap<>();

    private record Final(
            String status,
            String kernel,
            Timestamp at,
            boolean features,
            boolean curve,
            boolean weights,
            boolean active,
            boolean l1,
            boolean geometry,
            boolean trajectory,
            boolean trajectoryWeights) {}

    /** Reads the keys and states, and whether rows have the nested data that {@code measure} asks for; other nested data counts as present. */
    static FinishedModels read(Dataset<Row> rows, MeasureSpec measure) {
        FinishedModels finished = new FinishedModels();
        Iterator<Row> states = rows.select(
                        col("model_key"),
                        col("status"),
                        col("kernel"),
                        col("started_at"),
                        // One leaf of the structures is read, not all of them.
                        measure.features() ? col("features.i").isNotNull() : lit(true),
                        measure.curve() > 0 ? col("curve.step").isNotNull() : lit(true),
                        measure.weights() ? col("weights").isNotNull() : lit(true),
                        measure.active() > 0 ? col("theory.loss_by_active.k").isNotNull() : lit(true),
                        measure.l1() > 0 ? col("l1.samples").isNotNull() : lit(true),
                        measure.geometry() ? col("geometry.skipped").isNotNull() : lit(true),
                        measure.trajectory() > 0
                                ? col("dynamics.trajectory.step").isNotNull()
                                : lit(true),
                        measure.trajectoryWeights() ? keepsTrajectoryWeights() : lit(true))
                .toLocalIterator();
        states.forEachRemaining(row -> finished.add(
                row.getString(0),
                new Final(
                        row.getString(1).intern(),
                        row.getString(2).intern(),
                        row.getTimestamp(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getBoolean(8),
                        row.getBoolean(9),
                        row.getBoolean(10),
                        row.getBoolean(11))));
        return finished;
    }

    /** Of a model that was built there are no steps, and nothing is lacking. */
    private static Column keepsTrajectoryWeights() {
        return coalesce(
                forall(
                        col("dynamics.trajectory"),
                        snapshot -> snapshot.getField("weights").isNotNull()),
                lit(false));
    }

    private void add(String key, Final state) {
        if (FINAL.contains(state.status())) {
            models.merge(key, state, (a, b) -> b.at().before(a.at()) ? a : b);
        }
    }

    /** The points that have no final row, or one that lacks what is now asked for, or a failed one that shall be tried again. */
    List<Point> missing(List<Point> points, MeasureSpec measure, boolean retryFailed) {
        return points.stream()
                .filter(point -> {
                    Final model = models.get(point.modelKey());
                    return model == null || (retryFailed && model.status().equals("failed")) || lacks(model, measure);
                })
                .toList();
    }

    private static boolean lacks(Final model, MeasureSpec measure) {
        boolean trained = model.status().equals("converged") || model.status().equals("max_steps");
        return trained
                && ((measure.features() && !model.features())
                        || (measure.curve() > 0 && !model.curve())
                        || (measure.weights() && !model.weights())
                        || (measure.active() > 0 && !model.active())
                        || (measure.l1() > 0 && !model.l1())
                        || (measure.geometry() && !model.geometry())
                        || (measure.trajectory() > 0 && !model.trajectory())
                        || (measure.trajectoryWeights() && !model.trajectoryWeights()));
    }

    /** The kernels that made these models. */
    Set<String> kernels() {
        Set<String> kernels = new TreeSet<>();
        models.values().forEach(model -> kernels.add(model.kernel()));
        return kernels;
    }

    /** How the given points stand; those whose row lacks nested data that {@code measure} asks for are missing. */
    PointCounts count(List<Point> points, MeasureSpec measure) {
        int failed = 0;
        int missing = 0;
        for (Point point : points) {
            Final model = models.get(point.modelKey());
            if (model == null || lacks(model, measure)) {
                missing++;
            } else if (model.status().equals("failed") || model.status().equals("diverged")) {
                failed++;
            }
        }
        return new PointCounts(points.size(), points.size() - failed - missing, failed, missing);
    }
}
