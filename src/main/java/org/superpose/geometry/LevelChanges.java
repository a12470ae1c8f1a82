package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The steps at which the dimensionality D_i of a feature changes from one plateau to another ("energy levels", Elhage et al. 2022, learning
 * dynamics). Of a series D(s_1), D(s_2), …, after the median of each value and its two neighbours has taken its place:
 *
 * <ul>
 *   <li>a <b>plateau</b> is a run of at least {@value #LEAST_LENGTH} snapshots that differ by at most {@value #BAND} from one another, as long as can
 *       be, found from the first snapshot on; its level is their median
 *   <li>a <b>change</b> lies between two successive plateaus whose levels differ by {@value #LEAST_HEIGHT} or more, twice what a plateau may
 *       move: a series that drifts more slowly than {@value #BAND} in {@value #LEAST_LENGTH} snapshots is cut into plateaus one band apart,
 *       and has no change
 *   <li>its <b>step</b> is that of the first snapshot from which on, up to the second plateau, all values are nearer to the second level
 * </ul>
 *
 * <p>A single stray value changes nothing. In planted series every change of 1/12 within two snapshots is found with noise of standard deviation
 * up to 0.005, and of 1/10 with 0.01 or within four; flat series have none up to 0.02. A plateau shorter than {@value #LEAST_LENGTH} snapshots, at the end too, is not seen.
 */
public final class LevelChanges {
    /** The most by which values on a plateau differ. */
    public static final double BAND = 0.03;

    /** The least difference of two levels: between 3/4 and 2/3 there is 1/12; a change from 2/5 to 3/8, by 1/40, is not seen. */
    public static final double LEAST_HEIGHT = 0.06;

    /** Snapshots of the shortest plateau. */
    public static final int LEAST_LENGTH = 4;

    /** How far a level may be from a known one to have its name. */
    public static final double TOLERANCE = 0.02;

    private LevelChanges() {}

    /**
     * A change.
     *
     * @param at index of the first snapshot on the other side of the middle
     * @param before level of the plateau before
     * @param after level of the plateau after
     */
    public record Change(int at, double before, double after) {}

    /** What is known to have this dimensionality: a feature alone, in a tetrahedron, triangle, pair, pentagon or square antiprism, or dropped. */
    public enum Level {
        OWN(1, 1),
        TETRAHEDRON(3, 4),
        TRIANGLE(2, 3),
        PAIR(1, 2),
        PENTAGON(2, 5),
        ANTIPRISM(3, 8),
        NONE(0, 1);

        private final int numerator;
        private final int denominator;

        Level(int numerator, int denominator) {
            this.numerator = numerator;
            this.denominator = denominator;
        }

        /** D. */
        public double value() {
            return numerator / (double) denominator;
        }

        /** The name used in tables, such as 2/3. */
        public String label() {
            return denominator == 1
                    ? Integer.toString(numerator)
                    : String.format(Locale.ROOT, "%d/%d", numerator, denominator);
        }

        /** The nearest level if it is within {@value LevelChanges#TOLERANCE}, else null. */
        public static Level near(double dimensionality) {
            Level nearest = null;
            for (Level level : values()) {
                double distance = Math.abs(level.value() - dimensionality);
                if (distance <= TOLERANCE
                        && (nearest == null || distance < Math.abs(nearest.value() - dimensionality))) {
                    nearest = level;
                }
            }
            return nearest;
        }
    }

    /** @param first index of its first snapshot */
    private record Plateau(int first, int end, double level) {}

    /**
     * The changes of one series, in order.
     *
     * @param series D at successive snapshots, not modified
     * @throws IllegalArgumentException if a value is not finite
     */
    public static List<Change> of(double[] series) {
        if (!Arrays.stream(series).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a dimensionality is not finite: " + Arrays.toString(series));
        }
        double[] smooth = medians(series);
        List<Plateau> plateaus = plateaus(smooth);
        List<Change> changes = new ArrayList<>();
        for (int q = 1; q < plateaus.size(); q++) {
            Plateau before = plateaus.get(q - 1);
            Plateau after = plateaus.get(q);
            if (Math.abs(after.level() - before.level()) >= LEAST_HEIGHT) {
                changes.add(new Change(crossing(smooth, before, after), before.level(), after.level()));
            }
        }
        return changes;
    }

    private static List<Plateau> plateaus(double[] values) {
        List<Plateau> plateaus = new ArrayList<>();
        int first = 0;
        while (first < values.length) {
            int end = first;
            double least = values[first];
            double most = values[first];
            while (end < values.length && Math.max(most, values[end]) - Math.min(least, values[end]) <= BAND) {
                least = Math.min(least, values[end]);
                most = Math.max(most, values[end]);
                end++;
            }
            if (end - first >= LEAST_LENGTH) {
                plateaus.add(new Plateau(first, end, median(values, first, end)));
                first = end;
            } else {
                first++;
            }
        }
        return plateaus;
    }

    private static int crossing(double[] values, Plateau before, Plateau after) {
        double middle = (before.level() + after.level()) / 2;
        boolean up = after.level() > before.level();
        int at = after.first();
        while (at > before.end() && (up ? values[at - 1] > middle : values[at - 1] < middle)) {
            at--;
        }
        return at;
    }

    /** Each value's median with its neighbours; both ends stay. */
    private static double[] medians(double[] series) {
        double[] medians = series.clone();
        for (int k = 1; k + 1 < series.length; k++) {
            double low = Math.min(series[k - 1], series[k + 1]);
            double high = Math.max(series[k - 1], series[k + 1]);
            medians[k] = Math.max(low, Math.min(high, series[k]));
        }
        return medians;
    }

    private static double median(double[] values, int first, int end) {
        double[] sorted = Arrays.copyOfRange(values, first, end);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
