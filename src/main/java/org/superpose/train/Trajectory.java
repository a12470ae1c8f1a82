package org.superpose.train;

import java.util.ArrayList;
import java.util.List;
import org.superpose.kernel.Kernel;
import org.superpose.model.Weights;

/**
 * Records {@linkplain Snapshot snapshots} of one model while it is trained: before the first step, at log-spaced steps, and after the last. It
 * reads a session's weights and touches nothing else, so that training goes on as without it.
 */
public final class Trajectory {
    private final int points;
    private final boolean keepsWeights;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int[] marks = {};
    private double sum;
    private int count;
    private int last;
    private double lastRate;

    /**
     * Records one run.
     *
     * @param points the most snapshots, 0 for none; one is after the last step
     * @param keepsWeights whether snapshots have the weights
     */
    public Trajectory(int points, boolean keepsWeights) {
        this.points = points;
        this.keepsWeights = keepsWeights;
    }

    /** Records nothing. */
    static Trajectory none() {
        return new Trajectory(0, false);
    }

    /**
     * The snapshots in the order of their steps, where the run did not diverge; where it stopped early the last of them is of its last step and
     * the marks beyond are missing.
     */
    public List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    /**
     * The steps of the snapshots of a run of T steps: 0, 1, and then s ← max(s + 1, s (T/s)^{1/l}) where l are left, so that early steps
     * follow one another until a constant ratio takes over and T is the last. There are min(points, T + 1); of one it is T, of two 0 and T.
     */
    public static int[] marks(int points, int steps) {
        if (points == 0) {
            return new int[0];
        }
        if (points == 1 || steps == 0) {
            return new int[] {steps};
        }
        int[] marks = new int[(int) Math.min(points, steps + 1L)];
        for (int q = 1; q < marks.length; q++) {
            int before = marks[q - 1];
            int left = marks.length - q;
            double next = left == 1 ? steps : before * StrictMath.pow(steps / (double) before, 1.0 / left);
            marks[q] = before == 0 && left > 1 ? 1 : Math.max(before + 1, (int) Math.round(next));
        }
        return marks;
    }

    /** Whether anything is recorded. */
    boolean records() {
        return points > 0;
    }

    void begin(Kernel.Session session, int steps) {
        marks = marks(points, steps);
        if (marks.length > 1) {
            snapshots.add(Snapshot.of(0, null, Double.NaN, session.weights(), keepsWeights));
        }
    }

    /** Records the model after a step, if the step is one of those to record. */
    void add(Kernel.Session session, int step, double loss, double rate) {
        if (marks.length == 0) {
            return;
        }
        if (step == 1 && !snapshots.isEmpty()) {
            snapshots.set(0, snapshots.get(0).with(loss));
        }
        sum += loss;
        count++;
        last = step;
        lastRate = rate;
        if (snapshots.size() < marks.length && step == marks[snapshots.size()]) {
            record(session.weights());
        }
    }

    /** Records the model after the last step, if it is not recorded yet. */
    void end(Weights weights) {
        if (marks.length > 0 && count > 0) {
            record(weights);
        }
    }

    private void record(Weights weights) {
        snapshots.add(Snapshot.of(last, lastRate, sum / count, weights, keepsWeights));
        sum = 0;
        count = 0;
    }
}
