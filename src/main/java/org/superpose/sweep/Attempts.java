package org.superpose.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the points of a task again where that may help: where memory ran out or something could not be read or written, after a pause, and at last while no other
 * point of this JVM is at work. Whatever else goes wrong would go wrong again.
 *
 * <p>A point that was alone stays so until {@link #release}, when its row is written, or until the next point of the task: if the JVM ended meanwhile because of a
 * point that began, this one would be blamed as well.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final Object CROWD = new Object();
    /** The points at work in this JVM, and those that wait to be alone; while there are any of these no other begins. Guarded by the lock on {@link #CROWD}. */
    private static int working;

    private static int waiting;

    private final BooleanSupplier stopping;
    private final long[] pauseMillis;

    /** Whether others still wait for the last point to be written. */
    private boolean held;

    /** @param stopping whether to give up waiting */
    Attempts(BooleanSupplier stopping) {
        this(stopping, 1_000, 5_000);
    }

    /** @param pauseMillis before each further attempt, the last of which is alone */
    Attempts(BooleanSupplier stopping, long... pauseMillis) {
        this.stopping = stopping;
        this.pauseMillis = pauseMillis;
    }

    /** What is tried. */
    interface Work<T> {
        /** @param alone whether no other point of this JVM is at work meanwhile */
        T call(boolean alone) throws Exception;
    }

    /**
     * Does the work until it succeeds, fails for good, or has failed too often.
     *
     * @param always whether each attempt is alone, and not the last one only
     * @throws CancellationException if a stop is requested between two attempts
     * @throws Exception what the last attempt threw
     */
    <T> T of(boolean always, Work<T> work) throws Exception {
        release();
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt == pauseMillis.length;
            boolean alone = always || last;
            enter(alone);
            boolean over = true;
            try {
                return work.call(alone);
            } catch (OutOfMemoryError | IOException | UncheckedIOException | FSError e) {
                over = last;
                if (last) {
                    throw e;
                }
                LOG.warn("attempt {} of a point failed, and it is tried again: {}", attempt + 1, e.toString());
            } finally {
                held = alone && over;
                if (!held) {
                    leave(alone);
                }
            }
            pause(pauseMillis[attempt]);
        }
    }

    /** Lets other points begin, if they wait for the last one. */
    void release() {
        if (held) {
            leave(true);
            held = false;
        }
    }

    private void enter(boolean alone) throws InterruptedException {
        synchronized (CROWD) {
            waiting += alone ? 1 : 0;
            try {
                while (alone ? working > 0 : waiting > 0) {
                    check();
                    CROWD.wait(LOOK_EVERY_MILLIS);
                }
                working++;
            } catch (InterruptedException | RuntimeException e) {
                waiting -= alone ? 1 : 0;
                CROWD.notifyAll();
                throw e;
            }
        }
    }

    private static void leave(boolean alone) {
        synchronized (CROWD) {
            working--;
            waiting -= alone ? 1 : 0;
            CROWD.notifyAll();
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
