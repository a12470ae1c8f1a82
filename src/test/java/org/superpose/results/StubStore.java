package org.superpose.results;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store over a folder of this machine: {@code store://test/tmp/x} is {@code /tmp/x}. An object appears whole when its stream is closed; there are no
 * empty folders; renames, appends and touches are forbidden, and each attempt at one is remembered. Conditions are heeded unless told otherwise.
 */
public final class StubStore extends FileSystem {
    public static final String PREFIX = "store://test";

    /** What was attempted that an object store cannot do. */
    public static final List<String> FORBIDDEN = new CopyOnWriteArrayList<>();

    /** What was done, as in {@code put .lock}. */
    static final List<String> DONE = new CopyOnWriteArrayList<>();

    private static final Map<java.nio.file.Path, String> ETAGS = new ConcurrentHashMap<>();

    /** Whether conditions of a put are heeded, as s3proxy does not. */
    static volatile boolean heedsConditions = true;

    /** Whether the next conditional put succeeds but says that it failed, as after a lost answer. */
    static volatile boolean losesAnswer;

    /** How far the clock of the store is ahead of this machine's. */
    static volatile Duration ahead = Duration.ZERO;

    /** What happens just before a folder is listed. */
    static volatile Consumer<Path> beforeListing = path -> {};

    /** What happens just before an object is deleted; it may fail. */
    public static volatile Consumer<Path> beforeDelete = path -> {};

    private final RawLocalFileSystem local = new RawLocalFileSystem();

    /** Forgets what was attempted and how the store behaves. */
    public static void reset() {
        FORBIDDEN.clear();
        DONE.clear();
        heedsConditions = true;
        losesAnswer = false;
        ahead = Duration.ZERO;
        beforeListing = path -> {};
        beforeDelete = path -> {};
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        local.initialize(URI.create("file:///"), conf);
    }

    @Override
    public String getScheme() {
        return "store";
    }

    @Override
    public URI getUri() {
        return URI.create(PREFIX);
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
        return capability.equals(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
                || capability.equals(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG)
                || super.hasPathCapability(path, capability);
    }

    private static java.nio.file.Path here(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    private static Path localPath(Path path) {
        return new Path("file", null, path.toUri().getPath());
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return local.open(localPath(path), bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (!overwrite && exists(path)) {
            throw new org.apache.hadoop.fs.FileAlreadyExistsException(path.toString());
        }
        return new FSDataOutputStream(new Upload(path, null), null);
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
        return new Builder(this, path);
    }

    private static final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
        Builder(FileSystem files, Path path) {
            super(files, path);
        }

        @Override
        public Builder getThisBuilder() {
            return this;
        }

        @Override
        public FSDataOutputStream build() throws IOException {
            if (!isRecursive() && !getFS().exists(getPath().getParent())) {
                throw new FileNotFoundException("no folder " + getPath().getParent());
            }
            String version = getOptions().get(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG);
            boolean absent =
                    getOptions().getBoolean(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, false);
            return new FSDataOutputStream(new Upload(getPath(), absent ? "" : version), null);
        }
    }

    /** What is written, until it is closed. */
    private static final class Upload extends ByteArrayOutputStream implements Abortable, StreamCapabilities {
        private final Path path;
        /** The version to replace, "" for none, null for any. */
        private final String condition;

        private boolean ended;

        Upload(Path path, String condition) {
            this.path = path;
            this.condition = condition;
        }

        @Override
        public boolean hasCapability(String capability) {
            return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
        }

        @Override
        public AbortableResult abort() {
            ended = true;
            return null;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                ended = true;
                publish(here(path), toByteArray(), condition);
            }
        }
    }

    private static synchronized void publish(java.nio.file.Path file, byte[] content, String condition)
            throws IOException {
        String there = Files.exists(file) ? etag(file) : "";
        if (heedsConditions && condition != null && !condition.equals(there)) {
            throw new IOException("412 precondition failed: " + file);
        }
        Files.createDirectories(file.getParent());
        java.nio.file.Path upload = Files.createTempFile("stub-store", null);
        Files.write(upload, content);
        Files.setLastModifiedTime(upload, FileTime.fromMillis(System.currentTimeMillis() + ahead.toMillis()));
        Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ETAGS.put(file, UUID.randomUUID().toString());
        DONE.add("put " + file.getFileName());
        if (condition != null && losesAnswer) {
            losesAnswer = false;
            throw new IOException("412 precondition failed, at the second attempt: " + file);
        }
    }

    private static String etag(java.nio.file.Path file) {
        return ETAGS.computeIfAbsent(file, unknown -> UUID.randomUUID().toString());
    }

    @Override
    public boolean rename(Path from, Path to) {
        return forbidden("rename " + from + " to " + to);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException(String.valueOf(forbidden("append to " + path)));
    }

    @Override
    public void setTimes(Path path, long changed, long read) {
        forbidden("touch " + path);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return forbidden("make the folder " + path);
    }

    private static boolean forbidden(String what) {
        FORBIDDEN.add(what);
        throw new UnsupportedOperationException("an object store cannot " + what);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        java.nio.file.Path file = here(path);
        if (!exists(path)) {
            return false;
        }
        DONE.add("delete " + file.getFileName());
        if (Files.isDirectory(file) && !recursive) {
            throw new PathIsNotEmptyDirectoryException(path.toString());
        }
        try (Stream<java.nio.file.Path> objects = Files.walk(file)) {
            for (java.nio.file.Path object :
                    objects.filter(Files::isRegularFile).toList()) {
                beforeDelete.accept(path);
                Files.deleteIfExists(object);
                removeEmpty(object.getParent());
            }
        }
        return true;
    }

    /** A folder without objects is none; those of the test itself stay. */
    private static synchronized void removeEmpty(java.nio.file.Path folder) throws IOException {
        for (java.nio.file.Path path = folder;
                path.getFileName().toString().matches("invocation=.*|models|planned|checkpoints|_.*");
                path = path.getParent()) {
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        beforeListing.accept(path);
        FileStatus status = getFileStatus(path);
        if (status.isFile()) {
            return new FileStatus[] {status};
        }
        try (Stream<java.nio.file.Path> entries = Files.list(here(path))) {
            FileStatus[] found = entries.sorted()
                    .filter(StubStore::holdsObjects)
                    .map(entry ->
                            status(entry, new Path(path, entry.getFileName().toString())))
                    .toArray(FileStatus[]::new);
            if (found.length == 0) {
                throw new FileNotFoundException("No such file or directory: " + path);
            }
            return found;
        }
    }

    private static boolean holdsObjects(java.nio.file.Path entry) {
        try (Stream<java.nio.file.Path> objects = Files.walk(entry)) {
            return objects.anyMatch(Files::isRegularFile);
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        java.nio.file.Path file = here(path);
        if (!Files.exists(file) || !holdsObjects(file)) {
            throw new FileNotFoundException("No such file or directory: " + path);
        }
        return status(file, makeQualified(path));
    }

    private static FileStatus status(java.nio.file.Path file, Path path) {
        return Files.isDirectory(file)
                ? new FileStatus(0, true, 1, 1, 0, path)
                : new ObjectStatus(file.toFile().length(), file.toFile().lastModified(), path, etag(file));
    }

    private static final class ObjectStatus extends FileStatus implements EtagSource {
        private static final long serialVersionUID = 1;

        private final String etag;

        ObjectStatus(long length, long changed, Path path, String etag) {
            super(length, false, 1, 32 << 20, changed, path);
            this.etag = etag;
        }

        @Override
        public String getEtag() {
            return etag;
        }
    }

    @Override
    public void setWorkingDirectory(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(PREFIX + "/");
    }

    /** The names under a folder of the machine, without the folder's. */
    public static List<String> names(java.nio.file.Path folder) throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
