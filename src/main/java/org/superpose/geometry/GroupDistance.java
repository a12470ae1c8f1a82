package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.superpose.theory.PrincipalAngles;

/**
 * How far two groups of features are from one another: their planes, and the spheres on which they lie.
 *
 * <p>Example: two orthogonal pentagons of radius 1 have the angle π/2, the chordal distance √2 and the sphere distance √2; the directions
 * of two summands that lean on one another have a smaller angle.
 *
 * @param first features of the one group, ascending
 * @param second of the other
 * @param angle the smallest principal angle of the planes that they span, in radians: π/2 where the planes are orthogonal, 0 where they
 *     share a direction
 * @param chordal ‖P − P′‖_F/√2 of the planes' projectors, √((k + k′)/2 − Σ_q cos² θ_q) (Conway, Hardin and Sloane 1996)
 * @param firstSphere the sphere nearest to the vectors of the one group, null of a feature by itself
 * @param secondSphere of the other
 */
public record GroupDistance(
        List<Integer> first,
        List<Integer> second,
        double angle,
        double chordal,
        Sphere firstSphere,
        Sphere secondSphere) {
    /** The distance of the spheres, see {@link Sphere#distance}; null where one of them is missing. */
    public Double spheres() {
        return firstSphere == null || secondSphere == null ? null : firstSphere.distance(secondSphere);
    }

    /** How groups are found. */
    public enum Grouping {
        /** Groups are found by {@link OverlapSums}. */
        OVERLAPS {
            @Override
            List<List<Integer>> groups(double[][] vectors) {
                return features(OverlapSums.of(vectors));
            }
        },
        /** Groups are found by {@link SubspaceSums}. */
        PLANES {
            @Override
            List<List<Integer>> groups(double[][] vectors) {
                return features(SubspaceSums.of(vectors));
            }
        },
        /** Groups are found by {@link Sphere#clusters}, circles before spheres of more dimensions: groups may share features, and may lie off the origin. */
        SPHERES {
            @Override
            List<List<Integer>> groups(double[][] vectors) {
                List<List<Integer>> groups = new ArrayList<>();
                double[][] represented = Linear.select(vectors, DirectSum.represented(vectors));
                for (int k = 2; k <= Math.min(MOST_DIMENSIONS, vectors[0].length); k++) {
                    for (List<Integer> cluster : Sphere.clusters(represented, k, NEAR, MOST_SPHERES)) {
                        List<Integer> features = cluster.stream()
                                .map(DirectSum.represented(vectors)::get)
                                .toList();
                        if (groups.stream().noneMatch(group -> group.containsAll(features))) {
                            groups.add(features);
                        }
                    }
                }
                return groups;
            }
        };

        private static final int MOST_DIMENSIONS = 3;
        /** Spheres that are this near to each other, in units of a feature's length, are one. */
        private static final double NEAR = 0.2;
        /** Each pair of spheres is compared. */
        private static final int MOST_SPHERES = 400;

        /** The groups of features, each ascending. */
        abstract List<List<Integer>> groups(double[][] vectors);

        private static List<List<Integer>> features(DirectSum sum) {
            return sum.summands().stream().map(Summand::features).toList();
        }
    }

    /**
     * The distance of each pair of groups.
     *
     * @param vectors w_i as rows
     * @throws IllegalArgumentException of more than {@value DirectSum#MOST_FEATURES} vectors, or if a number is not finite
     */
    public static List<GroupDistance> all(double[][] vectors, Grouping grouping) {
        List<List<Integer>> groups = grouping.groups(vectors);
        List<RealMatrix> planes =
                groups.stream().map(group -> plane(vectors, group)).toList();
        List<Sphere> spheres = new ArrayList<>();
        groups.forEach(group -> spheres.add(Sphere.nearest(Linear.select(vectors, group))));
        List<GroupDistance> distances = new ArrayList<>();
        for (int a = 0; a < groups.size(); a++) {
            for (int b = a + 1; b < groups.size(); b++) {
                double[] angles = PrincipalAngles.between(planes.get(a), planes.get(b));
                double cosines = Arrays.stream(angles)
                        .map(angle -> Math.cos(angle) * Math.cos(angle))
                        .sum();
                int dimensions =
                        planes.get(a).getColumnDimension() + planes.get(b).getColumnDimension();
                distances.add(new GroupDistance(
                        groups.get(a),
                        groups.get(b),
                        angles[0],
                        Math.sqrt(Math.max(0, dimensions / 2.0 - cosines)),
                        spheres.get(a),
                        spheres.get(b)));
            }
        }
        return distances;
    }

    /** An orthonormal basis of the plane in which the features' directions lie, up to noise, as columns. */
    private static RealMatrix plane(double[][] vectors, List<Integer> group) {
        Linear.Spectrum spectrum = Linear.spectrum(Linear.frame(Linear.units(Linear.select(vectors, group))));
        double[][] basis = Arrays.copyOf(spectrum.vectors(), spectrum.rank(Summand.RELEVANT));
        return new Array2DRowRealMatrix(basis, false).transpose();
    }
}
