package org.superpose.results;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;

/**
 * A directory of results, {@code models/}, {@code planned/} and {@code invocations/} in any file system with an atomic rename, or in an
 * {@linkplain ObjectStores object store}. Reading it while a sweep writes or {@code compact} replaces files is safe: a reader sees committed files only.
 */
public final class ResultsDirectory {
    /** The file in which a running sweep tells how it stands. */
    public static final String PROGRESS = ".progress.json";

    /** The folder of the states of models in training. */
    public static final String CHECKPOINTS = "checkpoints";

    /** The folder of what tasks are at, so that it is known when their JVM ends. */
    public static final String RUNNING = "running";

    /** How the names of the files end that ask the tasks of an invocation to stop; they begin with a dot. */
    private static final String STOP_SUFFIX = ".stop";

    private final FileSystem files;
    private final Path root;
    private final boolean objectStore;
    private final TableFiles models;
    private final TableFiles planned;

    private ResultsDirectory(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
        this.objectStore = ObjectStores.includes(files);
        this.models = new TableFiles(files, path(Tables.MODELS), Tables.MODELS_COLUMNS);
        this.planned = new TableFiles(files, path(Tables.PLANNED), Tables.PLANNED_COLUMNS);
    }

    /**
     * The directory at {@code location}, which need not exist; see {@link Location}.
     *
     * @throws UserException for an object store of which it is not known how its files appear, an unknown scheme or a malformed path, and where there
     *     is something on this machine that is no directory or may not be looked into
     */
    public static ResultsDirectory at(String location) {
        if (location.isBlank()) {
            throw new UserException("--out is empty: name a directory");
        }
        try {
            Path path = Location.path(location);
            FileSystem files = fileSystem(path, location);
            ResultsDirectory directory = new ResultsDirectory(files, files.makeQualified(path));
            directory.refuseOtherThings();
            return directory;
        } catch (IllegalArgumentException | IOException e) {
            throw new UserException("--out " + location + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static FileSystem fileSystem(Path path, String location) throws IOException {
        Configuration configuration = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        String scheme = path.toUri().getScheme();
        if (ObjectStores.unknown(scheme)
                && !List.of(configuration.getTrimmedStrings(ObjectStores.TOLD)).contains(scheme)) {
            throw unknownStore(scheme, location);
        }
        try {
            FileSystem files = path.getFileSystem(configuration);
            if (ObjectStores.unknown(files.getUri().getScheme()) && !ObjectStores.includes(files)) {
                throw unknownStore(files.getUri().getScheme(), location);
            }
            return files;
        } catch (RuntimeException e) {
            if (Reads.root(e) instanceof ClassNotFoundException missing) {
                throw new UserException(
                        "--out " + location + " needs the class " + missing.getMessage()
                                + ", which this Spark does not have: add the jars of its file system with --packages or --jars, for"
                                + " s3a those of hadoop-aws in the version of Hadoop that this Spark has, "
                                + VersionInfo.getVersion(),
                        e);
            }
            throw e;
        }
    }

    /**
     * The directory at {@code location}, which must hold the results of a sweep.
     *
     * @throws UserException also if it does not exist, is a file, or holds no results
     */
    public static ResultsDirectory existing(String location) {
        ResultsDirectory directory = at(location);
        if (!directory.exists(directory.root)) {
            throw new UserException("no directory " + directory + "; run a sweep with --out " + location + " first");
        }
        if (!directory.holdsResults()) {
            throw new UserException(
                    directory + " holds no results of superpose (no models/, planned/ or invocations/); name the"
                            + " directory given to run as --out");
        }
        return directory;
    }

    /** Of what is no directory, and of a directory that may not be looked into, Hadoop says only that there are no tables in it. */
    private void refuseOtherThings() {
        if (!"file".equals(root.toUri().getScheme())) {
            return;
        }
        File local = new File(root.toUri().getPath());
        if (local.exists() && !local.isDirectory()) {
            throw new UserException(
                    this + " is " + UserFile.type(local.toPath()) + ", not a directory; give another --out");
        }
        if (local.isDirectory() && !(local.canRead() && local.canExecute())) {
            throw new UserException(this + " cannot be read: permission denied");
        }
    }

    /** A path of this machine as Java has it. Not by its URI: Hadoop leaves letters in one that Java refuses there. */
    public static java.nio.file.Path local(Path path) {
        return new File(path.toUri().getPath()).toPath();
    }

    /** The directory at a path of a file system. */
    static ResultsDirectory in(FileSystem files, Path root) {
        return new ResultsDirectory(files, root);
    }

    private static UserException unknownStore(String scheme, String location) {
        return new UserException("--out " + location + " is on an object store (" + scheme
                + ") of which it is not known whether files appear whole, so rows could be lost: use s3a://, which many stores speak, or a"
                + " local, shared or HDFS directory. If they appear when they are closed, and not before, say so with --conf spark.hadoop."
                + ObjectStores.TOLD + "=" + scheme);
    }

    /**
     * Makes the directory if it is missing.
     *
     * @return whether it was
     * @throws UserException if it cannot be made or is a file
     */
    public boolean create() {
        try {
            boolean there = files.exists(root);
            if (there && !files.getFileStatus(root).isDirectory()) {
                throw new UserException(this + " is a file, not a directory; choose another --out");
            }
            // Where a folder is nothing but the beginning of names, it is there with the first of them.
            if (!objectStore && !files.mkdirs(root)) {
                throw new UserException("the directory " + this + " cannot be made; choose another --out");
            }
            return !there;
        } catch (IOException e) {
            throw new UserException(
                    "the directory " + this + " cannot be made: " + e.getMessage() + "; choose another --out", e);
        }
    }

    /** Removes the directory if there is nothing in it. */
    public void removeIfEmpty() throws IOException {
        if (!objectStore && list(root).isEmpty()) {
            files.delete(root, false);
        }
    }

    /**
     * Removes what a killed driver left unfinished: uncommitted files, stop markers, the progress. For the holder of the lock only.
     *
     * @throws IOException if something cannot be removed
     */
    public void removeLeftovers() throws IOException {
        if (!objectStore) {
            for (String table : List.of(Tables.MODELS, Tables.PLANNED)) {
                for (Path folder : invocationFolders(table)) {
                    files.delete(new Path(folder, "_temporary"), true);
                }
            }
        }
        for (FileStatus entry : list(root)) {
            String name = entry.getPath().getName();
            if (name.equals(PROGRESS) || (name.startsWith(".") && name.endsWith(STOP_SUFFIX))) {
                files.delete(entry.getPath(), false);
            }
        }
    }

    /** Whether the directory exists and has at least one of the folders of a results directory. */
    public boolean holdsResults() {
        return exists(path(Tables.MODELS)) || exists(path(Tables.PLANNED)) || exists(path(Tables.INVOCATIONS));
    }

    /** The directory's path with its scheme, such as {@code file:/home/me/results}. */
    public Path root() {
        return root;
    }

    /** The file system that the directory is in. */
    public FileSystem files() {
        return files;
    }

    /** Whether that is an {@linkplain ObjectStores object store}. */
    public boolean objectStore() {
        return objectStore;
    }

    /** A file or folder directly in the directory. */
    public Path path(String name) {
        return new Path(root, name);
    }

    /** Where an invocation writes its trained models. */
    public Path models(UUID invocation) {
        return partition(Tables.MODELS, invocation);
    }

    /** Where an invocation writes its planned points. */
    public Path planned(UUID invocation) {
        return partition(Tables.PLANNED, invocation);
    }

    /** The file whose existence asks the tasks of an invocation to stop. */
    public Path stopMarker(UUID id) {
        return path("." + id + STOP_SUFFIX);
    }

    /** The provenance of an invocation. */
    public Path provenance(UUID invocation) {
        return new Path(path(Tables.INVOCATIONS), invocation + ".json");
    }

    private Path partition(String table, UUID invocation) {
        return new Path(path(table), Tables.INVOCATION + "=" + invocation);
    }

    /**
     * Every row of {@code models} and the column {@code invocation}; a key may occur more than once. Empty where nothing is written yet. Files that are
     * damaged or of another schema are left out, see {@link #leftOut}.
     */
    public Dataset<Row> models(SparkSession spark) {
        return models.read(spark);
    }

    /** Every row of {@code planned} and the column {@code invocation}; as {@link #models}. */
    public Dataset<Row> planned(SparkSession spark) {
        return planned.read(spark);
    }

    /** What keeps readers from files of the tables, as far as the end of each file tells. */
    List<PartFault> faults() {
        return tables().flatMap(table -> table.faults().stream()).toList();
    }

    /** What keeps readers from files of the tables, by every byte of each; reads of this object leave these files out from now on. */
    List<PartFault> faultsWithin() {
        return tables().flatMap(table -> table.faultsWithin().stream()).toList();
    }

    /** What a command that only reads must say of files whose rows it did not see, a line each; none where it saw all. */
    public List<String> leftOut() {
        return PartFault.leftOut(faults());
    }

    /** The number of files in the tables, and of bytes in them. */
    LongSummaryStatistics sizes() {
        return tables().flatMapToLong(TableFiles::lengths).summaryStatistics();
    }

    private Stream<TableFiles> tables() {
        return Stream.of(models, planned);
    }

    /** The columns and fields of a table that a newer version wrote and this one does not know. */
    public List<String> unknownColumns(SparkSession spark, String table) {
        return table(table).unknownColumns(spark);
    }

    private TableFiles table(String name) {
        return name.equals(Tables.MODELS) ? models : planned;
    }

    /** The folders of a table, one per invocation, by name. */
    public List<Path> invocationFolders(String table) {
        return table(table).folders();
    }

    /** The committed files of one invocation's folder. */
    public List<FileStatus> parts(Path folder) {
        return models.parts(folder);
    }

    private List<FileStatus> list(Path folder) {
        return TableFiles.list(files, folder);
    }

    private boolean exists(Path path) {
        try {
            return files.exists(path);
        } catch (IOException e) {
            throw new UserException(shown(path) + " cannot be read: " + e.getMessage(), e);
        }
    }

    static String shown(Path path) {
        return Printable.line(
                "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : Secrets.word(path.toString()));
    }

    /** The path as a user would write it: a local path has no scheme. */
    @Override
    public String toString() {
        return shown(root);
    }
}
