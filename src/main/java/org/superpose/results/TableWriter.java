package org.superpose.results;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;

/** Writes rows as the Parquet files of one folder, a file per task that appears whole when its task commits. */
public final class TableWriter {
    static final String ON_FILE_SYSTEMS = SQLHadoopMapReduceCommitProtocol.class.getName();
    static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";

    private TableWriter() {}

    /** Writes {@code rows} to {@code folder}, which must not exist, with a commit that suits the file system of {@code directory}. */
    public static void write(Dataset<Row> rows, ResultsDirectory directory, Path folder) {
        write(rows, directory, folder, false);
    }

    /** @param more whether the folder may have files already, which stay */
    public static void write(Dataset<Row> rows, ResultsDirectory directory, Path folder, boolean more) {
        rows.sparkSession()
                .conf()
                .set(PROTOCOL, directory.objectStore() ? PutCommitProtocol.class.getName() : ON_FILE_SYSTEMS);
        rows.write()
                .mode(more ? SaveMode.Append : SaveMode.ErrorIfExists)
                .option("maxRecordsPerFile", 0)
                .parquet(folder.toString());
    }
}
