package org.superpose.sweep.progress;

import java.util.Locale;

/** Durations as people read them. */
public final class Seconds {
    private Seconds() {}

    /** Writes seconds as {@code 8s}, {@code 3:05}, {@code 2:03:05} or {@code 3 d 4 h}. */
    public static String shown(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        if (whole >= 48 * 3600) {
            return whole / 86_400 + " d " + whole / 3600 % 24 + " h";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
