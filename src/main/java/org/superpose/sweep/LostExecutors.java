package org.superpose.sweep;

import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Hears from Spark for which executors it is known that their tasks are not the reason of their end: those that were lost with their node, were preempted or
 * decommissioned. Their end counts against no point.
 */
final class LostExecutors extends SparkListener {
    private final MarkFolder marks;
    private final long run;

    LostExecutors(MarkFolder marks, long run) {
        this.marks = marks;
        this.run = run;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        if (ended.reason() instanceof ExecutorLostFailure lost && !lost.exitCausedByApp()) {
            marks.excuse(run, lost.execId());
        }
    }
}
