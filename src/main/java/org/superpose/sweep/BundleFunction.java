package org.superpose.sweep;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.superpose.grid.Bundle;
import org.superpose.grid.Point;

/**
 * The executor's part: turns bundles into rows, one point at a time as the writer asks for them, so that a task holds one model in memory. Ends early
 * when a stop is requested; the rows made so far are then committed.
 */
final class BundleFunction implements FlatMapFunction<Iterator<Bundle>, Row> {
    private static final long serialVersionUID = 1;

    private final SweepTask sweep;

    BundleFunction(SweepTask sweep) {
        this.sweep = sweep;
    }

    @Override
    public Iterator<Row> call(Iterator<Bundle> bundles) {
        TaskContext task = TaskContext.get();
        List<Point> points = new ArrayList<>();
        bundles.forEachRemaining(bundle -> points.addAll(bundle.points()));
        TaskMarks marks = TaskMarks.of(sweep, points, task);
        task.addTaskCompletionListener((TaskCompletionListener) ended -> marks.close());
        task.addTaskFailureListener((TaskFailureListener) (failed, error) -> marks.failed(error));
        TaskDevice device = TaskDevice.lease(sweep.costs().kernel(), sweep.cores(), task);
        PointRunner runner = new PointRunner(sweep, marks, device);
        task.addTaskCompletionListener((TaskCompletionListener) ended -> runner.finishRow());
        // It is told after the task has committed its file.
        task.addTaskCompletionListener((TaskCompletionListener) ended -> {
            if (!ended.isFailed() && !ended.isInterrupted()) {
                runner.removeCheckpoints();
            }
        });
        return new Rows(points.iterator(), runner);
    }

    /** Looks one row ahead, because only trying tells whether a stop cut the next point short. */
    private static final class Rows implements Iterator<Row> {
        private final Iterator<Point> points;
        private final PointRunner runner;
        private Row next;

        Rows(Iterator<Point> points, PointRunner runner) {
            this.points = points;
            this.runner = runner;
        }

        @Override
        public boolean hasNext() {
            while (next == null && points.hasNext()) {
                next = runner.run(points.next()).orElse(null);
            }
            return next != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = next;
            next = null;
            return row;
        }
    }
}
