package org.superpose.data;

/**
 * Features drawn for 64 samples at a time: which are active, as the bits of one word for each feature, by {@link #draw}; then x_i = u_i for the
 * active ones, u_i ~ U[0, 1) independent. Blocks of samples are drawn one after another and always whole, so a sample does not depend on how
 * many follow.
 */
abstract class BlockwiseFeatures implements FeatureDistribution {
    /** The values u_i come from this lane of the page and those after it, which nothing else uses. */
    private static final int VALUE_LANE = Threefry.LANES;

    private static final int WORDS = 4;

    private final int n;
    private final Deviates deviates = Deviates.HERE;
    private final Words bits = new Words();
    private final long[] active;
    private final int[][] words = new int[WORDS][Threefry.LANES * Threefry.MOST_ROWS];

    BlockwiseFeatures(int n) {
        this.n = n;
        this.active = new long[n];
    }

    /**
     * Which features are active in the samples of a block.
     *
     * @param words random, used in an order that only depends on them
     * @param active overwritten: bit l of word i is feature i of sample l
     */
    abstract void draw(Words words, long[] active);

    /** Called before the first block of a page. */
    void begin(RandomStream stream, long page) {}

    @Override
    public final void fill(SparseBatch batch, RandomStream stream, long page) {
        if (batch.n() != n) {
            throw new IllegalArgumentException("a batch of n = " + batch.n() + " for a distribution of n = " + n);
        }
        batch.beginCells();
        bits.restart(stream, page);
        begin(stream, page);
        int entries = 0;
        for (int block = 0; block < batch.blockCount(); block++) {
            draw(bits, active);
            entries = write(batch, entries);
            batch.blockStart()[block + 1] = entries;
        }
        drawValues(batch, entries, stream, page);
        batch.endCells();
    }

    /** Appends the active cells of a block to the entries that are there already, and returns the new number of entries. */
    private int write(SparseBatch batch, int entries) {
        int after = entries;
        for (long mask : active) {
            after = Math.addExact(after, Long.bitCount(mask));
        }
        batch.reserveCells(after);
        int[] cell = batch.activeCells();
        int e = entries;
        for (int i = 0; i < n; i++) {
            for (long left = active[i]; left != 0; left &= left - 1) {
                cell[e++] = i * SparseBatch.SAMPLES_PER_BLOCK + Long.numberOfTrailingZeros(left);
            }
        }
        return after;
    }

    /** Entry e has the word e % 64 of lane set e / 64 % 4 of row e / 256. */
    private void drawValues(SparseBatch batch, int entries, RandomStream stream, long page) {
        int perRow = WORDS * Threefry.LANES;
        int allRows = (int) ((entries + perRow - 1L) / perRow);
        batch.reserveCells(Math.multiplyExact(allRows, perRow));
        float[] value = batch.activeValues();
        for (int row = 0; row < allRows; row += Threefry.MOST_ROWS) {
            int rows = Math.min(Threefry.MOST_ROWS, allRows - row);
            stream.fill(page, VALUE_LANE, row, rows, words);
            for (int set = 0; set < WORDS * rows; set++) {
                int from = set / WORDS * Threefry.LANES;
                int at = row * perRow + set * Threefry.LANES;
                deviates.uniforms(
                        words[set % WORDS],
                        from,
                        Threefry.LANES,
                        IndependentFeatures.ALL,
                        IndependentFeatures.UNIT,
                        value,
                        at);
            }
        }
    }
}
