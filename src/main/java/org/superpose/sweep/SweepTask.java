package org.superpose.sweep;

import java.io.Serializable;
import java.util.Map;
import org.superpose.grid.CostModel;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.sweep.progress.TallyAccumulator;
import org.superpose.train.TimeLimits;

/**
 * What every task of a sweep is told.
 *
 * @param sweep its name
 * @param costs what a point should take, and on which kernel
 * @param measure what is asked for
 * @param replaced for points whose row lacks some of it, by model_key: that and all the row has
 * @param failFast whether the first failed point stops the sweep
 * @param number of this run within its directory
 * @param stop how a task learns that it is to stop, and tells others
 * @param tiles what tiled models are composed of
 * @param limits how long a point may take, and when its state is kept
 * @param checkpoints where
 * @param cores how many the tasks of one JVM may use together
 * @param tally where it reports
 * @param watch what is known of JVMs that have ended, and where it leaves word of what it is at
 */
record SweepTask(
        String sweep,
        CostModel costs,
        MeasureSpec measure,
        Map<String, MeasureSpec> replaced,
        boolean failFast,
        long number,
        StopRequest stop,
        TileWeights tiles,
        TimeLimits limits,
        CheckpointFolder checkpoints,
        int cores,
        TallyAccumulator tally,
        Watch watch)
        implements Serializable {
    MeasureSpec measure(Point point) {
        return replaced.getOrDefault(point.modelKey(), measure);
    }
}
