package org.superpose.train;

import java.io.Serializable;
import java.util.Optional;
import org.superpose.data.RandomStream;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Everything that decides how a model is trained, all defaults filled in.
 *
 * @param sampling how the samples of a batch are drawn
 * @param batch samples per step, B
 * @param starts from how many starts training begins, k; of the one that is best after {@link #startSteps} the other steps are taken
 * @param steps the most steps of all starts together, T
 * @param learningRate the peak rate η
 * @param stop null: run all steps
 */
public record TrainingSpec(
        Sampling sampling,
        int batch,
        int starts,
        int steps,
        double learningRate,
        Schedule schedule,
        AdamRule rule,
        Initialisation init,
        StopRule stop)
        implements Serializable {
    /** The settings of one start. */
    public TrainingSpec(
            Sampling sampling,
            int batch,
            int steps,
            double learningRate,
            Schedule schedule,
            AdamRule rule,
            Initialisation init,
            StopRule stop) {
        this(sampling, batch, 1, steps, learningRate, schedule, rule, init, stop);
    }

    /** The most steps from each start, ⌊T/2k⌋; none where there is only one, of which all steps are taken. */
    public int startSteps() {
        return starts == 1 ? 0 : steps / (2 * starts);
    }

    /** The most steps that the model which is kept has taken: those of its own start, and those after the choice. */
    public int pathSteps() {
        return (int) pathSteps(steps);
    }

    /** The steps that the model which is kept has taken, of so many from all starts together. */
    public long pathSteps(long taken) {
        return Math.max(0, taken - (starts - 1L) * startSteps());
    }

    /**
     * How often a feature is active among all samples of {@code taken} steps, in the mean: p̄ B times the steps. Strata see to that by themselves, however
     * small p is: infinite.
     *
     * @param probability p̄, the mean over the features of P(x_i &gt; 0)
     */
    public double activePerFeature(double probability, int taken) {
        return sampling == Sampling.STRATIFIED ? Double.POSITIVE_INFINITY : probability * batch * taken;
    }

    /**
     * The parameters that the model of this key has before the first step where they are drawn; empty where a model is made for it.
     *
     * @param start from which of its starts, from 0
     */
    public Optional<Weights> drawn(Layout layout, String modelKey, int start) {
        return init instanceof Initialisation.Drawn drawn
                ? Optional.of(drawn.draw(layout, RandomStream.of(modelKey, start == 0 ? "init" : "init" + start)))
                : Optional.empty();
    }
}
