package org.superpose.grid;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
                : type.cast(Optional.ofNullable(Words.OF.get(type).get(word))
                        .orElseThrow(() -> new IllegalArgumentException(setting.key() + " cannot be " + word)));
    }

    /** The constants of each type by their names in lower case: a sweep asks a million times. */
    final class Words {
        private static final ClassValue<Map<String, Object>> OF = new ClassValue<>() {
            @Override
            protected Map<String, Object> computeValue(Class<?> type) {
                return Arrays.stream(type.getEnumConstants())
                        .collect(Collectors.toUnmodifiableMap(
                                constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT),
                                constant -> constant));
            }
        };

        private Words() {}
    }
}
