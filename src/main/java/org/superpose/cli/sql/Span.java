package org.superpose.cli.sql;

/**
 * A piece of a statement.
 *
 * @param start index of its first character
 * @param stop index of its last one
 */
record Span(int start, int stop) {
    /** The longest line that is shown whole; of a longer one only what is around the piece is shown. */
    private static final int SHOWN = 120;

    private static final int SHOWN_BEFORE = 60;

    /** The word of {@code text} at character {@code column}, from 0, of line {@code line}, from 1. */
    static Span word(String text, int line, int column) {
        int start = 0;
        for (int k = 1; k < line; k++) {
            start = text.indexOf('\n', start) + 1;
        }
        start = Math.min(start + column, text.length());
        int stop = start;
        while (stop + 1 < text.length() && Character.isJavaIdentifierPart(text.charAt(stop + 1))) {
            stop++;
        }
        return new Span(start, stop);
    }

    /** The line of {@code text} it starts in, from 1. */
    int line(String text) {
        return 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    }

    /** The line in which the piece starts, and a second line with carets under the piece. */
    String underlined(String text) {
        int from = text.lastIndexOf('\n', start - 1) + 1;
        int end = text.indexOf('\n', start);
        String line = text.substring(from, end < 0 ? text.length() : end).replace('\t', ' ');
        int column = start - from;
        int left = line.length() <= SHOWN ? 0 : Math.max(0, column - SHOWN_BEFORE);
        int right = Math.min(line.length(), left + SHOWN);
        String shown = (left > 0 ? "…" : "")
                + line.substring(left, right).stripTrailing()
                + (right < line.length() ? "…" : "");
        int carets = Math.max(1, Math.min(stop + 1 - start, right - column));
        return shown + "\n" + " ".repeat(column - left + (left > 0 ? 1 : 0)) + "^".repeat(carets);
    }
}
