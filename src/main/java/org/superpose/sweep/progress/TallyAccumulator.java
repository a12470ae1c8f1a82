package org.superpose.sweep.progress;

import org.apache.spark.util.AccumulatorV2;

/** Sums tallies; named, it reaches the driver inside every heartbeat while its task still runs, hence the locks. */
public final class TallyAccumulator extends AccumulatorV2<Tally, Tally> {
    private static final long serialVersionUID = 1;

    private Tally sum = Tally.ZERO;

    /** Spark shows a deserialised accumulator to its task's heartbeat before the fields of this class are read. */
    @Override
    public synchronized boolean isZero() {
        return sum == null || sum.equals(Tally.ZERO);
    }

    @Override
    public synchronized TallyAccumulator copy() {
        TallyAccumulator copy = new TallyAccumulator();
        copy.sum = sum;
        return copy;
    }

    @Override
    public synchronized void reset() {
        sum = Tally.ZERO;
    }

    @Override
    public synchronized void add(Tally tally) {
        sum = sum.plus(tally);
    }

    @Override
    public synchronized void merge(AccumulatorV2<Tally, Tally> other) {
        sum = sum.plus(other.value());
    }

    @Override
    public synchronized Tally value() {
        return sum;
    }
}
