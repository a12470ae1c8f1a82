package org.superpose.sweep.progress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.superpose.results.DiskFull;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds up what finished tasks have committed to the accumulator and what heartbeats tell of the running ones, and watches for tasks that fail because a disk
 * is full. Memory: one tally per running task.
 */
public final class SweepProgress extends SparkListener {
    public static final String ACCUMULATOR = "superpose.progress";

    private final TallyAccumulator committed;
    private final Runnable diskFull;
    private final Map<Long, Tally> running = new ConcurrentHashMap<>();

    public SweepProgress(TallyAccumulator committed, Runnable diskFull) {
        this.committed = committed;
        this.diskFull = diskFull;
    }

    public Tally now() {
        return running.values().stream().reduce(committed.value(), Tally::plus);
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> record((Long) task._1(), (Seq<AccumulableInfo>) task._4()));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        if (end.reason() instanceof ExceptionFailure failure && DiskFull.says(failure.toErrorString())) {
            diskFull.run();
        }
    }

    private void record(long task, Seq<AccumulableInfo> infos) {
        CollectionConverters.asJava(infos).forEach(info -> {
            if (info.name().contains(ACCUMULATOR) && info.update().isDefined()) {
                running.put(task, (Tally) info.update().get());
            }
        });
    }
}
