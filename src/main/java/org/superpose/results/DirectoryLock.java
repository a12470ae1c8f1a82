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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.errors.UserException;

/**
 * One driver per directory. The lock is the file {@code .lock}, created only where there is none; its time of change is the heartbeat.
 *
 * <p>A lock is stale if its process is gone, where that can be seen. Otherwise it is respected while its last beat is at most a minute old. An older one,
 * or one that is dated later than now, is watched: it is stale if its heart does not beat meanwhile, by the watcher's own stopwatch, so that a wrong clock
 * neither takes a directory from a process that lives nor keeps one for a process that is gone. The right to remove a stale lock belongs to the one process
 * that creates the marker {@code .lock.stale-ID-K} for it, so that no one removes the lock of the process that was quicker.
 */
public final class DirectoryLock implements AutoCloseable {
    static final String NAME = ".lock";
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration STALE = Duration.ofSeconds(60);

    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * How long things are watched that may be dead.
     *
     * @param old a lock whose last beat is old: four beats
     * @param later a lock that is dated later than now
     * @param marker of another process that takes a lock over, which takes a moment if that lives
     */
    record Patience(Duration old, Duration later, Duration marker) {
        static final Patience USUAL = new Patience(HEARTBEAT.multipliedBy(4), STALE, STALE);
    }

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
        return acquire(directory, command, Patience.USUAL);
    }

    static DirectoryLock acquire(ResultsDirectory directory, String command, Patience patience) {
        Path path = directory.path(NAME);
        FileSystem files = directory.files();
        LockOwner owner = LockOwner.thisProcess(command);
        Map<Path, Long> markers = new HashMap<>();
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin
                    < patience.old()
                            .plus(patience.later())
                            .plus(patience.marker())
                            .multipliedBy(2)
                            .toNanos()) {
                if (create(files, path, owner.json())) {
                    return new DirectoryLock(files, path, owner);
                }
                Optional<Found> found = find(files, path);
                if (found.isPresent() && lives(files, path, found.get(), patience)) {
                    throw held(directory, found.get());
                }
                if (found.isPresent()) {
                    takeOver(files, path, found.get(), markers, patience.marker());
                }
            }
        } catch (IOException e) {
            throw new UserException("the directory " + directory + " cannot be locked: " + e.getMessage(), e);
        }
        throw new UserException("the directory " + directory + " is wanted by several processes at once; try again");
    }

    /** Whether the owner of a lock lives, which takes some time where neither its process nor its date tells. */
    private static boolean lives(FileSystem files, Path path, Found found, Patience patience) throws IOException {
        if (found.owner().visible()) {
            return found.owner().alive();
        }
        if (found.recent()) {
            return true;
        }
        Duration watch = found.later() ? patience.later() : patience.old();
        LOG.info(
                "the last sign of life of {} is dated {}; watching for {} s whether there is another",
                found.owner(),
                found.beat(),
                watch.toSeconds());
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < watch.toNanos()) {
            pause();
            Optional<Found> now = find(files, path);
            if (now.isEmpty() || !now.get().owner().id().equals(found.owner().id())) {
                return false;
            }
            if (!now.get().beat().equals(found.beat())) {
                return true;
            }
        }
        return false;
    }

    private static UserException held(ResultsDirectory directory, Found found) {
        return new UserException(directory + " is in use by " + found.owner()
                + "; wait until it ends, or stop it there. If it is certainly gone, run the"
                + " command again " + STALE.toSeconds()
                + " s after its last sign of life: it then watches for another, and takes"
                + " the directory over if there is none"
                + (found.later() ? ". That sign is dated " + found.beat() + ", later than now" : ""));
    }

    /** What is to be said of a lock that is dated later than now. */
    public static Optional<String> laterDate(ResultsDirectory directory) {
        try {
            return find(directory.files(), directory.path(NAME))
                    .filter(Found::later)
                    .map(found -> "the lock of " + found.owner() + " is dated " + found.beat()
                            + ", later than now: this machine's clock is behind, or another one is ahead. Whether it lives is found out by"
                            + " watching it");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the lock of " + directory, e);
        }
    }

    /** The live process that holds a directory, if any. */
    public static Optional<LockOwner> holder(ResultsDirectory directory) {
        try {
            return find(directory.files(), directory.path(NAME))
                    .filter(found -> found.owner().visible() ? found.owner().alive() : !found.old())
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

    /** @param markers when each marker of another process was first seen */
    private static void takeOver(FileSystem files, Path path, Found stale, Map<Path, Long> markers, Duration patience)
            throws IOException {
        for (int k = 0; ; k++) {
            Path marker = path.suffix(".stale-" + stale.owner().id() + "-" + k);
            if (create(files, marker, new byte[0])) {
                try {
                    Optional<Found> now = find(files, path);
                    if (now.isPresent() && now.get().equals(stale)) {
                        files.delete(path, false);
                    }
                } finally {
                    files.delete(marker, false);
                }
                return;
            }
            long seen = markers.computeIfAbsent(marker, first -> System.nanoTime());
            if (System.nanoTime() - seen < patience.toNanos()) {
                pause();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
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

    private static Optional<Found> find(FileSystem files, Path path) throws IOException {
        try (InputStream in = files.open(path)) {
            byte[] json = in.readAllBytes();
            Instant beat = Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
            LockOwner owner = LockOwner.parse(json);
            return Optional.of(new Found(owner == null ? UNKNOWN : owner, beat));
        } catch (FileNotFoundException e) {
            return unreadable(files, path);
        }
    }

    /** Java says that a file is not found also of one that may not be read. */
    private static Optional<Found> unreadable(FileSystem files, Path path) throws IOException {
        return files.exists(path)
                ? Optional.of(new Found(
                        FOREIGN, Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime())))
                : Optional.empty();
    }

    /**
     * A lock that was found.
     *
     * @param beat the date of its last sign of life
     */
    private record Found(LockOwner owner, Instant beat) {
        private Duration age() {
            return Duration.between(beat, Instant.now());
        }

        boolean old() {
            return age().compareTo(STALE) >= 0;
        }

        boolean later() {
            return age().compareTo(STALE.negated()) <= 0;
        }

        boolean recent() {
            return !old() && !later();
        }
    }
}
