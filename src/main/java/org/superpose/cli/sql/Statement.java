package org.superpose.cli.sql;

import java.util.ArrayList;
import java.util.List;
import org.superpose.views.Views;

/**
 * One statement of a script.
 *
 * @param text the statement without its semicolon, comments before it included
 * @param file the file it is from; empty if from none
 * @param line the line of the script on which {@code text} starts, from 1
 */
record Statement(String text, String file, int line) {
    /** The statements of {@code script}; {@code file} is empty if it is from none. */
    static List<Statement> of(String script, String file) {
        List<Statement> statements = new ArrayList<>();
        int end = 0;
        int line = 1;
        for (String text : Views.statements(script)) {
            int start = script.indexOf(text, end);
            line += lines(script.substring(end, start));
            statements.add(new Statement(text, file, line));
            line += lines(text);
            end = start + text.length();
        }
        return statements;
    }

    /** The words {@code FILE:LINE: } for line {@code k} of the text, counted from 1; nothing if the statement is from no file. */
    String place(int k) {
        return file.isEmpty() ? "" : file + ":" + (line + k - 1) + ": ";
    }

    /** The first line of the text that is more than a comment, from 1. */
    int firstLine() {
        List<String> lines = text.lines().toList();
        int k = 0;
        while (k < lines.size() - 1 && lines.get(k).strip().matches("(--.*)?")) {
            k++;
        }
        return k + 1;
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
