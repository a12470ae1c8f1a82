package org.superpose.train;

import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;

/** A recipe's settings for the usual model: untied, with ReLU and bias, of independent features that all matter alike. */
public final class UsualTraining {
    private UsualTraining() {}

    /** What {@code recipe} gives for n features of density p and m hidden dimensions. */
    public static TrainingSpec of(Recipe recipe, int n, int m, double density) {
        ModelSpec model = new ModelSpec(false, Activation.IDENTITY, OutputFunction.RELU, true);
        Objective objective = new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, new Importance.Decay(1));
        return recipe.training(new Layout(model, n, m), objective);
    }
}
