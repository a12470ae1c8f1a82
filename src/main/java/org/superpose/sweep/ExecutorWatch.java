package org.superpose.sweep;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.errors.Printable;
import org.superpose.results.Sessions;
import org.superpose.results.SweepFailedException;
import org.superpose.sweep.progress.Capacity;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Looks once a second at the executors that the application has: they come late, are lost, and come and go with dynamic allocation. Says when their number has
 * changed, and when there has been none for a minute, with the reason that Spark gives.
 */
final class ExecutorWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long NONE_IS_SAID_AFTER = 60 * SECOND;
    private static final long CHANGE_IS_SAID_AFTER = 5 * SECOND;

    private final Supplier<List<Seen>> all;
    private final LongSupplier nanoTime;
    private final boolean local;
    private final PrintStream log;
    private final BooleanSupplier ended;
    private final ScheduledExecutorService clock;
    private int slots;
    private int said;
    private boolean noneSaid;
    private long changed;
    private long looked;
    private double slotSeconds;

    /**
     * An executor of the application, as Spark tells of it.
     *
     * @param slots the tasks that it runs at a time; 0 if it is given none
     * @param lost when; null while it is there
     * @param reason that Spark gives for its loss; null for none
     */
    record Seen(int slots, Date lost, String reason) {
        static Seen of(ExecutorSummary executor) {
            boolean works = executor.isActive() && !executor.isExcluded();
            return new Seen(
                    works ? executor.maxTasks() : 0,
                    executor.removeTime().getOrElse(() -> null),
                    executor.removeReason().getOrElse(() -> null));
        }

        private String why() {
            return reason == null ? "Spark gives no reason" : Printable.line(reason);
        }
    }

    ExecutorWatch(SparkSession spark, PrintStream log) {
        this(
                () -> executors(spark.sparkContext()),
                System::nanoTime,
                Sessions.local(spark.sparkContext().master()),
                log,
                spark.sparkContext()::isStopped);
        clock.scheduleAtFixedRate(this::lookAgain, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * A watch that looks when it is told to.
     *
     * @param all the executors of the application, also those that it has lost
     * @param ended whether the application has ended
     */
    ExecutorWatch(
            Supplier<List<Seen>> all, LongSupplier nanoTime, boolean local, PrintStream log, BooleanSupplier ended) {
        this.all = all;
        this.nanoTime = nanoTime;
        this.local = local;
        this.log = log;
        this.ended = ended;
        this.changed = nanoTime.getAsLong();
        this.looked = changed;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "superpose-executors");
            thread.setDaemon(true);
            return thread;
        });
        look();
    }

    private static List<Seen> executors(SparkContext context) {
        return context.isStopped()
                ? List.of()
                : CollectionConverters.asJava(context.statusStore().executorList(false)).stream()
                        .map(Seen::of)
                        .toList();
    }

    /** Tasks that run at a time on the executors that are there now. */
    synchronized int slots() {
        look();
        return slots;
    }

    /** Whether nothing can run: there is no executor now. */
    boolean none() {
        return !local && slots() == 0;
    }

    synchronized Capacity capacity() {
        look();
        return new Capacity(slots, slotSeconds);
    }

    /**
     * The slots once there are some, and their number has been the same for a second or is what was asked for.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws SweepFailedException if Spark ends meanwhile
     */
    int settledSlots(int asked) throws InterruptedException {
        while (!settled(asked)) {
            if (ended.getAsBoolean()) {
                throw new SweepFailedException("Spark has ended before there was an executor", null);
            }
            Thread.sleep(50);
        }
        return slots();
    }

    private synchronized boolean settled(int asked) {
        look();
        return slots > 0 && (local || slots >= asked || nanoTime.getAsLong() - changed >= SECOND);
    }

    /** A look that fails, because Spark is being stopped, must not be the last. */
    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("the executors cannot be counted", e);
        }
    }

    /** Notes what is there now. */
    synchronized void look() {
        long now = nanoTime.getAsLong();
        slotSeconds += 1e-9 * (now - looked) * slots;
        looked = now;
        List<Seen> executors = all.get();
        int found = executors.stream().mapToInt(Seen::slots).sum();
        if (found != slots) {
            slots = found;
            changed = now;
        }
        if (!local) {
            say(executors, now - changed);
        }
    }

    private void say(List<Seen> executors, long unchanged) {
        if (slots == 0 && !noneSaid && unchanged >= NONE_IS_SAID_AFTER) {
            noneSaid = true;
            said = 0;
            log.printf(
                    "%nthere has been no executor for a minute: %s. The sweep waits for one; Ctrl-C ends it, and finished points are kept%n",
                    reason(executors));
        } else if (slots > 0 && slots != said && unchanged >= CHANGE_IS_SAID_AFTER) {
            if (said > 0 || noneSaid) {
                log.printf("%nthere are %d slots now%n", slots);
            }
            said = slots;
            noneSaid = false;
        }
    }

    private static String reason(List<Seen> executors) {
        return executors.stream()
                .filter(executor -> executor.lost() != null)
                .max(Comparator.comparing(Seen::lost))
                .map(executor -> "the last one was lost (" + executor.why() + ")")
                .orElse(
                        "the cluster has given none, because it is busy or no node has the cores and the memory that were asked for");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
