package org.superpose.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.results.PointRows;
import org.superpose.results.RowBuilder;
import org.superpose.results.Tables;
import org.superpose.sweep.progress.Tally;
import org.superpose.train.Trainer;

/** Trains or builds, and measures, one point after another. Whatever goes wrong with a point becomes its row; only the end of the task itself is thrown. */
final class PointRunner {
    private static final int MESSAGE_LENGTH = 4000;
    private static final Logger LOG = LoggerFactory.getLogger(PointRunner.class);

    private final SweepTask sweep;
    private final TaskDevice device;
    private final TaskContext task = TaskContext.get();
    private final String host = hostName();

    PointRunner(SweepTask sweep, TaskDevice device) {
        this.sweep = sweep;
        this.device = device;
    }

    /** Returns the point's row; empty if a stop was requested before the point was finished. */
    Optional<Row> run(Point point) {
        if (stopping()) {
            return Optional.empty();
        }
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        double predicted = sweep.costs().seconds(point);
        Progress progress = new Progress(point.steps(), predicted);
        Optional<Row> row = results(point, progress)
                .map(results -> results.set("kernel", device.kernel().name())
                        .set("device", device.label())
                        .set("host", host)
                        .set("attempt", task.attemptNumber())
                        .set("seconds", secondsSince(start))
                        .set("predicted_seconds", predicted)
                        .set("started_at", Timestamp.from(startedAt))
                        .set("algo_version", Identity.ALGO_VERSION)
                        .build());
        row.ifPresent(finished -> {
            progress.finish();
            count(finished, secondsSince(start));
        });
        return row;
    }

    /** Returns what came of the point, its failure included; empty if a stop cut it short. */
    private Optional<RowBuilder> results(Point point, Progress progress) {
        try {
            RowBuilder row = identity(point);
            new ModelRow(row, point, sweep.measure(point), device.kernel(), sweep.blocks()).fill(progress);
            return Optional.of(row);
        } catch (CancellationException e) {
            task.killTaskIfInterrupted();
            return Optional.empty();
        } catch (TaskKilledException e) {
            throw e;
        } catch (Exception | OutOfMemoryError | LinkageError | AssertionError e) {
            task.killTaskIfInterrupted();
            return Optional.of(failed(identity(point), e));
        }
    }

    private RowBuilder identity(Point point) {
        return PointRows.identity(new RowBuilder(Tables.MODELS_SCHEMA), sweep.sweep(), point);
    }

    private void count(Row row, double seconds) {
        int loss = Tables.MODELS_SCHEMA.fieldIndex("loss");
        if (!row.isNullAt(loss)) {
            sweep.tally().add(Tally.done(row.getDouble(loss), seconds));
            return;
        }
        sweep.tally().add(Tally.failed(seconds));
        if (sweep.failFast()) {
            requestStop();
        }
    }

    private static double secondsSince(long start) {
        return 1e-9 * (System.nanoTime() - start);
    }

    private static RowBuilder failed(RowBuilder row, Throwable error) {
        StringBuilder message = new StringBuilder(String.valueOf(error.getMessage()));
        if (error instanceof OutOfMemoryError) {
            message.append(
                    "; give each task more memory (--driver-memory in local mode, --executor-memory on a cluster)");
        }
        for (StackTraceElement frame : error.getStackTrace()) {
            message.append("\n  at ").append(frame);
        }
        return row.set("status", "failed")
                .set("error_class", error.getClass().getName())
                .set("error_message", message.substring(0, Math.min(MESSAGE_LENGTH, message.length())));
    }

    /** A second attempt finishes its bundle: it replaces a file that may have been committed whole. */
    private boolean stopping() {
        return task.attemptNumber() == 0 && sweep.stop().made();
    }

    private void requestStop() {
        try {
            sweep.stop().make();
        } catch (IOException e) {
            // The tasks of this JVM know already; those of others go on to the end, and no row is lost.
            LOG.warn("cannot tell other executors to stop: {}", e.getMessage());
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Reports training steps as they happen and, when the point ends early, the rest of them. */
    private final class Progress implements Trainer.Monitor {
        private final int steps;
        private final double work;
        private int taken;
        private double done;

        Progress(int steps, double work) {
            this.steps = steps;
            this.work = work;
        }

        @Override
        public boolean advanced(int count) {
            report(count, steps == 0 ? 0 : work * count / steps);
            return !stopping() && !task.isInterrupted();
        }

        void finish() {
            report(steps - taken, work - done);
        }

        private void report(int count, double share) {
            taken += count;
            done += share;
            sweep.tally().add(Tally.advanced(count, share));
        }
    }
}
