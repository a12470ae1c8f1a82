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
        write(rows, SaveMode.ErrorIfExists, directory, folder);
    }

    /** Writes {@code rows} beside the files that {@code folder} may have. */
    public static void append(Dataset<Row> rows, ResultsDirectory directory, Path folder) {
        write(rows, SaveMode.Append, directory, folder);
    }

    private static void write(Dataset<Row> rows, SaveMode mode, ResultsDirectory directory, Path folder) {
        rows.sparkSession()
                .conf()
                .set(PROTOCOL, directory.objectStore() ? PutCommitProtocol.class.getName() : ON_FILE_SYSTEMS);
        rows.write().mode(mode).option("maxRecordsPerFile", 0).parquet(folder.toString());
    }
}
