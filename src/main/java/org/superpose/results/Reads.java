package org.superpose.results;

import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.superpose.errors.UserException;

/** Reads of tables whose files {@code compact} may be replacing, or that are damaged. */
public final class Reads {
    private static final int ATTEMPTS = 5;
    private static final Pattern ABSENT = Pattern.compile("does not exist|No such file");

    private Reads() {}

    /**
     * The value of {@code read}, which lists the files of {@code directory} anew each time it is called. It is called again, {@value #ATTEMPTS} times in
     * all, while files it had listed are gone when it comes to read them, and once more if a file is found damaged within: without that file.
     *
     * @throws UserException if a file of another directory is damaged, naming it
     */
    public static <T> T retrying(ResultsDirectory directory, Supplier<T> read) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(read);
            } catch (FilesVanished e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (FileDamaged e) {
                if (attempt == ATTEMPTS || directory.faultsWithin().isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private static <T> T once(Supplier<T> read) {
        try {
            return read.get();
        } catch (Exception e) {
            Optional<RuntimeException> explained = explain(e);
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw e;
        }
    }

    /** What a failure of a read means to its user, if it is about a file: {@link FilesVanished} or {@link FileDamaged}. */
    public static Optional<RuntimeException> explain(Throwable failure) {
        Optional<RuntimeException> explained = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String condition = cause instanceof SparkThrowable spark ? String.valueOf(spark.getCondition()) : "";
            if (isGone(cause)
                    || condition.equals("PATH_NOT_FOUND")
                    || condition.startsWith("FAILED_READ_FILE.FILE_NOT_EXIST")) {
                return Optional.of(new FilesVanished(failure));
            }
            if (explained.isEmpty() && condition.startsWith("FAILED_READ_FILE")) {
                explained = Optional.of(new FileDamaged((SparkThrowable) cause, failure));
            }
        }
        return explained;
    }

    /** Java says FileNotFoundException too of a file that may not be read, and Spark of its own scratch files. */
    static boolean isGone(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean absent = cause instanceof NoSuchFileException
                || (cause instanceof FileNotFoundException
                        && ABSENT.matcher(message).find());
        return absent && !message.contains("/blockmgr-");
    }

    /**
     * Returns unless this thread was interrupted, or {@code failure} says so.
     *
     * @param failure of a read, or null
     * @throws CancellationException if it was; a file whose read was interrupted is neither damaged nor gone
     */
    static void checkNotInterrupted(Throwable failure) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            interrupted |= cause instanceof ClosedByInterruptException
                    || cause instanceof InterruptedException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException));
        }
        if (interrupted) {
            throw interrupted(failure);
        }
    }

    /** What ends a read whose thread was interrupted; the thread stays so. */
    static CancellationException interrupted(Throwable cause) {
        Thread.currentThread().interrupt();
        CancellationException stopped = new CancellationException("the read of files was interrupted");
        stopped.initCause(cause);
        return stopped;
    }

    /** The cause of all causes. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The first line of its message. */
    public static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Says that a file turned out damaged when it was read. */
    public static final class FileDamaged extends UserException {
        private static final long serialVersionUID = 1;

        FileDamaged(SparkThrowable read, Throwable failure) {
            super(
                    "the file " + read.getMessageParameters().getOrDefault("path", "") + " is damaged ("
                            + firstLine(root(failure))
                            + "); run the sweep again, which sets it aside and trains its points"
                            + " anew, or restore it",
                    failure);
        }
    }

    /** Says that files that were listed are gone. */
    public static final class FilesVanished extends UserException {
        private static final long serialVersionUID = 1;

        FilesVanished(Throwable cause) {
            super("files were replaced while they were read, as compact does; run the command again", cause);
        }
    }
}
