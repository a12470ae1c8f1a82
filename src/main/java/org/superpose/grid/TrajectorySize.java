package org.superpose.grid;

import java.util.Locale;
import org.superpose.config.Setting;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.Layout;
import org.superpose.train.Trajectory;

/** How much a row holds of what is recorded during training, and how much it may. */
public final class TrajectorySize {
    /** Numbers of four bytes: 64 MiB. */
    public static final long MOST_NUMBERS = 1L << 24;

    private TrajectorySize() {}

    /** Notes a row that would be larger, with the value and what to change. */
    static void check(MeasureSpec measure, Layout layout, int steps, Choices choices) {
        if (measure.trajectory() == 0) {
            return;
        }
        int points = Trajectory.marks(measure.trajectory(), steps).length;
        long each = numbers(layout, measure.trajectoryWeights());
        if (points * each <= MOST_NUMBERS) {
            return;
        }
        long most = MOST_NUMBERS / each;
        String weights = measure.trajectoryWeights() ? " with all weights (measure.trajectory_weights)" : "";
        String remedy = most == 0 ? "" : "set measure.trajectory to " + most + " or less";
        boolean fitsWithoutWeights = measure.trajectoryWeights() && points * numbers(layout, false) <= MOST_NUMBERS;
        String other = fitsWithoutWeights ? "leave the weights out" : most == 0 ? "set measure.trajectory to 0" : "";
        choices.wrong(
                Setting.N,
                String.format(
                        Locale.ROOT,
                        "n = %d with m = %d at %d recorded steps%s would make a row of %.3g numbers, and at most %.3g are written; %s%s%s",
                        layout.n(),
                        layout.m(),
                        points,
                        weights,
                        (double) points * each,
                        (double) MOST_NUMBERS,
                        remedy,
                        remedy.isEmpty() || other.isEmpty() ? "" : ", or ",
                        other));
    }

    /** The numbers of four bytes that a point's row holds of what is recorded during training. */
    public static long numbers(MeasureSpec measure, Point point) {
        if (!point.trained() || measure.trajectory() == 0) {
            return 0;
        }
        int points = Trajectory.marks(measure.trajectory(), point.training().pathSteps()).length;
        return points * numbers(point.layout(), measure.trajectoryWeights());
    }

    /** The numbers that one step records: norm, dimensionality, bias and W_ii of each feature, and W_in, W_out and b if they are kept. */
    private static long numbers(Layout layout, boolean weights) {
        long n = layout.n();
        return 4 * n + (weights ? n * (2L * layout.m() + 1) : 0);
    }
}
