package org.superpose.geometry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superpose.data.RandomStream;
import org.superpose.measure.Measurement;
import org.superpose.model.Layout;

/**
 * The regions into which the lines {h : w_i·h + b_i = 0} part the hidden space, with how often the data enter each: all of them where m = 2 and
 * n ≤ {@value DecisionBoundaries#MOST_FEATURES}, otherwise those that samples fell into.
 *
 * @param exact whether these are all regions there are rather than those seen
 * @param count how many regions there are, or were seen
 * @param regions the most probable, at most {@value #MOST_REGIONS}; where they are not exact only those seen twice or more
 * @param samples how many were drawn for the probabilities
 * @param unseen the estimated probability of the regions that no sample fell into; where all are known, the share of samples whose
 *     pattern no region has. A sample on a line counts on the side where the feature does not fire; h = 0 is one without biases
 */
public record DecoderRegions(boolean exact, int count, List<Entered> regions, int samples, double unseen) {
    /** The most regions that are kept; those beyond are counted only. */
    public static final int MOST_REGIONS = 256;

    private static final int MOST_SAMPLES = 1 << 14;
    /** The most multiplications that the decoder may take over all samples. */
    private static final double MOST_PRODUCTS = 1L << 30;

    /**
     * A region.
     *
     * @param firing the features with w_i·h + b_i > 0, ascending
     * @param probability the share of samples in it
     * @param area of the hidden plane; null if it is unbounded, or not known because m ≠ 2
     * @param inside a point in it, two numbers; null where the area is not known
     */
    public record Entered(List<Integer> firing, double probability, Double area, double[] inside) {
        public Entered {
            firing = List.copyOf(firing);
        }
    }

    public DecoderRegions {
        regions = List.copyOf(regions);
    }

    /** Finds the regions of a model by samples of the stream {@code regions}. */
    static DecoderRegions of(Measurement.Subject subject) {
        Layout layout = subject.weights().layout();
        ActivationPatterns patterns = ActivationPatterns.of(
                subject.weights(),
                subject.data().distribution(layout.n(), subject.density()),
                RandomStream.of(subject.modelKey(), "regions"),
                (int) Math.max(1, Math.min(MOST_SAMPLES, MOST_PRODUCTS / layout.n() / layout.m())));
        return layout.m() == 2 && layout.n() <= DecisionBoundaries.MOST_FEATURES
                ? exact(DecisionBoundaries.regions(subject.weights()), patterns)
                : seen(patterns);
    }

    private static DecoderRegions exact(List<Region> regions, ActivationPatterns patterns) {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        patterns.patterns().forEach(pattern -> counts.put(pattern.firing(), pattern.count()));
        double samples = patterns.samples();
        List<Entered> entered = regions.stream()
                .map(region -> new Entered(
                        region.firing(),
                        counts.getOrDefault(region.firing(), 0) / samples,
                        region.bounded() ? region.area() : null,
                        region.inside()))
                .sorted(Comparator.comparingDouble((Entered region) -> -region.probability())
                        .thenComparing(Entered::firing, ActivationPatterns::inOrder))
                .limit(MOST_REGIONS)
                .toList();
        int inside = regions.stream()
                .mapToInt(region -> counts.getOrDefault(region.firing(), 0))
                .sum();
        return new DecoderRegions(true, regions.size(), entered, patterns.samples(), (samples - inside) / samples);
    }

    private static DecoderRegions seen(ActivationPatterns patterns) {
        List<Entered> entered = patterns.patterns().stream()
                .filter(pattern -> pattern.count() > 1)
                .limit(MOST_REGIONS)
                .map(pattern -> new Entered(pattern.firing(), pattern.probability(), null, null))
                .toList();
        return new DecoderRegions(false, patterns.patterns().size(), entered, patterns.samples(), patterns.unseen());
    }
}
