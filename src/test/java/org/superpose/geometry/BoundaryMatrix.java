package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Persistent homology as it is defined: all simplices, their boundaries over Z/2, columns reduced from left to right. */
final class BoundaryMatrix {
    private record Simplex(List<Integer> vertices, double diameter) {
        int dimension() {
            return vertices.size() - 1;
        }
    }

    private BoundaryMatrix() {}

    static List<PersistenceInterval> intervals(double[][] points, int dimensions) {
        List<Simplex> simplices = new ArrayList<>();
        extend(points, List.of(), 0, 0, dimensions + 1, simplices);
        simplices.sort(Comparator.comparingDouble(Simplex::diameter).thenComparingInt(Simplex::dimension));
        Map<List<Integer>, Integer> order = new HashMap<>();
        simplices.forEach(simplex -> order.put(simplex.vertices(), order.size()));
        Map<Integer, NavigableSet<Integer>> byPivot = new HashMap<>();
        Map<Integer, Integer> deaths = new HashMap<>();
        boolean[] negative = new boolean[simplices.size()];
        for (int q = 0; q < simplices.size(); q++) {
            NavigableSet<Integer> column = boundary(simplices.get(q), order);
            while (!column.isEmpty() && byPivot.containsKey(column.last())) {
                for (int row : byPivot.get(column.last())) {
                    if (!column.remove(row)) {
                        column.add(row);
                    }
                }
            }
            if (!column.isEmpty()) {
                byPivot.put(column.last(), column);
                deaths.put(column.last(), q);
                negative[q] = true;
            }
        }
        return intervals(simplices, deaths, negative, dimensions);
    }

    private static List<PersistenceInterval> intervals(
            List<Simplex> simplices, Map<Integer, Integer> deaths, boolean[] negative, int dimensions) {
        List<PersistenceInterval> intervals = new ArrayList<>();
        for (int q = 0; q < simplices.size(); q++) {
            Simplex birth = simplices.get(q);
            Integer death = deaths.get(q);
            Double end = death == null ? null : (Double) simplices.get(death).diameter();
            if (!negative[q] && birth.dimension() <= dimensions && (end == null || end > birth.diameter())) {
                intervals.add(new PersistenceInterval(birth.dimension(), birth.diameter(), end));
            }
        }
        intervals.sort(Comparator.comparingInt(PersistenceInterval::dimension)
                .thenComparingDouble(PersistenceInterval::birth)
                .thenComparingDouble(interval -> interval.death() == null ? 1e9 : interval.death()));
        return intervals;
    }

    private static NavigableSet<Integer> boundary(Simplex simplex, Map<List<Integer>, Integer> order) {
        NavigableSet<Integer> boundary = new TreeSet<>();
        for (int gone = 0; simplex.dimension() > 0 && gone <= simplex.dimension(); gone++) {
            List<Integer> face = new ArrayList<>(simplex.vertices());
            face.remove(gone);
            boundary.add(order.get(face));
        }
        return boundary;
    }

    private static void extend(
            double[][] points, List<Integer> vertices, int from, double diameter, int dimensions, List<Simplex> into) {
        for (int v = from; v < points.length; v++) {
            double wider = diameter;
            for (int other : vertices) {
                wider = Math.max(wider, Linear.distance(points[v], points[other]));
            }
            List<Integer> more = new ArrayList<>(vertices);
            more.add(v);
            into.add(new Simplex(more, wider));
            if (more.size() <= dimensions) {
                extend(points, more, v + 1, wider, dimensions, into);
            }
        }
    }
}
