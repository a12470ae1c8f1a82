package org.superpose.codes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.superpose.codes.KnownBlocks.Block;

/**
 * The mixture of blocks with the least coefficient for n features and m dimensions: Σ g_b = n, Σ m_b = m, least Σ g_b C_b.
 *
 * <p>Circles are added in closed form: since g C(g) grows ever faster with g, k of them share their features as evenly as they can. The other blocks are
 * few, and a table over the features and dimensions that they take has the least total of each (a knapsack). What large models hold more of than the table
 * has room for is laid aside before: copies of the two blocks whose mixture would be best if fractions of blocks were allowed. So the mixture is the best there
 * is up to {@value #DIMENSIONS} dimensions whose other blocks have at most {@value #FEATURES} features, and beyond it the best but for how the last {@value
 * #KEPT} dimensions of each kind are filled.
 */
public final class MixtureSearch {
    /** The most dimensions that the table gives to blocks other than circles. */
    private static final int DIMENSIONS = 96;
    /** The most features that it gives to them. */
    private static final int FEATURES = 900;
    /** Dimensions of a block that are not laid aside. */
    private static final int KEPT = 36;
    /** Circles with more features per dimension than the model, by this factor and number, are in no best mixture. */
    private static final int FACTOR = 3;

    private static final int MORE = 64;
    private static final int CIRCLE = 3;

    private final int n;
    private final int m;
    private final List<Block> blocks;

    private MixtureSearch(int n, int m, List<Block> blocks) {
        this.n = n;
        this.m = m;
        this.blocks = blocks;
    }

    /** Whether there is any mixture, of circles or of all codes: pairs and dedicated features make n ≤ 2m, and a circle takes any number of features. */
    public static boolean exists(int n, int m) {
        return m >= CIRCLE || n <= 2 * (long) m;
    }

    /** Whether there is any mixture with ladders. */
    public static boolean existsWithLadders(int n, int m) {
        return exists(n, m) || (m == 2 && n <= Ladder.MOST);
    }

    /** Of circles, pairs and dedicated features; with m = 3 one circle. Empty if n &gt; 2m with m &lt; 3. */
    public static Optional<Mixture> ofCircles(int n, int m) {
        if (m == CIRCLE && n >= CIRCLE) {
            return Optional.of(new Mixture(List.of(new Mixture.Part(Code.circle(n), 1, Code.circleCoefficient(n)))));
        }
        return new MixtureSearch(n, m, List.of(new Block(Code.DEDICATED), new Block(Code.PAIR))).best();
    }

    /** Of all codes known. Empty if n &gt; 2m with m &lt; 3. */
    public static Optional<Mixture> ofAll(int n, int m) {
        return new MixtureSearch(n, m, KnownBlocks.all()).best();
    }

    /**
     * Of all codes known, of uneven pairs, and of ladders at their best for features of density p. Empty if n &gt; 2m with m = 1, or n &gt; 24 with m = 2.
     */
    public static Optional<Mixture> ofLadders(int n, int m, double density) {
        List<Block> blocks = new ArrayList<>(KnownBlocks.all());
        blocks.add(new Block(Code.UNEVEN_PAIR));
        blocks.addAll(Ladder.all(density));
        return new MixtureSearch(n, m, blocks).best();
    }

    /** Features and dimensions per block, and the total of its losses. */
    private record Size(int g, int m, double total) {
        double perDimension() {
            return total / m;
        }

        double features() {
            return (double) g / m;
        }
    }

    private Optional<Mixture> best() {
        if (m < 1 || m > n) {
            throw new IllegalArgumentException("a model needs 1 <= m <= n; n = " + n + ", m = " + m);
        }
        int[] copies = new int[blocks.size()];
        layAside(copies);
        int features = n;
        int dimensions = m;
        for (int b = 0; b < copies.length; b++) {
            features -= copies[b] * blocks.get(b).code().features();
            dimensions -= copies[b] * blocks.get(b).code().dimensions();
        }
        return new Filling(features, dimensions).fill(copies);
    }

    /** Copies of the blocks at the ends of the edge, under the ratio n/m, of the convex hull of totals over features, both per dimension. */
    private void layAside(int[] copies) {
        int even = (int) Math.min(FEATURES, (long) CIRCLE * n / m);
        if (fitsTable() || even == FEATURES) {
            return;
        }
        List<Size> sizes = new ArrayList<>();
        blocks.forEach(block ->
                sizes.add(new Size(block.code().features(), block.code().dimensions(), block.total())));
        for (int g = Math.max(CIRCLE, even / FACTOR); g <= even * FACTOR + MORE; g++) {
            sizes.add(new Size(g, CIRCLE, circle(g)));
        }
        double ratio = (double) n / m;
        double least = Double.POSITIVE_INFINITY;
        int few = 0;
        int many = 0;
        for (int a = 0; a < sizes.size(); a++) {
            for (int b = 0; b < sizes.size(); b++) {
                double value = between(sizes.get(a), sizes.get(b), ratio);
                if (value < least) {
                    least = value;
                    few = a;
                    many = b;
                }
            }
        }
        double share = share(sizes.get(few), sizes.get(many), ratio);
        layAside(copies, few, share);
        if (many != few) {
            layAside(copies, many, 1 - share);
        }
    }

    /** Whether the table has room for any mixture of blocks other than circles. */
    private boolean fitsTable() {
        double most = blocks.stream()
                .mapToDouble(
                        block -> (double) block.code().features() / block.code().dimensions())
                .max()
                .orElse(0);
        return m <= DIMENSIONS && Math.min(n, most * m) <= FEATURES;
    }

    /** Most of the copies of a block that is no circle and takes this share of all dimensions. */
    private void layAside(int[] copies, int block, double share) {
        if (block < copies.length) {
            int size = blocks.get(block).code().dimensions();
            copies[block] = (int) Math.max(0, Math.floor((share * m - KEPT) / size));
        }
    }

    /** The share of the dimensions that the first block has where both together have the ratio. */
    private static double share(Size few, Size many, double ratio) {
        return few.features() == many.features() ? 1 : (many.features() - ratio) / (many.features() - few.features());
    }

    private static double between(Size few, Size many, double ratio) {
        if (few.features() > ratio || many.features() < ratio) {
            return Double.POSITIVE_INFINITY;
        }
        double share = share(few, many, ratio);
        return share * few.perDimension() + (1 - share) * many.perDimension();
    }

    /** g C(g) of a circle. */
    private static double circle(int g) {
        return g * Code.circleCoefficient(g);
    }

    /** The best of what is left to fill. */
    private final class Filling {
        private final int features;
        private final int dimensions;
        private final int width;
        /** The least total of the blocks that take i features and k dimensions, at [k · width + i]. */
        private final double[] least;
        /** The last block of that mixture. */
        private final short[] last;

        Filling(int features, int dimensions) {
            this.features = features;
            this.dimensions = dimensions;
            this.width = Math.min(features, FEATURES) + 1;
            int height = Math.min(dimensions, DIMENSIONS) + 1;
            this.least = new double[width * height];
            this.last = new short[width * height];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            least[0] = 0;
            for (int k = 1; k < height; k++) {
                for (int i = 1; i < width; i++) {
                    extend(k, i);
                }
            }
        }

        private void extend(int k, int i) {
            int at = k * width + i;
            for (int b = 0; b < blocks.size(); b++) {
                Block block = blocks.get(b);
                int before =
                        at - block.code().dimensions() * width - block.code().features();
                if (block.code().dimensions() <= k && block.code().features() <= i) {
                    double total = least[before] + block.total();
                    if (total < least[at]) {
                        least[at] = total;
                        last[at] = (short) b;
                    }
                }
            }
        }

        Optional<Mixture> fill(int[] copies) {
            double best = Double.POSITIVE_INFINITY;
            int place = -1;
            for (int at = 0; at < least.length; at++) {
                if (least[at] < best) {
                    double total = least[at] + circles(features - at % width, dimensions - at / width);
                    if (total < best) {
                        best = total;
                        place = at;
                    }
                }
            }
            if (place < 0) {
                return Optional.empty();
            }
            int number = (dimensions - place / width) / CIRCLE;
            int onCircles = features - place % width;
            for (int at = place; at > 0; ) {
                copies[last[at]]++;
                Code code = blocks.get(last[at]).code();
                at -= code.dimensions() * width + code.features();
            }
            return Optional.of(mixture(copies, number, onCircles));
        }

        /** The total of the circles in so many dimensions, infinite where there are none of so many features. */
        private double circles(int free, int circled) {
            int number = circled / CIRCLE;
            if (circled % CIRCLE != 0 || free < circled || (number == 0 && free > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            if (number == 0) {
                return 0;
            }
            int more = free % number;
            return (number - more) * circle(free / number) + (more == 0 ? 0 : more * circle(free / number + 1));
        }
    }

    private Mixture mixture(int[] copies, int number, int onCircles) {
        List<Mixture.Part> parts = new ArrayList<>();
        for (int b = blocks.size() - 1; b >= 0; b--) {
            if (copies[b] > 0) {
                parts.add(new Mixture.Part(
                        blocks.get(b).code(), copies[b], blocks.get(b).coefficient()));
            }
        }
        if (number > 0) {
            int more = onCircles % number;
            int g = onCircles / number;
            addCircles(parts, g + 1, more);
            addCircles(parts, g, number - more);
        }
        return new Mixture(parts);
    }

    private static void addCircles(List<Mixture.Part> parts, int g, int number) {
        if (number > 0) {
            parts.add(new Mixture.Part(Code.circle(g), number, Code.circleCoefficient(g)));
        }
    }
}
