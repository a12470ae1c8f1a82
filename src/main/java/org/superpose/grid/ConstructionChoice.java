package org.superpose.grid;

import java.util.List;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.MixtureSearch;
import org.superpose.config.Setting;
import org.superpose.construct.Construction;
import org.superpose.model.Importance;
import org.superpose.model.ModelKind;
import org.superpose.model.ModelSpec;
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
        family(kind).checkAlike(importance);
        return switch (kind) {
            case TRAINED -> null;
            case RUG -> rug(n, m, model);
            case PROJECTOR -> projector(model);
            case TILED -> tiled(n, m, model);
            case CIRCLE -> {
                family(kind).checkCode(n, m, model, MixtureSearch.exists(n, m), false);
                yield new Construction.Circle();
            }
            case SPHERICAL -> {
                family(kind).checkCode(n, m, model, MixtureSearch.exists(n, m), false);
                yield new Construction.Spherical(KnownBlocks.VERSION);
            }
            case LADDER -> {
                family(kind).checkCode(n, m, model, MixtureSearch.existsWithLadders(n, m), true);
                yield new Construction.Ladder(KnownBlocks.VERSION);
            }
        };
    }

    private Construction rug(int n, int m, ModelSpec model) {
        family(ModelKind.RUG).check(model);
        if (!WalshHadamard.hasOrder(n)) {
            choices.wrong(
                    Setting.N, "must be a power of 2 for kind rug; got " + n + ". The kind projector works for any n");
        } else if (m >= n) {
            choices.wrong(
                    family(ModelKind.RUG).hidden(),
                    "kind rug has at most n - 1 hidden dimensions, because row 0 is left out; got m = " + m
                            + " with n = " + n);
        }
        return new Construction.Rug();
    }

    private Construction projector(ModelSpec model) {
        family(ModelKind.PROJECTOR).check(model);
        return new Construction.Projector();
    }

    private Construction tiled(int n, int m, ModelSpec model) {
        List<String> from = choices.texts(Setting.FROM);
        if (from.isEmpty()) {
            choices.wrong(
                    Setting.KIND, "tiled needs model.from: the directory of results that holds the blocks, or a list");
        }
        family(ModelKind.TILED).checkDiagonal(n, m, model);
        return Construction.Tiled.of(from);
    }

    private BuiltFamily family(ModelKind kind) {
        return new BuiltFamily(choices, "kind " + kind.label());
    }
}
