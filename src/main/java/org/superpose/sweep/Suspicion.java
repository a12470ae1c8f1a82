package org.superpose.sweep;

import java.util.Collection;

/**
 * What marks of JVMs that ended say against a point. For example, a JVM ended while four bundles were trained in it. All their points are trained again after
 * the others, each with a mark of its own. If the JVM ends once more, the four that were at work then have been there twice, and the next time each is alone in
 * its JVM. If that ends too, the one that was alone is given up, and the three others are trained.
 *
 * <p>An end does not count if a state of the point was kept since it was begun: it goes on from there, further each time. One that came with the end of the
 * machine makes the point wait for the others, and nothing more.
 *
 * @param ends how often the JVM ended that had the point to train, and got it no further
 * @param alone whether no other point was at work in it, once at least
 * @param last the mark that was made last of those, null where there is none
 * @param waits whether any mark, the machine's end included, says that the point was there
 */
record Suspicion(int ends, boolean alone, Mark last, boolean waits) {
    private static final int ENOUGH = 2;

    /**
     * @param ended marks of JVMs that have ended, each once
     * @param state the number of the newest state that is kept of the point now, 0 for none
     */
    static Suspicion of(String modelKey, Collection<Mark> ended, long state) {
        int ends = 0;
        boolean alone = false;
        Mark last = null;
        boolean waits = false;
        for (Mark mark : ended) {
            Long before = mark.states().get(modelKey);
            if (before == null || before < state) {
                continue;
            }
            waits = true;
            if (!mark.restarted()) {
                ends++;
                alone |= mark.alone();
                last = last == null || last.begun().compareTo(mark.begun()) < 0 ? mark : last;
            }
        }
        return new Suspicion(ends, alone, last, waits);
    }

    Care care() {
        if (ends >= ENOUGH) {
            return alone ? Care.GIVEN_UP : Care.ALONE;
        }
        return waits ? Care.MARKED : Care.NONE;
    }

    /** What the row says of a point that is given up. */
    JvmEndedException reason() {
        return new JvmEndedException(ends, last);
    }

    /** Says that a point was given up because its JVM ended again and again. */
    static final class JvmEndedException extends Exception {
        private static final long serialVersionUID = 1;

        JvmEndedException(int ends, Mark last) {
            super(
                    "the JVM that had this point to train ended " + ends
                            + " times, once at least with no other point at work in it; the last was process "
                            + last.process() + " on " + last.host() + ", which began it at " + last.begun() + ". "
                            + (last.inDriver() ? LOCAL : CLUSTER)
                            + " or native code failed, of which there is a file hs_err_pid" + last.process()
                            + ".log where the process ran. Train it again with --retry failed; it goes on from the last state that was kept of it",
                    null,
                    false,
                    false);
        }

        private static final String LOCAL =
                "It was not trained again. Either memory ran out, in the heap while its row was written (give it more with --driver-memory) or in the machine"
                        + " (give it fewer slots, as in --master local[1], or a larger one), or someone killed it each time,";
        private static final String CLUSTER =
                "It was not trained again. The driver's log says why the executor was lost: most often it took more memory than it may (give it more with"
                        + " --executor-memory and spark.executor.memoryOverhead),";
    }
}
