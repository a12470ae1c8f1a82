package org.superpose.grid;

import org.superpose.config.Setting;
import org.superpose.data.DataSpec;
import org.superpose.model.ModelKind;

/** The data of one point: its kind, and what belongs to it or the default of that. */
final class DataChoice {
    private final Choices choices;
    private final boolean byActive;

    /** @param byActive whether losses are to be told apart by the number of active features */
    DataChoice(Choices choices, boolean byActive) {
        this.choices = choices;
        this.byActive = byActive;
    }

    /** The data; what does not go with their kind, with n or with p is noted with the choices. */
    DataSpec data(int n, double density) {
        DataSpec.Kind kind = choices.constant(Setting.DATA_KIND, DataSpec.Kind.INDEPENDENT);
        DataSpec standard = new DataSpec(kind);
        owned(Setting.DATA_SIZE, kind.inSets(), "correlated or anticorrelated", kind);
        owned(Setting.DATA_MARGINAL, kind == DataSpec.Kind.ANTICORRELATED, "anticorrelated", kind);
        owned(Setting.DATA_EXPONENT, kind == DataSpec.Kind.POWERLAW, "powerlaw", kind);
        DataSpec data = switch (kind) {
            case INDEPENDENT -> standard;
            case CORRELATED -> new DataSpec(kind, choices.whole(Setting.DATA_SIZE, standard.size()), null, 0);
            case ANTICORRELATED ->
                new DataSpec(
                        kind,
                        choices.whole(Setting.DATA_SIZE, standard.size()),
                        choices.constant(Setting.DATA_MARGINAL, standard.marginal()),
                        0);
            case POWERLAW -> new DataSpec(kind, 0, null, choices.real(Setting.DATA_EXPONENT, standard.exponent()));
        };
        String obstacle = data.obstacle(n, density);
        if (obstacle != null) {
            wrong(Setting.DATA_SIZE, "size ", obstacle);
        }
        checkUse(kind);
        return data;
    }

    private void owned(Setting setting, boolean owned, String owner, DataSpec.Kind kind) {
        if (!owned && choices.has(setting)) {
            choices.wrong(
                    setting,
                    "belongs to " + owner + ", but data.kind is " + kind.label() + "; set data.kind to " + owner
                            + ", or leave this out");
        }
    }

    /** Blames the setting, or, where its value is the default, the kind. */
    private void wrong(Setting setting, String name, String text) {
        if (choices.has(setting)) {
            choices.wrong(setting, text);
        } else {
            choices.wrong(Setting.DATA_KIND, name + text);
        }
    }

    private void checkUse(DataSpec.Kind kind) {
        if (kind == DataSpec.Kind.INDEPENDENT) {
            return;
        }
        if (byActive) {
            choices.wrong(
                    Setting.DATA_KIND,
                    "the distribution of the number of active features, which measure.active needs, is known of"
                            + " independent features only; set measure.active to 0, or data.kind to independent");
        }
        ModelKind model = choices.constant(Setting.KIND, ModelKind.TRAINED);
        if (model == ModelKind.RUG || model == ModelKind.PROJECTOR) {
            choices.wrong(Setting.DATA_KIND, "must be independent for model.kind " + model.label());
        } else if (model == ModelKind.TILED && kind == DataSpec.Kind.POWERLAW) {
            choices.wrong(
                    Setting.DATA_KIND,
                    "copies of a smaller model do not see " + kind.label()
                            + " data; model.kind tiled needs independent, correlated or anticorrelated");
        }
    }
}
