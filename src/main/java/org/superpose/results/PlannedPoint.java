package org.superpose.results;

import org.superpose.columns.Columns;

/** A point as it is asked for, and how long it is expected to take. */
record PlannedPoint(SweepPoint asked, double seconds) {
    /** The columns of {@code planned}. */
    static final Columns<PlannedPoint> COLUMNS = Columns.of(PlannedPoint.class)
            .with(PlannedPoint::asked, SweepPoint.COLUMNS)
            .after(
                    "ratio",
                    Columns.of(PlannedPoint.class)
                            .real(
                                    "ratio_nominal",
                                    planned -> planned.asked.point().ratioNominal(),
                                    "The ratio m/n as the sweep file asked for it; NULL where it gave m."))
            .real("predicted_seconds", PlannedPoint::seconds, "How long the model was expected to take.");
}
