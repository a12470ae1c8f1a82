package org.superpose.errors;

import java.util.Locale;

/**
 * Text of files and users as a terminal may show it. For example the name {@code a\u001b[2J} would clear the screen, and U+202E would turn the letters
 * after it around; both are shown as these escapes, as JSON and Java write them.
 */
public final class Printable {
    private static final int BRIEF = 60;

    private Printable() {}

    /** The text on one line: whatever a terminal or an editor would obey, line feeds among it, is escaped. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** The text with its line feeds and tabs, all else as in {@link #line}. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    /** The text on one line, cut after 60 characters. */
    public static String brief(String text) {
        if (text.codePoints().limit(BRIEF + 1L).count() <= BRIEF) {
            return line(text);
        }
        return line(text.substring(0, text.offsetByCodePoints(0, BRIEF))) + "…";
    }

    /** {@code "text"}, brief. */
    public static String quoted(String text) {
        return '"' + brief(text) + '"';
    }

    /** Whether a terminal would obey the character rather than show it: control and format characters, and those that end a line. */
    public static boolean obeyed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escaped(String text, boolean severalLines) {
        if (text.codePoints().noneMatch(Printable::obeyed)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            boolean kept = severalLines && (codePoint == '\n' || codePoint == '\t');
            if (kept || !obeyed(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append(escape(codePoint));
            }
        });
        return shown.toString();
    }

    /** The escape of a character, such as {@code \n} or {@code \u202e}; two of them above U+FFFF. */
    public static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder escape = new StringBuilder();
                for (char unit : Character.toChars(codePoint)) {
                    escape.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield escape.toString();
            }
        };
    }
}
