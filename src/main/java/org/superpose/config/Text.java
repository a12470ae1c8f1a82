package org.superpose.config;

/** How values of a user are shown in messages. */
final class Text {
    private static final int MOST = 60;

    private Text() {}

    /** One line without control characters, cut after 60 characters. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        int[] points = text.codePoints().limit(MOST + 1L).toArray();
        for (int q = 0; q < Math.min(points.length, MOST); q++) {
            int type = Character.getType(points[q]);
            boolean hidden = type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT;
            boolean breaks = type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
            shown.appendCodePoint(hidden || breaks ? '\uFFFD' : points[q]);
        }
        return points.length > MOST ? shown + "…" : shown.toString();
    }

    /** {@code "value"}, printable. */
    static String quoted(String value) {
        return '"' + printable(value) + '"';
    }
}
