package org.superpose.views;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.superpose.results.TableWriter;
import org.superpose.results.Tables;
import org.superpose.results.WallClock;

/**
 * Merges the files of all invocations into one new invocation: the row of each model that the view {@code models} shows, and the distinct
 * planned points. The new folder is written out of sight, verified, and appears by one rename; only then do the old ones go, each by a
 * rename out of sight first. In an object store the new files appear one by one, each whole, and when all are verified and the record of the compaction says
 * what they hold, exactly the files that were merged are deleted. Whatever the moment of a crash, or of a read, each row is there once or twice, and readers
 * de-duplicate.
 */
public final class Compaction {
    private static final long FILE_BYTES = 128L << 20;
    private static final int DELETES_AT_ONCE = 16;

    /** How many files are deleted between two looks whether the lock is held: a few seconds. */
    private static final int LOCKED_FOR = 320;

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
        // Before the rows are: what is deleted in the end has been read.
        List<FileStatus> modelParts = parts(Tables.MODELS);
        List<FileStatus> plannedParts = parts(Tables.PLANNED);
        Dataset<Row> models = models();
        Views.register(spark, directory, List.of("planned"));
        Dataset<Row> planned =
                spark.table(Views.PLANNED_ROWS).drop(Tables.INVOCATION).distinct();
        removeLeftovers(Tables.MODELS);
        removeLeftovers(Tables.PLANNED);
        Invocation provenance = new Invocation(directory, id).environment(new SparkConf(), "compact");
        List<Merged> merged = List.of(
                merge(Tables.MODELS, models, modelParts, directory.models(id), provenance),
                merge(Tables.PLANNED, planned, plannedParts, directory.planned(id), provenance));
        if (merged.stream().anyMatch(table -> table.filesAfter() < table.filesBefore())) {
            provenance.put("ended_at", WallClock.now().toString()).write();
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

    private List<FileStatus> parts(String table) {
        return directory.invocationFolders(table).stream()
                .flatMap(folder -> directory.parts(folder).stream())
                .toList();
    }

    private Merged merge(String table, Dataset<Row> rows, List<FileStatus> parts, Path merged, Invocation provenance)
            throws IOException {
        long bytes = parts.stream().mapToLong(FileStatus::getLen).sum();
        int wanted = (int) (1 + bytes / FILE_BYTES);
        if (parts.size() <= wanted) {
            return new Merged(table, parts.size(), parts.size(), rows.count());
        }
        long count = directory.objectStore()
                ? put(table, rows, wanted, merged, parts, provenance)
                : rename(table, rows, wanted, merged, provenance);
        return new Merged(table, parts.size(), directory.parts(merged).size(), count);
    }

    /** Merges by renames; returns how many rows there are. */
    private long rename(String table, Dataset<Row> rows, int wanted, Path merged, Invocation provenance)
            throws IOException {
        List<Path> folders = directory.invocationFolders(table);
        Path hidden = new Path(merged.getParent(), DRAFT + id);
        Path draft = new Path(hidden, merged.getName());
        long count = write(table, rows, wanted, draft, () -> files().delete(hidden, true));
        recordMerged(table, folders, provenance);
        requireLock();
        rename(draft, merged);
        files().delete(hidden, true);
        recordFiles(table, merged, provenance);
        for (Path folder : folders) {
            requireLock();
            Path removed = new Path(folder.getParent(), REMOVED + UUID.randomUUID());
            rename(folder, removed);
            files().delete(removed, true);
        }
        return count;
    }

    /** Merges without renames; returns how many rows there are. What another process puts into the old folders meanwhile stays. */
    private long put(
            String table, Dataset<Row> rows, int wanted, Path merged, List<FileStatus> parts, Invocation provenance)
            throws IOException {
        Set<Path> folders = new TreeSet<>();
        parts.forEach(part -> folders.add(part.getPath().getParent()));
        long count = write(table, rows, wanted, merged, () -> files().delete(merged, true));
        recordMerged(table, folders, provenance);
        recordFiles(table, merged, provenance);
        for (int k = 0; k < parts.size(); k += LOCKED_FOR) {
            requireLock();
            delete(parts.subList(k, Math.min(k + LOCKED_FOR, parts.size())));
        }
        for (Path folder : folders) {
            removeMarker(folder);
        }
        return count;
    }

    /** Each delete is mostly waiting. */
    private void delete(List<FileStatus> parts) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(DELETES_AT_ONCE);
        try {
            List<Callable<Boolean>> deletes = parts.stream()
                    .<Callable<Boolean>>map(part -> () -> isAsListed(part) && files().delete(part.getPath(), false))
                    .toList();
            for (Future<Boolean> delete : threads.invokeAll(deletes)) {
                delete.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "a file that was merged cannot be deleted: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files that were merged are deleted");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether no late attempt of a task has replaced a file since it was listed. */
    private boolean isAsListed(FileStatus part) throws IOException {
        try {
            FileStatus now = files().getFileStatus(part.getPath());
            return now.getLen() == part.getLen() && now.getModificationTime() == part.getModificationTime();
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Clients may keep a folder that became empty by an object that stands for it. */
    private void removeMarker(Path folder) throws IOException {
        if (files().exists(folder) && files().listStatus(folder).length == 0) {
            files().delete(folder, false);
        }
    }

    private interface Undo {
        void run() throws IOException;
    }

    /** Writes the merged rows to a new folder and reads them back; returns how many there are. */
    private long write(String table, Dataset<Row> rows, int wanted, Path folder, Undo undo) throws IOException {
        TableWriter.write(
                rows.repartition(wanted, col("model_key")).sortWithinPartitions("model_key"), directory, folder);
        Row before = digest(rows);
        Row after = digest(spark.read()
                .schema(rows.schema())
                .option("__globPaths__", "false")
                .parquet(folder.toString()));
        if (!before.equals(after)) {
            undo.run();
            throw new SweepFailedException(
                    "the merged rows of " + table + " differ from the old ones; nothing was changed", null);
        }
        requireWhole(undo);
        return before.getLong(0);
    }

    private static void recordMerged(String table, Collection<Path> folders, Invocation provenance) throws IOException {
        List<String> invocations = folders.stream()
                .map(folder -> folder.getName().substring(Tables.INVOCATION.length() + 1))
                .toList();
        provenance
                .put(table.equals(Tables.MODELS) ? Holdings.MERGED_MODELS : Holdings.MERGED_PLANNED, invocations)
                .write();
    }

    private void recordFiles(String table, Path merged, Invocation provenance) throws IOException {
        provenance
                .put(
                        table.equals(Tables.MODELS) ? Holdings.MODELS_FILES : Holdings.PLANNED_FILES,
                        Holdings.files(directory, merged))
                .write();
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

    private void rename(Path from, Path to) throws IOException {
        if (!files().rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** What the merged file lacks because it could not be read must not be deleted. */
    private void requireWhole(Undo undo) throws IOException {
        Optional<String> fault = directory.leftOut().stream().findFirst();
        if (fault.isPresent()) {
            undo.run();
            throw new SweepFailedException(fault.get() + "; nothing was changed", null);
        }
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
