package org.superpose.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The committed files of one table: {@code TABLE/invocation=ID/part-*.parquet}. Those that are damaged or of another schema, or cannot be read, are not
 * read but told; each file is looked at once, and again when it changed.
 */
final class TableFiles {
    /** Looking at files is mostly waiting where they are far away. */
    private static final int LOOKS_AT_ONCE = 16;

    private static final int FEW = 8;

    /** A compaction ends, and takes longer than a few listings. */
    private static final int LISTINGS = 20;

    private final FileSystem files;
    private final Path table;
    private final TableColumns columns;
    private final PartCheck check;
    private final Map<Path, Looked> looked = new ConcurrentHashMap<>();

    TableFiles(FileSystem files, Path table, TableColumns columns) {
        this.files = files;
        this.table = table;
        this.columns = columns;
        this.check = new PartCheck(files, columns);
    }

    /** What was found of a file that was so long and changed then. */
    private record Looked(long length, long changed, Optional<PartFault> fault) {
        boolean of(FileStatus part) {
            return length == part.getLen() && changed == part.getModificationTime();
        }
    }

    /** Every row of the files that can be read, and the column {@code invocation}. */
    Dataset<Row> read(SparkSession spark) {
        StructType schema = columns.all().add(Tables.INVOCATION, DataTypes.StringType);
        Map<Path, List<FileStatus>> parts = all();
        Set<Path> faulty = new HashSet<>();
        faults(parts, check::quick).forEach(fault -> faulty.add(fault.file()));
        List<String> paths = new ArrayList<>();
        Set<String> names = new HashSet<>();
        parts.forEach((folder, entries) -> {
            List<Path> good = entries.stream()
                    .map(FileStatus::getPath)
                    .filter(file -> !faulty.contains(file))
                    .toList();
            good.forEach(file -> names.add(file.getName()));
            if (good.size() < entries.size()) {
                good.forEach(file -> paths.add(file.toString()));
            } else if (!good.isEmpty()) {
                paths.add(folder.toString());
            }
        });
        return paths.isEmpty() ? spark.createDataFrame(List.of(), schema) : read(spark, schema, paths, names);
    }

    private Dataset<Row> read(SparkSession spark, StructType schema, List<String> paths, Set<String> names) {
        Dataset<Row> rows = spark.read()
                .schema(schema)
                .option("basePath", table.toString())
                // A directory may be called a[1]: its name is not a pattern.
                .option("__globPaths__", "false")
                .parquet(paths.toArray(String[]::new));
        for (String file : rows.inputFiles()) {
            // Spark writes the names as parts of URIs.
            names.remove(new Path(URI.create(file)).getName());
        }
        if (!names.isEmpty()) {
            // Spark passes over a folder that is gone when it lists it.
            throw new Reads.FilesVanished(null);
        }
        return rows;
    }

    LongStream lengths() {
        return all().values().stream().flatMap(List::stream).mapToLong(FileStatus::getLen);
    }

    /** The columns and fields that files of a newer version have and this one does not know, so that it does not read them. */
    List<String> unknownColumns(SparkSession spark) {
        String[] paths = all().values().stream()
                .flatMap(List::stream)
                .map(part -> part.getPath().toString())
                .toArray(String[]::new);
        return paths.length == 0
                ? List.of()
                : columns.unknown(spark.read()
                        .option("mergeSchema", "true")
                        .option("__globPaths__", "false")
                        .parquet(paths)
                        .schema());
    }

    /** What keeps readers from files, by a look at the end of each. */
    List<PartFault> faults() {
        return faults(all(), check::quick);
    }

    /** What keeps readers from files, by every byte of each. */
    List<PartFault> faultsWithin() {
        looked.clear();
        return faults(all(), check::whole);
    }

    private List<PartFault> faults(Map<Path, List<FileStatus>> parts, Function<FileStatus, Optional<PartFault>> look) {
        List<FileStatus> all = parts.values().stream().flatMap(List::stream).toList();
        List<FileStatus> unknown = all.stream()
                .filter(part -> !looked.containsKey(part.getPath())
                        || !looked.get(part.getPath()).of(part))
                .toList();
        if (unknown.size() <= FEW) {
            unknown.forEach(part -> look(part, look));
        } else {
            ForkJoinPool pool = new ForkJoinPool(LOOKS_AT_ONCE);
            try {
                pool.submit(() -> unknown.parallelStream().forEach(part -> look(part, look)))
                        .get();
            } catch (InterruptedException e) {
                throw Reads.interrupted(e);
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            } finally {
                pool.shutdownNow();
            }
        }
        return all.stream()
                .flatMap(part -> looked.get(part.getPath()).fault().stream())
                .toList();
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private void look(FileStatus part, Function<FileStatus, Optional<PartFault>> look) {
        looked.put(part.getPath(), new Looked(part.getLen(), part.getModificationTime(), look.apply(part)));
    }

    /**
     * What is in the folders of the table and may be a file of it, by folder. It is listed until nothing that was there is gone the next time: in one listing of
     * many folders a row could be missed that {@code compact} moves from a folder that is listed late to one that was listed before.
     */
    private Map<Path, List<FileStatus>> all() {
        Map<Path, List<FileStatus>> before = listed();
        for (int k = 0; k < LISTINGS; k++) {
            Map<Path, List<FileStatus>> now = listed();
            if (paths(now).containsAll(paths(before))) {
                return now;
            }
            before = now;
        }
        throw new Reads.FilesVanished(null);
    }

    private Map<Path, List<FileStatus>> listed() {
        Map<Path, List<FileStatus>> parts = new LinkedHashMap<>();
        folders().forEach(folder -> parts.put(folder, entries(folder)));
        return parts;
    }

    private static Set<Path> paths(Map<Path, List<FileStatus>> parts) {
        return parts.values().stream()
                .flatMap(List::stream)
                .map(FileStatus::getPath)
                .collect(Collectors.toSet());
    }

    /** The folders of the table, one per invocation, by name. */
    List<Path> folders() {
        return list(files, table).stream()
                .filter(entry ->
                        entry.isDirectory() && entry.getPath().getName().startsWith(Tables.INVOCATION + "="))
                .map(FileStatus::getPath)
                .sorted()
                .toList();
    }

    /** The committed files of one invocation's folder. */
    List<FileStatus> parts(Path folder) {
        return entries(folder).stream().filter(FileStatus::isFile).toList();
    }

    private List<FileStatus> entries(Path folder) {
        return list(files, folder).stream()
                .filter(entry -> !hidden(entry.getPath().getName()))
                .toList();
    }

    private static boolean hidden(String name) {
        return name.startsWith("_") || name.startsWith(".") || name.endsWith("._COPYING_");
    }

    /** What is in a folder; nothing where it is missing, because {@code compact} may delete one at any time. */
    static List<FileStatus> list(FileSystem files, Path folder) {
        try {
            return List.of(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + ResultsDirectory.shown(folder), e);
        }
    }
}
