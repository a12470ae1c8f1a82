package org.superpose.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The mean loss of a run between log-spaced steps. */
public final class LearningCurve {
    private final int[] marks;
    private final List<Outcome.CurvePoint> points = new ArrayList<>();
    private double sum;
    private int count;
    private int last;
    private double lastRate;

    /** Records at most {@code points} points of a run of at most {@code steps} steps. */
    LearningCurve(int points, int steps) {
        this.marks = marks(points, steps);
    }

    void add(int step, double loss, double rate) {
        sum += loss;
        count++;
        last = step;
        lastRate = rate;
        if (points.size() < marks.length && step == marks[points.size()]) {
            close();
        }
    }

    /** The points recorded until now. Where the run stopped between two marks, the last point is that of its last step. */
    List<Outcome.CurvePoint> points() {
        if (marks.length > 0 && count > 0) {
            close();
        }
        return points;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(sum);
        out.writeInt(count);
        out.writeInt(last);
        out.writeDouble(lastRate);
        out.writeInt(points.size());
        for (Outcome.CurvePoint point : points) {
            out.writeInt(point.step());
            out.writeDouble(point.loss());
            out.writeDouble(point.learningRate());
        }
    }

    void resume(DataInput in) throws IOException {
        sum = in.readDouble();
        count = in.readInt();
        last = in.readInt();
        lastRate = in.readDouble();
        points.clear();
        for (int left = in.readInt(); left > 0; left--) {
            points.add(new Outcome.CurvePoint(in.readInt(), in.readDouble(), in.readDouble()));
        }
    }

    private void close() {
        points.add(new Outcome.CurvePoint(last, sum / count, lastRate));
        sum = 0;
        count = 0;
    }

    /** The steps at which points of a run of T steps end: T^{q/(Q−1)} for q = 0 … Q − 1, rounded, each once; of one point T. */
    public static int[] marks(int points, int steps) {
        if (points == 1) {
            return new int[] {steps};
        }
        return IntStream.range(0, points)
                .map(q -> (int) Math.round(StrictMath.pow(steps, q / (points - 1.0))))
                .distinct()
                .toArray();
    }
}
