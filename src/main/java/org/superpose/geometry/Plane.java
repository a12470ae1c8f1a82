package org.superpose.geometry;

import java.util.List;
import org.apache.commons.math3.ml.clustering.Clusterable;

/**
 * A k-plane through k features as a point: the upper triangle of P = QQᵀ, the diagonal over √2, so that the Euclidean distance of two points is
 * the chordal distance ‖P − P′‖_F/√2 of their planes.
 *
 * @param features those it goes through
 * @param point m(m + 1)/2 numbers, row by row
 */
record Plane(List<Integer> features, double[] point) implements Clusterable {
    /** Null if the features are dependent or nearly so. */
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

    @Override
    public double[] getPoint() {
        return point;
    }
}
