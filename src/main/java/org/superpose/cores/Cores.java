package org.superpose.cores;

/**
 * The cores of one JVM. Each {@link Team} holds as many as its task was given, whether or not they are free, because whoever schedules the tasks has
 * decided that; those that are left are lent to the teams, for a step at a time. For example, of four cores with two tasks of one core each, each task
 * is lent one more; when a third task begins, it has its core as soon as one of the two has ended its step. As long as the tasks hold no more than
 * there are, there are never more threads at work than cores.
 */
public final class Cores {
    private static Cores here;

    private final int count;
    /** Cores that no team holds or was lent; negative where teams hold more than there are. */
    private volatile int free;

    private int teams;
    /** Helpers that are lent to no one, in the first {@code resting} places. */
    private final Helper[] helpers;

    private int resting;

    /**
     * @param count cores, at least 1
     * @throws IllegalArgumentException if there are none
     */
    public Cores(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a program runs on at least one core; got " + count);
        }
        this.count = count;
        this.free = count;
        this.helpers = new Helper[count];
    }

    /**
     * The cores of this JVM that may be used.
     *
     * @param most as many as whoever started this JVM gave it; those of the machine are fewer at times, and then these are all
     */
    public static synchronized Cores here(int most) {
        int count = Math.max(1, Math.min(most, Runtime.getRuntime().availableProcessors()));
        if (here == null || here.count != count) {
            here = new Cores(count);
        }
        return here;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /**
     * A team for a task, which is one thread at first.
     *
     * @param held the cores that the task was given, held until the team is closed, at least 1
     * @throws IllegalArgumentException if it was given none
     */
    public synchronized Team team(int held) {
        if (held < 1) {
            throw new IllegalArgumentException("a task has at least one core; got " + held);
        }
        free -= held;
        teams++;
        return new Team(this, held, new Helper[count]);
    }

    synchronized void leave(int held) {
        free += held;
        teams--;
    }

    /** Whether a team of one core would be lent another now; only a hint, but one that costs nothing. */
    boolean idle() {
        return free > 0;
    }

    /** Lends a team helpers: one for each further core that it holds, and one for each that is free, unless that left less for the other teams. */
    synchronized void lend(Team team) {
        int own = free < 0 ? 0 : Math.min(team.held, count) - 1;
        int share = (count + teams - 1) / teams - team.held;
        team.borrowed = Math.max(0, Math.min(free, share));
        team.number = own + team.borrowed;
        free -= team.borrowed;
        for (int q = 0; q < team.number; q++) {
            team.helpers[q] = resting > 0 ? helpers[--resting] : new Helper();
            team.helpers[q].join(team);
        }
    }

    /** Takes the helpers of a team back. */
    synchronized void takeBack(Team team) {
        for (int q = 0; q < team.number; q++) {
            team.helpers[q].join(null);
            helpers[resting++] = team.helpers[q];
        }
        free += team.borrowed;
        team.number = 0;
        team.borrowed = 0;
    }
}
