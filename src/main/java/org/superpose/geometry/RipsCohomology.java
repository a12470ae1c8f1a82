package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.superpose.geometry.RipsComplex.Simplex;

/**
 * Persistent cohomology of a Vietoris–Rips complex over Z/2, which has the intervals of its homology, by reducing coboundaries that are never
 * stored (the way of Bauer, "Ripser", 2021): columns in the reverse order of appearance; a simplex that ended something in one dimension starts
 * nothing in the next; a column whose first cofacet is as wide as itself and not taken is reduced already.
 */
final class RipsCohomology {
    private static final double ROUNDING = 1e-9;

    private final RipsComplex complex;
    private final List<PersistenceInterval> intervals = new ArrayList<>();

    RipsCohomology(double[][] points) {
        this.complex = new RipsComplex(points);
    }

    /** The intervals found, in no order. */
    List<PersistenceInterval> intervals(int dimensions) {
        Set<Long> ends = components();
        for (int dimension = 1; dimension <= dimensions; dimension++) {
            ends = new Reduction(dimension).reduce(ends);
        }
        return List.copyOf(intervals);
    }

    private void add(int dimension, double birth, Double death) {
        if (death == null || death - birth > ROUNDING * complex.radius()) {
            intervals.add(new PersistenceInterval(dimension, birth, death));
        }
    }

    /** The intervals of dimension 0, by joining components along edges; returns the edges that join. */
    private Set<Long> components() {
        List<Simplex> edges = new ArrayList<>(complex.simplices(1));
        edges.sort(Simplex.APPEARANCE);
        int[] component = new int[complex.size()];
        Arrays.setAll(component, i -> i);
        Set<Long> joining = new HashSet<>();
        for (Simplex edge : edges) {
            int[] ends = complex.vertices(edge.index(), 1);
            int a = root(component, ends[0]);
            int b = root(component, ends[1]);
            if (a != b) {
                component[a] = b;
                joining.add(edge.index());
                add(0, 0, edge.diameter());
            }
        }
        add(0, 0, null);
        return joining;
    }

    private static int root(int[] component, int i) {
        int root = i;
        while (component[root] != root) {
            component[root] = component[component[root]];
            root = component[root];
        }
        return root;
    }

    /** Reduces the coboundaries of all simplices of one dimension. */
    private final class Reduction {
        private final int dimension;
        /** The simplices whose coboundaries add up to the reduced column with this pivot. */
        private final Map<Long, List<Simplex>> reduced = new HashMap<>();

        Reduction(int dimension) {
            this.dimension = dimension;
        }

        /** Adds the intervals of this dimension and returns the simplices that end them. */
        Set<Long> reduce(Set<Long> ends) {
            List<Simplex> columns = new ArrayList<>(complex.simplices(dimension));
            columns.sort(Simplex.APPEARANCE.reversed());
            for (Simplex column : columns) {
                if (!ends.contains(column.index())) {
                    reduce(column);
                }
            }
            return reduced.keySet();
        }

        private void reduce(Simplex column) {
            PriorityQueue<Simplex> sum = new PriorityQueue<>(Simplex.APPEARANCE);
            List<Simplex> summands = new ArrayList<>(List.of(column));
            Simplex pivot = start(column, sum);
            while (pivot != null && reduced.containsKey(pivot.index())) {
                List<Simplex> other = reduced.get(pivot.index());
                sum.add(pivot);
                other.forEach(simplex -> addCoboundary(simplex, sum));
                summands.addAll(other);
                pivot = pivot(sum);
            }
            if (pivot == null) {
                throw new IllegalStateException("a hole outlives the radius at which the complex is a cone");
            }
            reduced.put(pivot.index(), odd(summands));
            add(dimension, column.diameter(), pivot.diameter());
        }

        /** The pivot of a column's own coboundary, which is put into {@code sum} unless the pivot is free and as wide as the column. */
        private Simplex start(Simplex column, PriorityQueue<Simplex> sum) {
            RipsComplex.Cofacets cofacets = complex.new Cofacets(column, dimension);
            boolean first = true;
            for (Simplex cofacet = cofacets.next(); cofacet != null; cofacet = cofacets.next()) {
                if (first && cofacet.diameter() == column.diameter()) {
                    if (!reduced.containsKey(cofacet.index())) {
                        return cofacet;
                    }
                    first = false;
                }
                sum.add(cofacet);
            }
            return pivot(sum);
        }

        private void addCoboundary(Simplex simplex, PriorityQueue<Simplex> sum) {
            RipsComplex.Cofacets cofacets = complex.new Cofacets(simplex, dimension);
            for (Simplex cofacet = cofacets.next(); cofacet != null; cofacet = cofacets.next()) {
                sum.add(cofacet);
            }
        }

        /** Takes out the first simplex that is there an odd number of times; null if there is none. */
        private Simplex pivot(PriorityQueue<Simplex> sum) {
            Simplex first = sum.poll();
            while (first != null && !sum.isEmpty() && sum.peek().index() == first.index()) {
                sum.poll();
                first = sum.poll();
            }
            return first;
        }

        private List<Simplex> odd(List<Simplex> summands) {
            Map<Long, Simplex> odd = new HashMap<>();
            for (Simplex simplex : summands) {
                if (odd.remove(simplex.index()) == null) {
                    odd.put(simplex.index(), simplex);
                }
            }
            return List.copyOf(odd.values());
        }
    }
}
