package org.superpose.grid;

import org.superpose.config.Setting;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;

/** What a point must be so that its weights can be written down; what is not is noted with the choices. */
final class BuiltFamily {
    private final Choices choices;
    /** What asks for it, for example "kind circle". */
    private final String asking;

    BuiltFamily(Choices choices, String asking) {
        this.choices = choices;
        this.asking = asking;
    }

    /** All features are alike. */
    void checkAlike(Importance importance) {
        if (importance.keys() != null) {
            choices.wrong(
                    choices.has(Setting.KEYED_SIZE) ? Setting.KEYED_SIZE : Setting.OTHERWISE,
                    "does not go with " + asking + ", whose features are all alike; leave it out");
        } else if (!importance.equal()) {
            Setting culprit = choices.has(Setting.LAST) ? Setting.LAST : Setting.DECAY;
            choices.wrong(culprit, "must be 1 for " + asking + ", whose features are all alike");
        }
    }

    /** A scale and a bias are fitted for x̂ = ReLU(W x + b) alone. */
    void check(ModelSpec model) {
        require(model.hidden().label().equals("identity"), Setting.HIDDEN, "identity");
        require(model.output().label().equals("relu"), Setting.OUTPUT, "relu");
        require(model.bias(), Setting.BIAS, "true");
    }

    /**
     * Codes are of encoders and decoders of their own, and exist in enough dimensions.
     *
     * @param two whether there are codes in two dimensions
     */
    void checkCode(int n, int m, ModelSpec model, boolean exists, boolean two) {
        check(model);
        require(!model.tied(), Setting.TIED, "false");
        if (!exists) {
            choices.wrong(
                    hidden(),
                    asking
                            + " needs m of at least 3"
                            + (two ? ", of 2 for at most 24 features," : "")
                            + " or of at least n/2, which antipodal pairs need; got m = " + m + " with n = " + n);
        }
    }

    /** Smaller models along the diagonal need two dimensions at least, and outputs that do not depend on those of other models. */
    void checkDiagonal(int n, int m, ModelSpec model) {
        if (m < 2) {
            choices.wrong(
                    hidden(),
                    asking
                            + " needs at least 2 hidden dimensions, because each smaller model has its own; got m = 1 with n = "
                            + n);
        }
        if (model.output().kind() == OutputFunction.Kind.TOP_K) {
            choices.wrong(
                    Setting.OUTPUT,
                    "top_k does not go with " + asking
                            + ", because it would keep the largest outputs of all smaller models together");
        }
    }

    /** The setting that decides about m. */
    Setting hidden() {
        return choices.has(Setting.M) ? Setting.M : Setting.RATIO;
    }

    private void require(boolean holds, Setting setting, String value) {
        if (!holds) {
            choices.wrong(setting, "must be " + value + " for " + asking);
        }
    }
}
