package org.superpose.grid;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.superpose.config.Setting;
import org.superpose.config.Value;

/** The settings of one point, as far as the sweep file gives them, and the mistakes found in their combination. */
final class Choices {
    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final PointMistakes mistakes;

    Choices(Map<Setting, Value> common, PointMistakes mistakes) {
        values.putAll(common);
        this.mistakes = mistakes;
    }

    void choose(Setting setting, Value value) {
        values.put(setting, value);
    }

    boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    int whole(Setting setting, int otherwise) {
        return has(setting) ? Math.toIntExact(values.get(setting).whole()) : otherwise;
    }

    double real(Setting setting, double otherwise) {
        return has(setting) ? values.get(setting).real() : otherwise;
    }

    boolean flag(Setting setting, boolean otherwise) {
        return has(setting) ? values.get(setting).flag() : otherwise;
    }

    /** The list of texts of a setting, empty if it is not given. */
    List<String> texts(Setting setting) {
        return has(setting) ? values.get(setting).texts() : List.of();
    }

    /** The word of a setting, null if it is not given. */
    String word(Setting setting) {
        return has(setting) ? values.get(setting).word() : null;
    }

    /** The constant whose name in lower case is the setting's word. */
    <E extends Enum<E>> E constant(Setting setting, E otherwise) {
        String word = word(setting);
        return word == null
                ? otherwise
                : Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                        .filter(constant ->
                                constant.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow();
    }

    /** Notes that the setting's value does not go with the rest of this point. */
    void wrong(Setting setting, String text) {
        mistakes.add(values.get(setting).position(), setting.key(), text);
    }
}
