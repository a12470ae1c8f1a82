package org.superpose.sweep.progress;

import java.io.Serializable;

/**
 * How far a sweep or a part of it has come.
 *
 * @param steps training steps taken; a point that ends early counts with all the steps it could have taken
 * @param work seconds of predicted cost behind us
 * @param done points with a final, finite result
 * @param failed points that failed or diverged
 * @param best lowest evaluated loss, +∞ if none yet
 * @param worst highest evaluated loss, −∞ if none yet
 * @param busy seconds that cores spent on points that have ended
 */
public record Tally(long steps, double work, long done, long failed, double best, double worst, double busy)
        implements Serializable {
    private static final long serialVersionUID = 1;

    static final Tally ZERO = new Tally(0, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

    public Tally plus(Tally other) {
        return new Tally(
                steps + other.steps,
                work + other.work,
                done + other.done,
                failed + other.failed,
                Math.min(best, other.best),
                Math.max(worst, other.worst),
                busy + other.busy);
    }

    public static Tally advanced(long steps, double work) {
        return new Tally(steps, work, 0, 0, ZERO.best, ZERO.worst, 0);
    }

    public static Tally done(double loss, double busy) {
        return new Tally(0, 0, 1, 0, loss, loss, busy);
    }

    public static Tally failed(double busy) {
        return new Tally(0, 0, 0, 1, ZERO.best, ZERO.worst, busy);
    }
}
