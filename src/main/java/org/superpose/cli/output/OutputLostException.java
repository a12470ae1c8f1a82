package org.superpose.cli.output;

import java.io.IOException;
import org.superpose.errors.StoppedException;

/** Standard output takes no more: the disk under it is full, for example, or the program that read it has gone. */
public final class OutputLostException extends StoppedException {
    private static final long serialVersionUID = 1;

    private final boolean readerGone;

    OutputLostException(IOException cause) {
        super(
                "standard output cannot be written: " + cause.getMessage() + "; what was asked for is not all there",
                cause);
        this.readerGone = String.valueOf(cause.getMessage()).contains("Broken pipe");
    }

    /** Whether it was a pipe whose reader wants no more, as of {@code … | head}: nothing went wrong, and nothing is said. */
    public boolean readerGone() {
        return readerGone;
    }
}
