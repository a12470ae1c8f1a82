package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The text of a sweep file in which the place of every mistake is marked: {@code grid: {n: ^0, m: 2, density: 1}} has one at line 1, column
 * 11. Several marks at one place are several mistakes.
 */
public final class MarkedSweep {
    private static final char MARK = '^';

    private MarkedSweep() {}

    /** A row of a table of mistakes: a marked text and what is told of each mark. */
    public static Arguments told(String marked, String... texts) {
        return Arguments.of(marked, List.of(texts));
    }

    /**
     * Checks that reading a marked text tells exactly the mistakes that are marked, each at its place and in the order of the file.
     *
     * @param source the name of the file
     * @param texts what is told at each mark: the key and the text
     * @param reading reads the text without its marks
     */
    public static void assertTold(String marked, String source, List<String> texts, Consumer<String> reading) {
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int line = 1;
        int column = 1;
        for (int at = 0; at < marked.length(); at++) {
            char c = marked.charAt(at);
            if (c == MARK) {
                assertThat(texts).as("texts for the marks of %s", marked).hasSizeGreaterThan(expected.size());
                expected.add(source + ":" + line + ":" + column + ": " + texts.get(expected.size()));
                continue;
            }
            text.append(c);
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
        assertThat(expected).as("marks in %s", marked).hasSameSizeAs(texts).isNotEmpty();
        assertThat(message(() -> reading.accept(text.toString()), marked)).containsExactlyElementsOf(expected);
    }

    /** The lines of the message with which something is refused. */
    static List<String> message(Runnable reading, String name) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, reading::run);
        assertThat(failure).as("a ConfigException for %s", name).isNotNull();
        return failure.getMessage().lines().toList();
    }
}
