package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hierarchical clustering by average linkage, along chains of nearest neighbours. */
final class Linkage {
    private Linkage() {}

    /**
     * Two groups become one.
     *
     * @param a a member of one
     * @param b a member of the other
     * @param similarity the mean over all pairs from one and the other
     */
    record Merge(int a, int b, double similarity) {}

    /**
     * All merges of n things, n − 1 of them, in an order in which groups exist before they are merged; O(n²). Average linkage is reducible, so
     * that neighbours that are nearest to each other are merged in the hierarchy wherever the chain begins.
     *
     * @param similarities symmetric, n × n; overwritten
     */
    static List<Merge> average(double[][] similarities) {
        int n = similarities.length;
        int[] size = new int[n];
        Arrays.fill(size, 1);
        List<Merge> merges = new ArrayList<>();
        List<Integer> chain = new ArrayList<>();
        while (merges.size() < n - 1) {
            if (chain.isEmpty()) {
                chain.add(first(size));
            }
            int last = chain.get(chain.size() - 1);
            int before = chain.size() > 1 ? chain.get(chain.size() - 2) : -1;
            int nearest = nearest(similarities[last], size, last, before);
            if (nearest == before) {
                merges.add(new Merge(before, last, similarities[last][before]));
                join(similarities, size, before, last);
                chain.subList(chain.size() - 2, chain.size()).clear();
            } else {
                chain.add(nearest);
            }
        }
        return merges;
    }

    private static int first(int[] size) {
        int first = 0;
        while (size[first] == 0) {
            first++;
        }
        return first;
    }

    /** Finds the nearest neighbour of a group; {@code before} wins a tie, so that chains end. */
    private static int nearest(double[] row, int[] size, int self, int before) {
        int nearest = before;
        for (int j = 0; j < row.length; j++) {
            if (j != self && size[j] > 0 && (nearest < 0 || row[j] > row[nearest])) {
                nearest = j;
            }
        }
        return nearest;
    }

    private static void join(double[][] similarities, int[] size, int into, int gone) {
        double share = (double) size[gone] / (size[into] + size[gone]);
        for (int j = 0; j < size.length; j++) {
            double mean = (1 - share) * similarities[into][j] + share * similarities[gone][j];
            similarities[into][j] = mean;
            similarities[j][into] = mean;
        }
        size[into] += size[gone];
        size[gone] = 0;
    }

    /** The group of each of n things when only merges of more than {@code least} are done, named by one of its members. */
    static int[] cut(int n, List<Merge> merges, double least) {
        int[] group = new int[n];
        Arrays.setAll(group, i -> i);
        for (Merge merge : merges) {
            if (merge.similarity() > least) {
                int into = group[merge.a()];
                int gone = group[merge.b()];
                Arrays.setAll(group, i -> group[i] == gone ? into : group[i]);
            }
        }
        return group;
    }
}
