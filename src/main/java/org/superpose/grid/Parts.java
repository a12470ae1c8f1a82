package org.superpose.grid;

import java.util.function.Function;
import org.superpose.config.Setting;
import org.superpose.config.SettingNames;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.Initialisation;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.StopRule;
import org.superpose.train.TrainingSpec;

/**
 * The parts of a model's specification, made of the values of its settings. A sweep file with its defaults and {@code parameters} that are read
 * back go through the same few lines.
 */
final class Parts {
    private Parts() {}

    static Importance importance(Values values) {
        Importance base = values.of(Setting.DECAY) == null
                ? new Importance.Last(values.real(Setting.LAST))
                : new Importance.Decay(values.real(Setting.DECAY));
        return values.of(Setting.KEYED_SIZE) == null
                ? base
                : new Importance.Conditional(
                        base, new KeyedSets(values.whole(Setting.KEYED_SIZE), values.real(Setting.OTHERWISE)));
    }

    static ModelSpec model(Values values) {
        OutputFunction.Kind kind = values.constant(Setting.OUTPUT, OutputFunction.Kind.class);
        return new ModelSpec(
                values.flag(Setting.TIED),
                values.constant(Setting.HIDDEN, Activation.class),
                new OutputFunction(kind, parameter(values, "model", kind.parameterName())),
                values.flag(Setting.BIAS));
    }

    static DataSpec data(Values values) {
        DataSpec.Kind kind = values.constant(Setting.DATA_KIND, DataSpec.Kind.class);
        DataSpec standard = new DataSpec(kind);
        return new DataSpec(
                kind,
                kind.inSets() ? values.whole(Setting.DATA_SIZE) : 0,
                standard.marginal() == null ? null : values.constant(Setting.DATA_MARGINAL, DataSpec.Marginal.class),
                standard.graph() == null ? null : values.constant(Setting.DATA_GRAPH, FeatureTree.class),
                parameter(values, "data", kind.parameterName()));
    }

    /** The number that a kind calls by this name, 0 if it has none. */
    private static double parameter(Values values, String section, String name) {
        return name == null ? 0 : values.real(SettingNames.named(section + "." + name));
    }

    /** @param unlisted asked for an initialisation by its name where not all that it holds are settings */
    static TrainingSpec training(Values values, Function<String, Initialisation> unlisted) {
        Sampling sampling = values.constant(Setting.SAMPLING, Sampling.class);
        return new TrainingSpec(
                sampling == null ? Sampling.PLAIN : sampling,
                values.whole(Setting.BATCH),
                values.of(Setting.STARTS) == null ? 1 : values.whole(Setting.STARTS),
                values.whole(Setting.STEPS),
                values.real(Setting.LEARNING_RATE),
                new Schedule(values.constant(Setting.SCHEDULE, Schedule.Kind.class), values.whole(Setting.WARMUP)),
                new AdamRule(
                        values.real(Setting.BETA1),
                        values.real(Setting.BETA2),
                        values.real(Setting.EPSILON),
                        values.real(Setting.WEIGHT_DECAY)),
                init(values, unlisted),
                values.word(Setting.STOP).equals("none")
                        ? null
                        : new StopRule(values.whole(Setting.WINDOW), values.whole(Setting.EVERY)));
    }

    private static Initialisation init(Values values, Function<String, Initialisation> unlisted) {
        String kind = values.word(Setting.INIT);
        return switch (kind) {
            case "uniform" -> new Initialisation.Uniform();
            case "xavier" -> new Initialisation.Xavier(values.whole(Setting.INSTANCES));
            default -> unlisted.apply(kind);
        };
    }

    /** The start from a model that is made, by its name and version. */
    static Initialisation made(String kind, Values values, int version) {
        double noise = values.of(Setting.NOISE) == null ? 0 : values.real(Setting.NOISE);
        return switch (kind) {
            case "code" -> new Initialisation.Code(noise, version);
            case "grown" -> new Initialisation.Grown(noise, version);
            default -> throw new IllegalArgumentException("no initialisation is called " + kind);
        };
    }
}
