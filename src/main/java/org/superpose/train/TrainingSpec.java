package org.superpose.train;

import java.io.Serializable;
import org.superpose.data.RandomStream;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Everything that decides how a model is trained, all defaults filled in.
 *
 * @param batch samples per step, B
 * @param steps the most steps, T
 * @param learningRate the peak rate η
 * @param stop null: run all steps
 */
public record TrainingSpec(
        int batch, int steps, double learningRate, Schedule schedule, AdamRule rule, Initialisation init, StopRule stop)
        implements Serializable {
    /** The parameters that the model of this key has before the first step. */
    public Weights initial(Layout layout, String modelKey) {
        return init.draw(layout, RandomStream.of(modelKey, "init"));
    }
}
