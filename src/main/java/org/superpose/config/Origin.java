package org.superpose.config;

import java.io.Serializable;
import org.superpose.construct.Construction;
import org.superpose.model.ModelKind;
import org.superpose.train.TrainingSpec;

/** Where the weights of a model come from: gradient descent, or a construction. */
public sealed interface Origin extends Serializable {
    /** The kind of model that this makes. */
    ModelKind kind();

    /**
     * The model is trained.
     *
     * @param recipe the label of the recipe that the settings come from; null where only the settings themselves are known
     */
    record Trained(String recipe, TrainingSpec training) implements Origin {
        @Override
        public ModelKind kind() {
            return ModelKind.TRAINED;
        }
    }

    /** The model is built, without training. */
    record Built(Construction construction) implements Origin {
        @Override
        public ModelKind kind() {
            return construction.kind();
        }
    }
}
