package org.superpose.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects mistakes while a file is read, so that all can be told together. */
final class Mistakes {
    /** Options first, which have no lines, then from the top of the file down. */
    private static final Comparator<Mistake> READING_ORDER = Comparator.comparingInt(
                    (Mistake mistake) -> mistake.position().line())
            .thenComparingInt(mistake -> mistake.position().column());

    private final List<Mistake> list = new ArrayList<>();

    void add(Position position, String key, String text) {
        list.add(new Mistake(position, key, text));
    }

    /** A key that nothing knows, with the nearest one that exists. */
    void unknown(Position position, String parent, String key, List<String> known) {
        String full = parent.isEmpty() ? key : parent + "." + key;
        String nearest = Suggestion.nearest(key, known);
        add(
                position,
                full,
                "unknown key; allowed: " + String.join(", ", known)
                        + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
    }

    void addAll(List<Mistake> more) {
        list.addAll(more);
    }

    /** @throws ConfigException if there is any mistake */
    void raise() {
        if (!list.isEmpty()) {
            throw new ConfigException(list.stream().sorted(READING_ORDER).toList());
        }
    }
}
