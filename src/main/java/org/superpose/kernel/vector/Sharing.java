package org.superpose.kernel.vector;

import org.superpose.cores.Team;

/**
 * Decides for each step of a session whether its team is gathered for it: where a step is long enough, and where that is found to be faster. A step of
 * 1 ms has some forty phases, and where other programs are at work on the machine each of them may wait for a thread that was put aside. So a few
 * steps are taken both ways from time to time. The bits are the same either way.
 */
final class Sharing {
    /** The steps taken each way before one is chosen. */
    private static final int TRIED = 3;

    /** The steps taken the chosen way before both are tried again: few at first, when the code is not compiled yet, and each time twice as many. */
    private static final int FIRST_KEPT = 16;

    private static final int MOST_KEPT = 1024;

    private final Team team;
    private final boolean never;
    private final boolean always;

    private int step;
    private int kept = FIRST_KEPT;
    private long shared;
    private long alone;
    private long start;
    private int threads;

    Sharing(Team team, boolean never, boolean always) {
        this.team = team;
        this.never = never;
        this.always = always;
    }

    /** Begins a step; returns the number of threads. */
    int begin() {
        start = System.nanoTime();
        threads = never || !always && !chosen() ? 1 : team.gather();
        return threads;
    }

    /** Ends a step. */
    void end() {
        team.dismiss();
        if (never || always) {
            return;
        }
        long taken = System.nanoTime() - start;
        if (step < TRIED && threads == 1) {
            // no core was free, so there is nothing to compare
            return;
        }
        if (step < TRIED) {
            shared += taken;
        } else if (step < 2 * TRIED) {
            alone += taken;
        }
        step++;
        if (step == 2 * TRIED + kept) {
            step = 0;
            kept = Math.min(MOST_KEPT, 2 * kept);
            shared = 0;
            alone = 0;
        }
    }

    private boolean chosen() {
        return step < TRIED || step >= 2 * TRIED && shared < alone;
    }
}
