package org.superpose.grid;

import org.superpose.config.Setting;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;

/** The family of one point's model: the settings of the section {@code model}, and where they are not given the defaults. */
final class ModelChoice {
    private final Choices choices;

    ModelChoice(Choices choices) {
        this.choices = choices;
    }

    /** The family; a parameter that is not the output function's is noted with the choices. */
    ModelSpec model(int n, double density) {
        choices.checkOwned(Setting.OUTPUT);
        OutputFunction.Kind kind = choices.constant(Setting.OUTPUT, OutputFunction.Kind.class);
        OutputFunction standard = OutputFunction.standard(kind, n, density);
        ModelSpec model = Parts.model(choices.or(
                setting -> setting.owner() == Setting.OUTPUT ? (Object) standard.parameter() : setting.standard()));
        if (choices.has(Setting.K) && kind == OutputFunction.Kind.TOP_K && choices.whole(Setting.K) > n) {
            choices.wrong(Setting.K, "must not exceed n; got k = " + choices.whole(Setting.K) + " with n = " + n);
        }
        return model;
    }
}
