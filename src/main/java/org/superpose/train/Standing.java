package org.superpose.train;

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
    private int stage;
    private int stageSteps;
    private TrainedPath best;
    /** The state of a run that was broken off, from its stage on; null without one, and when that stage is reached. */
    private DataInputStream broken;

    /** Says that a state cannot be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    /** Steps taken, from all starts together. */
    int steps() {
        return steps;
    }

    /** Those of them that belong to this stage. */
    int stageSteps() {
        return stageSteps;
    }

    /** Samples that were trained on. */
    long samples() {
        return samples;
    }

    /** A step was taken on a batch of this size. */
    void count(int batch) {
        steps++;
        stageSteps++;
        samples += batch;
    }

    void addSamples(long others) {
        samples += others;
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

    /** The stage that the run begins with, or goes on with. */
    int stage() {
        return stage;
    }

    /** Writes all of it, which {@link #resume} and {@link #begin} read. */
    void write(DataOutput out, TrainedPath path, LossHistory history, Kernel.Session session) throws IOException {
        out.writeInt(steps);
        out.writeLong(samples);
        out.writeInt(stage);
        out.writeInt(best == null ? -1 : best.start());
        if (best != null) {
            best.save(out);
            best.saveWeights(out);
        }
        out.writeInt(stageSteps);
        path.save(out);
        history.save(out);
        session.save(out);
    }

    /** Reads what another run was before the stage in which it was broken off. */
    void resume(DataInputStream in, IntFunction<TrainedPath> begun) {
        try {
            steps = in.readInt();
            samples = in.readLong();
            stage = in.readInt();
            int start = in.readInt();
            if (start >= 0) {
                best = begun.apply(start);
                best.resume(in);
                best.resumeWeights(in);
            }
            broken = in;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /** A stage begins, or goes on where a run was broken off; then its path, history and session become what they were. */
    void begin(int begun, TrainedPath path, LossHistory history, Kernel.Session session) {
        stage = begun;
        stageSteps = 0;
        if (broken == null) {
            return;
        }
        try (DataInputStream in = broken) {
            stageSteps = in.readInt();
            path.resume(in);
            history.resume(in);
            session.resume(in);
            broken = null;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }
}
