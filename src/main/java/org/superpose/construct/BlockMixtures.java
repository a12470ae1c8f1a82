package org.superpose.construct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The best ways to put smaller models along the diagonal. For example 100 × 25 has no 12 × 3 blocks alone, but seven of them and one of 16 × 4. With k_b copies
 * of block b, which has n_b features, m_b dimensions and the loss L_b, a model has n = Σ k_b n_b and m = Σ k_b m_b and loses as much per feature as its
 * blocks do in the mean, <b>L = Σ k_b n_b L_b / n</b>. Here are the counts k_b of the least L for every n and m up to a bound.
 *
 * <p>This is an unbounded knapsack of two dimensions, solved exactly: the least total loss is C(0, 0) = 0, C(n, m) = min_b C(n − n_b, m − m_b) + n_b L_b. A block
 * that smaller ones replace at no higher loss is left out, so the time is n m times the number of the others: 40 ms for 1024 × 512
 * and 152 blocks. The table has one cell of ten bytes for each (n, m) with m ≤ n; beyond {@link #MOST_FEATURES} only copies of one block are compared.
 */
public final class BlockMixtures {
    /** The largest n that mixtures are sought for. */
    public static final int MOST_FEATURES = 4096;

    /** Sums of losses differ in their last digits with the order of the terms; a mixture must gain more than that over copies of one block. */
    private static final double ROUNDING = 1e-12;

    private final List<Block> blocks;
    /** At [n][m] is 1 + the number of a block in the best mixture, or 0 if there is no mixture. */
    private final char[][] last;

    /**
     * A model that can be put along the diagonal.
     *
     * @param n features, at least m
     * @param m hidden dimensions, at least 1
     * @param loss per feature, finite
     */
    public record Block(int n, int m, double loss) {
        public Block {
            if (m < 1 || n < m || !Double.isFinite(loss)) {
                throw new IllegalArgumentException("no block has n = " + n + ", m = " + m + ", loss = " + loss);
            }
        }

        /** n L, which the mean over features is made of. */
        private double total() {
            return n * loss;
        }
    }

    private BlockMixtures(List<Block> blocks, int n, int m) {
        this.blocks = blocks;
        this.last = new char[n + 1][];
        fill(m);
    }

    /**
     * Mixtures of at most n features in at most m dimensions.
     *
     * @param blocks fewer than 65 535; of equal copies the first in the list is taken
     */
    public static BlockMixtures upTo(int n, int m, List<Block> blocks) {
        if (blocks.size() >= Character.MAX_VALUE) {
            throw new IllegalArgumentException("at most 65534 blocks are mixed; got " + blocks.size());
        }
        return new BlockMixtures(List.copyOf(blocks), Math.min(n, MOST_FEATURES), m);
    }

    /** Bytes of the table for models of n features and m dimensions. */
    public static long memoryBytes(int n, int m) {
        return (long) (Double.BYTES + Character.BYTES) * Math.min(n, MOST_FEATURES) * m;
    }

    /** Fills in row after row; a block counts from the row of its own n on, if the smaller ones do not replace it. */
    private void fill(int mostHidden) {
        double[][] cost = new double[last.length][];
        List<Integer> byFeatures = IntStream.range(0, blocks.size())
                .boxed()
                .sorted(Comparator.comparingInt(b -> blocks.get(b).n()))
                .toList();
        List<Integer> useful = new ArrayList<>();
        int next = 0;
        for (int n = 0; n < last.length; n++) {
            cost[n] = new double[Math.min(n, mostHidden) + 1];
            last[n] = new char[cost[n].length];
            Arrays.fill(cost[n], n == 0 ? 0 : Double.POSITIVE_INFINITY);
            for (int b : useful) {
                add(b, cost[n - blocks.get(b).n()], cost[n], last[n]);
            }
            for (; next < byFeatures.size() && blocks.get(byFeatures.get(next)).n() == n; next++) {
                int b = byFeatures.get(next);
                if (add(b, cost[0], cost[n], last[n])) {
                    useful.add(b);
                }
            }
        }
    }

    /** Adds block b to mixtures of n − n_b features where that lowers the loss, and tells whether it does anywhere. */
    private boolean add(int b, double[] smaller, double[] cost, char[] last) {
        int m = blocks.get(b).m();
        double total = blocks.get(b).total();
        boolean lower = false;
        for (int k = Math.min(smaller.length, cost.length - m) - 1; k >= 0; k--) {
            double sum = smaller[k] + total;
            if (sum < cost[k + m]) {
                cost[k + m] = sum;
                last[k + m] = (char) (b + 1);
                lower = true;
            }
        }
        return lower;
    }

    /**
     * How often each block, in the order of the list, stands in the best model of this size; empty if no mixture has it. Copies of one block are
     * preferred where no mixture loses less.
     */
    public Optional<int[]> counts(int n, int m) {
        Optional<int[]> copies = copies(n, m);
        Optional<int[]> mixture = n < last.length && m < last[n].length ? mixture(n, m) : Optional.empty();
        return mixture.isPresent()
                        && !(copies.isPresent() && loss(copies.get()) <= (1 + ROUNDING) * loss(mixture.get()))
                ? mixture
                : copies;
    }

    private Optional<int[]> mixture(int n, int m) {
        if (last[n][m] == 0) {
            return Optional.empty();
        }
        int[] counts = new int[blocks.size()];
        int features = n;
        int hidden = m;
        while (features > 0) {
            int b = last[features][hidden] - 1;
            counts[b]++;
            features -= blocks.get(b).n();
            hidden -= blocks.get(b).m();
        }
        return Optional.of(counts);
    }

    /** Whether copies of blocks of g features in k dimensions make n features in m dimensions. */
    public static boolean copied(int g, int k, int n, int m) {
        return n % g == 0 && (long) m * g == (long) n * k;
    }

    /** Copies of the block that loses least. */
    private Optional<int[]> copies(int n, int m) {
        return IntStream.range(0, blocks.size())
                .filter(b -> copied(blocks.get(b).n(), blocks.get(b).m(), n, m))
                .boxed()
                .min(Comparator.comparingDouble(b -> blocks.get(b).loss()))
                .map(b -> {
                    int[] counts = new int[blocks.size()];
                    counts[b] = n / blocks.get(b).n();
                    return counts;
                });
    }

    /** L = Σ k_b n_b L_b / Σ k_b n_b of counts k; of copies of one block, to the last digit, its own loss. */
    public double loss(int[] counts) {
        int[] present =
                IntStream.range(0, counts.length).filter(b -> counts[b] > 0).toArray();
        if (present.length == 1) {
            return blocks.get(present[0]).loss();
        }
        double total = 0;
        long features = 0;
        for (int b : present) {
            total += counts[b] * blocks.get(b).total();
            features += (long) counts[b] * blocks.get(b).n();
        }
        return total / features;
    }
}
