package org.superpose.kernel.vector;

/** How samples, outputs or features are cut into ranges for the threads of a team; no sum is taken across a cut. */
final class Ranges {
    /** The rows of the tiles of {@link PanelProducts}: a cut elsewhere would leave rows that are computed more slowly. */
    static final int ROWS_PER_TILE = 6;

    /** The ranges for each thread where there are several: more than one, so that a thread that was held up does not hold up the others. */
    private static final int PER_THREAD = 2;

    private Ranges() {}

    /** Returns the number of ranges; a thread that is alone has one. */
    static int number(int threads) {
        return threads == 1 ? 1 : PER_THREAD * threads;
    }

    /** Returns where range r of {@code ranges} ranges of the numbers [0, count) begins, in whole tiles. */
    static int begin(int r, int ranges, int count, int tile) {
        long tiles = (count + tile - 1) / tile;
        return (int) Math.min(count, tiles * r / ranges * tile);
    }
}
