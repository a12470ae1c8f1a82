package org.superpose.results;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.superpose.grid.CostModel;
import org.superpose.grid.Point;

/** Makes the row of {@code planned} for a point. */
public final class PlannedRow implements Function<Point, Row> {
    private static final long serialVersionUID = 1;

    private final String sweep;
    private final CostModel costs;

    public PlannedRow(String sweep, CostModel costs) {
        this.sweep = sweep;
        this.costs = costs;
    }

    @Override
    public Row call(Point point) {
        return Rows.of(PlannedPoint.COLUMNS, new PlannedPoint(new SweepPoint(sweep, point), costs.seconds(point)));
    }
}
