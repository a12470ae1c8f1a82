package org.superpose.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.superpose.kernel.SavedNumbers;

/** The losses of the last 2·window steps, and the plateau test on them. */
final class LossHistory {
    private final StopRule rule;
    private final int window;
    private final double[] recent;
    private double first;
    private int count;

    LossHistory(StopRule rule) {
        this.rule = rule;
        this.window = rule == null ? Trainer.LOSS_WINDOW : rule.window();
        this.recent = new double[2 * window];
    }

    void add(double loss) {
        if (count == 0) {
            first = loss;
        }
        recent[count % recent.length] = loss;
        count++;
    }

    /** The loss of the run's first batch, before any step. */
    double first() {
        return first;
    }

    boolean plateau() {
        return rule != null
                && count >= recent.length
                && count % rule.every() == 0
                && mean(count - window, count) >= mean(count - 2 * window, count - window);
    }

    double recentMean() {
        return mean(Math.max(0, count - window), count);
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int step = from; step < to; step++) {
            sum += recent[step % recent.length];
        }
        return sum / (to - from);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(count);
        out.writeDouble(first);
        SavedNumbers.write(out, recent);
    }

    void resume(DataInput in) throws IOException {
        count = in.readInt();
        first = in.readDouble();
        SavedNumbers.read(in, recent);
    }
}
