package org.superpose.geometry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.superpose.data.RandomStream;

/**
 * Some k-subsets of features.
 *
 * @param list each ascending
 * @param all whether these are all there are
 */
record Subsets(List<List<Integer>> list, boolean all) {
    /** Features that overlap less are not thought to belong together. */
    private static final double JOINED = 0.1;
    /** Attempts for each subset wanted; several attempts may find the same one. */
    private static final int ATTEMPTS = 4;

    private static final RandomStream STREAM = RandomStream.of("geometry", "subsets");

    /**
     * All subsets if there are at most {@code limit}; otherwise distinct ones grown from each feature in turn by adding features that overlap with
     * one already there, at random.
     */
    static Subsets of(double[][] units, List<Integer> features, int k, int limit) {
        if (k > features.size()) {
            return new Subsets(List.of(), true);
        }
        if (count(features.size(), k) <= limit) {
            List<List<Integer>> all = new ArrayList<>();
            extend(features, 0, k, new ArrayList<>(), all);
            return new Subsets(all, true);
        }
        return new Subsets(grown(units, features, k, limit), false);
    }

    private static double count(int size, int k) {
        return Math.exp(CombinatoricsUtils.factorialLog(size)
                        - CombinatoricsUtils.factorialLog(k)
                        - CombinatoricsUtils.factorialLog(size - k))
                - 0.5;
    }

    private static void extend(
            List<Integer> features, int from, int k, List<Integer> chosen, List<List<Integer>> subsets) {
        if (chosen.size() == k) {
            subsets.add(List.copyOf(chosen));
            return;
        }
        for (int q = from; q <= features.size() - (k - chosen.size()); q++) {
            chosen.add(features.get(q));
            extend(features, q + 1, k, chosen, subsets);
            chosen.remove(chosen.size() - 1);
        }
    }

    private static List<List<Integer>> grown(double[][] units, List<Integer> features, int k, int limit) {
        double[][] gram = Linear.gram(Linear.select(units, features));
        Set<List<Integer>> subsets = new LinkedHashSet<>();
        for (int attempt = 0; attempt < ATTEMPTS * limit && subsets.size() < limit; attempt++) {
            List<Integer> places = grow(gram, attempt % features.size(), STREAM.uniforms(attempt, k));
            if (places.size() == k) {
                subsets.add(places.stream().sorted().map(features::get).toList());
            }
        }
        return List.copyOf(subsets);
    }

    /** Grows one subset at random; it is smaller than asked for if nothing more is joined to it. */
    private static List<Integer> grow(double[][] gram, int first, double[] uniforms) {
        List<Integer> places = new ArrayList<>(List.of(first));
        for (int q = 1; q < uniforms.length; q++) {
            List<Integer> joined = joined(gram, places);
            if (!joined.isEmpty()) {
                places.add(joined.get((int) (uniforms[q] * joined.size())));
            }
        }
        return places;
    }

    private static List<Integer> joined(double[][] gram, List<Integer> places) {
        List<Integer> joined = new ArrayList<>();
        for (int j = 0; j < gram.length; j++) {
            int candidate = j;
            if (!places.contains(j) && places.stream().anyMatch(i -> Math.abs(gram[i][candidate]) > JOINED)) {
                joined.add(j);
            }
        }
        return joined;
    }
}
