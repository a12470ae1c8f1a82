package org.superpose.cores;

import java.util.concurrent.locks.LockSupport;

/** A thread that does parts of the work of the team it has joined, and sleeps where there is nothing to do. */
final class Helper implements Runnable {
    /**
     * How long a helper looks for work before it sleeps. To be woken takes some 50 µs where a processor that sleeps is given to others, as in virtual
     * machines, and the phases of a step of 1 ms take half of that.
     */
    private static final long PATIENCE_NANOSECONDS = 200_000;

    private static final int LOOKS_PER_CLOCK = 16;

    private final Thread thread;
    private volatile Team team;
    private volatile boolean asleep;

    Helper() {
        thread = new Thread(this, "core");
        thread.setDaemon(true);
        thread.start();
    }

    /** Joins a team, or leaves the one it is in where {@code next} is null. */
    void join(Team next) {
        team = next;
        if (next != null) {
            wake();
        }
    }

    /** Tells that the team has work, or will have. */
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        long last = System.nanoTime();
        while (true) {
            Team now = team;
            if (now != null && now.help()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last < PATIENCE_NANOSECONDS) {
                look();
            } else {
                sleep();
                last = System.nanoTime();
            }
        }
    }

    private void look() {
        for (int looks = 0; looks < LOOKS_PER_CLOCK; looks++) {
            Team now = team;
            if (now != null && now.offers()) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Sleeps unless there is work: the team offers it before it looks who is asleep. */
    private void sleep() {
        asleep = true;
        Team now = team;
        if (now == null || !now.offers()) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
