package org.superpose.grid;

import java.util.EnumSet;
import java.util.Set;
import org.superpose.config.Setting;
import org.superpose.config.SettingNames;
import org.superpose.data.DataSpec;
import org.superpose.model.ModelKind;

/** The data of one point: its kind, and what belongs to it or the default of that. */
final class DataChoice {
    /** Their scale and bias are fitted to independent features. */
    private static final Set<ModelKind> FITTED = EnumSet.complementOf(EnumSet.of(ModelKind.TRAINED, ModelKind.TILED));

    private final Choices choices;
    private final boolean byActive;

    /** @param byActive whether losses are to be told apart by the number of active features */
    DataChoice(Choices choices, boolean byActive) {
        this.choices = choices;
        this.byActive = byActive;
    }

    /** The data; what does not go with their kind, with n or with p is noted with the choices. */
    DataSpec data(int n, double density) {
        choices.checkOwned(Setting.DATA_KIND);
        DataSpec.Kind kind = choices.constant(Setting.DATA_KIND, DataSpec.Kind.class);
        DataSpec standard = new DataSpec(kind);
        DataSpec data = Parts.data(choices.or(setting -> setting.of(standard)));
        DataSpec.Obstacle obstacle = data.obstacle(n, density);
        if (obstacle != null) {
            wrong(obstacle);
        }
        checkUse(kind);
        return data;
    }

    /** Notes a mistake at the setting or, where its value is the default, at the kind of data. */
    private void wrong(DataSpec.Obstacle obstacle) {
        Setting setting = SettingNames.named("data." + obstacle.setting());
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
        ModelKind model = choices.constant(Setting.KIND, ModelKind.class);
        if (FITTED.contains(model)) {
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
