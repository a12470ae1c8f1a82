package org.superpose.cli.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal whose keys a test presses and whose screen it reads. */
final class TypedTerminal implements AutoCloseable {
    static final String CTRL_C = "\003";
    static final String CTRL_D = "\004";
    static final String UP = "\033OA";

    private static final long PATIENCE_MILLIS = 120_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LineDisciplineTerminal terminal;
    private int seen;

    TypedTerminal(int columns, int rows) throws IOException {
        terminal = new LineDisciplineTerminal("typed", "xterm", written, StandardCharsets.UTF_8);
        terminal.setSize(new Size(columns, rows));
    }

    LineDisciplineTerminal terminal() {
        return terminal;
    }

    void type(String keys) {
        try {
            terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything written since the text that the last call waited for, up to and including {@code text}; control sequences left out. */
    String await(String text) {
        String[] found = new String[1];
        waitFor(text, () -> {
            String all = text();
            int at = all.indexOf(text, seen);
            if (at >= 0) {
                found[0] = all.substring(seen, at + text.length());
                seen = at + text.length();
            }
            return at >= 0;
        });
        return found[0];
    }

    /** As {@link #await}, pressing {@code keys} again and again. */
    void pressUntil(String keys, String text) {
        waitFor(text, () -> {
            boolean there = text().indexOf(text, seen) >= 0;
            if (!there) {
                type(keys);
            }
            return there;
        });
        await(text);
    }

    private void waitFor(String text, BooleanSupplier condition) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("\"" + text + "\" did not come after: " + text().substring(seen));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8)
                .replaceAll("\033\\[[0-9;?]*[a-zA-Z]|\033[=>]|\033\\([A-Z]|[\r\007]", "");
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
