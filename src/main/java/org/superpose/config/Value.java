package org.superpose.config;

import java.io.Serializable;
import java.util.List;

/**
 * A checked value of one {@link Setting} and where it stands. Its type is the setting's: a whole number, a real number rounded to 12
 * significant digits, a flag, one of a list of words, or a list of texts.
 */
public record Value(Serializable content, Position position) implements Serializable {
    /** A whole number. */
    public long whole() {
        return (Long) content;
    }

    /** A real number. */
    public double real() {
        return (Double) content;
    }

    /** true or false. */
    public boolean flag() {
        return (Boolean) content;
    }

    /** A list of texts. */
    public List<String> texts() {
        return ((List<?>) content).stream().map(String.class::cast).toList();
    }

    /** The value, which is one of the setting's words. */
    public String word() {
        return (String) content;
    }
}
