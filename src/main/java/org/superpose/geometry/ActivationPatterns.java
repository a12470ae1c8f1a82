package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Which outputs fire together under the data: the regions of the arrangement {h : w_i·h + b_i = 0} that samples fall into, and how often.
 *
 * @param samples how many were drawn
 * @param patterns those seen, the most frequent first
 * @param unseen the estimated probability of all patterns that were not seen: the share of samples whose pattern was seen once (Good 1953)
 */
public record ActivationPatterns(int samples, List<Pattern> patterns, double unseen) {
    private static final int PER_PAGE = 256;

    /**
     * One pattern.
     *
     * @param firing the features whose pre-activation is positive, ascending
     * @param count samples in which exactly these fired
     * @param probability count over samples; its standard error is √(probability (1 − probability)/samples)
     */
    public record Pattern(List<Integer> firing, int count, double probability) {
        public Pattern {
            firing = List.copyOf(firing);
        }
    }

    public ActivationPatterns {
        patterns = List.copyOf(patterns);
    }

    /**
     * Of samples x, by the signs of W_out φ(W_in x) + b.
     *
     * @param samples positive; rounded up to a multiple of 256
     */
    public static ActivationPatterns of(
            Weights weights, FeatureDistribution features, RandomStream stream, int samples) {
        if (samples < 1 || !weights.finite()) {
            throw new IllegalArgumentException(
                    "activation patterns take finite weights and at least one sample; samples = " + samples);
        }
        Sampling sampling = new Sampling(weights);
        SparseBatch batch = new SparseBatch(weights.layout().n(), PER_PAGE);
        Map<BitSet, Integer> counts = new HashMap<>();
        int pages = (samples - 1) / PER_PAGE + 1;
        for (int page = 0; page < pages; page++) {
            features.fill(batch, stream, page);
            for (int s = 0; s < PER_PAGE; s++) {
                counts.merge(sampling.firing(batch, s), 1, Integer::sum);
            }
        }
        return of(counts, pages * PER_PAGE);
    }

    private static ActivationPatterns of(Map<BitSet, Integer> counts, int samples) {
        List<Pattern> patterns = new ArrayList<>();
        counts.forEach((firing, count) ->
                patterns.add(new Pattern(firing.stream().boxed().toList(), count, (double) count / samples)));
        patterns.sort(Comparator.comparingInt((Pattern pattern) -> -pattern.count())
                .thenComparing(Pattern::firing, ActivationPatterns::inOrder));
        long once = patterns.stream().filter(pattern -> pattern.count() == 1).count();
        return new ActivationPatterns(samples, patterns, (double) once / samples);
    }

    /** Orders patterns lexicographically; a pattern comes before any that it is the beginning of. */
    static int inOrder(List<Integer> a, List<Integer> b) {
        for (int q = 0; q < Math.min(a.size(), b.size()); q++) {
            if (!a.get(q).equals(b.get(q))) {
                return Integer.compare(a.get(q), b.get(q));
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** One model and its hidden layer for one sample at a time. */
    private static final class Sampling {
        private final Weights weights;
        private final double[] hidden;

        Sampling(Weights weights) {
            this.weights = weights;
            this.hidden = new double[weights.layout().m()];
        }

        BitSet firing(SparseBatch batch, int s) {
            Layout layout = weights.layout();
            encode(batch, s);
            BitSet firing = new BitSet(layout.n());
            for (int i = 0; i < layout.n(); i++) {
                double sum = weights.bias(i);
                for (int k = 0; k < hidden.length; k++) {
                    sum += weights.values()[layout.decoder() + i * hidden.length + k] * hidden[k];
                }
                firing.set(i, sum > 0);
            }
            return firing;
        }

        private void encode(SparseBatch batch, int s) {
            Layout layout = weights.layout();
            Arrays.fill(hidden, 0);
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int column = layout.encoder() + batch.index()[e] * hidden.length;
                for (int k = 0; k < hidden.length; k++) {
                    hidden[k] += (double) weights.values()[column + k] * batch.value()[e];
                }
            }
            for (int k = 0; k < hidden.length && layout.spec().hidden() == Activation.RELU; k++) {
                hidden[k] = Math.max(0, hidden[k]);
            }
        }
    }
}
