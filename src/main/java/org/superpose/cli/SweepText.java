package org.superpose.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.superpose.config.SweepFile;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.results.DeployMode;
import org.superpose.results.Reads;
import org.superpose.results.Secrets;

/**
 * The text of a sweep file, wherever it is: {@code conf/small.yaml} on this machine, {@code hdfs:///sweeps/small.yaml} in any file system that Hadoop knows. A
 * driver on a node of the cluster finds the user's file under its last name where {@code submit.sh} had it sent: in its own directory or, on Kubernetes, in that
 * of Spark's configuration.
 */
final class SweepText {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    private SweepText() {}

    /**
     * Reads the file.
     *
     * @throws UserException if there is none, or it cannot be read as text
     */
    static String read(String location) {
        Path local = local(location);
        if (URL.matcher(location).matches() && (local == null || !Files.exists(local))) {
            return remote(location);
        }
        if (local == null) {
            throw new UserException(Printable.line(location) + ": no such file");
        }
        return DeployMode.cluster(new SparkConf()) ? sent(local) : SweepFile.text(local);
    }

    /** What messages and records call the file: a URL without its user, its query and its fragment. */
    static String shown(String location) {
        return URL.matcher(location).matches() ? Secrets.word(location.replaceFirst("[?#].*", "")) : location;
    }

    private static Path local(String location) {
        try {
            return Path.of(location);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String sent(Path file) {
        Path name = file.getFileName();
        String configuration = System.getenv("SPARK_CONF_DIR");
        if (name != null && Files.exists(name)) {
            return SweepFile.text(name);
        }
        if (name != null
                && configuration != null
                && Files.exists(Path.of(configuration).resolve(name))) {
            return SweepFile.text(Path.of(configuration).resolve(name));
        }
        if (Files.exists(file)) {
            return SweepFile.text(file);
        }
        throw new UserException(Printable.line(file.toString())
                + ": no such file on the node where the driver runs; name one that all nodes see, such as hdfs:///sweeps/small.yaml, or"
                + " send it along by --files");
    }

    private static String remote(String location) {
        String name = shown(location);
        try {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
            FileSystem files = path.getFileSystem(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
            if (files.getFileStatus(path).isDirectory()) {
                throw new UserException(Printable.line(name) + ": is a directory; give a sweep file");
            }
            try (InputStream in = files.open(path)) {
                return SweepFile.text(in, name);
            }
        } catch (FileNotFoundException e) {
            throw new UserException(Printable.line(name) + ": no such file", e);
        } catch (IOException e) {
            throw UserFile.unreadable(name, e);
        } catch (UncheckedIOException e) {
            throw UserFile.unreadable(name, e.getCause());
        } catch (IllegalArgumentException e) { // a malformed URL, or a host that no one knows
            throw new UserException(Printable.line(name) + ": cannot be read: " + Secrets.text(Reads.firstLine(e)), e);
        }
    }
}
