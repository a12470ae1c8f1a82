package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The simplices of a Vietoris–Rips complex, each a number: vertices v_0 > v_1 > … > v_d make Σ_q C(v_q, d + 1 − q), the combinatorial number
 * system. Only those up to the enclosing radius r = min_i max_j d(i, j) are looked at, for from r on the complex is a cone.
 */
final class RipsComplex {
    private static final int MOST_VERTICES = 4;

    private final double[][] distances;
    private final int n;
    private final double radius;
    /** C(v, k) at [k][v]. */
    private final long[][] binomials;

    /**
     * One simplex.
     *
     * @param diameter its longest edge
     */
    record Simplex(long index, double diameter) {
        /**
         * The order in which simplices of one dimension appear: by diameter, and in descending order of numbers among equals, so that among the
         * cofacets of a simplex, listed by descending number, the first as wide as itself is the first of all.
         */
        static final Comparator<Simplex> APPEARANCE = Comparator.comparingDouble(Simplex::diameter)
                .thenComparing(Comparator.comparingLong(Simplex::index).reversed());
    }

    RipsComplex(double[][] points) {
        n = points.length;
        distances = new double[n][n];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double most = 0;
            for (int j = 0; j < n; j++) {
                distances[i][j] = i < j ? Linear.distance(points[i], points[j]) : distances[j][i];
                most = Math.max(most, distances[i][j]);
            }
            least = Math.min(least, most);
        }
        radius = least;
        binomials = new long[MOST_VERTICES + 1][n + 1];
        for (int v = 0; v <= n; v++) {
            binomials[0][v] = 1;
            for (int k = 1; k <= MOST_VERTICES && v > 0; k++) {
                binomials[k][v] = binomials[k][v - 1] + binomials[k - 1][v - 1];
            }
        }
    }

    int size() {
        return n;
    }

    double radius() {
        return radius;
    }

    /** All simplices up to the enclosing radius, in no order. */
    List<Simplex> simplices(int dimension) {
        List<Simplex> simplices = new ArrayList<>();
        extend(dimension + 1, n, 0, 0, new int[0], simplices);
        return simplices;
    }

    /** Adds {@code more} vertices below {@code above} to those chosen, which are descending. */
    private void extend(int more, int above, long index, double diameter, int[] chosen, List<Simplex> simplices) {
        if (more == 0) {
            simplices.add(new Simplex(index, diameter));
            return;
        }
        for (int v = more - 1; v < above; v++) {
            double wider = diameter(diameter, v, chosen, chosen.length);
            if (wider <= radius) {
                int[] longer = Arrays.copyOf(chosen, chosen.length + 1);
                longer[chosen.length] = v;
                extend(more - 1, v, index + binomials[more][v], wider, longer, simplices);
            }
        }
    }

    private double diameter(double diameter, int v, int[] vertices, int count) {
        double wider = diameter;
        for (int q = 0; q < count; q++) {
            wider = Math.max(wider, distances[v][vertices[q]]);
        }
        return wider;
    }

    /** The vertices of a simplex, descending. */
    int[] vertices(long index, int dimension) {
        int[] vertices = new int[dimension + 1];
        long rest = index;
        int v = n;
        for (int k = dimension + 1; k > 0; k--) {
            do {
                v--;
            } while (binomials[k][v] > rest);
            rest -= binomials[k][v];
            vertices[dimension + 1 - k] = v;
        }
        return vertices;
    }

    /** The simplices with one vertex more up to the enclosing radius, by descending number. */
    final class Cofacets {
        private final Simplex simplex;
        private final int[] vertices;
        private long below;
        private long above;
        private int v = n - 1;
        private int k;

        Cofacets(Simplex simplex, int dimension) {
            this.simplex = simplex;
            this.vertices = vertices(simplex.index(), dimension);
            this.below = simplex.index();
            this.k = dimension + 1;
        }

        /** Returns null when there are no more. */
        Simplex next() {
            while (v >= k) {
                while (k > 0 && binomials[k][v] <= below) {
                    below -= binomials[k][v];
                    above += binomials[k + 1][v];
                    v--;
                    k--;
                }
                if (v < k) {
                    return null;
                }
                long index = above + binomials[k + 1][v] + below;
                double diameter = diameter(simplex.diameter(), v, vertices, vertices.length);
                v--;
                if (diameter <= radius) {
                    return new Simplex(index, diameter);
                }
            }
            return null;
        }
    }
}
