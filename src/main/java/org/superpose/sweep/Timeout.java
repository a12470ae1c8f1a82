package org.superpose.sweep;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that is given up when it takes too long, even where it never looks up. */
final class Timeout {
    /** How long work that was asked to end may take for its present step, and to keep what it has, before it is interrupted. */
    private static final long PATIENCE_SECONDS = 120;

    /** How long it may take after that before its thread is left to itself. */
    private static final long GRACE_SECONDS = 5;

    private Timeout() {}

    /** Says that a point took longer than it may. */
    static final class PointTimeoutException extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean left;

        PointTimeoutException(double seconds, boolean left) {
            super(String.format(
                    Locale.ROOT,
                    "took longer than timeout: %s seconds; give it more, and train it again with --retry failed%s",
                    seconds,
                    left ? ". It does not end, and keeps a core busy until this JVM does" : ""));
            this.left = left;
        }

        /** Whether the thread is still at work. */
        boolean left() {
            return left;
        }
    }

    /**
     * Does the work, in a thread of its own where time is limited.
     *
     * @param seconds infinite for no limit
     * @param giveUp asks the work to end, which an interrupt alone may not: some waiting swallows it
     * @throws PointTimeoutException if the work takes longer; where it does not end its thread goes on, with a core of this JVM
     * @throws InterruptedException if this thread is interrupted; so is the work
     * @throws Exception what the work throws
     */
    static <T> T within(double seconds, Callable<T> work, Runnable giveUp) throws Exception {
        if (Double.isInfinite(seconds)) {
            return work.call();
        }
        FutureTask<T> future = new FutureTask<>(work);
        Thread thread = new Thread(future, Thread.currentThread().getName() + ", limited in time");
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get((long) Math.ceil(1e3 * seconds), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(thread, giveUp);
            throw new PointTimeoutException(seconds, thread.isAlive());
        } catch (InterruptedException e) {
            end(thread, giveUp);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    /** Asks first, so that what the work keeps on its way is kept whole. */
    private static void end(Thread thread, Runnable giveUp) throws InterruptedException {
        giveUp.run();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
    }
}
