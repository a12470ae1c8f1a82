package org.superpose.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.superpose.kernel.SavedNumbers;
import org.superpose.model.Weights;

/** A model on its way from one start, and what is known of it. */
final class TrainedPath {
    private final int start;
    private final LearningCurve curve;
    private Weights weights;
    private int steps;
    private double first = Double.NaN;
    /** The mean loss of the last steps; infinite if they diverged. */
    private double loss = Double.POSITIVE_INFINITY;

    private boolean plateau;
    private String failure;

    /** Whether training made the model no better, which is then the one that it began with. */
    private boolean kept;

    /** @param weights the model before the first step */
    TrainedPath(Trainer.Job job, int start, Weights weights) {
        this.start = start;
        this.curve = new LearningCurve(job.curvePoints(), job.training().pathSteps());
        this.weights = weights;
    }

    /** A step was taken whose batch lost this much before it. */
    void add(double batchLoss, double rate) {
        steps++;
        curve.add(steps, batchLoss, rate);
        if (!Double.isFinite(batchLoss)) {
            failure = "loss is " + batchLoss;
        }
    }

    /** The steps that are taken in one go are at their end. */
    void end(Weights now, LossHistory history) {
        weights = now;
        first = Double.isNaN(first) ? history.first() : first;
        plateau = history.plateau();
        if (failure == null && !now.finite()) {
            failure = "weights are not finite";
        }
        loss = failure == null ? history.recentMean() : Double.POSITIVE_INFINITY;
    }

    /** The model is the one that it began with. */
    void keep(Weights began, double itsLoss) {
        weights = began;
        loss = itsLoss;
        plateau = false;
        failure = null;
        kept = true;
    }

    int start() {
        return start;
    }

    LearningCurve curve() {
        return curve;
    }

    Weights weights() {
        return weights;
    }

    int steps() {
        return steps;
    }

    /** The loss of the first batch, before any step. */
    double first() {
        return first;
    }

    double loss() {
        return loss;
    }

    boolean plateau() {
        return plateau;
    }

    /** Why the model diverged; null if it did not. */
    String failure() {
        return failure;
    }

    boolean kept() {
        return kept;
    }

    /** Writes all but the weights, of a model that has not diverged or has come to an end. */
    void save(DataOutput out) throws IOException {
        out.writeInt(steps);
        out.writeDouble(first);
        out.writeDouble(loss);
        out.writeBoolean(plateau);
        out.writeUTF(failure == null ? "" : failure);
        curve.save(out);
    }

    void resume(DataInput in) throws IOException {
        steps = in.readInt();
        first = in.readDouble();
        loss = in.readDouble();
        plateau = in.readBoolean();
        String why = in.readUTF();
        failure = why.isEmpty() ? null : why;
        curve.resume(in);
    }

    void saveWeights(DataOutput out) throws IOException {
        SavedNumbers.write(out, weights.values(), 0, weights.values().length);
    }

    void resumeWeights(DataInput in) throws IOException {
        SavedNumbers.read(in, weights.values(), 0, weights.values().length);
    }
}
