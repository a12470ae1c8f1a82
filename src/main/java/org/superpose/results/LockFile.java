package org.superpose.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superpose.errors.UserException;

/** The file that tells who holds a directory, as one kind of file system keeps it. Which lock is stale {@link DirectoryLock} decides. */
interface LockFile {
    /** The lock of a directory, to be taken. */
    static LockFile of(ResultsDirectory directory) throws IOException {
        return directory.objectStore() ? PutLock.tried(directory) : new TouchedLock(directory);
    }

    /** The lock of a directory, to be looked at. */
    static LockFile toRead(ResultsDirectory directory) {
        return directory.objectStore() ? PutLock.toRead(directory) : new TouchedLock(directory);
    }

    /** Writes the lock where there is none; false where there is one. */
    boolean create(LockOwner owner) throws IOException;

    /** The lock that is there, if any. */
    Optional<FoundLock> find() throws IOException;

    /** Gives a sign of life; false if the lock is another's or gone. */
    boolean beat(LockOwner owner) throws IOException;

    /**
     * Takes a stale lock out of the way, unless another process is quicker.
     *
     * @param patience how long the marker of another process that does the same is respected
     * @return whether the owner has the lock now; otherwise it must be created
     */
    boolean takeOver(FoundLock stale, LockOwner owner, Duration patience) throws IOException;

    /** Gives the lock back if it is the owner's. */
    void release(LockOwner owner) throws IOException;

    /** What time it is by the clock that dates its files; for who may write. */
    Instant now() throws IOException;

    /** Whether that is the clock of this machine, or one kept in step with it as far as is known. */
    boolean datedHere();

    /** What the lock cannot do on this file system, a sentence for the user. */
    default Optional<String> caveat() {
        return Optional.empty();
    }

    /** Waits a moment. */
    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted while waiting for a lock", e);
        }
    }
}
