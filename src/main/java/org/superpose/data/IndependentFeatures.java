package org.superpose.data;

/**
 * x_i = c_i u_i with c_i ~ Bernoulli(p), u_i ~ U[0, 1], all independent (Elhage et al. 2022; theory.md, section 0). The cells of a batch
 * are numbered as in {@link SparseBatch}; what is in a cell does not depend on the size of the batch.
 *
 * <p>From p = {@value #DENSE} on every cell has a word. With k its upper 31 bits it is active if k &lt; P, P = p 2³¹ to the nearest
 * whole number, and its value is k/P, 28 bits or more of which a float keeps the first 24. Below, gaps between active cells are
 * drawn, g = ⌊ln v / ln(1 − p)⌋ with v ~ U(0, 1), so the work is proportional to the active cells alone: two words for each, v and
 * the value. 32 bits limit a gap to 23/p cells, which cuts a tail of probability 2⁻³³.
 */
final class IndependentFeatures implements FeatureDistribution {
    /** Measured: an active cell takes as long to draw by its gap as eight cells one by one. */
    static final double DENSE = 0.125;

    private static final int LANES = Threefry.LANES;
    private static final int WORDS = 4;
    /** Below 1, so that no value is rounded up to 1. */
    private static final double BELOW_ONE = 1 - 0x1p-24;
    /** 2³¹ as an unsigned number; every number of 31 bits is below it. */
    static final int ALL = Integer.MIN_VALUE;

    /** The factor that turns a number of 31 bits into one in [0, 1). */
    static final float UNIT = (float) (0x1p-31 * BELOW_ONE);

    private final int n;
    private final double density;
    private final double inverseLog;
    private final long cellsPerBlock;
    private final Deviates deviates;
    private final int[][] words = new int[WORDS][LANES * Threefry.MOST_ROWS];
    private final long[][] gaps = new long[2][LANES * Threefry.MOST_ROWS];
    /** The last active cell, within its block. */
    private long cell;

    private int block;
    private int entries;

    IndependentFeatures(int n, double density) {
        this(n, density, Deviates.HERE);
    }

    IndependentFeatures(int n, double density, Deviates deviates) {
        if (n < 1 || !(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("need n >= 1 and 0 < p <= 1; n = " + n + ", p = " + density);
        }
        this.n = n;
        this.density = density;
        this.inverseLog = 1 / StrictMath.log1p(-density);
        this.cellsPerBlock = (long) n * LANES;
        this.deviates = deviates;
    }

    @Override
    public void fill(SparseBatch batch, RandomStream stream, long page) {
        if (batch.n() != n) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for a distribution of n = " + n);
        }
        if (density >= DENSE) {
            fillDense(batch, stream, page);
        } else {
            fillCells(batch, stream, page);
        }
    }

    /** Four blocks at a time: word j of position (lane l of the four, feature i) is the cell of feature i, sample l of block j. */
    private void fillDense(SparseBatch batch, RandomStream stream, long page) {
        long threshold = Math.round(density * 0x1p31);
        float scale = (float) (BELOW_ONE / threshold);
        int blocks = batch.blockCount();
        float[] out = batch.beginDense();
        int positive = 0;
        for (int block = 0; block < blocks; block += WORDS) {
            for (int i = 0; i < n; i += Threefry.MOST_ROWS) {
                int rows = Math.min(Threefry.MOST_ROWS, n - i);
                stream.fill(page, block / WORDS * LANES, i, rows, words);
                for (int j = 0; j < Math.min(WORDS, blocks - block); j++) {
                    int at = ((block + j) * n + i) * LANES;
                    positive += deviates.uniforms(words[j], 0, rows * LANES, (int) threshold, scale, out, at);
                }
            }
        }
        batch.endDense(positive);
    }

    /** Row r of the page's positions has the gaps and values of the active cells 128 r to 128 r + 127. */
    private void fillCells(SparseBatch batch, RandomStream stream, long page) {
        batch.beginCells();
        cell = -1;
        block = 0;
        entries = 0;
        for (int row = 0; block < batch.blockCount(); ) {
            int rows = rows(cellsPerBlock * (batch.blockCount() - block) - cell);
            stream.fill(page, 0, row, rows, words);
            deviates.gaps(words[0], rows * LANES, inverseLog, gaps[0]);
            deviates.gaps(words[2], rows * LANES, inverseLog, gaps[1]);
            batch.reserveCells(entries + 2 * LANES * rows);
            float[] value = batch.activeValues();
            for (int run = 0; run < 2 * rows && block < batch.blockCount(); run++) {
                int from = run / 2 * LANES;
                deviates.uniforms(words[run % 2 * 2 + 1], from, LANES, ALL, UNIT, value, entries);
                walk(batch, gaps[run % 2], from);
            }
            row += rows;
        }
        batch.endCells();
    }

    /** Goes from active cell to active cell until a row of gaps or the batch is used up. */
    private void walk(SparseBatch batch, long[] gap, int from) {
        int[] active = batch.activeCells();
        int first = entries;
        long at = cell;
        for (int l = 0; l < LANES; l++) {
            at += 1 + gap[from + l];
            if (at >= cellsPerBlock) {
                at = enterBlock(batch, at, first + l);
                if (block == batch.blockCount()) {
                    return;
                }
            }
            active[first + l] = (int) at;
        }
        cell = at;
        entries = first + LANES;
    }

    /** Moves to the block that holds cell {@code at}, counted from the current block, if the batch has it, and returns the cell's number in that block. */
    private long enterBlock(SparseBatch batch, long at, int found) {
        long inBlock = at;
        while (inBlock >= cellsPerBlock && block < batch.blockCount()) {
            inBlock -= cellsPerBlock;
            block++;
            batch.blockStart()[block] = found;
        }
        return inBlock;
    }

    /** How many rows of gaps to draw for the given number of cells: enough for the active ones expected among them, and seldom too few. */
    private int rows(long cells) {
        double expected = cells * density;
        return (int) Math.min(Threefry.MOST_ROWS, 1 + (expected + 2 * Math.sqrt(expected)) / (2 * LANES));
    }
}
