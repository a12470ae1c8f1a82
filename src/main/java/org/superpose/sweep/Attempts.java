package org.superpose.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a point again where that may help: where memory ran out or something could not be read or written, after a pause, and at last while no other point of this
 * JVM is at work. Whatever else goes wrong would go wrong again.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** Held by every point at work, and by one that is to be alone as its only holder; in turn, so that no one waits for ever. */
    private static final ReadWriteLock CROWD = new ReentrantReadWriteLock(true);

    private static final long LOOK_EVERY_MILLIS = 200;

    private final BooleanSupplier stopping;
    private final long[] pauseMillis;

    /** @param stopping whether to give up waiting */
    Attempts(BooleanSupplier stopping) {
        this(stopping, 1_000, 5_000);
    }

    /** @param pauseMillis before each further attempt, the last of which is alone */
    Attempts(BooleanSupplier stopping, long... pauseMillis) {
        this.stopping = stopping;
        this.pauseMillis = pauseMillis;
    }

    /**
     * Does the work until it succeeds, fails for good, or has failed too often.
     *
     * @throws CancellationException if a stop is requested between two attempts
     * @throws Exception what the last attempt threw
     */
    <T> T of(Callable<T> work) throws Exception {
        for (int attempt = 0; ; attempt++) {
            boolean alone = attempt == pauseMillis.length;
            Lock place = alone ? CROWD.writeLock() : CROWD.readLock();
            await(place);
            try {
                return work.call();
            } catch (OutOfMemoryError | IOException | UncheckedIOException | FSError e) {
                if (alone) {
                    throw e;
                }
                LOG.warn("attempt {} of a point failed, and it is tried again: {}", attempt + 1, e.toString());
            } finally {
                place.unlock();
            }
            pause(pauseMillis[attempt]);
        }
    }

    private void await(Lock place) throws InterruptedException {
        while (!place.tryLock(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            check();
        }
    }

    private void pause(long millis) throws InterruptedException {
        for (long left = millis; left > 0; left -= LOOK_EVERY_MILLIS) {
            check();
            Thread.sleep(Math.min(left, LOOK_EVERY_MILLIS));
        }
    }

    private void check() {
        if (stopping.getAsBoolean()) {
            throw new CancellationException("stopped while waiting to try a point again");
        }
    }
}
