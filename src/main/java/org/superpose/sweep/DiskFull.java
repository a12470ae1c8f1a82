package org.superpose.sweep;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.FsStatus;

/** Recognises that a job failed because a disk had no room. */
final class DiskFull {
    private DiskFull() {}

    /** Whether the error or one of its causes says so; what a task threw reaches the driver only as text. */
    static boolean causes(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** The directory and what is free there. */
    static String where(ResultsDirectory directory) {
        try {
            FsStatus status = directory.files().getStatus(directory.root());
            return String.format(Locale.ROOT, "%s has %.1f MB free", directory, status.getRemaining() / 1e6);
        } catch (IOException e) {
            return directory + " (" + e.getMessage() + ")";
        }
    }
}
