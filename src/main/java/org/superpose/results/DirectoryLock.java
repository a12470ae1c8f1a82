package org.superpose.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.errors.UserException;

/**
 * One driver per directory. The lock is the file {@code .lock}, written only where there is none, with a heartbeat; {@link TouchedLock} keeps it on a file
 * system, {@link PutLock} in an object store.
 *
 * <p>A lock is stale if its process is gone, where that can be seen. Otherwise it is respected while its last beat is at most a minute old by the clock that
 * dates the files. An older one, or one that is dated later than now, is watched: it is stale if its heart does not beat meanwhile, by the watcher's own
 * stopwatch, so that a wrong clock neither takes a directory from a process that lives nor keeps one for a process that is gone.
 */
public final class DirectoryLock implements AutoCloseable {
    static final String NAME = ".lock";
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration STALE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long a reader watches a lock whose dates are of a clock that it cannot ask: two beats and a little. */
    private static final Duration GLANCE = HEARTBEAT.multipliedBy(2).plusSeconds(2);

    /**
     * How long things are watched that may be dead.
     *
     * @param old a lock whose last beat is old: four beats
     * @param later a lock that is dated later than now
     * @param marker of another process that takes a lock over, which takes a moment if that lives
     */
    record Patience(Duration old, Duration later, Duration marker) {
        static final Patience USUAL = new Patience(HEARTBEAT.multipliedBy(4), STALE, STALE);

        /** After this a lock that is neither taken nor held is given up. */
        Duration all() {
            return old.plus(later).plus(marker).multipliedBy(2);
        }
    }

    private final ResultsDirectory directory;
    private final LockFile file;
    private final LockOwner owner;
    private final ScheduledExecutorService heart;
    private long lastBeat = System.nanoTime();
    private boolean lost;

    @SuppressWarnings("FutureReturnValueIgnored") // a beat that fails shows in held()
    private DirectoryLock(ResultsDirectory directory, LockFile file, LockOwner owner) {
        this.directory = directory;
        this.file = file;
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
        LockOwner owner = LockOwner.thisProcess(command);
        long begin = System.nanoTime();
        try {
            LockFile file = LockFile.of(directory);
            while (System.nanoTime() - begin < patience.all().toNanos()) {
                if (file.create(owner)) {
                    return new DirectoryLock(directory, file, owner);
                }
                Optional<FoundLock> found = file.find();
                if (found.isPresent() && lives(file, found.get(), patience)) {
                    throw held(directory, file, found.get());
                }
                if (found.isPresent() && file.takeOver(found.get(), owner, patience.marker())) {
                    return new DirectoryLock(directory, file, owner);
                }
            }
        } catch (IOException e) {
            throw new UserException("the directory " + directory + " cannot be locked: " + e.getMessage(), e);
        }
        throw new UserException("the directory " + directory + " is wanted by several processes at once; try again");
    }

    /** Whether the owner of a lock lives, which takes some time where neither its process nor its date tells. */
    private static boolean lives(LockFile file, FoundLock found, Patience patience) throws IOException {
        if (found.owner().visible()) {
            return found.owner().alive();
        }
        Instant now = file.now();
        if (!found.old(now) && !found.later(now)) {
            return true;
        }
        Duration watch = found.later(now) ? patience.later() : patience.old();
        LOG.info(
                "the last sign of life of {} is dated {}; watching for {} s whether there is another",
                found.owner(),
                found.beat(),
                watch.toSeconds());
        return beats(file, found, watch);
    }

    /** Whether a lock gives another sign of life within a time; at once if it does. */
    private static boolean beats(LockFile file, FoundLock found, Duration watch) throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < watch.toNanos()) {
            LockFile.pause(PAUSE);
            Optional<FoundLock> now = file.find();
            if (now.isEmpty() || !now.get().owner().id().equals(found.owner().id())) {
                return false;
            }
            if (now.get().beatsIn(found)) {
                return true;
            }
        }
        return false;
    }

    private static UserException held(ResultsDirectory directory, LockFile file, FoundLock found) throws IOException {
        return new UserException(directory + " is in use by " + found.owner()
                + "; wait until it ends, or stop it there. If it is certainly gone, run the"
                + " command again " + STALE.toSeconds()
                + " s after its last sign of life: it then watches for another, and takes"
                + " the directory over if there is none"
                + (file.datedHere() && found.later(file.now())
                        ? ". That sign is dated " + found.beat() + ", later than now"
                        : ""));
    }

    /** What is to be said of a lock that is dated later than now. */
    public static Optional<String> laterDate(ResultsDirectory directory) {
        LockFile file = LockFile.toRead(directory);
        try {
            Instant now = WallClock.now();
            return file.find()
                    .filter(found -> file.datedHere() && found.later(now))
                    .map(found -> "the lock of " + found.owner() + " is dated " + found.beat()
                            + ", later than now: this machine's clock is behind, or another one is ahead. Whether it lives is found out by"
                            + " watching it");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the lock of " + directory, e);
        }
    }

    /** The live process that holds a directory, if any. */
    public static Optional<LockOwner> holder(ResultsDirectory directory) {
        LockFile file = LockFile.toRead(directory);
        try {
            Optional<FoundLock> found = file.find();
            return found.isPresent() && seemsToLive(file, found.get())
                    ? Optional.of(found.get().owner())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the lock of " + directory, e);
        }
    }

    private static boolean seemsToLive(LockFile file, FoundLock found) throws IOException {
        if (found.owner().visible()) {
            return found.owner().alive();
        }
        return file.datedHere() ? !found.old(file.now()) : beats(file, found, GLANCE);
    }

    /** What the lock cannot do here, a sentence for the user. */
    public Optional<String> caveat() {
        return file.caveat();
    }

    /**
     * Whether the lock is still this one's, by another heartbeat now; in an object store, where each is several requests, by the last one. False for good once another process has taken it over, or no
     * heartbeat succeeded in time.
     */
    public boolean held() {
        if (file.datedHere() || sinceLastBeat().compareTo(HEARTBEAT) > 0) {
            beat();
        }
        synchronized (this) {
            return !lost && sinceLastBeat().compareTo(STALE) < 0;
        }
    }

    private synchronized Duration sinceLastBeat() {
        return Duration.ofNanos(System.nanoTime() - lastBeat);
    }

    /** Gives the lock back; leaves the lock of another process alone. */
    @Override
    public void close() {
        heart.shutdownNow();
        synchronized (this) {
            try {
                if (!lost) {
                    file.release(owner);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot give back the lock of " + directory, e);
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
            long begin = System.nanoTime();
            if (file.beat(owner)) {
                lastBeat = begin;
            } else {
                lost = true;
            }
        } catch (IOException | RuntimeException e) {
            // A file system may be away for a moment: held() gives up once the lock could have been taken over.
            LOG.debug("a heartbeat of {} failed", directory, e);
        }
    }
}
