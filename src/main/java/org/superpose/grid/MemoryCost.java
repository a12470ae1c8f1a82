package org.superpose.grid;

import java.util.List;
import org.superpose.measure.MeasureSpec;

/**
 * Predicts memory. For example, a model with n = 6144 and m = 1024 trains in 217 MB, and writing its row with its weights takes 403 MB, so 403 MB is what it needs.
 * A task holds one model at a time, and has trained it before it writes the row.
 */
public final class MemoryCost {
    /** Spark's own least heap of an executor, half as much again as the 300 MiB that it keeps for itself. */
    private static final long LEAST_EXECUTOR_BYTES = 450L << 20;

    /**
     * Bytes for each weight of a row while it is written: the model's, the row's, Spark's and Parquet's, two of which grow by doubling. Of 12.6 million weights the
     * heap had to be 560 to 640 MB, where about 250 are Spark's.
     */
    private static final int BYTES_PER_WEIGHT = 32;

    /** The same for a number that was recorded during training, which is in one of many small arrays. Of 15.8 million the heap had to be 860 to 1000 MB. */
    private static final int BYTES_PER_RECORDED = 48;

    private MemoryCost() {}

    /** The bytes of the hungriest point; 0 without points. */
    public static long taskBytes(List<Point> points, MeasureSpec measure) {
        return points.stream()
                .mapToLong(point -> taskBytes(point, measure))
                .max()
                .orElse(0);
    }

    /** The bytes of the heap of an executor that runs one such task at a time: 450 MiB, below which Spark starts none, and the task's. */
    public static long executorBytes(long taskBytes) {
        return LEAST_EXECUTOR_BYTES + taskBytes;
    }

    /** What a point takes while its model is made and measured, or while its row is written, whichever is more. */
    static long taskBytes(Point point, MeasureSpec measure) {
        long recorded = TrajectorySize.numbers(measure, point);
        long weights = measure.weights() ? point.layout().size() : 0;
        return Math.max(
                makingBytes(point) + Float.BYTES * recorded,
                BYTES_PER_WEIGHT * weights + BYTES_PER_RECORDED * recorded);
    }

    /** Four float arrays of parameter size; the batch's entries; pre-activations and their gradient, hidden and output; what building takes, also of a start. */
    private static long makingBytes(Point point) {
        if (!point.trained()) {
            return Float.BYTES * 4L * point.layout().size() + BuildCost.memoryBytes(point);
        }
        long batch = point.batch();
        long entries = (long) Math.ceil(batch * point.n() * point.density());
        long layers = batch * (point.n() + (long) point.m());
        return Float.BYTES * (4L * point.layout().size() + 2 * entries + 2 * layers) + BuildCost.startBytes(point);
    }
}
