package org.superpose.config;

import java.util.ArrayList;
import java.util.List;

/** Collects mistakes while a file is read, so that all can be told together. */
final class Mistakes {
    private final List<Mistake> list = new ArrayList<>();

    void add(Position position, String key, String text) {
        list.add(new Mistake(position, key, text));
    }

    /** A key that nothing knows, with the nearest one that exists. */
    void unknown(Position position, String parent, String key, List<String> known) {
        String full = parent.isEmpty() ? key : parent + "." + key;
        add(position, full, "unknown key; allowed: " + String.join(", ", known) + Suggestion.hint(key, known));
    }

    void addAll(List<Mistake> more) {
        list.addAll(more);
    }

    /** @throws ConfigException if there is any mistake */
    void raise() {
        if (!list.isEmpty()) {
            throw new ConfigException(list);
        }
    }
}
