package org.superpose.config;

import java.util.List;
import java.util.Map;
import org.superpose.errors.Printable;

/** A YAML or JSON document with the position of every key and value. */
sealed interface Node {
    Position position();

    /** How messages name the value. */
    String shown();

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param quoted whether it can only be a string
     */
    record Scalar(Position position, String text, boolean quoted) implements Node {
        boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String shown() {
            return isNull() ? "nothing" : Printable.quoted(text);
        }
    }

    record Sequence(Position position, List<Node> items) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /**
     * A section.
     *
     * @param entries in the order of the file
     */
    record Mapping(Position position, Map<String, Entry> entries) implements Node {
        @Override
        public String shown() {
            return "a section";
        }

        Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }

    /**
     * A key's value.
     *
     * @param key where the key stands
     */
    record Entry(Position key, Node value) {}
}
