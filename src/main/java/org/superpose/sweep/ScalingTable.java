package org.superpose.sweep;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.superpose.config.UserException;

/** The view {@code scaling} as files, for engines that cannot fit. What is there is replaced; readers find the old table, or the new one. */
public final class ScalingTable {
    private ScalingTable() {}

    /**
     * Writes DIR/{@value Tables#SCALING} and says how many rows it has. The views must be registered.
     *
     * @throws UserException if it cannot be written
     */
    public static long write(SparkSession spark, ResultsDirectory directory) {
        FileSystem files = directory.files();
        Path table = directory.path(Tables.SCALING);
        Path draft = directory.path("_" + Tables.SCALING + "-" + UUID.randomUUID());
        Path old = directory.path("_" + Tables.SCALING + "-" + UUID.randomUUID());
        try {
            spark.table(Scaling.VIEW).write().parquet(draft.toString());
            if (files.exists(table)) {
                rename(files, table, old);
            }
            rename(files, draft, table);
            files.delete(old, true);
            return spark.read()
                    .schema(Tables.SCALING_SCHEMA)
                    .parquet(table.toString())
                    .count();
        } catch (IOException e) {
            throw new UserException(table + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void rename(FileSystem files, Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }
}
