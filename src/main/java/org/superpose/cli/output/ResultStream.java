package org.superpose.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, for results. A {@link PrintStream} on it tells nobody that a write has failed, so this does by an exception that is unchecked and passes
 * through it: {@code theory … >/dev/full} must not end as if all were well. Once the process is ending, after Ctrl-C for example, nothing is written.
 */
public final class ResultStream extends OutputStream {
    private final OutputStream out;
    private volatile boolean ending;

    private ResultStream(OutputStream out) {
        this.out = new BufferedOutputStream(out);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "end-of-results"));
    }

    /**
     * A stream of text in UTF-8, written a line at a time.
     *
     * @param out where its bytes go
     */
    public static PrintStream of(OutputStream out) {
        return new PrintStream(new ResultStream(out), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    @Override
    public void close() {
        attempt(out::close);
    }

    private void attempt(Write write) {
        if (ending) {
            return;
        }
        try {
            write.now();
        } catch (IOException e) {
            throw new OutputLostException(e);
        }
    }

    private interface Write {
        void now() throws IOException;
    }
}
