package org.superpose.data;

/**
 * x_i = c_i u_i with c_i ~ Bernoulli(p), u_i ~ U[0, 1], all independent (Elhage et al. 2022; theory.md, section 0).
 *
 * <p>A batch is one row of size·n cells. The gaps between active cells are geometric, g = ⌊ln v / ln(1 − p)⌋ with v ~ U(0, 1), so the
 * work is proportional to the active cells alone. Each entry uses one 64-bit word: the upper half for the gap, the lower for the value.
 * 32 bits limit a gap to 23/p cells, which cuts a tail of probability 2⁻³³.
 */
final class IndependentFeatures implements FeatureDistribution {
    private static final int BLOCKS = 512;
    private static final double HALF_ULP = 0x1p-33;

    private final int n;
    private final double density;
    private final double inverseLog;
    private final long[] words = new long[2 * BLOCKS];

    IndependentFeatures(int n, double density) {
        if (n < 1 || !(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("need n >= 1 and 0 < p <= 1; n = " + n + ", p = " + density);
        }
        this.n = n;
        this.density = density;
        this.inverseLog = 1 / Math.log1p(-density);
    }

    @Override
    public void fill(SparseBatch batch, RandomStream stream, long page) {
        if (batch.n() != n) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for a distribution of n = " + n);
        }
        int[] start = batch.start();
        long end = (long) batch.size() * n;
        long cell = -1;
        int sample = 0;
        long rowEnd = 0;
        int entries = 0;
        for (long block = 0; cell < end; block += BLOCKS) {
            stream.fill(page, block, BLOCKS, words);
            batch.reserve(entries + words.length);
            int[] index = batch.index();
            float[] value = batch.value();
            for (long word : words) {
                cell += 1 + gap(word >>> 32);
                if (cell >= end) {
                    break;
                }
                while (cell >= rowEnd) {
                    start[sample++] = entries;
                    rowEnd += n;
                }
                index[entries] = (int) (cell - rowEnd + n);
                value[entries++] = ((int) word >>> 8) * 0x1p-24f;
            }
        }
        while (sample <= batch.size()) {
            start[sample++] = entries;
        }
    }

    private long gap(long bits) {
        return density == 1 ? 0 : (long) (Math.log(bits * 0x1p-32 + HALF_ULP) * inverseLog);
    }
}
