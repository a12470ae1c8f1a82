package org.superpose.results;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.superpose.grid.FormerPoint;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;

/**
 * Which models a directory already holds: of each key the row that {@link RowOrder} puts first. Resuming is planned keys
 * minus these.
 */
public final class FinishedModels {
    private static final Set<String> FINAL = Set.of("converged", "max_steps", "diverged", "failed");

    /** Where the columns begin that the order of rows does not need. */
    private static final int AFTER_ORDER = RowOrder.columns().size();

    private final Map<String, Final> models = new HashMap<>();

    /** Rows with a result that algorithms made which are no longer used, by algo_version. */
    private final SortedMap<Integer, Integer> outdated = new TreeMap<>();

    private long lastRun;
    private final LaterDates laterDates = new LaterDates();

    /**
     * A final row of a model.
     *
     * @param steps null where there is none
     * @param complete whether it has the nested data asked for, but for the lengths of curve and trajectory
     * @param curvePoints of its learning curve, −1 for none; 0 where none was asked for
     * @param snapshots of its trajectory, −1 for none; 0 where none was asked for
     * @param failure the last row of the model without a result, null where there is none
     */
    private record Final(
            RowOrder order,
            String status,
            String kernel,
            Long steps,
            boolean complete,
            int curvePoints,
            int snapshots,
            RowOrder failure) {
        boolean hasResult() {
            return order.hasResult();
        }

        Final beside(Final other) {
            Final better = order.compareTo(other.order()) >= 0 ? this : other;
            return new Final(
                    better.order,
                    better.status,
                    better.kernel,
                    better.steps,
                    better.complete,
                    better.curvePoints,
                    better.snapshots,
                    later(failure, other.failure()));
        }

        /** The later of two, either of which may be null. */
        private static RowOrder later(RowOrder one, RowOrder two) {
            if (one == null || two == null) {
                return one == null ? two : one;
            }
            return one.laterThan(two) ? one : two;
        }

        /** Whether a later attempt to measure more failed. */
        boolean retried() {
            return hasResult() && failure != null && failure.laterThan(order);
        }
    }

    /** Reads the keys and states, and whether rows have the nested data that {@code measure} asks for; other nested data is not looked at. */
    public static FinishedModels read(Dataset<Row> rows, MeasureSpec measure) {
        FinishedModels finished = new FinishedModels();
        List<Column> columns = new ArrayList<>(RowOrder.columns());
        columns.addAll(List.of(
                col("model_key"),
                coalesce(col("kernel"), lit("")),
                col("steps"),
                coalesce(col("algo_version"), lit(0)),
                coalesce(NestedData.complete(measure), lit(false)),
                measure.curve() > 0 ? coalesce(NestedData.curvePoints(), lit(-1)) : lit(0),
                measure.trajectory() > 0 ? coalesce(NestedData.snapshots(), lit(-1)) : lit(0),
                col("started_at")));
        rows.where(col("model_key").isNotNull().and(col("status").isNotNull()))
                .select(columns.toArray(Column[]::new))
                .toLocalIterator()
                .forEachRemaining(finished::add);
        return finished;
    }

    private void add(Row row) {
        RowOrder order = RowOrder.of(row);
        lastRun = Math.max(lastRun, order.run());
        laterDates.add(row.getTimestamp(AFTER_ORDER + 7));
        add(
                row.getString(AFTER_ORDER),
                row.getInt(AFTER_ORDER + 3),
                new Final(
                        order,
                        row.getString(0).intern(),
                        row.getString(AFTER_ORDER + 1).intern(),
                        row.isNullAt(AFTER_ORDER + 2) ? null : row.getLong(AFTER_ORDER + 2),
                        row.getBoolean(AFTER_ORDER + 4),
                        row.getInt(AFTER_ORDER + 5),
                        row.getInt(AFTER_ORDER + 6),
                        order.hasResult() ? null : order));
    }

    /** The greatest number of a run that made a row; 0 where no row says. */
    public long lastRun() {
        return lastRun;
    }

    /** What is to be said of rows that are dated later than now. */
    public List<String> laterDates() {
        return laterDates.sentences();
    }

    private void add(String key, int version, Final state) {
        if (FINAL.contains(state.status())) {
            models.merge(key, state, Final::beside);
            if (state.hasResult() && !Identity.ALGO_VERSIONS.contains(version)) {
                outdated.merge(version, 1, Integer::sum);
            }
        }
    }

    /** What no longer counts of the rows with a result, and why, a sentence for each reason; none where all may count. */
    public List<String> outdated(List<Point> points) {
        List<String> sentences = new ArrayList<>();
        outdated.forEach((version, rows) -> sentences.add(rows + " rows of algo_version " + version
                + " do not count: the same settings give other models now. They stay in the tables."));
        long replaced = models.isEmpty()
                ? 0
                : points.stream()
                        .filter(point -> !models.containsKey(point.modelKey()))
                        .filter(point -> FormerPoint.of(point).stream()
                                .map(former -> models.get(former.modelKey()))
                                .anyMatch(former -> former != null && former.hasResult()))
                        .count();
        if (replaced > 0) {
            sentences.add(replaced
                    + " rows with these settings do not count, because they train otherwise now: the recipe fast has more steps and"
                    + " another rate, and batches are stratified where few features are active. The rows stay in the tables; training.recipe: quick"
                    + " asks for them, with training.sampling: plain where they are older than strata.");
        }
        return sentences;
    }

    /**
     * The points that have no final row, or one that lacks what is now asked for, or a failed one that shall be tried again. Whether to measure more
     * has failed before counts as a failure.
     */
    public List<Point> missing(List<Point> points, MeasureSpec measure, boolean retryFailed) {
        return points.stream()
                .filter(point -> {
                    Final model = models.get(point.modelKey());
                    return model == null
                            || (retryFailed && model.status().equals("failed"))
                            || (lacks(model, point, measure) && (retryFailed || !model.retried()));
                })
                .toList();
    }

    /** The points that have a result, but without something that is now asked for. */
    public List<Point> lacking(List<Point> points, MeasureSpec measure) {
        return points.stream()
                .filter(point -> {
                    Final model = models.get(point.modelKey());
                    return model != null && lacks(model, point, measure);
                })
                .toList();
    }

    private static boolean lacks(Final model, Point point, MeasureSpec measure) {
        return model.hasResult() && (!model.complete() || (point.trained() && isShorter(model, point, measure)));
    }

    private static boolean isShorter(Final model, Point point, MeasureSpec measure) {
        return model.curvePoints() < NestedData.curvePoints(point, model.steps(), measure)
                || model.snapshots() < NestedData.snapshots(point, model.steps(), measure);
    }

    /** Whether the model of this key came to an end, diverged or not, and did not fail. */
    public boolean ended(String modelKey) {
        Final model = models.get(modelKey);
        return model != null && !model.status().equals("failed");
    }

    /** The number of the last run that made the row of a model that counts, or its last row without a result; 0 where there is none. */
    public long lastRun(String modelKey) {
        Final model = models.get(modelKey);
        if (model == null) {
            return 0;
        }
        long failure = model.failure() == null ? 0 : model.failure().run();
        return Math.max(0, Math.max(model.order().run(), failure));
    }

    /** The kernels that made these models. */
    public Set<String> kernels() {
        Set<String> kernels = new TreeSet<>();
        models.values().forEach(model -> kernels.add(model.kernel()));
        kernels.remove("");
        return kernels;
    }

    /** How the given points stand; those whose row lacks nested data that {@code measure} asks for are missing, or failed if that was tried. */
    public PointCounts count(List<Point> points, MeasureSpec measure) {
        int failed = 0;
        int missing = 0;
        for (Point point : points) {
            Final model = models.get(point.modelKey());
            boolean lacks = model != null && lacks(model, point, measure);
            if (model == null || (lacks && !model.retried())) {
                missing++;
            } else if (lacks
                    || model.status().equals("failed")
                    || model.status().equals("diverged")) {
                failed++;
            }
        }
        return new PointCounts(points.size(), points.size() - failed - missing, failed, missing);
    }
}
