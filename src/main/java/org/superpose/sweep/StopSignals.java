package org.superpose.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While open, Ctrl-C, a closed terminal and SIGTERM ask the sweep to stop instead of ending the process: the first one gently, the second at once.
 */
final class StopSignals implements AutoCloseable {
    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private final Runnable gently;
    private final Runnable atOnce;
    private int received;

    /**
     * @param gently run on the first signal
     * @param atOnce run on every further one
     */
    StopSignals(Runnable gently, Runnable atOnce) {
        this.gently = gently;
        this.atOnce = atOnce;
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, this::handle));
        }
    }

    private synchronized void handle(Signal signal) {
        (received++ == 0 ? gently : atOnce).run();
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
