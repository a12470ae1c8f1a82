package org.superpose.cores;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that compute for one task: its own, and those that help. All methods are called by the task's own thread. A step begins with
 * {@link #gather}, does its work phase by phase with {@link #run}, and ends with {@link #dismiss}; nothing is allocated on the way.
 */
public final class Team implements AutoCloseable {
    private static final Team ALONE = new Team(null, 1, new Helper[0]);
    /** The looks at whether others are done before the thread lets others run. */
    private static final int LOOKS = 2000;

    /** The cores that the task was given. */
    final int held;
    /** Those who help with this step, in the first {@code number} places. */
    final Helper[] helpers;

    int number;
    /** How many of them are for cores that the team does not hold. */
    int borrowed;

    private final Cores cores;
    private boolean gathered;
    private long gatheredAt;
    private long lentNanoseconds;
    private boolean closed;

    private Work work;
    /**
     * The parts that no one has begun, which lie side by side: the first of them in the upper half, the one after the last in the lower. The task's own
     * thread takes them from the front and helpers from the back, so that in phase after phase each works on much the same numbers, which are near.
     */
    private final AtomicLong open = new AtomicLong();

    /** The parts that are not done. */
    private final AtomicInteger pending = new AtomicInteger();

    private volatile Throwable failure;

    Team(Cores cores, int held, Helper[] helpers) {
        this.cores = cores;
        this.held = held;
        this.helpers = helpers;
    }

    /** A team of one thread that is never helped, and may be shared by all. */
    public static Team alone() {
        return ALONE;
    }

    /** Begins a step: takes the helpers that are to be had. Returns the number of threads, 1 without helpers. */
    public int gather() {
        if (gathered) {
            throw new IllegalStateException("this team has begun a step already");
        }
        if (cores == null || (held == 1 && !cores.idle())) {
            return 1;
        }
        cores.lend(this);
        gathered = true;
        gatheredAt = System.nanoTime();
        return number + 1;
    }

    /** Ends a step: gives the helpers back. */
    public void dismiss() {
        if (gathered) {
            gathered = false;
            lentNanoseconds += number * (System.nanoTime() - gatheredAt);
            cores.takeBack(this);
        }
    }

    /** The seconds that helpers were lent to this team until now, summed over them; only the task's own thread may ask. */
    public double lentSeconds() {
        return 1e-9 * lentNanoseconds;
    }

    /**
     * Does all parts of some work, in ascending order where there are no helpers. What this thread has written before is seen by every part, and what
     * the parts have written is seen by this thread afterwards.
     *
     * @throws RuntimeException what a part has thrown; parts that had not begun by then are left out
     */
    public void run(Work some, int count) {
        if (number == 0 || count == 1) {
            for (int part = 0; part < count; part++) {
                some.part(part);
            }
            return;
        }
        work = some;
        pending.set(count);
        open.set(count);
        for (int q = 0; q < Math.min(number, count - 1); q++) {
            helpers[q].wake();
        }
        boolean left = true;
        while (left) {
            left = claim(true);
        }
        await();
        work = null;
        fail();
    }

    /** Gives the cores that the team holds back; a second call does nothing. */
    @Override
    public void close() {
        dismiss();
        if (cores != null && !closed) {
            closed = true;
            cores.leave(held);
        }
    }

    /** Whether there is a part that no one has begun. */
    boolean offers() {
        long now = open.get();
        return first(now) < end(now);
    }

    /** Does one part for a helper; returns false if there was none left to begin. */
    boolean help() {
        return claim(false);
    }

    private boolean claim(boolean front) {
        long now = open.get();
        while (first(now) < end(now)) {
            long next = front ? now + (1L << Integer.SIZE) : now - 1;
            if (open.compareAndSet(now, next)) {
                // the work cannot change before this part is done
                perform(front ? first(now) : end(now) - 1);
                return true;
            }
            now = open.get();
        }
        return false;
    }

    private static int first(long range) {
        return (int) (range >>> Integer.SIZE);
    }

    private static int end(long range) {
        return (int) range;
    }

    private void perform(int part) {
        try {
            if (failure == null) {
                work.part(part);
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            pending.decrementAndGet();
        }
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // correct whatever the scheduler does, but a thread that waits long should not keep
    // others waiting
    private void await() {
        for (int looks = 0; pending.get() > 0; looks++) {
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void fail() {
        Throwable thrown = failure;
        if (thrown == null) {
            return;
        }
        failure = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        // a part declares no checked exception
        throw (RuntimeException) thrown;
    }
}
