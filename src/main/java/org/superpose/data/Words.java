package org.superpose.data;

/** The words of one page of a stream as 64-bit numbers, one after another. */
final class Words {
    private final RandomStream stream;
    private final long page;
    private final int[][] words = new int[4][Threefry.LANES];
    private int row;
    private int used = 2 * Threefry.LANES;

    Words(RandomStream stream, long page) {
        this.stream = stream;
        this.page = page;
    }

    long next() {
        if (used == 2 * Threefry.LANES) {
            stream.fill(page, 0, row++, 1, words);
            used = 0;
        }
        int lane = used % Threefry.LANES;
        int half = used / Threefry.LANES * 2;
        used++;
        return (long) words[half + 1][lane] << 32 | words[half][lane] & 0xFFFFFFFFL;
    }

    /** u ~ U[0, 1) of the lower 24 bits of a word. */
    static float value(long word) {
        return (word & 0xFFFFFF) * 0x1p-24f;
    }
}
