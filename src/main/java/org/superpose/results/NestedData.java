package org.superpose.results;

import static org.apache.spark.sql.functions.array_size;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.superpose.grid.Point;
import org.superpose.measure.LossByActiveFeatures;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.LearningCurve;
import org.superpose.train.Trajectory;

/** Which nested data rows of {@code models} have. Of each structure one leaf is read, not all of them. */
public final class NestedData {
    /** At most this many times as many are asked for: a run that ends after √T of T steps has half of those it was asked for. */
    private static final int MOST_REQUEST = 64;

    /** The column that tells how much of it a row has. */
    public static final String KEPT = "kept";

    private static final long KIND = 1_000_000_000;

    private NestedData() {}

    /**
     * How much of it a row has: whoever has all that another row has, and something more, has a greater number.
     */
    public static Column kept() {
        Column kinds = count(col("features.i").isNotNull())
                .plus(count(col("curve.step").isNotNull()))
                .plus(count(col("weights").isNotNull()))
                .plus(count(col("theory.loss_by_active.k").isNotNull()))
                .plus(count(col("l1.samples").isNotNull()))
                .plus(count(col("geometry.skipped").isNotNull()))
                .plus(count(snapshots().isNotNull()))
                .plus(count(hasTrajectoryWeights().and(snapshots().gt(0))));
        Column lengths = length(curvePoints())
                .plus(length(snapshots()))
                .plus(length(array_size(col("theory.loss_by_active.k"))))
                .plus(length(col("l1.samples")));
        return kinds.multiply(lit(KIND)).plus(lengths);
    }

    private static Column count(Column condition) {
        return length(condition.cast("int"));
    }

    private static Column length(Column number) {
        return coalesce(number.cast("long"), lit(0L));
    }

    /** Whether a row has the nested data asked for, apart from the lengths of its curve and trajectory; false and NULL both mean no. */
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

    /** A model that was built has no steps, and nothing is lacking. */
    private static Column hasTrajectoryWeights() {
        return forall(
                col("dynamics.trajectory"),
                snapshot -> snapshot.getField("weights").isNotNull());
    }

    /** How many snapshots a row has; NULL for a row without a trajectory. */
    static Column snapshots() {
        return array_size(col("dynamics.trajectory.step"));
    }

    /** How many points the learning curve of a row has; NULL for a row without one. */
    static Column curvePoints() {
        return array_size(col("curve.step"));
    }

    /** How many snapshots the row of a model has that was trained for {@code steps} steps, if {@code measure} asked for them. */
    static int snapshots(Point point, long steps, MeasureSpec measure) {
        return recorded(
                Trajectory.marks(measure.trajectory(), point.training().pathSteps()),
                point.training().pathSteps(steps));
    }

    /** How many points the learning curve of a model has that was trained for {@code steps} steps, if {@code measure} asked for them. */
    static int curvePoints(Point point, long steps, MeasureSpec measure) {
        return recorded(
                LearningCurve.marks(measure.curve(), point.training().pathSteps()),
                point.training().pathSteps(steps));
    }

    private static int recorded(int[] marks, long steps) {
        int reached = (int) Arrays.stream(marks).filter(mark -> mark <= steps).count();
        boolean between = marks.length > 0 && Arrays.stream(marks).noneMatch(mark -> mark == steps);
        return between ? reached + 1 : reached;
    }

    /** How many points to ask for when a model is trained again, so that its row keeps at least as many as before. A run of 100 steps that kept 60 points may have been asked for 64, because early marks fall on the same step, or because the run ended before the last mark. */
    public static int request(int kept, long steps, IntFunction<int[]> marks) {
        int asked = kept;
        while (asked < MOST_REQUEST * kept && recorded(marks.apply(asked), steps) < kept) {
            asked += 1 + asked / 16;
        }
        return asked;
    }

    /** The nested data that the rows of these points have, by model_key. Whoever asks for it gets no less than what is there. */
    public static Map<String, MeasureSpec> of(Dataset<Row> rows, List<Point> points) {
        Map<String, Point> byKey = points.stream().collect(Collectors.toMap(Point::modelKey, point -> point));
        Dataset<Row> wanted = rows.sparkSession()
                .createDataset(List.copyOf(byKey.keySet()), Encoders.STRING())
                .toDF("model_key");
        Map<String, MeasureSpec> kept = new HashMap<>();
        rows.join(wanted, "model_key")
                .groupBy("model_key")
                .agg(
                        has(col("features.i").isNotNull()),
                        most(curvePoints()),
                        has(col("weights").isNotNull()),
                        most(array_size(col("theory.loss_by_active.k")).minus(2)),
                        most(col("l1.samples").cast("int")),
                        has(col("geometry.skipped").isNotNull()),
                        most(snapshots()),
                        has(hasTrajectoryWeights().and(snapshots().gt(0))),
                        coalesce(max(col("steps")), lit(0L)))
                .toLocalIterator()
                .forEachRemaining(row -> kept.put(row.getString(0), kept(row, byKey.get(row.getString(0)))));
        return kept;
    }

    private static MeasureSpec kept(Row row, Point point) {
        int planned = point.trained() ? point.training().pathSteps() : 0;
        long steps = point.trained() ? point.training().pathSteps(row.getLong(9)) : 0;
        return new MeasureSpec(
                row.getBoolean(1),
                request(row.getInt(2), steps, asked -> LearningCurve.marks(asked, planned)),
                row.getBoolean(3),
                Math.max(0, Math.min(row.getInt(4), LossByActiveFeatures.MOST)),
                row.getInt(5),
                row.getBoolean(6),
                request(row.getInt(7), steps, asked -> Trajectory.marks(asked, planned)),
                row.getBoolean(8),
                MeasureSpec.COARSEST);
    }

    private static Column has(Column condition) {
        return coalesce(max(condition), lit(false));
    }

    private static Column most(Column count) {
        return coalesce(max(count), lit(0));
    }
}
