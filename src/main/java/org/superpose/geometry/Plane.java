package org.superpose.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * A k-plane through k features as a point: the upper triangle of P = QQᵀ, the diagonal over √2, so that the Euclidean distance of two points is
 * the chordal distance ‖P − P′‖_F/√2 of their planes.
 *
 * @param features those it goes through
 * @param point m(m + 1)/2 numbers, row by row
 */
record Plane(List<Integer> features, double[] point) {
    /** Makes the plane through some features; null if they are dependent or nearly so. */
    static Plane through(double[][] units, List<Integer> features, double independence) {
        double[][] basis = Linear.basis(Linear.select(units, features), independence);
        return basis == null ? null : new Plane(features, point(Linear.projector(basis)));
    }

    private static double[] point(double[][] projector) {
        int m = projector.length;
        double[] point = new double[m * (m + 1) / 2];
        int place = 0;
        for (int k = 0; k < m; k++) {
            point[place++] = projector[k][k] * Math.sqrt(0.5);
            for (int l = k + 1; l < m; l++) {
                point[place++] = projector[k][l];
            }
        }
        return point;
    }

    /** @param sum m × m, its upper and lower triangle get P added */
    void addTo(double[][] sum) {
        int place = 0;
        for (int k = 0; k < sum.length; k++) {
            sum[k][k] += point[place++] * Math.sqrt(2);
            for (int l = k + 1; l < sum.length; l++) {
                sum[k][l] += point[place];
                sum[l][k] = sum[k][l];
                place++;
            }
        }
    }

    /**
     * Planes that chains of steps of at most {@code radius} join, two or more: what DBSCAN finds where one neighbour makes a point part of a
     * cluster.
     */
    static List<List<Plane>> clusters(List<Plane> planes, double radius) {
        List<List<Plane>> clusters = new ArrayList<>();
        List<Plane> left = new ArrayList<>(planes);
        while (!left.isEmpty()) {
            List<Plane> cluster = new ArrayList<>(List.of(left.remove(0)));
            for (int q = 0; q < cluster.size(); q++) {
                Plane from = cluster.get(q);
                left.removeIf(other -> from.near(other, radius * radius) && cluster.add(other));
            }
            if (cluster.size() > 1) {
                clusters.add(cluster);
            }
        }
        return clusters;
    }

    private boolean near(Plane other, double most2) {
        double sum = 0;
        for (int place = 0; place < point.length && sum <= most2; place++) {
            double difference = point[place] - other.point[place];
            sum += difference * difference;
        }
        return sum <= most2;
    }
}
