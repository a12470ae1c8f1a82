package org.superpose.data;

/**
 * Philox 4×32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011): a keyed bijection of 128-bit counters. The same algorithm as cuRAND's and Random123's.
 */
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final int ROUNDS = 10;

    private Philox() {}

    /**
     * Writes 2·blocks random longs: block q is the image of the counter (low and high word of q, low and high word of
     * {@code high}) under {@code key}; its four words w0…w3 become the longs w1:w0 and w3:w2. Plain long arithmetic in one
     * loop without branches, which the compiler turns into vector instructions.
     *
     * @param out modified in [0, 2·blocks): first the {@code blocks} longs w1:w0, then the {@code blocks} longs w3:w2
     */
    static void fill(long key, long high, long first, int blocks, long[] out) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        long h0 = high & LOW;
        long h1 = high >>> 32;
        for (int q = 0; q < blocks; q++) {
            long counter = first + q;
            long c0 = counter & LOW;
            long c1 = counter >>> 32;
            long c2 = h0;
            long c3 = h1;
            for (int round = 0; round < ROUNDS; round++) {
                long key0 = (k0 + round * WEYL_0) & LOW;
                long key1 = (k1 + round * WEYL_1) & LOW;
                long product0 = c0 * MULTIPLIER_0;
                long product1 = c2 * MULTIPLIER_1;
                long next0 = (product1 >>> 32) ^ c1 ^ key0;
                long next2 = (product0 >>> 32) ^ c3 ^ key1;
                c1 = product1 & LOW;
                c3 = product0 & LOW;
                c0 = next0;
                c2 = next2;
            }
            out[q] = c1 << 32 | c0;
            out[blocks + q] = c3 << 32 | c2;
        }
    }
}
