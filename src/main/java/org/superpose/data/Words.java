package org.superpose.data;

/** The 64-bit words of one page of a stream, one after another. */
final class Words {
    private static final int BLOCKS = 64;

    private final RandomStream stream;
    private final long page;
    private final long[] even = new long[BLOCKS];
    private final long[] odd = new long[BLOCKS];
    private long block;
    private int used = 2 * BLOCKS;

    Words(RandomStream stream, long page) {
        this.stream = stream;
        this.page = page;
    }

    long next() {
        if (used == 2 * BLOCKS) {
            stream.fill(page, block, BLOCKS, even, odd);
            block += BLOCKS;
            used = 0;
        }
        int place = used++;
        return place < BLOCKS ? even[place] : odd[place - BLOCKS];
    }
}
