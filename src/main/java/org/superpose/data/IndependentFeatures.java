package org.superpose.data;

/**
 * x_i = c_i u_i with c_i ~ Bernoulli(p), u_i ~ U[0, 1], all independent (Elhage et al. 2022; theory.md, section 0).
 *
 * <p>A batch is one row of size·n cells. The gaps between active cells are geometric, g = ⌊ln v / ln(1 − p)⌋ with v ~ U(0, 1), so the
 * work is proportional to the active cells alone. Each entry uses one 64-bit word: the upper half for the gap, the lower for the value.
 * 32 bits limit a gap to 23/p cells, which cuts a tail of probability 2⁻³³. At p = 1 there are no gaps and each half is a value.
 */
final class IndependentFeatures implements FeatureDistribution {
    /** Random blocks at a time; the last of a batch are drawn in part for nothing. */
    private static final int BLOCKS = 64;

    private final int n;
    private final double density;
    private final double inverseLog;
    private final long[] even = new long[BLOCKS];
    private final long[] odd = new long[BLOCKS];

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
        if (density == 1) {
            fillAll(batch, stream, page);
        } else {
            fillSparse(batch, stream, page);
        }
    }

    private void fillSparse(SparseBatch batch, RandomStream stream, long page) {
        int[] start = batch.start();
        long end = (long) batch.size() * n;
        long cell = -1;
        int sample = 0;
        long rowEnd = 0;
        int entries = 0;
        for (long draw = 0; cell < end; draw++) {
            long[] words = draw(stream, page, draw);
            batch.reserve(entries + BLOCKS);
            int[] index = batch.index();
            float[] value = batch.value();
            for (long word : words) {
                cell += 1 + (long) (UnitLogarithm.of(word >>> 32) * inverseLog);
                if (cell >= end) {
                    break;
                }
                while (cell >= rowEnd) {
                    start[sample++] = entries;
                    rowEnd += n;
                }
                index[entries] = (int) (cell - rowEnd + n);
                value[entries++] = uniform((int) word);
            }
        }
        while (sample <= batch.size()) {
            start[sample++] = entries;
        }
    }

    private void fillAll(SparseBatch batch, RandomStream stream, long page) {
        int cells = Math.multiplyExact(batch.size(), n);
        batch.reserve(cells);
        int[] index = batch.index();
        float[] value = batch.value();
        for (int s = 0; s <= batch.size(); s++) {
            batch.start()[s] = s * n;
        }
        int feature = 0;
        for (int from = 0; from < cells; from += 2 * BLOCKS) {
            long[] words = draw(stream, page, from / (2 * BLOCKS));
            int to = Math.min(cells, from + 2 * BLOCKS);
            for (int cell = from; cell < to; cell++) {
                int place = cell - from;
                value[cell] = uniform((int) (words[place >>> 1] >>> ((place & 1) << 5)));
                index[cell] = feature++;
                feature = feature == n ? 0 : feature;
            }
        }
    }

    /** The words of draw q, BLOCKS of them: two draws share their random blocks. */
    private long[] draw(RandomStream stream, long page, long q) {
        if ((q & 1) == 1) {
            return odd;
        }
        stream.fill(page, q / 2 * BLOCKS, BLOCKS, even, odd);
        return even;
    }

    /** The top 24 bits as a number in [0, 1). */
    static float uniform(int bits) {
        return (bits >>> 8) * 0x1p-24f;
    }
}
