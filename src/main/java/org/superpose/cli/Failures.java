package org.superpose.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.OutputLostException;
import org.superpose.errors.Printable;
import org.superpose.errors.StoppedException;
import org.superpose.errors.UserException;
import org.superpose.results.DiskFull;

/** What ends a command early, as one message and an exit code. */
final class Failures {
    private Failures() {}

    /** Tells the user of a failure; the exit code, or empty for a defect of this program, of which nothing is told. */
    static OptionalInt tell(Throwable failure, PrintWriter err) {
        if (failure instanceof OutputLostException lost && lost.readerGone()) {
            return OptionalInt.of(ExitCode.READER_GONE);
        }
        if (failure instanceof StoppedException) {
            return told(failure.getMessage(), ExitCode.STOPPED, err);
        }
        if (DiskFull.causes(failure)) {
            String message = failure instanceof UserException ? failure.getMessage() : DiskFull.message();
            return told(message, ExitCode.STOPPED, err);
        }
        if (failure instanceof UserException) {
            return told(failure.getMessage(), ExitCode.USAGE, err);
        }
        if (failure instanceof OutOfMemoryError) {
            return told(outOfMemory(), ExitCode.USAGE, err);
        }
        return OptionalInt.empty();
    }

    private static OptionalInt told(String message, int code, PrintWriter err) {
        err.println(Printable.lines(message));
        return OptionalInt.of(code);
    }

    private static String outOfMemory() {
        return String.format(
                Locale.ROOT,
                "this needs more memory than the %d MB that there are; give it more: ./submit.sh --driver-memory 8g COMMAND …",
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
