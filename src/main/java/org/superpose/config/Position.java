package org.superpose.config;

import java.io.Serializable;
import org.superpose.errors.Printable;

/**
 * Where something was written.
 *
 * @param source the file's name, or a command-line option with its value
 * @param line from 1; 0 when the source has no lines worth naming
 * @param column from 1
 */
public record Position(String source, int line, int column) implements Serializable {
    /** A whole source, without a line. */
    static Position of(String source) {
        return new Position(source, 0, 0);
    }

    /** The same line, {@code characters} further right. */
    Position right(int characters) {
        return line == 0 ? this : new Position(source, line, column + characters);
    }

    /** {@code source:line:column}, the form editors jump to. */
    @Override
    public String toString() {
        String shown = Printable.line(source);
        return line == 0 ? shown : shown + ":" + line + ":" + column;
    }
}
