package org.superpose.sweep;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.superpose.grid.Bundle;
import org.superpose.grid.CostModel;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;

/**
 * The executor's part: turns bundles into rows, one point at a time as the writer asks for them, so that a task holds one model in memory. Ends early
 * when a stop is requested; the rows made so far are then committed.
 */
final class BundleFunction implements FlatMapFunction<Iterator<Bundle>, Row> {
    private static final long serialVersionUID = 1;

    private final String sweep;
    private final CostModel costs;
    private final MeasureSpec measure;
    private final boolean failFast;
    private final StopRequest stop;
    private final TallyAccumulator tally;

    BundleFunction(
            String sweep,
            CostModel costs,
            MeasureSpec measure,
            boolean failFast,
            StopRequest stop,
            TallyAccumulator tally) {
        this.sweep = sweep;
        this.costs = costs;
        this.measure = measure;
        this.failFast = failFast;
        this.stop = stop;
        this.tally = tally;
    }

    @Override
    public Iterator<Row> call(Iterator<Bundle> bundles) {
        TaskDevice device = TaskDevice.lease(costs.kernel(), TaskContext.get());
        PointRunner runner = new PointRunner(sweep, device, costs, measure, failFast, stop, tally);
        return new Rows(bundles, runner);
    }

    /** Looks one row ahead, because only trying tells whether a stop cut the next point short. */
    private static final class Rows implements Iterator<Row> {
        private final Iterator<Bundle> bundles;
        private final PointRunner runner;
        private Iterator<Point> points = Collections.emptyIterator();
        private Row next;

        Rows(Iterator<Bundle> bundles, PointRunner runner) {
            this.bundles = bundles;
            this.runner = runner;
        }

        @Override
        public boolean hasNext() {
            while (next == null && advance()) {
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

        private boolean advance() {
            while (!points.hasNext() && bundles.hasNext()) {
                points = bundles.next().points().iterator();
            }
            return points.hasNext();
        }
    }
}
