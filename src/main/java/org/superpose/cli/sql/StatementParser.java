package org.superpose.cli.sql;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells jline's reader when a statement is complete and which word the cursor is in. */
final class StatementParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && goesOn(line)) {
            throw new EOFError(-1, -1, "the statement goes on", ";");
        }
        int start = cursor;
        while (start > 0 && inWord(line.charAt(start - 1))) {
            start--;
        }
        int end = cursor;
        while (end < line.length() && inWord(line.charAt(end))) {
            end++;
        }
        return new Word(line, cursor, start, end);
    }

    /** Whether Enter begins another line: not after a command, nor after a word that people type to leave or get help. */
    private static boolean goesOn(String line) {
        String text = line.strip();
        boolean command = text.startsWith("\\") || text.matches("(?i)quit|exit|help");
        return !text.isEmpty() && !command && !SqlPrompt.complete(line);
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '\\';
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /** The word of {@code line} from character {@code start} to before {@code end}. */
    private record Word(String line, int cursor, int start, int end) implements CompletingParsedLine {
        @Override
        public String word() {
            return line.substring(start, end);
        }

        @Override
        public int wordCursor() {
            return cursor - start;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return cursor - start;
        }

        @Override
        public int rawWordLength() {
            return end - start;
        }
    }
}
