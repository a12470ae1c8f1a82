package org.superpose.data;

/** The words of one page of a stream as 64-bit numbers, one after another. */
final class Words {
    /** How many rows are generated at a time. A small batch needs few words, but with one row the generator's loops are too short for vectors. */
    private static final int FIRST_ROWS = 4;

    /** How many after that: more are too often drawn in vain. */
    private static final int MORE_ROWS = 8;

    private final int[][] words = new int[4][];
    private RandomStream stream;
    private long page;
    private int row;
    private int rows;
    /** The words that are read next: the lower and upper halves of those of one row, of which two arrays hold one half and two the other. */
    private int[] low;

    private int[] high;
    private int at;
    private int end;
    /** How many runs of {@link Threefry#LANES} words have been read of those that are drawn. */
    private int runs;

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
        rows = 0;
        runs = 0;
        at = 0;
        end = 0;
    }

    long next() {
        if (at == end) {
            advance();
        }
        int i = at++;
        return ((long) high[i] << 32) | (low[i] & 0xFFFFFFFFL);
    }

    /** A number ~ U[0, 1) from the upper 53 bits of the next word. */
    double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Goes on to the other half of a row, or to the next row. */
    private void advance() {
        if (runs == 2 * rows) {
            draw();
        }
        int half = runs % 2;
        low = words[2 * half];
        high = words[2 * half + 1];
        at = runs / 2 * Threefry.LANES;
        end = at + Threefry.LANES;
        runs++;
    }

    private void draw() {
        row += rows;
        rows = rows == 0 ? FIRST_ROWS : MORE_ROWS;
        if (words[0] == null || words[0].length < Threefry.LANES * rows) {
            for (int j = 0; j < words.length; j++) {
                words[j] = new int[Threefry.LANES * rows];
            }
        }
        stream.fill(page, 0, row, rows, words);
        runs = 0;
    }
}
