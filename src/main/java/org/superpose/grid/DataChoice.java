package org.superpose.grid;

import java.util.Arrays;
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
        owned(Setting.DATA_SIZE, "correlated, anticorrelated, topics or blocks", kind.inSets(), kind);
        owned(Setting.DATA_MARGINAL, "anticorrelated", standard.marginal() != null, kind);
        owned(Setting.DATA_GRAPH, "graph", standard.graph() != null, kind);
        double parameter = standard.parameter();
        for (DataSpec.Kind owner : DataSpec.Kind.values()) {
            Setting setting = named(owner.parameterName());
            if (setting != null) {
                owned(setting, owner.label(), owner == kind, kind);
                parameter = owner == kind ? choices.real(setting, parameter) : parameter;
            }
        }
        DataSpec data = new DataSpec(
                kind,
                kind.inSets() ? choices.whole(Setting.DATA_SIZE, standard.size()) : 0,
                standard.marginal() == null ? null : choices.constant(Setting.DATA_MARGINAL, standard.marginal()),
                standard.graph() == null ? null : choices.constant(Setting.DATA_GRAPH, standard.graph()),
                parameter);
        DataSpec.Obstacle obstacle = data.obstacle(n, density);
        if (obstacle != null) {
            wrong(obstacle);
        }
        checkUse(kind);
        return data;
    }

    /** The setting called data.name, null of null. */
    private static Setting named(String name) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals("data." + name))
                .findFirst()
                .orElse(null);
    }

    private void owned(Setting setting, String owner, boolean owned, DataSpec.Kind kind) {
        if (!owned && choices.has(setting)) {
            choices.wrong(
                    setting,
                    "belongs to " + owner + ", but data.kind is " + kind.label() + "; set data.kind to " + owner
                            + ", or leave this out");
        }
    }

    /** Blames the setting, or, where its value is the default, the kind. */
    private void wrong(DataSpec.Obstacle obstacle) {
        Setting setting = named(obstacle.setting());
        if (choices.has(setting)) {
            choices.wrong(setting, obstacle.text());
        } else {
            choices.wrong(Setting.DATA_KIND, obstacle.setting() + " " + obstacle.text());
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
        } else if (model == ModelKind.TILED && !new DataSpec(kind).tiles(2)) {
            choices.wrong(
                    Setting.DATA_KIND,
                    "copies of a smaller model do not see " + kind.label()
                            + " data; model.kind tiled needs independent, correlated, anticorrelated"
                            + " or topics");
        }
    }
}
