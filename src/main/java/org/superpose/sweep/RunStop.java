package org.superpose.sweep;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FSError;
import org.superpose.results.DiskFull;

/**
 * How one invocation is stopped: gently, so that each task commits the points it has finished, or at once, so that Spark cancels its tasks. The first
 * signal and a full disk stop it gently, the second signal and a lost lock at once.
 */
final class RunStop {
    private final RunContext run;
    private final StopRequest request;
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private volatile boolean gentle;
    private volatile boolean cancelled;

    RunStop(RunContext run) {
        this.run = run;
        this.request = new StopRequest(
                run.directory().stopMarker(run.id()), run.directory().objectStore());
    }

    /** What tasks look at. */
    StopRequest request() {
        return request;
    }

    /** Whether it was stopped at once, so that tasks may still be busy. */
    boolean cancelled() {
        return cancelled;
    }

    void gently() {
        if (run.executors().none()) {
            run.log().printf("%nstopping: there is no executor that would still be at work%n");
            atOnce();
            return;
        }
        run.log().printf("%nstopping: finished points are being kept (once more to stop at once)%n");
        make();
    }

    void forFullDisk() {
        if (!cancelled && diskFull.compareAndSet(false, true)) {
            silenceSpark();
            run.log().printf("%n%s%n", DiskFull.message(run.directory()));
            make();
        }
    }

    void atOnce() {
        cancelled = true;
        silenceSpark();
        run.spark().sparkContext().cancelAllJobs();
    }

    /** Whether a stop was requested, here or by a task on another machine. */
    boolean made() {
        return cancelled || request.madeByNow();
    }

    /** Cancels what was begun since it was stopped at once. */
    void again() {
        if (cancelled) {
            run.spark().sparkContext().cancelAllJobs();
        }
    }

    /** Tasks that have not begun would do nothing, and where there is no executor none will. */
    void ifNoneIsAtWork() {
        if (gentle && !cancelled && run.executors().none()) {
            atOnce();
        }
    }

    void ifLockIsLost() {
        if (!run.lock().held() && !cancelled) {
            run.log()
                    .printf(
                            "%nthe lock on %s was taken by another process; stopping at once%n",
                            run.options().directory());
            atOnce();
        }
    }

    private void make() {
        gentle = true;
        try {
            request.make();
        } catch (IOException | FSError e) {
            // Tasks in this JVM need no marker.
            if (!run.context().isLocal()) {
                run.log().println("cannot write the stop marker (" + e.getMessage() + "); stopping at once");
                atOnce();
            }
        }
    }

    /** What Spark says of tasks that we end ourselves would read like errors. */
    private void silenceSpark() {
        run.spark().sparkContext().setLogLevel("OFF");
    }
}
