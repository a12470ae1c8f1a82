package org.superpose.data;

/** The words of one page of a stream as 64-bit numbers, one after another. */
final class Words {
    /** How many rows are generated at a time. A small batch needs few words, but with one row the generator's loops are too short for vectors. */
    private static final int FIRST_ROWS = 4;

    private static final int PER_ROW = 2 * Threefry.LANES;

    private final int[][] words = new int[4][];
    private RandomStream stream;
    private long page;
    private long[] drawn = new long[0];
    private int row;
    private int rows;
    private int used;
    private int available;

    /** Makes the words of a stream; call {@link #restart} before the first is read, because no page is chosen yet. */
    Words() {}

    Words(RandomStream stream, long page) {
        restart(stream, page);
    }

    /** Starts again with the first word of another page, in the same memory. */
    void restart(RandomStream newStream, long newPage) {
        stream = newStream;
        page = newPage;
        row = 0;
        rows = FIRST_ROWS / 2;
        used = 0;
        available = 0;
    }

    long next() {
        if (used == available) {
            draw();
        }
        return drawn[used++];
    }

    /** A number ~ U[0, 1) from the upper 53 bits of the next word. */
    double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    private void draw() {
        rows = Math.min(Threefry.MOST_ROWS, 2 * rows);
        reserve();
        stream.fill(page, 0, row, rows, words);
        for (int r = 0; r < rows; r++) {
            join(words[0], words[1], r, 0);
            join(words[2], words[3], r, Threefry.LANES);
        }
        row += rows;
        used = 0;
        available = PER_ROW * rows;
    }

    private void reserve() {
        if (drawn.length < PER_ROW * rows) {
            for (int j = 0; j < words.length; j++) {
                words[j] = new int[Threefry.LANES * rows];
            }
            drawn = new long[PER_ROW * rows];
        }
    }

    private void join(int[] low, int[] high, int r, int to) {
        int from = r * Threefry.LANES;
        int first = r * PER_ROW + to;
        for (int l = 0; l < Threefry.LANES; l++) {
            drawn[first + l] = ((long) high[from + l] << 32) | (low[from + l] & 0xFFFFFFFFL);
        }
    }
}
