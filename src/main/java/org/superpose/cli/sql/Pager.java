package org.superpose.cli.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.builtins.Less;
import org.jline.builtins.Source;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/**
 * Shows text on a terminal: as it is if it fits, else in jline's {@code less}, which reads on as far as the user goes. Once the user leaves
 * it, writing fails.
 */
final class Pager extends OutputStream {
    private static final int BUFFER = 1 << 16;
    private static final Size USUAL = new Size(80, 24);

    /** How many lines are left free for the time and the next prompt. */
    private static final int LINES_KEPT = 2;

    private final Terminal terminal;
    private final Size size;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private int lines;
    private int column;
    private PipedOutputStream pipe;
    private Thread reader;

    Pager(Terminal terminal) {
        this.terminal = terminal;
        this.size = size(terminal);
    }

    /** The terminal's size; a usual one if it does not know. */
    static Size size(Terminal terminal) {
        Size size = terminal.getSize();
        return size.getColumns() > 0 && size.getRows() > LINES_KEPT ? size : USUAL;
    }

    @Override
    public void write(int b) throws IOException {
        if (pipe != null) {
            pipe.write(b);
            return;
        }
        held.write(b);
        if (b == '\n') {
            lines++;
            column = 0;
        } else if ((b & 0xC0) != 0x80) {
            // Each character of UTF-8 has one byte that is not of this form.
            column++;
        }
        if (lines > size.getRows() - LINES_KEPT || column > size.getColumns()) {
            open();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (pipe != null) {
                pipe.write(bytes, i, offset + length - i);
                return;
            }
            write(bytes[i]);
        }
    }

    private void open() throws IOException {
        pipe = new PipedOutputStream();
        PipedInputStream text = new PipedInputStream(pipe, BUFFER);
        reader = new Thread(() -> page(text), "pager");
        reader.setDaemon(true);
        reader.start();
        held.writeTo(pipe);
        pipe.flush();
    }

    /** Runs until the user leaves; then {@code text} is closed, so that writing to it fails. */
    private void page(PipedInputStream text) {
        try (text) {
            Less less = new Less(terminal, Path.of(""));
            less.chopLongLines = true;
            less.run(new ArrayList<>(List.of(source(text))));
        } catch (IOException | InterruptedException e) {
            // The terminal is gone, or the process ends: there is nobody to tell.
            Thread.currentThread().interrupt();
        }
    }

    private static Source source(InputStream text) {
        return new Source() {
            @Override
            public String getName() {
                return "arrows and space move, / searches, q leaves";
            }

            @Override
            public InputStream read() {
                return text;
            }

            @Override
            public Long lines() {
                return null;
            }
        };
    }

    @Override
    public void flush() throws IOException {
        if (pipe != null) {
            pipe.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (pipe == null) {
            held.writeTo(terminal.output());
            terminal.flush();
            held.reset();
            return;
        }
        pipe.close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }
}
