package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.superpose.geometry.Linkage.Merge;

/**
 * Direct sums by the graph of significant overlaps |ŵ_i·ŵ_j|. Its connected components are the summands where there is no noise; with noise a
 * single chance overlap joins two of them. {@link #of} therefore joins groups by the root mean square of all overlaps between them (average
 * linkage), in which chance averages out.
 */
public final class OverlapSums {
    /** Groups whose overlap is less are never joined. A regular simplex of more than five dimensions falls apart, because its overlaps 1/k are too near to this. */
    public static final double LEAST = 0.1;
    /** Groups whose overlap is more always belong together. */
    public static final double MOST = 0.25;

    private OverlapSums() {}

    /**
     * Groups joined down to the middle of the widest gap in the overlaps at which they join, looked for in [{@value #LEAST},
     * {@value #MOST}]: time O(n²), memory n² numbers.
     *
     * @param vectors w_i as rows
     * @throws IllegalArgumentException of more than {@value DirectSum#MOST_FEATURES} vectors, or if a number is not finite
     */
    public static DirectSum of(double[][] vectors) {
        List<Integer> represented = DirectSum.represented(vectors);
        List<Merge> merges = Linkage.average(squares(vectors, represented));
        double[] overlaps = merges.stream()
                .mapToDouble(merge -> Math.sqrt(merge.similarity()))
                .toArray();
        return cut(vectors, represented, merges, gap(overlaps));
    }

    /** (ŵ_i·ŵ_j)² of the represented features. */
    static double[][] squares(double[][] vectors, List<Integer> represented) {
        double[][] squares = Linear.gram(Linear.units(Linear.select(vectors, represented)));
        for (double[] row : squares) {
            Arrays.setAll(row, j -> row[j] * row[j]);
        }
        return squares;
    }

    private static DirectSum cut(double[][] vectors, List<Integer> represented, List<Merge> merges, double threshold) {
        int[] group = Linkage.cut(represented.size(), merges, threshold * threshold);
        return DirectSum.of(vectors, groups(represented, group), true);
    }

    static Collection<List<Integer>> groups(List<Integer> represented, int[] group) {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < group.length; i++) {
            groups.computeIfAbsent(group[i], key -> new ArrayList<>()).add(represented.get(i));
        }
        return groups.values();
    }

    /** The middle of the widest gap in [{@value #LEAST}, {@value #MOST}], both ends counted as values. */
    private static double gap(double[] values) {
        double[] sorted = Arrays.copyOf(values, values.length + 2);
        sorted[values.length] = LEAST;
        sorted[values.length + 1] = MOST;
        Arrays.setAll(sorted, q -> Math.min(MOST, Math.max(LEAST, sorted[q])));
        Arrays.sort(sorted);
        int widest = 1;
        for (int q = 2; q < sorted.length; q++) {
            widest = sorted[q] - sorted[q - 1] > sorted[widest] - sorted[widest - 1] ? q : widest;
        }
        return (sorted[widest - 1] + sorted[widest]) / 2;
    }
}
