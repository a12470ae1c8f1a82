package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.ml.clustering.Cluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DBSCANClusterer;

/**
 * A (k−1)-sphere in R^m: all points at one distance from a centre within an affine k-plane.
 *
 * <p>The talk "Validating Superpositions in Neural Networks" asks for a good distance of such spheres, to cluster them as planes are.
 * {@link #distance} is the Wasserstein distance of the uniform distributions on them: how far mass must be moved, at least, to make one of the other.
 * It is a metric in units of length, does not change under rotations and shifts, needs no choice of a basis, is continuous in the points that
 * a sphere is drawn through, and has a closed form; for concentric spheres of one radius it is the radius times a distance of their planes.
 *
 * <p>What spheres tell about direct sums: k + 1 points make a sphere where k points and the origin make a plane, so a summand needs k + 2
 * features to be seen twice. Simplices, the pair and the triangle among them, have as many as make one sphere, and cannot be found this way, as
 * they are by their planes; any four points of two orthogonal pairs lie on a circle, though they are no summand. In return spheres do not need
 * the origin: their centre and radius tell of summands that are shifted. So to find direct sums planes are the better choice.
 *
 * @param center m coordinates, in the affine plane
 * @param radius positive
 * @param directions an orthonormal basis of the plane's directions, k rows
 */
public record Sphere(double[] center, double radius, double[][] directions) {
    /** The shortest remainder, against the longest edge from the first point, of points in general position. */
    private static final double GENERAL = 0.05;

    /**
     * The sphere through k + 1 points: c = p_0 + x with 2 (p_i − p_0)·x = ‖p_i − p_0‖² in the plane through them.
     *
     * @param points k + 1 rows of m numbers
     * @return null of points that lie, up to a twentieth of their size, in a plane of fewer than k dimensions
     */
    static Sphere through(double[][] points) {
        double[][] edges = new double[points.length - 1][];
        Arrays.setAll(edges, i -> Linear.minus(points[i + 1], points[0]));
        double longest = Arrays.stream(edges).mapToDouble(Linear::norm).max().orElse(0);
        double[][] directions = longest == 0 ? null : Linear.basis(edges, GENERAL * longest);
        if (directions == null) {
            return null;
        }
        double[][] matrix = new double[edges.length][edges.length];
        double[] squares = new double[edges.length];
        for (int i = 0; i < edges.length; i++) {
            double[] edge = edges[i];
            Arrays.setAll(matrix[i], q -> 2 * Linear.dot(edge, directions[q]));
            squares[i] = Linear.dot(edge, edge);
        }
        double[] offset = new LUDecomposition(new Array2DRowRealMatrix(matrix, false), 0)
                .getSolver()
                .solve(new ArrayRealVector(squares, false))
                .toArray();
        double[] center = points[0].clone();
        for (int q = 0; q < offset.length; q++) {
            for (int k = 0; k < center.length; k++) {
                center[k] += offset[q] * directions[q][k];
            }
        }
        return new Sphere(center, Linear.norm(offset), directions);
    }

    /**
     * The sphere nearest to points: in the affine plane that holds most of their scatter, the centre c and radius r with the least Σ_i
     * (‖p_i − c‖² − r²)², a linear problem (Kåsa 1976). For k + 1 points in general position it is {@link #through}.
     *
     * @param points rows of m numbers
     * @return null of points that are all the same, one point for instance
     */
    static Sphere nearest(double[][] points) {
        int m = points[0].length;
        double[] mean = new double[m];
        Arrays.setAll(
                mean,
                k -> Arrays.stream(points)
                        .mapToDouble(point -> point[k])
                        .average()
                        .orElseThrow());
        double[][] shifted =
                Arrays.stream(points).map(point -> Linear.minus(point, mean)).toArray(double[][]::new);
        Linear.Spectrum scatter = Linear.spectrum(Linear.frame(shifted));
        if (!(scatter.values()[0] > 0)) {
            return null;
        }
        double[][] directions = Arrays.copyOf(scatter.vectors(), scatter.rank(Summand.RELEVANT));
        double[] solution = leastSquares(shifted, directions);
        double square = solution[directions.length];
        for (int q = 0; q < directions.length; q++) {
            square += solution[q] * solution[q];
            for (int k = 0; k < m; k++) {
                mean[k] += solution[q] * directions[q][k];
            }
        }
        return new Sphere(mean, Math.sqrt(square), directions);
    }

    /**
     * The coordinates y of the centre, and r² − ‖y‖², that solve 2 y_i·y + (r² − ‖y‖²) = ‖y_i‖² best, y_i the coordinates of a point in the
     * plane.
     */
    private static double[] leastSquares(double[][] points, double[][] directions) {
        double[][] matrix = new double[points.length][directions.length + 1];
        double[] squares = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            double[] point = points[i];
            Arrays.setAll(matrix[i], q -> q < directions.length ? 2 * Linear.dot(point, directions[q]) : 1);
            squares[i] = Arrays.stream(matrix[i], 0, directions.length)
                    .map(x -> x * x / 4)
                    .sum();
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(matrix, false))
                .getSolver()
                .solve(new ArrayRealVector(squares, false))
                .toArray();
    }

    /** k, one more than the dimension of the sphere itself. */
    public int dimension() {
        return directions.length;
    }

    /**
     * The L²-Wasserstein distance of the uniform distributions on two spheres, d² = ‖c − c′‖² + r² + r′² − 2 r r′ (Σ_q cos θ_q)/√(k k′), θ_q the
     * principal angles of their planes. For k ≠ k′ it is the least distance of any distributions with these means and covariances
     * (Gelbrich 1990; Bures), still a metric.
     */
    public double distance(Sphere other) {
        double[] shift = Linear.minus(center, other.center);
        double mean = cosines(other) / Math.sqrt((double) dimension() * other.dimension());
        double squares = radius * radius + other.radius * other.radius - 2 * radius * other.radius * mean;
        return Math.sqrt(Math.max(0, Linear.dot(shift, shift) + squares));
    }

    /** Σ_q cos θ_q, the singular values of U U′ᵀ. */
    private double cosines(Sphere other) {
        double[][] products = new double[dimension()][other.dimension()];
        for (int q = 0; q < products.length; q++) {
            double[] direction = directions[q];
            Arrays.setAll(products[q], l -> Linear.dot(direction, other.directions[l]));
        }
        double[] values = new SingularValueDecomposition(new Array2DRowRealMatrix(products, false)).getSingularValues();
        return Arrays.stream(values).sum();
    }

    /**
     * Points that lie on a common (k−1)-sphere: spheres through k + 1 of them clustered by DBSCAN; clusters of one sphere are discarded, and
     * pyramids, whose spheres all share a point.
     *
     * @param points as rows
     * @param k dimensions of the spheres' planes
     * @param radius spheres that are this near to each other belong together
     * @param limit how many sets of k + 1 points to look at, at most; if there are more, sets of points that overlap are chosen
     * @return the points of each cluster, ascending
     */
    public static List<List<Integer>> clusters(double[][] points, int k, double radius, int limit) {
        Linear.check(points);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            all.add(i);
        }
        List<Drawn> drawn = new ArrayList<>();
        for (List<Integer> subset :
                Subsets.of(Linear.units(points), all, k + 1, limit).list()) {
            Sphere sphere = through(Linear.select(points, subset));
            if (sphere != null) {
                drawn.add(new Drawn(subset, sphere, new double[] {drawn.size()}));
            }
        }
        DBSCANClusterer<Drawn> clusterer = new DBSCANClusterer<>(
                radius,
                1,
                (a, b) -> drawn.get((int) a[0])
                        .sphere()
                        .distance(drawn.get((int) b[0]).sphere()));
        return clusterer.cluster(drawn).stream()
                .map(Cluster::getPoints)
                .filter(members -> members.size() > 1 && !pyramid(members))
                .map(Sphere::union)
                .toList();
    }

    /** A sphere and the points it is drawn through; as a point it is its own number. */
    private record Drawn(List<Integer> through, Sphere sphere, double[] point) implements Clusterable {
        @Override
        public double[] getPoint() {
            return point;
        }
    }

    private static boolean pyramid(List<Drawn> members) {
        Set<Integer> common = new HashSet<>(members.get(0).through());
        members.forEach(member -> common.retainAll(member.through()));
        return !common.isEmpty();
    }

    private static List<Integer> union(List<Drawn> members) {
        Set<Integer> union = new TreeSet<>();
        members.forEach(member -> union.addAll(member.through()));
        return List.copyOf(union);
    }
}
