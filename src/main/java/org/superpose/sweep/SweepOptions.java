package org.superpose.sweep;

import java.util.List;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.TimeLimits;

/**
 * What {@code run} was asked to do.
 *
 * @param source the sweep file's text and overrides, for the record
 * @param points every point of the grid
 * @param otherRatios points among them under other nominal ratios, listed in {@code planned} only
 * @param kernel the requested kernel, {@code auto} included
 * @param limits how long a point may take, and when its state is kept
 * @param directory where the tables are
 * @param retryFailed whether {@code failed} points are trained again
 * @param failFast whether the first failed point stops the sweep
 * @param mixKernels whether rows of another kernel may be in the directory
 * @param commandLine the command as typed without its secrets, for the record, the lock and for the line that tells how to resume
 */
public record SweepOptions(
        String name,
        String source,
        List<Point> points,
        List<Point> otherRatios,
        String kernel,
        MeasureSpec measure,
        TimeLimits limits,
        String directory,
        boolean retryFailed,
        boolean failFast,
        boolean mixKernels,
        String commandLine) {
    /** The same options for other points. */
    SweepOptions with(List<Point> newPoints, List<Point> newOtherRatios) {
        return new SweepOptions(
                name,
                source,
                newPoints,
                newOtherRatios,
                kernel,
                measure,
                limits,
                directory,
                retryFailed,
                failFast,
                mixKernels,
                commandLine);
    }
}
