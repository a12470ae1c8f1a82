package org.superpose.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * Which file systems are object stores. In one, an object appears whole under its name when its upload is closed, a rename copies, and a folder is nothing but the
 * beginning of names; so nothing of ours is renamed, touched or appended to there. {@code s3a} is one; so is what Hadoop says of that it writes conditionally
 * (a path capability that promises the same), and what the setting {@value #TOLD} names, as in {@code spark.hadoop.superpose.object.stores=gs,oss}.
 */
public final class ObjectStores {
    /** Of Hadoop's configuration: the schemes of further object stores, divided by commas. */
    static final String TOLD = "superpose.object.stores";

    private static final String S3A = "s3a";

    /** Schemes that are object stores, of whose clients it is not known that objects appear whole, or that Hadoop has no client for. */
    private static final Set<String> UNKNOWN = Set.of(
            "s3", "s3n", "gs", "gcs", "abfs", "abfss", "wasb", "wasbs", "adl", "oss", "cosn", "obs", "swift", "http",
            "https");

    private ObjectStores() {}

    /** Whether a file system is an object store in this sense. */
    public static boolean includes(FileSystem files) {
        String scheme = scheme(files.getUri().getScheme());
        return scheme.equals(S3A)
                || Arrays.asList(files.getConf().getTrimmedStrings(TOLD)).contains(scheme)
                || writesConditionally(files, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
    }

    /** Whether the client of a file system says that it can create an object only where there is none, and replace only the one it names. */
    static boolean writesConditionally(FileSystem files) {
        return writesConditionally(files, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
                && writesConditionally(files, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG);
    }

    private static boolean writesConditionally(FileSystem files, String option) {
        try {
            return files.hasPathCapability(new Path(files.getUri().toString(), "/"), option);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a scheme is known to be an object store's, but not how its objects appear. */
    static boolean unknown(String scheme) {
        return UNKNOWN.contains(scheme(scheme));
    }

    private static String scheme(String scheme) {
        return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
    }

    /** Whether its client takes the keys that the AWS SDK finds in the environment. */
    static boolean takesKeys(FileSystem files) {
        return scheme(files.getUri().getScheme()).equals(S3A);
    }
}
