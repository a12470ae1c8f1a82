package org.superpose.train;

import java.io.Serializable;
import org.superpose.data.RandomStream;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Everything that decides how a model is trained, all defaults filled in.
 *
 * @param sampling how the samples of a batch are drawn
 * @param batch samples per step, B
 * @param steps the most steps, T
 * @param learningRate the peak rate η
 * @param stop null: run all steps
 */
public record TrainingSpec(
        Sampling sampling,
        int batch,
        int steps,
        double learningRate,
        Schedule schedule,
        AdamRule rule,
        Initialisation init,
        StopRule stop)
        implements Serializable {
    /**
     * How often a feature is active among all samples of {@code taken} steps, in the mean: p̄ B times the steps. Strata see to that by themselves, however
     * small p is: infinite.
     *
     * @param probability p̄, the mean over the features of P(x_i &gt; 0)
     */
    public double activePerFeature(double probability, int taken) {
        return sampling == Sampling.STRATIFIED ? Double.POSITIVE_INFINITY : probability * batch * taken;
    }

    /** The parameters that the model of this key has before the first step. */
    public Weights initial(Layout layout, String modelKey) {
        return init.draw(layout, RandomStream.of(modelKey, "init"));
    }
}
