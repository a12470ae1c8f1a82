package org.superpose.sweep;

import java.io.Serializable;
import org.superpose.grid.CostModel;
import org.superpose.measure.MeasureSpec;

/**
 * What every task of a sweep is told.
 *
 * @param sweep its name
 * @param costs what a point should take, and on which kernel
 * @param failFast whether the first failed point stops the sweep
 * @param stop how a task learns that it is to stop, and tells others
 * @param blocks what tiled models are composed of
 * @param tally where it reports
 */
record SweepTask(
        String sweep,
        CostModel costs,
        MeasureSpec measure,
        boolean failFast,
        StopRequest stop,
        BlockWeights blocks,
        TallyAccumulator tally)
        implements Serializable {}
