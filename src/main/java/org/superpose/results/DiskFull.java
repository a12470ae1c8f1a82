package org.superpose.results;

import java.io.File;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.FsStatus;
import org.apache.spark.SparkConf;

/** Recognises that a job failed because a disk had no room; Hadoop's local file system says so as often with an error, FSError, as with an exception. */
public final class DiskFull {
    /** Which of the two it is Hadoop does not say where a folder cannot be made. */
    private static final String WHAT = "a disk is full, or a folder may not be written to: ";

    private DiskFull() {}

    /** Whether the error or one of its causes says so; what a task threw reaches the driver only as text. */
    public static boolean causes(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (says(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a message says so. Of a folder that cannot be made, as where no inode is left, Hadoop does not say why. */
    public static boolean says(String message) {
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded")
                || message.contains("Mkdirs failed to create");
    }

    /** What to tell the user; the full disk may also be the one of Spark's temporary files. */
    public static String message(ResultsDirectory directory) {
        return WHAT + where(directory) + ", and " + temporary();
    }

    /** What to tell the user of a command to which no directory of results is known. */
    public static String message() {
        return WHAT + temporary();
    }

    private static String temporary() {
        File temporary = new File(new SparkConf().get("spark.local.dir", System.getProperty("java.io.tmpdir")));
        return String.format(
                Locale.ROOT,
                "%s for temporary files has %.1f MB free. Where there is room, the inodes have run out (df -i). Free some space and run the same command again.",
                temporary,
                temporary.getUsableSpace() / 1e6);
    }

    private static String where(ResultsDirectory directory) {
        try {
            FsStatus status = directory.files().getStatus(directory.root());
            return String.format(Locale.ROOT, "%s has %.1f MB free", directory, status.getRemaining() / 1e6);
        } catch (IOException e) {
            return directory + " (" + e.getMessage() + ")";
        }
    }
}
