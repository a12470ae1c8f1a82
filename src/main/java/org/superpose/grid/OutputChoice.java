package org.superpose.grid;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.superpose.config.Setting;
import org.superpose.model.OutputFunction;

/** The output function of one point: its kind, and its parameter or that parameter's default. */
final class OutputChoice {
    private static final Map<Setting, String> OWNERS = Collections.unmodifiableMap(new EnumMap<>(Map.of(
            Setting.SLOPE, "leaky_relu",
            Setting.THRESHOLD, "soft_threshold or trec",
            Setting.K, "top_k",
            Setting.TEMPERATURE, "gated")));

    private final Choices choices;

    OutputChoice(Choices choices) {
        this.choices = choices;
    }

    /** The function; a parameter that is not the kind's is noted with the choices. */
    OutputFunction output(int n, double density) {
        OutputFunction.Kind kind = choices.constant(Setting.OUTPUT, OutputFunction.Kind.RELU);
        OWNERS.forEach((setting, owner) -> {
            if (choices.has(setting) && !setting.key().equals("model." + kind.parameterName())) {
                choices.wrong(
                        setting,
                        "belongs to " + owner + ", but model.output is " + kind.label() + "; set model.output to "
                                + owner + ", or leave this out");
            }
        });
        OutputFunction standard = OutputFunction.standard(kind, n, density);
        return switch (kind) {
            case IDENTITY, RELU -> standard;
            case LEAKY_RELU -> given(Setting.SLOPE, standard);
            case SOFT_THRESHOLD, TREC -> given(Setting.THRESHOLD, standard);
            case GATED -> given(Setting.TEMPERATURE, standard);
            case TOP_K -> {
                int k = choices.whole(Setting.K, (int) standard.parameter());
                if (k > n) {
                    choices.wrong(Setting.K, "must not exceed n; got k = " + k + " with n = " + n);
                }
                yield new OutputFunction(kind, k);
            }
        };
    }

    private OutputFunction given(Setting setting, OutputFunction standard) {
        return new OutputFunction(standard.kind(), choices.real(setting, standard.parameter()));
    }
}
