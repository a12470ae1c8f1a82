package org.superpose.sweep;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * While open, Ctrl-C, a closed terminal and SIGTERM ask the sweep to stop instead of ending the process: the first one gently, the second at once. Before
 * the training, when nothing could be lost, and after it, where no executor is left to count its rows, the thread that opened this is interrupted instead.
 */
final class StopSignals implements AutoCloseable {
    private final List<SystemSignal> signals;
    private final Thread owner = Thread.currentThread();
    private Runnable gently = this::interruptOwner;
    private Runnable atOnce = this::interruptOwner;
    private boolean interrupted;
    private boolean trained;
    private int received;

    StopSignals() {
        signals = Stream.of("INT", "TERM", "HUP")
                .map(name -> new SystemSignal(name, this::handle))
                .toList();
    }

    /** Whether a signal has interrupted what comes before or after the training; an exception thrown since then comes from that. */
    synchronized boolean interrupted() {
        return interrupted;
    }

    /** Whether there has been training. */
    synchronized boolean trained() {
        return trained;
    }

    /**
     * From now on signals are answered so, until {@link #endTraining}.
     *
     * @param gently run on the first signal, also if it has come already
     * @param atOnce run on every further one
     */
    synchronized void beginTraining(Runnable gently, Runnable atOnce) {
        this.gently = gently;
        this.atOnce = atOnce;
        trained = true;
        if (received > 0) {
            Thread.interrupted();
            interrupted = false;
            gently.run();
        }
    }

    /**
     * From now on signals only count, because what follows takes seconds and has nothing to stop, unless it cannot go on.
     *
     * @param stuck whether it cannot
     */
    synchronized void endTraining(BooleanSupplier stuck) {
        Runnable answer = () -> {
            if (stuck.getAsBoolean()) {
                interruptOwner();
            }
        };
        gently = answer;
        atOnce = answer;
    }

    /** Runs the answer outside the lock: the second signal must get through if the first one's answer hangs. */
    private void handle() {
        next().run();
    }

    private synchronized Runnable next() {
        return received++ == 0 ? gently : atOnce;
    }

    private synchronized void interruptOwner() {
        interrupted = true;
        owner.interrupt();
    }

    @Override
    public void close() {
        signals.forEach(SystemSignal::close);
    }
}
