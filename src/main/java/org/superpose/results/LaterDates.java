package org.superpose.results;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Rows that say they were begun later than it is now: a clock is wrong, this machine's or that of the machine that trained them. */
public final class LaterDates {
    /** Clocks of hosts that work together differ by less. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Instant bound = WallClock.now().plus(TOLERANCE);
    private long rows;
    private Instant latest = Instant.MIN;

    /** Counts a row by when it was begun, null where it does not say. */
    void add(Timestamp startedAt) {
        if (startedAt != null && startedAt.toInstant().isAfter(bound)) {
            rows++;
            latest = latest.isBefore(startedAt.toInstant()) ? startedAt.toInstant() : latest;
        }
    }

    List<String> sentences() {
        return sentences(rows, latest);
    }

    /**
     * What is to be said of rows that are dated later than now, a sentence or none.
     *
     * @param latest of their dates
     */
    public static List<String> sentences(long rows, Instant latest) {
        return rows == 0
                ? List.of()
                : List.of(rows + (rows == 1 ? " row is" : " rows are") + " dated later than now, the latest "
                        + latest.truncatedTo(ChronoUnit.SECONDS)
                        + ": this machine's clock is behind, or another one was ahead. Which row of a model counts does not depend"
                        + " on dates");
    }
}
