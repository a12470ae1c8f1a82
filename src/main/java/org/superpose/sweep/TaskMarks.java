package org.superpose.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.grid.Point;

/**
 * The marks of one task: one for all its points that nothing is said against, from its beginning to its end, and one for each other point while it is trained
 * and its row is written. So a sweep whose JVMs live writes a file per task and none per point.
 */
final class TaskMarks {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMarks.class);

    /** What helps in local mode where memory ran out. */
    static final String MORE_MEMORY = "give it more with --driver-memory, or fewer slots";

    /** The attempt of a task that no longer trains points whose JVMs have ended, so that it is never tried so often that Spark gives up the whole job. */
    private static final int LAST_ATTEMPT = 2;

    private final Watch watch;
    private final String prefix;
    private final List<Mark> ended = new ArrayList<>();
    private Map<String, Long> states;

    /** Whether a JVM ended with this task in this round. */
    private final boolean lost;

    private final int attempt;

    /** Whether this JVM never has another task at work. */
    private final boolean single;

    private String wholeTask;
    private String onePoint;
    private int count;

    private TaskMarks(SweepTask sweep, TaskContext task) {
        this.watch = sweep.watch();
        this.attempt = task.attemptNumber();
        this.single = sweep.cores() <= task.cpus();
        this.prefix = MarkFolder.prefix(watch.run(), watch.round(), task.partitionId());
        this.states = watch.states();
        ended.addAll(watch.ended());
        this.lost = attempt > 0 && look(sweep.checkpoints());
    }

    /** Marks the points that a task is about to train. */
    static TaskMarks of(SweepTask sweep, List<Point> points, TaskContext task) {
        TaskMarks marks = new TaskMarks(sweep, task);
        Map<String, Long> unsuspected = new TreeMap<>();
        for (Point point : points) {
            if (marks.suspicion(point).care() == Care.NONE) {
                unsuspected.put(point.modelKey(), marks.state(point));
            }
        }
        if (!unsuspected.isEmpty()) {
            marks.wholeTask = marks.write(marks.single && points.size() == 1, unsuspected);
        }
        return marks;
    }

    /** Looks what earlier attempts of this task left; returns whether their JVMs ended. */
    private boolean look(CheckpointFolder checkpoints) {
        try {
            List<Mark> here = watch.marks().end(prefix);
            ended.addAll(here);
            states = checkpoints.newest();
            return !here.isEmpty();
        } catch (IOException | FSError e) {
            LOG.warn("what an earlier attempt of this task was at cannot be read: {}", e.toString());
            return false;
        }
    }

    Suspicion suspicion(Point point) {
        return Suspicion.of(point.modelKey(), ended, state(point));
    }

    private long state(Point point) {
        return states.getOrDefault(point.modelKey(), 0L);
    }

    /** What this task does about a point. */
    Care care(Point point) {
        Care care = suspicion(point).care();
        boolean tooEarly = care == Care.ALONE && !watch.last();
        boolean tooOften = lost && attempt >= LAST_ATTEMPT && care != Care.GIVEN_UP;
        return tooEarly || tooOften ? Care.LEFT : care;
    }

    /**
     * Marks the point that is trained now, if it needs a mark of its own, and takes back the mark of the point before, whose row is written.
     *
     * @param alone whether no other point of this JVM is at work
     */
    void begin(Point point, Care care, boolean alone) {
        finish();
        if (care == Care.MARKED || care == Care.ALONE) {
            onePoint = write(alone || single, Map.of(point.modelKey(), state(point)));
        }
    }

    /** Takes back the mark of the one point, whose row is written. */
    void finish() {
        if (onePoint != null) {
            watch.marks().remove(onePoint);
            onePoint = null;
        }
    }

    /**
     * Records that this JVM ends, if the task failed with an error after which Spark ends it, as where memory runs out while a row is written. That comes a moment
     * later, and the driver may have settled by then what is left of the run.
     */
    void failed(Throwable error) {
        if (ExceptionUtils.getThrowableList(error).stream().anyMatch(TaskMarks::fatal)) {
            Stream.of(onePoint, wholeTask).filter(Objects::nonNull).forEach(watch.marks()::endOwn);
            onePoint = null;
            wholeTask = null;
            if (watch.inDriver()) {
                LOG.error(
                        "Spark ends this process, because {} came while a row was written. Where memory ran out, {}. The same command trains what is missing",
                        error.toString(),
                        MORE_MEMORY);
            }
        }
    }

    private static boolean fatal(Throwable error) {
        return error instanceof VirtualMachineError && !(error instanceof SparkOutOfMemoryError);
    }

    /** Takes back all marks of this attempt, which ended with its JVM alive. */
    void close() {
        finish();
        if (wholeTask != null) {
            watch.marks().remove(wholeTask);
            wholeTask = null;
        }
    }

    /** Returns the name of the mark; null if it cannot be written, which costs nothing while all goes well. */
    private String write(boolean alone, Map<String, Long> points) {
        String name = prefix + attempt + "-" + count++;
        try {
            watch.marks().write(name, Mark.here(watch.run(), watch.inDriver(), alone, points));
            return name;
        } catch (IOException | FSError e) {
            LOG.warn("it cannot be marked what this task is at: {}", e.toString());
            return null;
        }
    }
}
