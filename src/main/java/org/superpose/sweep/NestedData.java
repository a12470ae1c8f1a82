package org.superpose.sweep;

import static org.apache.spark.sql.functions.array_size;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.superpose.grid.Point;
import org.superpose.measure.LossByActiveFeatures;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.Trajectory;

/** Which nested data rows of {@code models} have. Of each structure one leaf is read, not all of them. */
final class NestedData {
    private NestedData() {}

    /** Whether a row has what is asked for, but for the number of its snapshots: true, or false or null. */
    static Column complete(MeasureSpec measure) {
        Column complete = lit(true);
        if (measure.features()) {
            complete = complete.and(col("features.i").isNotNull());
        }
        if (measure.curve() > 0) {
            complete = complete.and(col("curve.step").isNotNull());
        }
        if (measure.weights()) {
            complete = complete.and(col("weights").isNotNull());
        }
        if (measure.active() > 0) {
            // k = 0 … K and the rest, if there is one
            complete = complete.and(
                    array_size(col("theory.loss_by_active.k")).geq(least(lit(measure.active() + 2), col("n").plus(1))));
        }
        if (measure.l1() > 0) {
            complete = complete.and(col("l1.samples").isNotNull());
        }
        if (measure.geometry()) {
            complete = complete.and(col("geometry.skipped").isNotNull());
        }
        return measure.trajectoryWeights() ? complete.and(hasTrajectoryWeights()) : complete;
    }

    /** Of a model that was built there are no steps, and nothing is lacking. */
    private static Column hasTrajectoryWeights() {
        return forall(
                col("dynamics.trajectory"),
                snapshot -> snapshot.getField("weights").isNotNull());
    }

    /** How many snapshots a row has, null without a trajectory. */
    static Column snapshots() {
        return array_size(col("dynamics.trajectory.step"));
    }

    /** How many snapshots a row of so many steps has if they were asked for. */
    static int snapshots(Point point, Long steps, MeasureSpec measure) {
        if (!point.trained() || measure.trajectory() == 0) {
            return 0;
        }
        int[] marks = Trajectory.marks(measure.trajectory(), point.training().steps());
        int reached = (int) Arrays.stream(marks).filter(mark -> mark <= steps).count();
        boolean stopped = Arrays.stream(marks).noneMatch(mark -> mark == steps);
        return stopped ? reached + 1 : reached;
    }

    /** Asks for all that rows of these points have. */
    static MeasureSpec of(Dataset<Row> rows, List<Point> points) {
        List<String> keys = points.stream().map(Point::modelKey).toList();
        Dataset<Row> wanted =
                rows.sparkSession().createDataset(keys, Encoders.STRING()).toDF("model_key");
        Row kept = rows.join(wanted, "model_key")
                .agg(
                        has(col("features.i").isNotNull()),
                        most(array_size(col("curve.step"))),
                        has(col("weights").isNotNull()),
                        most(array_size(col("theory.loss_by_active.k")).minus(2)),
                        most(col("l1.samples").cast("int")),
                        has(col("geometry.skipped").isNotNull()),
                        most(snapshots()),
                        has(hasTrajectoryWeights().and(snapshots().gt(0))))
                .head();
        return new MeasureSpec(
                kept.getBoolean(0),
                kept.getInt(1),
                kept.getBoolean(2),
                Math.max(0, Math.min(kept.getInt(3), LossByActiveFeatures.MOST)),
                kept.getInt(4),
                kept.getBoolean(5),
                kept.getInt(6),
                kept.getBoolean(7));
    }

    private static Column has(Column condition) {
        return coalesce(max(condition), lit(false));
    }

    private static Column most(Column count) {
        return coalesce(max(count), lit(0));
    }
}
