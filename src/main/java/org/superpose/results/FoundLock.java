package org.superpose.results;

import java.time.Duration;
import java.time.Instant;

/**
 * A lock that was found.
 *
 * @param beat the date of its last sign of life, by the clock of its file system
 * @param version tells what was written from all else that is written to that name; empty where dates are all that is known
 */
record FoundLock(LockOwner owner, Instant beat, String version) {
    /** @param now by the clock of its file system */
    boolean old(Instant now) {
        return Duration.between(beat, now).compareTo(DirectoryLock.STALE) >= 0;
    }

    boolean later(Instant now) {
        return Duration.between(beat, now).compareTo(DirectoryLock.STALE.negated()) <= 0;
    }

    /** Whether another sign of life was found of the same holding. */
    boolean beatsIn(FoundLock another) {
        return owner.id().equals(another.owner.id()) && !(beat.equals(another.beat) && version.equals(another.version));
    }
}
