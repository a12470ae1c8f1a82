package org.superpose.config;

import org.superpose.errors.Printable;

/**
 * One thing wrong with a sweep file.
 *
 * @param key the dotted key, empty for the file as a whole
 * @param text what is wrong, the value, and what is allowed
 */
public record Mistake(Position position, String key, String text) {
    /** One line: {@code file:line:column: key: text}. */
    @Override
    public String toString() {
        return position + ": " + (key.isEmpty() ? "" : Printable.brief(key) + ": ") + text;
    }
}
