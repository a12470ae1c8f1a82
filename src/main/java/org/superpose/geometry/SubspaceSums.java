package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Direct sums by the planes that many subsets of features span ("Validating Superpositions in Neural Networks", Pfeifle 2022): for
 * k = 1, 2, … the planes through all k-subsets are clustered in the Grassmannian, and a cluster is a summand.
 *
 * <p>A plane is its orthogonal projector P = QQᵀ, which does not depend on the basis Q; so none has to be made unique by column reduction,
 * whose pivots jump under noise. Planes are a distance of ‖P − P′‖_F/√2 apart (chordal; Conway, Hardin and Sloane 1996). Subsets that
 * are nearly dependent have ill-determined planes and are left out. Of each cluster the mean projector's k leading directions are the plane.
 * Clusters of one plane are discarded, and pyramids: those in which all subsets share a feature. A plane is a summand if it holds more
 * than k features and is orthogonal to all others, up to the tolerance; its features then leave the search.
 *
 * <p>Where there are more subsets than the limit only subsets are tried whose features are joined by overlaps, as many as the limit allows,
 * chosen by a fixed random stream: {@link DirectSum#exhaustive()} tells. Time O(subsets²·m²) for each k.
 */
public final class SubspaceSums {
    /** A feature that belongs to a summand but is not in the plane has company; chance overlaps have not. */
    private static final int LONGEST = 3;

    private final double[][] units;
    private final Search search;
    private final List<Integer> open;
    private final List<List<Integer>> found = new ArrayList<>();
    private boolean exhaustive = true;

    /**
     * How to search.
     *
     * @param mostDimensions the largest k
     * @param subsets how many k-subsets to look at, at most
     * @param radius planes that are this near to each other belong together, as a share of √(k(m − k)/2m), the radius of the sphere on which all
     *     projectors lie
     * @param tolerance the largest sine of the angle between a plane and the features it holds
     * @param leak the largest length of the others' projections onto it, as the root mean square of the three longest
     * @param independence the shortest remainder in Gram and Schmidt's process of unit vectors that are not nearly dependent
     */
    public record Search(
            int mostDimensions, int subsets, double radius, double tolerance, double leak, double independence) {
        /** The search with which the rates in the documentation were measured. */
        public static final Search DEFAULT = new Search(4, 1500, 0.7, 0.5, 0.32, 0.4);

        public Search {
            if (mostDimensions < 1 || subsets < 2) {
                throw new IllegalArgumentException("a search needs at least one dimension and two subsets; it has "
                        + mostDimensions + " and " + subsets);
            }
            if (!(radius > 0 && inside(tolerance) && inside(leak) && inside(independence))) {
                throw new IllegalArgumentException(
                        "radius must be positive, tolerance, leak and independence in (0, 1); they are " + radius + ", "
                                + tolerance + ", " + leak + " and " + independence);
            }
        }

        private static boolean inside(double value) {
            return value > 0 && value < 1;
        }
    }

    private SubspaceSums(double[][] vectors, Search search) {
        this.units = Linear.units(vectors);
        this.search = search;
        this.open = new ArrayList<>(DirectSum.represented(vectors));
    }

    /** The direct sum that {@link Search#DEFAULT} finds. */
    public static DirectSum of(double[][] vectors) {
        return of(vectors, Search.DEFAULT);
    }

    /**
     * Of vectors w_i.
     *
     * @param vectors w_i as rows
     * @throws IllegalArgumentException of more than {@value DirectSum#MOST_FEATURES} vectors, or if a number is not finite
     */
    public static DirectSum of(double[][] vectors, Search search) {
        SubspaceSums sums = new SubspaceSums(vectors, search);
        for (int k = 1; k <= search.mostDimensions() && !sums.open.isEmpty(); k++) {
            if (sums.fills(k)) {
                sums.take(List.copyOf(sums.open));
            } else {
                sums.summands(k);
            }
        }
        sums.dedicated();
        return DirectSum.of(vectors, sums.found, sums.exhaustive);
    }

    private void take(List<Integer> features) {
        found.add(features);
        open.removeAll(new HashSet<>(features));
    }

    /** The features that overlap with none of those left. */
    private void dedicated() {
        List<Integer> left = List.copyOf(open);
        for (int i : left) {
            if (left.stream()
                    .allMatch(j -> j == i || Math.abs(Linear.dot(units[i], units[j])) <= FeaturePlace.OVERLAP)) {
                take(List.of(i));
            }
        }
    }

    /** Whether all that is left spans k dimensions: then it is one summand, for smaller ones were found before. */
    private boolean fills(int k) {
        double[][] left = Linear.select(units, open);
        return open.size() > k
                && DirectSum.spectrum(left).rank(Summand.RELEVANT) <= k
                && held(Arrays.copyOf(Linear.spectrum(Linear.frame(left)).vectors(), k))
                                .size()
                        == open.size();
    }

    private void summands(int k) {
        Subsets subsets = Subsets.of(units, open, k, search.subsets());
        exhaustive &= subsets.all();
        List<Plane> planes = subsets.list().stream()
                .map(subset -> Plane.through(units, subset, search.independence()))
                .filter(plane -> plane != null)
                .toList();
        Plane.clusters(planes, search.radius() * spread(k)).stream()
                .filter(members -> members.size() > 1 && !pyramid(members))
                .map(members -> center(members, k))
                .map(basis -> new Held(basis, held(basis)))
                .sorted(Comparator.comparingInt(
                        candidate -> -candidate.features().size()))
                .forEach(candidate -> accept(candidate, k));
    }

    /** The radius of the sphere on which the projectors of k-planes lie, in chordal distance. */
    private double spread(int k) {
        int m = units[0].length;
        return Math.sqrt(k * (m - k) / (2.0 * m));
    }

    /** A plane and the open features in it. */
    private record Held(double[][] basis, List<Integer> features) {}

    private void accept(Held candidate, int k) {
        if (candidate.features().size() > k
                && open.containsAll(candidate.features())
                && isSummand(candidate.basis(), candidate.features())) {
            take(candidate.features());
        }
    }

    private static boolean pyramid(List<Plane> planes) {
        Set<Integer> common = new HashSet<>(planes.get(0).features());
        planes.forEach(plane -> common.retainAll(plane.features()));
        return !common.isEmpty();
    }

    /** The k leading directions of the mean projector. */
    private double[][] center(List<Plane> planes, int k) {
        int m = units[0].length;
        double[][] sum = new double[m][m];
        for (Plane plane : planes) {
            plane.addTo(sum);
        }
        return Arrays.copyOf(Linear.spectrum(sum).vectors(), k);
    }

    private List<Integer> held(double[][] basis) {
        double least = Math.sqrt(1 - search.tolerance() * search.tolerance());
        return open.stream().filter(i -> length(basis, i) >= least).collect(Collectors.toList());
    }

    private boolean isSummand(double[][] basis, List<Integer> features) {
        Set<Integer> inside = Set.copyOf(features);
        double[] lengths = open.stream()
                .filter(i -> !inside.contains(i))
                .mapToDouble(i -> length(basis, i))
                .sorted()
                .toArray();
        int from = Math.max(0, lengths.length - LONGEST);
        double square = Arrays.stream(lengths, from, lengths.length)
                .map(length -> length * length)
                .average()
                .orElse(0);
        return square <= search.leak() * search.leak();
    }

    /** ‖P ŵ_i‖. */
    private double length(double[][] basis, int i) {
        double squares = 0;
        for (double[] direction : basis) {
            double coordinate = Linear.dot(direction, units[i]);
            squares += coordinate * coordinate;
        }
        return Math.sqrt(squares);
    }
}
