package org.superpose.train;

import java.util.List;
import java.util.Locale;
import org.superpose.model.Weights;

/**
 * A trained model and how its training ended.
 *
 * @param stopReason {@code plateau}, {@code schedule}, {@code steps}, {@value #TOO_FEW_ACTIVE}, {@value #START}, or for a diverged model what was wrong
 * @param start which of several starts was gone on with, from 0; null where there was one
 * @param steps steps taken, from all starts together
 * @param samples that were trained on, those of smaller models that it was made of included
 * @param lossTrain mean batch loss over the last window of steps; NaN when diverged
 * @param weights the parameters at the end; not to be used when diverged, and null where there was no model to train
 */
public record Outcome(
        Status status,
        String stopReason,
        Integer start,
        int steps,
        long samples,
        double lossTrain,
        Weights weights,
        List<CurvePoint> curve) {
    /** The stop reason of a run in which the features were active too seldom for anything to be learnt. */
    public static final String TOO_FEW_ACTIVE = "too_few_active";

    /** The stop reason of a run that did not lower the loss of the model that it began with, which is then the outcome. */
    public static final String START = "start";

    /** How a run can end. */
    public enum Status {
        CONVERGED,
        MAX_STEPS,
        DIVERGED;

        /** The name used in tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One point of the learning curve.
     *
     * @param step steps that this model had taken when it was recorded, from 1
     * @param loss mean batch loss since the point before
     * @param learningRate the rate of that step
     */
    public record CurvePoint(int step, double loss, double learningRate) {}
}
