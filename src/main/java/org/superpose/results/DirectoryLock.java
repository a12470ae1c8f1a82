package org.superpose.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.superpose.errors.UserException;

/**
 * One driver per directory. The lock is the file {@code .lock}, created only where there is none; its time of change is the heartbeat.
 *
 * <p>A lock is stale if its process is gone, where that can be seen, and otherwise if its heart has not beaten for a minute. The right to
 * remove a stale lock belongs to the one process that creates the marker {@code .lock.stale-ID-K} for it, so that no one removes the
 * lock of the process that was quicker. The clocks of hosts that share a directory must agree within that minute.
 */
public final class DirectoryLock implements AutoCloseable {
    static final String NAME = ".lock";
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration STALE = Duration.ofSeconds(60);

    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int ATTEMPTS = 50;

    /** Stands for the owner of a lock file that is being written, or that a crash left half written. */
    private static final LockOwner UNKNOWN =
            new LockOwner("unknown", "unknown", "", 0, null, "a process that is just starting", "just now");

    /** Stands for the owner of a lock that only another user may read. */
    private static final LockOwner FOREIGN =
            new LockOwner("foreign", "unknown", "", 0, null, "a process of another user", "");

    private final FileSystem files;
    private final Path path;
    private final LockOwner owner;
    private final ScheduledExecutorService heart;
    private long lastBeat = System.nanoTime();
    private boolean lost;

    @SuppressWarnings("FutureReturnValueIgnored") // a beat that fails shows in held()
    private DirectoryLock(FileSystem files, Path path, LockOwner owner) {
        this.files = files;
        this.path = path;
        this.owner = owner;
        heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "directory-lock");
            thread.setDaemon(true);
            return thread;
        });
        long period = HEARTBEAT.toMillis();
        heart.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lock of a directory that exists.
     *
     * @param command what it is taken for, shown to those who are refused
     * @throws UserException if a live process holds it, naming host, process and since when
     */
    public static DirectoryLock acquire(ResultsDirectory directory, String command) {
        Path path = directory.path(NAME);
        FileSystem files = directory.files();
        LockOwner owner = LockOwner.thisProcess(command);
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (create(files, path, owner.json())) {
                    return new DirectoryLock(files, path, owner);
                }
                Optional<Found> found = find(files, path);
                if (found.isPresent()) {
                    if (!found.get().stale()) {
                        throw held(directory, found.get());
                    }
                    takeOver(files, path, found.get());
                }
            }
        } catch (IOException e) {
            throw new UserException("the directory " + directory + " cannot be locked: " + e.getMessage(), e);
        }
        throw new UserException("the directory " + directory + " is wanted by several processes at once; try again");
    }

    private static UserException held(ResultsDirectory directory, Found found) {
        return new UserException(directory + " is in use by " + found.owner()
                + "; wait until it ends, or stop it there. If it is certainly" + " gone, the lock expires "
                + STALE.toSeconds() + " s after its last sign of life");
    }

    /** The live process that holds a directory, if any. */
    public static Optional<LockOwner> holder(ResultsDirectory directory) {
        try {
            return find(directory.files(), directory.path(NAME))
                    .filter(found -> !found.stale())
                    .map(Found::owner);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the lock of " + directory, e);
        }
    }

    /** Whether the lock is still this one's. False for good once another process has taken it over, or no heartbeat succeeded in time. */
    public boolean held() {
        beat();
        synchronized (this) {
            return !lost && System.nanoTime() - lastBeat < STALE.toNanos();
        }
    }

    /** Gives the lock back; leaves the lock of another process alone. */
    @Override
    public void close() {
        heart.shutdownNow();
        synchronized (this) {
            try {
                if (!lost && isOurs()) {
                    files.delete(path, false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the lock " + path, e);
            } finally {
                lost = true;
            }
        }
    }

    private synchronized void beat() {
        if (lost) {
            return;
        }
        try {
            if (isOurs()) {
                files.setTimes(path, System.currentTimeMillis(), -1);
                lastBeat = System.nanoTime();
            } else {
                lost = true;
            }
        } catch (FileNotFoundException e) {
            lost = true;
        } catch (IOException | RuntimeException e) {
            // A file system may be away for a moment: held() gives up once the lock could have been taken over.
            return;
        }
    }

    private boolean isOurs() throws IOException {
        return find(files, path)
                .filter(found -> found.owner.id().equals(owner.id()))
                .isPresent();
    }

    private static void takeOver(FileSystem files, Path path, Found stale) throws IOException {
        for (int k = 0; ; k++) {
            Path marker = path.suffix(".stale-" + stale.owner().id() + "-" + k);
            if (create(files, marker, new byte[0])) {
                try {
                    Optional<Found> now = find(files, path);
                    if (now.isPresent()
                            && now.get().stale()
                            && now.get().owner().id().equals(stale.owner().id())) {
                        files.delete(path, false);
                    }
                } finally {
                    files.delete(marker, false);
                }
                return;
            }
            if (age(files, marker).compareTo(STALE) < 0) {
                pause();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted while waiting for a lock", e);
        }
    }

    /** Creates a file only where there is none, atomically; false where there is one. */
    private static boolean create(FileSystem files, Path path, byte[] content) throws IOException {
        // Hadoop's local file system looks first and creates then, so two processes could both succeed.
        boolean local = "file".equals(path.toUri().getScheme());
        try (OutputStream out = local ? createHere(ResultsDirectory.local(path)) : files.create(path, false)) {
            write(files, path, out, content);
            return true;
        } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Where the file system has owners, nobody else may read the file: it tells how the process was started. */
    private static OutputStream createHere(java.nio.file.Path path) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean owned = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return Channels.newOutputStream(
                owned ? Files.newByteChannel(path, options, OWNER) : Files.newByteChannel(path, options));
    }

    /** Leaves no half-written lock behind, which would be held by no one knows whom. */
    private static void write(FileSystem files, Path path, OutputStream out, byte[] content) throws IOException {
        try {
            out.write(content);
        } catch (IOException e) {
            files.delete(path, false);
            throw e;
        }
    }

    private static Duration age(FileSystem files, Path path) throws IOException {
        try {
            return Duration.ofMillis(
                    System.currentTimeMillis() - files.getFileStatus(path).getModificationTime());
        } catch (FileNotFoundException e) {
            return Duration.ZERO;
        }
    }

    private static Optional<Found> find(FileSystem files, Path path) throws IOException {
        try (InputStream in = files.open(path)) {
            byte[] json = in.readAllBytes();
            FileStatus status = files.getFileStatus(path);
            LockOwner owner = LockOwner.parse(json);
            Duration age = Duration.ofMillis(System.currentTimeMillis() - status.getModificationTime());
            return Optional.of(new Found(owner == null ? UNKNOWN : owner, age));
        } catch (FileNotFoundException e) {
            return unreadable(files, path);
        }
    }

    /** Java says that a file is not found also of one that may not be read. */
    private static Optional<Found> unreadable(FileSystem files, Path path) throws IOException {
        return files.exists(path) ? Optional.of(new Found(FOREIGN, age(files, path))) : Optional.empty();
    }

    private record Found(LockOwner owner, Duration age) {
        boolean stale() {
            return owner.visible() ? !owner.alive() : age.compareTo(STALE) >= 0;
        }
    }
}
