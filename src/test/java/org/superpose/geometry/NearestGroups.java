package org.superpose.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Average linkage as it is defined: of all groups the two with the largest mean similarity are merged, again and again. */
final class NearestGroups {
    private NearestGroups() {}

    /** The similarities of all merges, ascending. */
    static List<Double> heights(double[][] similarities) {
        List<List<Integer>> groups = new ArrayList<>(
                IntStream.range(0, similarities.length).mapToObj(List::of).toList());
        List<Double> heights = new ArrayList<>();
        while (groups.size() > 1) {
            double best = -1;
            int first = 0;
            int second = 1;
            for (int a = 0; a < groups.size(); a++) {
                for (int b = a + 1; b < groups.size(); b++) {
                    double mean = mean(similarities, groups.get(a), groups.get(b));
                    if (mean > best) {
                        best = mean;
                        first = a;
                        second = b;
                    }
                }
            }
            List<Integer> merged = new ArrayList<>(groups.get(first));
            merged.addAll(groups.get(second));
            groups.remove(second);
            groups.set(first, merged);
            heights.add(best);
        }
        return heights.stream().sorted().toList();
    }

    private static double mean(double[][] similarities, List<Integer> a, List<Integer> b) {
        double sum = 0;
        for (int i : a) {
            for (int j : b) {
                sum += similarities[i][j];
            }
        }
        return sum / (a.size() * b.size());
    }
}
