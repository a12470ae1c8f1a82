package org.superpose.sweep.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;

/** Shows how a sweep comes along: a bar that is redrawn every second on a terminal, one line a minute elsewhere. */
public final class ProgressDisplay implements AutoCloseable {
    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final Supplier<Tally> progress;
    private final Supplier<Capacity> capacity;
    private final Capacity capacityBefore;
    private final Consumer<Estimate> observer;
    private final Tally planned;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock;
    private long lastLine = start;
    private boolean broken;

    /**
     * What is known at one moment.
     *
     * @param stepsPerSecond training steps per second over all slots since the start
     * @param etaSeconds by predicted cost, on the slots that are there now; NaN while nothing can be said
     */
    public record Estimate(Tally now, Tally planned, double seconds, double stepsPerSecond, double etaSeconds) {}

    /**
     * @param planned the tally when all is done: steps, work and done count
     * @param capacity of the cluster
     * @param observer told every few seconds
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a tick that fails is reported by the tick
    public ProgressDisplay(
            PrintStream out,
            Tally planned,
            Supplier<Tally> progress,
            Supplier<Capacity> capacity,
            Consumer<Estimate> observer) {
        this.out = out;
        this.planned = planned;
        this.progress = progress;
        this.capacity = capacity;
        this.capacityBefore = capacity.get();
        this.observer = observer;
        this.terminal = "1".equals(System.getenv("SUPERPOSE_TERMINAL"));
        this.width = columns();
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "superpose-progress");
            thread.setDaemon(true);
            return thread;
        });
        this.clock.scheduleAtFixedRate(this::tryTick, 1, 1, TimeUnit.SECONDS);
    }

    /** The line that shows one moment, without an end of line. */
    static String line(Estimate estimate) {
        Tally now = estimate.now();
        double fraction =
                fraction((double) now.steps(), (double) estimate.planned().steps());
        int full = (int) Math.floor(fraction * BAR);
        StringBuilder line = new StringBuilder();
        line.append('[').append("#".repeat(full)).append("-".repeat(BAR - full)).append("] ");
        line.append(String.format(Locale.ROOT, "%3.0f %%  ", Math.floor(100 * fraction)));
        line.append(now.done()).append('/').append(estimate.planned().done()).append(" done");
        line.append(", ").append(now.failed()).append(" failed");
        line.append(String.format(Locale.ROOT, "  %.0f steps/s", estimate.stepsPerSecond()));
        line.append("  ETA ").append(Double.isNaN(estimate.etaSeconds()) ? "?" : Seconds.shown(estimate.etaSeconds()));
        if (now.done() > 0) {
            line.append(String.format(Locale.ROOT, "  loss %.3g … %.3g", now.best(), now.worst()));
        }
        return line.toString();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        if (terminal) {
            out.print("\r\033[2K");
            out.flush();
        }
    }

    /** An exception would end the clock in silence, and with it the watch on the lock. */
    private void tryTick() {
        try {
            tick();
        } catch (RuntimeException | FSError e) {
            if (!broken) {
                broken = true;
                out.printf("%nthe progress cannot be shown: %s%n", e);
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        Estimate estimate = estimate(1e-9 * (now - start));
        if (terminal) {
            String line = line(estimate);
            out.print("\r\033[2K" + line.substring(0, Math.min(width - 1, line.length())));
            out.flush();
        } else if (now - lastLine >= 60_000_000_000L) {
            lastLine = now;
            out.println(line(estimate));
        }
        observer.accept(estimate);
    }

    private Estimate estimate(double seconds) {
        Tally now = progress.get();
        double fraction = fraction(now.work(), planned.work());
        double eta = fraction < 0.005 || seconds < 3
                ? Double.NaN
                : capacity.get().since(capacityBefore).secondsLeft(fraction);
        return new Estimate(now, planned, seconds, now.steps() / seconds, eta);
    }

    private static double fraction(double part, double whole) {
        return whole > 0 ? Math.min(1, part / whole) : 0;
    }

    private static int columns() {
        String columns = System.getenv("SUPERPOSE_COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 80;
    }
}
