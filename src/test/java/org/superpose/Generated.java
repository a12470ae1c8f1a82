package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that follows from declarations in the code and is checked in, so that readers find it without a build. For example, the column list of
 * {@code conf/views.sql} follows from the declared columns. A test whose name starts with {@code Generated} compares the checked-in text with what the
 * declarations say now; {@code mvn test -Dtest='Generated*Test' -Dsuperpose.regenerate=true} writes it anew.
 */
public final class Generated {
    /** The system property that makes the tests write instead of compare. */
    private static final String REGENERATE = "superpose.regenerate";

    private Generated() {}

    /** Compares a whole file, by a path under the project's folder, with the text that it must hold. */
    public static void file(String path, String expected) throws IOException {
        Path file = Path.of(path);
        String present = Files.exists(file) ? Files.readString(file) : "";
        compareOrWrite(file, path, present, expected);
    }

    /**
     * Compares one section of a file, the lines between {@code <!-- generated: NAME -->} and {@code <!-- end: NAME -->}, with the text that it must
     * hold. In a file that is not Markdown the same words stand after {@code --} or {@code //}: only the words {@code generated: NAME} and
     * {@code end: NAME} are looked for, and whole lines around them are kept.
     */
    public static void section(String path, String name, String expected) throws IOException {
        Path file = Path.of(path);
        String present = Files.readString(file);
        int begin = lineAfter(present, "generated: " + name, path);
        int end = present.lastIndexOf('\n', marker(present, "end: " + name, path)) + 1;
        assertThat(end)
                .as("in %s the marker 'end: %s' stands after its beginning", path, name)
                .isGreaterThanOrEqualTo(begin);
        String text = expected.endsWith("\n") ? expected : expected + "\n";
        compareOrWrite(
                file, path + ", section " + name, present, present.substring(0, begin) + text + present.substring(end));
    }

    private static void compareOrWrite(Path file, String what, String present, String expected) throws IOException {
        if (Boolean.getBoolean(REGENERATE)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, expected);
            return;
        }
        assertThat(present)
                .as(
                        "%s no longer follows from its declarations; write it anew with"
                                + " mvn test -Dtest='Generated*Test' -Dsuperpose.regenerate=true",
                        what)
                .isEqualTo(expected);
    }

    private static int lineAfter(String text, String marker, String path) {
        return text.indexOf('\n', marker(text, marker, path)) + 1;
    }

    private static int marker(String text, String marker, String path) {
        int at = text.indexOf(marker);
        if (at < 0 || text.indexOf(marker, at + 1) >= 0) {
            fail("%s must hold the words '%s' exactly once", path, marker);
        }
        return at;
    }
}
