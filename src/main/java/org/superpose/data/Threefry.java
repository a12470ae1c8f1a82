package org.superpose.data;

/**
 * Threefry 4×32-13, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011): a keyed bijection of 128-bit counters made of additions, rotations and exclusive ors. Twelve rounds pass BigCrush; thirteen
 * are the least with published answers (Random123).
 *
 * <p>A group of four rounds is a loop over all blocks without branches, which the compiler turns into vector instructions; all rounds of
 * one block in a row it does not. A third of the time of Philox 4×32, whose 64-bit products fill half as many lanes.
 */
final class Threefry {
    /** Blocks in a row of counters. */
    static final int LANES = 64;

    /** The most rows at a time: their words stay in the first two caches. */
    static final int MOST_ROWS = 32;

    private static final int PARITY = 0x1BD11BDA;
    private static final int[] LANE = new int[LANES * MOST_ROWS];
    private static final int[] ROW = new int[LANES * MOST_ROWS];

    static {
        for (int q = 0; q < LANE.length; q++) {
            LANE[q] = q % LANES;
            ROW[q] = q / LANES;
        }
    }

    private final int k0;
    private final int k1;
    private final int k2;
    private final int k3;
    private final int k4;

    Threefry(int k0, int k1, int k2, int k3) {
        this.k0 = k0;
        this.k1 = k1;
        this.k2 = k2;
        this.k3 = k3;
        this.k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
    }

    /**
     * Block q = 64 r + l is the image of the counter (lane + l, row + r, c2, c3), for l &lt; 64 and r &lt; rows.
     *
     * @param rows at most {@link #MOST_ROWS}
     * @param w0 overwritten in [0, 64·rows) with the first word of each block; then the second to the fourth
     */
    void fill(int lane, int row, int c2, int c3, int rows, int[] w0, int[] w1, int[] w2, int[] w3) {
        int blocks = LANES * rows;
        first(lane + k0, row + k1, c2 + k2, c3 + k3, blocks, w0, w1, w2, w3);
        second(blocks, w0, w1, w2, w3);
        third(blocks, w0, w1, w2, w3);
        last(blocks, 6, w0, w1);
        last(blocks, 20, w2, w3);
    }

    /** Rounds 0 to 3. */
    private void first(int lane, int row, int c2, int c3, int blocks, int[] w0, int[] w1, int[] w2, int[] w3) {
        int key0 = k1;
        int key1 = k2;
        int key2 = k3;
        int key3 = k4 + 1;
        for (int q = 0; q < blocks; q++) {
            int b = ROW[q] + row;
            int a = LANE[q] + lane + b;
            int c = c2 + c3;
            b = Integer.rotateLeft(b, 10) ^ a;
            int d = Integer.rotateLeft(c3, 26) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 11) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 21) ^ c;
            a += b;
            b = Integer.rotateLeft(b, 13) ^ a;
            c += d;
            d = Integer.rotateLeft(d, 27) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 23) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 5) ^ c;
            w0[q] = a + key0;
            w1[q] = b + key1;
            w2[q] = c + key2;
            w3[q] = d + key3;
        }
    }

    /** Rounds 4 to 7. */
    private void second(int blocks, int[] w0, int[] w1, int[] w2, int[] w3) {
        int key0 = k2;
        int key1 = k3;
        int key2 = k4;
        int key3 = k0 + 2;
        for (int q = 0; q < blocks; q++) {
            int b = w1[q];
            int a = w0[q] + b;
            int d = w3[q];
            int c = w2[q] + d;
            b = Integer.rotateLeft(b, 6) ^ a;
            d = Integer.rotateLeft(d, 20) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 17) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 11) ^ c;
            a += b;
            b = Integer.rotateLeft(b, 25) ^ a;
            c += d;
            d = Integer.rotateLeft(d, 10) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 18) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 20) ^ c;
            w0[q] = a + key0;
            w1[q] = b + key1;
            w2[q] = c + key2;
            w3[q] = d + key3;
        }
    }

    /** Rounds 8 to 11. */
    private void third(int blocks, int[] w0, int[] w1, int[] w2, int[] w3) {
        int key0 = k3;
        int key1 = k4;
        int key2 = k0;
        int key3 = k1 + 3;
        for (int q = 0; q < blocks; q++) {
            int b = w1[q];
            int a = w0[q] + b;
            int d = w3[q];
            int c = w2[q] + d;
            b = Integer.rotateLeft(b, 10) ^ a;
            d = Integer.rotateLeft(d, 26) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 11) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 21) ^ c;
            a += b;
            b = Integer.rotateLeft(b, 13) ^ a;
            c += d;
            d = Integer.rotateLeft(d, 27) ^ c;
            a += d;
            d = Integer.rotateLeft(d, 23) ^ a;
            c += b;
            b = Integer.rotateLeft(b, 5) ^ c;
            w0[q] = a + key0;
            w1[q] = b + key1;
            w2[q] = c + key2;
            w3[q] = d + key3;
        }
    }

    /** Round 12, of which each half takes two words. */
    private static void last(int blocks, int rotation, int[] sum, int[] rotated) {
        for (int q = 0; q < blocks; q++) {
            int b = rotated[q];
            int a = sum[q] + b;
            sum[q] = a;
            rotated[q] = ((b << rotation) | (b >>> (32 - rotation))) ^ a;
        }
    }
}
