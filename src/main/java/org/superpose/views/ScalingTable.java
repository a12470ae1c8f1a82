package org.superpose.views;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.errors.UserException;
import org.superpose.results.Replacement;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TableWriter;
import org.superpose.results.Tables;

/**
 * The view {@code scaling} as files, for engines that cannot fit. What is there is replaced when its successor is complete, by two renames: who looks
 * between them finds no table for a moment. Where the second fails the first is undone. In an object store the table is one file, put whole over the old one.
 */
public final class ScalingTable {
    private static final Logger LOG = LoggerFactory.getLogger(ScalingTable.class);

    private static final String ONLY_FILE = "part-00000.parquet";

    private ScalingTable() {}

    /**
     * Writes DIR/{@value Tables#SCALING} and says how many rows it has. The views must be registered.
     *
     * @throws UserException if it cannot be written; what was there before then still is
     */
    public static long write(SparkSession spark, ResultsDirectory directory) {
        FileSystem files = directory.files();
        Path table = directory.path(Tables.SCALING);
        Path draft = hidden(directory);
        try {
            if (directory.objectStore()) {
                TableWriter.write(spark.table(Scaling.VIEW).coalesce(1), directory, draft);
                Replacement.copy(directory, directory.parts(draft).get(0).getPath(), new Path(table, ONLY_FILE));
            } else {
                TableWriter.write(spark.table(Scaling.VIEW), directory, draft);
                replace(files, draft, table, hidden(directory));
            }
            return spark.read()
                    .schema(ScalingColumns.SCHEMA)
                    .parquet(table.toString())
                    .count();
        } catch (IOException e) {
            throw new UserException(table + " cannot be written: " + e.getMessage(), e);
        } finally {
            discard(files, draft);
        }
    }

    private static Path hidden(ResultsDirectory directory) {
        return directory.path("_" + Tables.SCALING + "-" + UUID.randomUUID());
    }

    /**
     * Moves {@code draft} to {@code table} after moving what is there out of the way.
     *
     * @param old where that is meanwhile; only a table that could be moved neither on nor back stays there, and the message says so
     */
    static void replace(FileSystem files, Path draft, Path table, Path old) throws IOException {
        boolean replaces = files.exists(table);
        if (replaces) {
            rename(files, table, old);
        }
        try {
            rename(files, draft, table);
        } catch (IOException e) {
            if (replaces) {
                restore(files, old, table, e);
            }
            throw e;
        }
        discard(files, old);
    }

    private static void restore(FileSystem files, Path old, Path table, IOException why) throws IOException {
        try {
            rename(files, old, table);
        } catch (IOException e) {
            e.addSuppressed(why);
            throw new IOException(why.getMessage() + "; the table that was there is now " + old, e);
        }
    }

    private static void rename(FileSystem files, Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** What cannot be deleted is in nobody's way: no reader looks at names that start with an underscore. */
    private static void discard(FileSystem files, Path path) {
        try {
            files.delete(path, true);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", path, e.getMessage());
        }
    }
}
