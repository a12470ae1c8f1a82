package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Persistent homology of points with coefficients in Z/2, of the Vietoris–Rips filtration: at length t a simplex is there when all its edges are
 * at most t long.
 *
 * <p><b>What it tells about direct sums.</b> In an orthogonal direct sum of unit vectors any two from different summands are √2 apart. So for
 * t ≥ √2 the complex is the join of the summands' complexes, and its reduced homology is the tensor product of theirs, moved up by one dimension for
 * each join. Whatever the summands are, what is new in the sum is born at √2 (or later): a barcode knows that there is a sum, and by
 * deaths and Betti numbers constrains which, but neither which features belong together nor, in general, the summands. {@link OverlapSums}
 * and {@link SubspaceSums} do.
 *
 * @param intervals by dimension, then birth, then death; bars shorter than 1e-9 of the longest distance, which rounding makes, are left out
 * @param points how many points they are of
 * @param coveringRadius 0, or of a sample the largest distance of a point to its nearest sampled one: no bar's end is further than twice that from
 *     its place in the barcode of all points (bars shorter than four times that may be missing or extra)
 */
public record Barcode(List<PersistenceInterval> intervals, int points, double coveringRadius) {
    /** The most points by the highest dimension asked for, 0 to 2. */
    static final int[] MOST_POINTS = {2048, 300, 64};

    public Barcode {
        intervals = List.copyOf(intervals);
    }

    /**
     * Of all points.
     *
     * @param points as rows; for the shape of features give unit vectors
     * @param dimensions up to which holes are looked for: 0, 1 or 2
     * @throws IllegalArgumentException of more than 2048, 300 or 64 points for dimensions up to 0, 1, 2
     */
    public static Barcode of(double[][] points, int dimensions) {
        check(points, dimensions);
        if (points.length > MOST_POINTS[dimensions]) {
            throw new IllegalArgumentException("homology up to dimension " + dimensions + " takes at most "
                    + MOST_POINTS[dimensions] + " points, not " + points.length
                    + "; ask for a sample of them or for fewer dimensions");
        }
        return new Barcode(intervals(points, dimensions), points.length, 0);
    }

    /** The barcode of all points or, where there are too many, of points chosen one after another, each the furthest from those before. */
    public static Barcode sampled(double[][] points, int dimensions) {
        check(points, dimensions);
        return sampled(points, dimensions, MOST_POINTS[dimensions]);
    }

    /** The barcode of at most {@code count} points, chosen likewise. */
    static Barcode sampled(double[][] points, int dimensions, int count) {
        check(points, dimensions);
        if (points.length <= count) {
            return of(points, dimensions);
        }
        double[][] sample = new double[count][];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int next = 0;
        for (int q = 0; q < count; q++) {
            sample[q] = points[next];
            for (int i = 0; i < points.length; i++) {
                nearest[i] = Math.min(nearest[i], Linear.distance(points[i], sample[q]));
            }
            next = furthest(nearest);
        }
        return new Barcode(intervals(sample, dimensions), count, nearest[next]);
    }

    private static int furthest(double[] nearest) {
        int furthest = 0;
        for (int i = 1; i < nearest.length; i++) {
            furthest = nearest[i] > nearest[furthest] ? i : furthest;
        }
        return furthest;
    }

    private static void check(double[][] points, int dimensions) {
        Linear.check(points);
        if (dimensions < 0 || dimensions >= MOST_POINTS.length) {
            throw new IllegalArgumentException("homology is computed up to dimension 0, 1 or 2, not " + dimensions);
        }
    }

    private static List<PersistenceInterval> intervals(double[][] points, int dimensions) {
        List<PersistenceInterval> intervals = new ArrayList<>(new RipsCohomology(points).intervals(dimensions));
        intervals.sort(Comparator.comparingInt(PersistenceInterval::dimension)
                .thenComparingDouble(PersistenceInterval::birth)
                .thenComparingDouble(
                        interval -> interval.death() == null ? Double.POSITIVE_INFINITY : interval.death()));
        return intervals;
    }
}
