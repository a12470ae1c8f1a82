package org.superpose.data;

/**
 * Independent trials, each with odds of its own, 64 at a time: the bits of k random words and-ed together are 1 with probability 2⁻ᵏ, where
 * 2⁻ᵏ is the least power of two above every odds of the 64; of these candidates trial t succeeds with odds q_t 2ᵏ, to 2⁻⁴¹. Once no
 * candidate is left no more words are drawn, so 64 rare trials take about eight words however rare they are.
 */
final class Trials {
    private static final int GROUP = 64;
    private static final int BITS = 40;

    private final int count;
    /** k of each group. */
    private final int[] halvings;
    /** A candidate succeeds if the upper 40 bits of its word are below this. */
    private final long[] threshold;

    /** @param odds q_t in [0, 1], not modified */
    Trials(double[] odds) {
        this.count = odds.length;
        this.halvings = new int[(count + GROUP - 1) / GROUP];
        this.threshold = new long[count];
        for (int group = 0; group < halvings.length; group++) {
            int end = Math.min(count, (group + 1) * GROUP);
            double most = Double.MIN_NORMAL;
            for (int t = group * GROUP; t < end; t++) {
                most = Math.max(most, odds[t]);
            }
            halvings[group] = Math.max(0, -Math.getExponent(most) - 1);
            for (int t = group * GROUP; t < end; t++) {
                threshold[t] = Math.round(Math.scalb(odds[t], halvings[group] + BITS));
            }
        }
    }

    int groups() {
        return halvings.length;
    }

    /** The candidates of a group as bits, the trial 64·group first. */
    long candidates(int group, Words words) {
        int size = Math.min(GROUP, count - group * GROUP);
        long candidates = -1L >>> (GROUP - size);
        for (int k = 0; k < halvings[group] && candidates != 0; k++) {
            candidates &= words.next();
        }
        return candidates;
    }

    /** The first trial among the candidates. */
    static int first(int group, long candidates) {
        return group * GROUP + Long.numberOfTrailingZeros(candidates);
    }

    /** Whether a candidate succeeds, by the upper 40 bits of a word: the lower 24 remain, for {@link Words#value}. */
    boolean succeeds(int trial, long word) {
        return word >>> (Long.SIZE - BITS) < threshold[trial];
    }
}
