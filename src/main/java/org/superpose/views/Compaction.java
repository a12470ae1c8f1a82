package org.superpose.views;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.results.DirectoryLock;
import org.superpose.results.Holdings;
import org.superpose.results.Invocation;
import org.superpose.results.NestedData;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.SetAside;
import org.superpose.results.SweepFailedException;
import org.superpose.results.Tables;

/**
 * Merges the files of all invocations into one new invocation: the row of each model that the view {@code models} shows, and the distinct
 * planned points. The new folder is written out of sight, verified, and appears by one rename; only then do the old ones go, each by a
 * rename out of sight first. Whatever the moment of a crash, or of a read, each row is there once or twice, and readers de-duplicate.
 */
public final class Compaction {
    private static final long FILE_BYTES = 128L << 20;
    private static final String SAID = "kept_as_said";
    private static final String DRAFT = "_compact-";
    private static final String REMOVED = "_removed-";

    private final SparkSession spark;
    private final ResultsDirectory directory;
    private final DirectoryLock lock;
    private final UUID id = UUID.randomUUID();

    /** @param lock held for {@code directory}, so that no sweep writes meanwhile */
    public Compaction(SparkSession spark, ResultsDirectory directory, DirectoryLock lock) {
        this.spark = spark;
        this.directory = directory;
        this.lock = lock;
    }

    /** What happened to one table: how many files there were and are, and its rows. Equal where there was nothing to merge. */
    public record Merged(String table, int filesBefore, int filesAfter, long rows) {}

    /**
     * Merges {@code models} and {@code planned}, after setting aside what is damaged.
     *
     * @param log is told of each file that was set aside
     * @throws UserException if a newer version wrote some of them
     * @throws SweepFailedException if the merged rows differ from the old ones; nothing is deleted then
     */
    public List<Merged> execute(Consumer<String> log) throws IOException {
        new SetAside(directory).execute(log);
        refuseNewer(Tables.MODELS);
        refuseNewer(Tables.PLANNED);
        Dataset<Row> models = models();
        Views.register(spark, directory, List.of("planned"));
        Dataset<Row> planned =
                spark.table(Views.PLANNED_ROWS).drop(Tables.INVOCATION).distinct();
        removeLeftovers(Tables.MODELS);
        removeLeftovers(Tables.PLANNED);
        Invocation provenance = new Invocation(directory, id).environment(new SparkConf(), "compact");
        List<Merged> merged = List.of(
                merge(Tables.MODELS, models, directory.models(id), provenance),
                merge(Tables.PLANNED, planned, directory.planned(id), provenance));
        if (merged.stream().anyMatch(table -> table.filesAfter() < table.filesBefore())) {
            provenance.put("ended_at", Instant.now().toString()).write();
        }
        return merged;
    }

    /** What this version does not know it would not write again. */
    private void refuseNewer(String table) {
        List<String> unknown = directory.unknownColumns(spark, table);
        if (!unknown.isEmpty()) {
            throw new UserException(Printable.line("a file of " + directory + "/" + table
                    + " has columns that this version does not know, and would lose: " + String.join(", ", unknown)
                    + "; a newer version wrote it, so compact with that one"));
        }
    }

    /** The row of each model that counts. Of rows too old to say how much they keep it is counted, so that the one with more stays. */
    private Dataset<Row> models() {
        Views.registerModels(
                spark,
                directory
                        .models(spark)
                        .withColumn(SAID, col(NestedData.KEPT))
                        .withColumn(NestedData.KEPT, coalesce(col(NestedData.KEPT), NestedData.kept())));
        return spark.table("models").withColumn(NestedData.KEPT, col(SAID)).drop(SAID, Tables.INVOCATION);
    }

    private Merged merge(String table, Dataset<Row> rows, Path merged, Invocation provenance) throws IOException {
        List<Path> folders = directory.invocationFolders(table);
        List<FileStatus> parts = folders.stream()
                .flatMap(folder -> directory.parts(folder).stream())
                .toList();
        long bytes = parts.stream().mapToLong(FileStatus::getLen).sum();
        int wanted = (int) (1 + bytes / FILE_BYTES);
        if (parts.size() <= wanted) {
            return new Merged(table, parts.size(), parts.size(), rows.count());
        }
        Path hidden = new Path(merged.getParent(), DRAFT + id);
        Path draft = new Path(hidden, merged.getName());
        rows.repartition(wanted, col("model_key"))
                .sortWithinPartitions("model_key")
                .write()
                .parquet(draft.toString());
        Row before = digest(rows);
        Row after = digest(spark.read()
                .schema(rows.schema())
                .option("__globPaths__", "false")
                .parquet(draft.toString()));
        if (!before.equals(after)) {
            files().delete(hidden, true);
            throw new SweepFailedException(
                    "the merged rows of " + table + " differ from the old ones; nothing was changed", null);
        }
        boolean models = table.equals(Tables.MODELS);
        provenance
                .put(models ? Holdings.MERGED_MODELS : Holdings.MERGED_PLANNED, folderNames(table))
                .write();
        requireWhole();
        requireLock();
        rename(draft, merged);
        files().delete(hidden, true);
        provenance
                .put(models ? Holdings.MODELS_FILES : Holdings.PLANNED_FILES, Holdings.files(directory, merged))
                .write();
        for (Path folder : folders) {
            requireLock();
            Path removed = new Path(folder.getParent(), REMOVED + UUID.randomUUID());
            rename(folder, removed);
            files().delete(removed, true);
        }
        return new Merged(table, parts.size(), directory.parts(merged).size(), before.getLong(0));
    }

    /** Rows, keys and the sum of the rows' hashes. */
    private static Row digest(Dataset<Row> rows) {
        Column[] columns = Arrays.stream(rows.columns()).map(rows::col).toArray(Column[]::new);
        return rows.agg(
                        count("model_key"),
                        countDistinct("model_key"),
                        sum(xxhash64(columns).cast("decimal(38,0)")))
                .first();
    }

    private void removeLeftovers(String table) throws IOException {
        Path folder = directory.path(table);
        if (!files().exists(folder)) {
            return;
        }
        for (FileStatus entry : files().listStatus(folder)) {
            String name = entry.getPath().getName();
            if (name.startsWith(DRAFT) || name.startsWith(REMOVED)) {
                files().delete(entry.getPath(), true);
            }
        }
    }

    private List<String> folderNames(String table) {
        return directory.invocationFolders(table).stream()
                .map(folder -> folder.getName().substring(Tables.INVOCATION.length() + 1))
                .toList();
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files().rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** What the merged file lacks because it could not be read must not be deleted. */
    private void requireWhole() {
        directory.leftOut().stream().findFirst().ifPresent(fault -> {
            throw new SweepFailedException(fault + "; nothing was changed", null);
        });
    }

    private void requireLock() {
        if (!lock.held()) {
            throw new SweepFailedException(
                    "the lock on " + directory + " was taken by another process; no row is lost", null);
        }
    }

    private FileSystem files() {
        return directory.files();
    }
}
