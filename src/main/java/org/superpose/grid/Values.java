package org.superpose.grid;

import java.util.Arrays;
import java.util.Locale;
import org.superpose.config.Setting;

/** The value of each setting of one model, wherever it is known from: a sweep file and the defaults, or {@code parameters}. */
interface Values {
    /** Long, Double, Boolean or String; null if there is none. */
    Object of(Setting setting);

    /** A whole number that there is. */
    default int whole(Setting setting) {
        return Math.toIntExact(((Number) of(setting)).longValue());
    }

    /** A real number that there is. */
    default double real(Setting setting) {
        return ((Number) of(setting)).doubleValue();
    }

    /** A truth value that there is. */
    default boolean flag(Setting setting) {
        return (Boolean) of(setting);
    }

    /** A word, null if there is none. */
    default String word(Setting setting) {
        return (String) of(setting);
    }

    /**
     * The constant whose name in lower case is the setting's word; null if there is no word.
     *
     * @throws IllegalArgumentException if the word is none of the constants
     */
    default <E extends Enum<E>> E constant(Setting setting, Class<E> type) {
        String word = word(setting);
        return word == null
                ? null
                : Arrays.stream(type.getEnumConstants())
                        .filter(constant ->
                                constant.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(setting.key() + " cannot be " + word));
    }
}
