package org.superpose.grid;

import java.util.List;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.MixtureSearch;
import org.superpose.config.Setting;
import org.superpose.construct.Construction;
import org.superpose.model.Importance;
import org.superpose.model.ModelKind;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.theory.WalshHadamard;

/** How the model of one point is built, if it is, and what the rest of the point must be for that. */
final class ConstructionChoice {
    private final Choices choices;

    ConstructionChoice(Choices choices) {
        this.choices = choices;
    }

    /** Whether the present choices are of a tiled model. */
    static boolean tiled(Choices choices) {
        return choices.constant(Setting.KIND, ModelKind.class) == ModelKind.TILED;
    }

    /** The construction, null for a trained model; what does not go with it is noted with the choices. */
    Construction construction(int n, int m, ModelSpec model, Importance importance) {
        ModelKind kind = choices.constant(Setting.KIND, ModelKind.class);
        if (kind == ModelKind.TRAINED) {
            return null;
        }
        if (importance.keys() != null) {
            choices.wrong(
                    choices.has(Setting.KEYED_SIZE) ? Setting.KEYED_SIZE : Setting.OTHERWISE,
                    "does not go with kind " + kind.label() + ", whose features are all alike; leave it out");
        } else if (!importance.equal()) {
            Setting culprit = choices.has(Setting.LAST) ? Setting.LAST : Setting.DECAY;
            choices.wrong(culprit, "must be 1 for kind " + kind.label() + ", whose features are all alike");
        }
        return switch (kind) {
            case TRAINED -> null;
            case RUG -> rug(n, m, model);
            case PROJECTOR -> projector(model);
            case TILED -> tiled(n, m, model);
            case CIRCLE -> {
                checkCode(n, m, model, kind, MixtureSearch.exists(n, m));
                yield new Construction.Circle();
            }
            case SPHERICAL -> {
                checkCode(n, m, model, kind, MixtureSearch.exists(n, m));
                yield new Construction.Spherical(KnownBlocks.VERSION);
            }
            case LADDER -> {
                checkCode(n, m, model, kind, MixtureSearch.existsWithLadders(n, m));
                yield new Construction.Ladder(KnownBlocks.VERSION);
            }
        };
    }

    private Construction rug(int n, int m, ModelSpec model) {
        checkFamily(model, ModelKind.RUG);
        if (!WalshHadamard.hasOrder(n)) {
            choices.wrong(
                    Setting.N, "must be a power of 2 for kind rug; got " + n + ". The kind projector works for any n");
        } else if (m >= n) {
            Setting culprit = choices.has(Setting.M) ? Setting.M : Setting.RATIO;
            choices.wrong(
                    culprit,
                    "kind rug has at most n - 1 hidden dimensions, because row 0 is left out; got m = " + m
                            + " with n = " + n);
        }
        return new Construction.Rug();
    }

    private Construction projector(ModelSpec model) {
        checkFamily(model, ModelKind.PROJECTOR);
        return new Construction.Projector();
    }

    private Construction tiled(int n, int m, ModelSpec model) {
        List<String> from = choices.texts(Setting.FROM);
        if (from.isEmpty()) {
            choices.wrong(
                    Setting.KIND, "tiled needs model.from: the directory of results that holds the blocks, or a list");
        }
        if (m == 1) {
            choices.wrong(
                    choices.has(Setting.M) ? Setting.M : Setting.RATIO,
                    "kind tiled has at least 2 hidden dimensions, because each smaller model has its own; got m = 1 with n = "
                            + n);
        }
        if (model.output().kind() == OutputFunction.Kind.TOP_K) {
            choices.wrong(
                    Setting.OUTPUT,
                    "top_k does not go with kind tiled, because it would keep the largest outputs of all smaller models together");
        }
        return Construction.Tiled.of(from);
    }

    private void checkCode(int n, int m, ModelSpec model, ModelKind kind, boolean exists) {
        checkFamily(model, kind);
        require(!model.tied(), Setting.TIED, "false", kind);
        if (!exists) {
            Setting culprit = choices.has(Setting.M) ? Setting.M : Setting.RATIO;
            choices.wrong(
                    culprit,
                    "kind " + kind.label()
                            + " needs m of at least 3"
                            + (kind == ModelKind.LADDER ? ", of 2 for at most 24 features," : "")
                            + " or of at least n/2, which antipodal pairs need; got m = " + m + " with n = " + n);
        }
    }

    /** A scale and a bias are fitted for x̂ = ReLU(W x + b) alone. */
    private void checkFamily(ModelSpec model, ModelKind kind) {
        require(model.hidden().label().equals("identity"), Setting.HIDDEN, "identity", kind);
        require(model.output().label().equals("relu"), Setting.OUTPUT, "relu", kind);
        require(model.bias(), Setting.BIAS, "true", kind);
    }

    private void require(boolean holds, Setting setting, String value, ModelKind kind) {
        if (!holds) {
            choices.wrong(setting, "must be " + value + " for kind " + kind.label());
        }
    }
}
