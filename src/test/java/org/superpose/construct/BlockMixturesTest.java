package org.superpose.construct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.superpose.construct.BlockMixtures.Block;

class BlockMixturesTest {
    private static List<Block> random(SplittableRandom random, int count, int mostFeatures) {
        List<Block> blocks = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int n = random.nextInt(1, mostFeatures + 1);
            blocks.add(new Block(n, random.nextInt(1, n + 1), random.nextDouble()));
        }
        return blocks;
    }

    private static void assertMakes(List<Block> blocks, int[] counts, int n, int m) {
        assertThat(IntStream.range(0, counts.length)
                        .map(b -> counts[b] * blocks.get(b).n())
                        .sum())
                .isEqualTo(n);
        assertThat(IntStream.range(0, counts.length)
                        .map(b -> counts[b] * blocks.get(b).m())
                        .sum())
                .isEqualTo(m);
        assertThat(IntStream.of(counts).min().orElseThrow()).isNotNegative();
    }

    /** Every count of every block is tried. */
    private static double leastTotal(List<Block> blocks, int from, int n, int m) {
        if (n == 0 && m == 0) {
            return 0;
        }
        if (from == blocks.size() || n <= 0 || m <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        Block block = blocks.get(from);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k * block.n() <= n && k * block.m() <= m; k++) {
            double rest = leastTotal(blocks, from + 1, n - k * block.n(), m - k * block.m());
            least = Math.min(least, k * block.n() * block.loss() + rest);
        }
        return least;
    }

    @Test
    void mixturesAreTheBestOfAll() {
        SplittableRandom random = new SplittableRandom(14);
        int made = 0;
        int mixed = 0;
        for (int draw = 0; draw < 60; draw++) {
            List<Block> blocks = random(random, random.nextInt(1, 7), 8);
            BlockMixtures mixtures = BlockMixtures.upTo(20, 15, blocks);
            for (int n = 1; n <= 20; n++) {
                for (int m = 1; m <= Math.min(n, 15); m++) {
                    double least = leastTotal(blocks, 0, n, m);
                    Optional<int[]> counts = mixtures.counts(n, m);
                    assertThat(counts.isPresent())
                            .as("%s: %d × %d", blocks, n, m)
                            .isEqualTo(Double.isFinite(least));
                    if (counts.isPresent()) {
                        assertMakes(blocks, counts.get(), n, m);
                        assertThat(mixtures.loss(counts.get())).isCloseTo(least / n, within(1e-12));
                        made++;
                        mixed += IntStream.of(counts.get())
                                                .filter(count -> count > 0)
                                                .count()
                                        > 1
                                ? 1
                                : 0;
                    }
                }
            }
        }
        assertThat(made).isGreaterThan(1000);
        assertThat(mixed).isGreaterThan(500);
    }

    /** 100 × 25 has no 12 × 3 blocks alone. Features count, not blocks: (84 · 2 + 16 · 3)/100. */
    @Test
    void theMeanIsWeightedByFeatures() {
        List<Block> blocks = List.of(new Block(16, 4, 3), new Block(12, 3, 2), new Block(4, 1, 9));
        BlockMixtures mixtures = BlockMixtures.upTo(100, 25, blocks);
        int[] counts = mixtures.counts(100, 25).orElseThrow();
        assertThat(counts).containsExactly(1, 7, 0);
        assertThat(mixtures.loss(counts)).isCloseTo(2.16, within(1e-15));
        assertThat(mixtures.counts(96, 24).orElseThrow()).containsExactly(0, 8, 0);
        assertThat(mixtures.counts(25, 6)).isEmpty();
        assertThat(mixtures.counts(2, 1)).isEmpty();
    }

    /** Among what loses equally much there are copies of one block, and among copies those of the first block. */
    @Test
    void copiesArePreferred() {
        List<Block> blocks = List.of(new Block(12, 3, 0.1), new Block(4, 1, 0.1), new Block(8, 2, 0.1));
        BlockMixtures mixtures = BlockMixtures.upTo(48, 12, blocks);
        assertThat(mixtures.counts(24, 6).orElseThrow()).containsExactly(2, 0, 0);
        assertThat(mixtures.counts(20, 5).orElseThrow()).containsExactly(0, 5, 0);
        assertThat(mixtures.counts(12, 3).orElseThrow()).containsExactly(1, 0, 0);
        assertThat(mixtures.loss(mixtures.counts(12, 3).orElseThrow())).isEqualTo(0.1);
    }

    /** No mixture loses less than the lower convex hull of the losses over r = m/n, and large ones come near it. */
    @Test
    void mixturesOfLargeModelsReachTheConvexHull() {
        SplittableRandom random = new SplittableRandom(2);
        List<Block> blocks = new ArrayList<>();
        for (int m = 1; m <= 8; m++) {
            for (int n = 2 * m; n <= 6 * m; n++) {
                blocks.add(new Block(n, m, (1 - m / (double) n) * random.nextDouble(0.9, 1.1)));
            }
        }
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            BlockMixtures mixtures = BlockMixtures.upTo(1024, 512, blocks);
            for (int m = 180; m <= 500; m += 40) {
                double hull = hull(blocks, m / 1024.0);
                int[] counts = mixtures.counts(1024, m).orElseThrow();
                assertMakes(blocks, counts, 1024, m);
                assertThat(mixtures.loss(counts))
                        .isGreaterThan(hull * (1 - 1e-12))
                        .isCloseTo(hull, withinPercentage(1));
            }
        });
    }

    /** The least value at r on the line between two points (m/n, loss), one on each side. */
    private static double hull(List<Block> blocks, double r) {
        double least = Double.POSITIVE_INFINITY;
        for (Block left : blocks) {
            for (Block right : blocks) {
                double from = left.m() / (double) left.n();
                double to = right.m() / (double) right.n();
                if (from <= r && r <= to) {
                    double share = to == from ? 0 : (r - from) / (to - from);
                    least = Math.min(least, (1 - share) * left.loss() + share * right.loss());
                }
            }
        }
        return least;
    }

    @Test
    void beyondTheTableThereAreCopiesOnly() {
        List<Block> blocks = List.of(new Block(4, 1, 2), new Block(8, 2, 1), new Block(3, 2, 0.1));
        BlockMixtures mixtures = BlockMixtures.upTo(1 << 20, 1 << 20, blocks);
        int most = BlockMixtures.MOST_FEATURES;
        assertThat(mixtures.counts(most, most / 4).orElseThrow()).containsExactly(0, most / 8, 0);
        assertThat(mixtures.counts(most - 1, most / 4 + 1).orElseThrow()).containsExactly(1, most / 8 - 1, 1);
        assertThat(mixtures.counts(most + 4, most / 4 + 1).orElseThrow()).containsExactly(most / 4 + 1, 0, 0);
        assertThat(mixtures.counts(1 << 20, 1 << 18).orElseThrow()).containsExactly(0, 1 << 17, 0);
        assertThat(mixtures.counts(most + 3, most / 4 + 2)).isEmpty();
    }

    @Test
    void whatIsNoBlockIsRefused() {
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Block(2, 1, loss)).hasMessageContaining("no block has");
        }
        assertThatThrownBy(() -> new Block(2, 0, 1)).hasMessageContaining("no block has");
        assertThatThrownBy(() -> new Block(2, 3, 1)).hasMessageContaining("no block has");
        assertThat(BlockMixtures.upTo(8, 4, List.of()).counts(8, 4)).isEmpty();
    }
}
