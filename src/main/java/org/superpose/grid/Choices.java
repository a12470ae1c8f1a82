package org.superpose.grid;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.superpose.config.Setting;
import org.superpose.config.Value;

/**
 * The settings of one point, as far as the sweep file gives them, and the mistakes found in their combination. Of a setting that is not given its
 * {@link Setting#standard} is the value.
 */
final class Choices implements Values {
    private final Map<Setting, Value> given = new EnumMap<>(Setting.class);
    private final PointMistakes mistakes;

    Choices(Map<Setting, Value> common, PointMistakes mistakes) {
        given.putAll(common);
        this.mistakes = mistakes;
    }

    void choose(Setting setting, Value value) {
        given.put(setting, value);
    }

    boolean has(Setting setting) {
        return given.containsKey(setting);
    }

    @Override
    public Object of(Setting setting) {
        return of(setting, setting.standard());
    }

    /** The value given, or {@code otherwise}. */
    Object of(Setting setting, Object otherwise) {
        return has(setting) ? given.get(setting).content() : otherwise;
    }

    /** The values given, and by {@code standard} those that are not. */
    Values or(Function<Setting, Object> standard) {
        return setting -> has(setting) ? of(setting) : standard.apply(setting);
    }

    /** The list of texts of a setting, empty if it is not given. */
    List<String> texts(Setting setting) {
        return has(setting) ? given.get(setting).texts() : List.of();
    }

    /** Notes that the setting's value does not go with the rest of this point. */
    void wrong(Setting setting, String text) {
        mistakes.add(given.get(setting).position(), setting.key(), text);
    }

    /** Notes every setting that is given although the word of {@code owner} is none with which it applies. */
    void checkOwned(Setting owner) {
        String word = word(owner);
        for (Setting setting : given.keySet()) {
            if (setting.owner() == owner && !setting.owners().contains(word)) {
                String owners = listed(setting.owners());
                wrong(
                        setting,
                        "belongs to " + owners + ", but " + owner.key() + " is " + word + "; set " + owner.key()
                                + " to " + owners + ", or leave this out");
            }
        }
    }

    /** "a, b or c". */
    private static String listed(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
