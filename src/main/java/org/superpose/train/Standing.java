package org.superpose.train;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;
import org.superpose.kernel.Kernel;

/**
 * Where a run stands: what it has counted, the best of its starts, and, while it goes on with one that was broken off, what is still to be read of that. A stage is
 * the number of a start, or that of all starts for the steps after them.
 */
final class Standing {
    private int steps;
    private long samples;
    private boolean paused;
    private TrainedPath best;
    /** The stage in which the run was broken off that this one goes on with, −1 for none, and the rest of its state. */
    private int brokenStage = -1;

    private DataInputStream broken;

    /** Steps taken, from all starts together. */
    int steps() {
        return steps;
    }

    /** Samples that were trained on. */
    long samples() {
        return samples;
    }

    /** A step was taken on a batch of this size. */
    void count(int batch) {
        if (!paused) {
            steps++;
            samples += batch;
        }
    }

    void addSamples(long others) {
        samples += others;
    }

    /** Steps are not counted until {@link #unpause}. */
    void pause() {
        paused = true;
    }

    void unpause() {
        paused = false;
    }

    /** The best of the starts so far; null before the first. */
    TrainedPath best() {
        return best;
    }

    /** Takes a start into account whose share of the steps is taken. */
    void compare(TrainedPath path) {
        best = best == null || path.loss() < best.loss() ? path : best;
    }

    /** Whether the stage in which another run was broken off is still to come. */
    boolean goesOn() {
        return broken != null;
    }

    /** The first stage that is not done. */
    int firstStage() {
        return Math.max(0, brokenStage);
    }

    /** Writes all but what belongs to the stage, which is to follow. */
    void write(DataOutput out, int stage, TrainedPath path) throws IOException {
        out.writeInt(steps);
        out.writeLong(samples);
        out.writeInt(stage);
        boolean other = best != null && best != path;
        out.writeInt(other || best == null ? -1 : best.start());
        out.writeInt(other ? best.start() : -1);
        if (other) {
            best.save(out);
            best.saveWeights(out);
        }
        path.save(out);
    }

    /** Reads what {@link #write} wrote, but for the path. */
    void resume(DataInputStream in, IntFunction<TrainedPath> begun) throws IOException {
        steps = in.readInt();
        samples = in.readLong();
        brokenStage = in.readInt();
        int chosen = in.readInt();
        int other = in.readInt();
        if (other >= 0) {
            best = begun.apply(other);
            best.resume(in);
            best.resumeWeights(in);
        } else if (chosen >= 0) {
            best = begun.apply(chosen);
        }
        broken = in;
    }

    /** Takes over the state of the stage in which the run was broken off, if this is it; returns how many of the stage's steps are taken. */
    int goOn(int stage, TrainedPath path, LossHistory history, Kernel.Session session) throws IOException {
        if (stage != brokenStage) {
            return 0;
        }
        DataInput in = broken;
        path.resume(in);
        int done = in.readInt();
        history.resume(in);
        session.resume(in);
        broken.close();
        broken = null;
        brokenStage = -1;
        return done;
    }
}
