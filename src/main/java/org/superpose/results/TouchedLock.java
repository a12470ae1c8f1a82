package org.superpose.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The lock on a file system: a file created only where there is none, whose time of change is the heartbeat. The right to remove a stale lock belongs to the
 * one process that creates the marker {@code .lock.stale-ID-K} for it, so that no one removes the lock of the process that was quicker.
 */
final class TouchedLock implements LockFile {
    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Stands for the owner of a lock file that is being written, or that a crash left half written. */
    private static final LockOwner UNKNOWN =
            new LockOwner("unknown", "unknown", "", 0, null, "a process that is just starting", "just now");

    /** Stands for the owner of a lock that only another user may read. */
    private static final LockOwner FOREIGN =
            new LockOwner("foreign", "unknown", "", 0, null, "a process of another user", "");

    private final FileSystem files;
    private final Path path;
    /** When each marker of another process was first seen. */
    private final Map<Path, Long> markers = new HashMap<>();

    TouchedLock(ResultsDirectory directory) {
        this.files = directory.files();
        this.path = directory.path(DirectoryLock.NAME);
    }

    @Override
    public boolean create(LockOwner owner) throws IOException {
        return create(path, owner.json());
    }

    @Override
    public boolean beat(LockOwner owner) throws IOException {
        if (!isOf(owner)) {
            return false;
        }
        try {
            files.setTimes(path, WallClock.now().toEpochMilli(), -1);
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private boolean isOf(LockOwner owner) throws IOException {
        return find().filter(found -> found.owner().id().equals(owner.id())).isPresent();
    }

    @Override
    public boolean takeOver(FoundLock stale, LockOwner owner, Duration patience) throws IOException {
        for (int k = 0; ; k++) {
            Path marker = path.suffix(".stale-" + stale.owner().id() + "-" + k);
            if (create(marker, new byte[0])) {
                try {
                    if (find().filter(stale::equals).isPresent()) {
                        files.delete(path, false);
                    }
                } finally {
                    files.delete(marker, false);
                }
                return false;
            }
            long seen = markers.computeIfAbsent(marker, first -> System.nanoTime());
            if (System.nanoTime() - seen < patience.toNanos()) {
                LockFile.pause(PAUSE);
                return false;
            }
        }
    }

    @Override
    public void release(LockOwner owner) throws IOException {
        if (isOf(owner)) {
            files.delete(path, false);
        }
    }

    @Override
    public Instant now() {
        return WallClock.now();
    }

    @Override
    public boolean datedHere() {
        return true;
    }

    /** Creates a file only where there is none, atomically; false where there is one. */
    private boolean create(Path file, byte[] content) throws IOException {
        // Hadoop's local file system looks first and creates then, so two processes could both succeed.
        boolean local = "file".equals(file.toUri().getScheme());
        try (OutputStream out = local ? createHere(ResultsDirectory.local(file)) : files.create(file, false)) {
            write(file, out, content);
            return true;
        } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Where the file system has owners, nobody else may read the file: it tells how the process was started. */
    private static OutputStream createHere(java.nio.file.Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean owned = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return Channels.newOutputStream(
                owned ? Files.newByteChannel(file, options, OWNER) : Files.newByteChannel(file, options));
    }

    /** Leaves no half-written lock behind, which would be held by no one knows whom. */
    private void write(Path file, OutputStream out, byte[] content) throws IOException {
        try {
            out.write(content);
        } catch (IOException e) {
            files.delete(file, false);
            throw e;
        }
    }

    @Override
    public Optional<FoundLock> find() throws IOException {
        try (InputStream in = files.open(path)) {
            byte[] json = in.readAllBytes();
            Instant beat = beat();
            LockOwner owner = LockOwner.parse(json);
            return Optional.of(new FoundLock(owner == null ? UNKNOWN : owner, beat, ""));
        } catch (FileNotFoundException e) {
            return unreadable();
        }
    }

    /** Java says that a file is not found also of one that may not be read. */
    private Optional<FoundLock> unreadable() throws IOException {
        return files.exists(path) ? Optional.of(new FoundLock(FOREIGN, beat(), "")) : Optional.empty();
    }

    private Instant beat() throws IOException {
        return Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
    }
}
