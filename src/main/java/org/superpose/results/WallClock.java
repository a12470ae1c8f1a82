package org.superpose.results;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock that dates of files, records and rows are read from: the only place that asks for it, so that it can be wrong on purpose. With
 * {@code -Dsuperpose.clock=PT48H} a process is two days ahead, with {@code -PT48H} behind, as tests of wrong clocks need it.
 */
public final class WallClock {
    /** The setting that moves it, an ISO 8601 duration. */
    public static final String SETTING = "superpose.clock";

    private static final Duration AHEAD = Duration.parse(System.getProperty(SETTING, "PT0S"));

    private WallClock() {}

    /** The date and time, as this process takes it to be. */
    public static Instant now() {
        return Instant.now().plus(AHEAD);
    }
}
