package org.superpose.cores;

import java.util.concurrent.locks.LockSupport;

/** A thread that does parts of the work of the team it has joined, and sleeps where there is nothing to do. */
final class Helper implements Runnable {
    /** The looks for work, some 20 µs of them, before a helper sleeps: to be woken takes about as long. */
    private static final int LOOKS = 500;

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
    }

    /** Tells that the team has work. */
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        int looks = 0;
        while (true) {
            Team now = team;
            if (now != null && now.help()) {
                looks = 0;
            } else if (now != null && looks < LOOKS) {
                looks++;
                Thread.onSpinWait();
            } else {
                sleep();
                looks = 0;
            }
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
