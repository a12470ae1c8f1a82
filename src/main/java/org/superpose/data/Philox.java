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
     * Random longs: block q, the counter (low and high word of first + q, low and high word of {@code high}), is mapped by
     * {@code key} to the words w0…w3, which become the longs w1:w0 and w3:w2. A round is a loop over all blocks, without branches and
     * with one index, which the compiler turns into vector instructions; the ten rounds of one block in a row it does not.
     *
     * @param even modified in [0, blocks): w1:w0
     * @param odd modified in [0, blocks): w3:w2; not {@code even}
     */
    static void fill(long key, long high, long first, int blocks, long[] even, long[] odd) {
        for (int q = 0; q < blocks; q++) {
            even[q] = first + q;
            odd[q] = high;
        }
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            round(key0 & LOW, key1 & LOW, blocks, even, odd);
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
    }

    private static void round(long key0, long key1, int blocks, long[] even, long[] odd) {
        for (int q = 0; q < blocks; q++) {
            long product0 = (even[q] & LOW) * MULTIPLIER_0;
            long product1 = (odd[q] & LOW) * MULTIPLIER_1;
            long next0 = product1 >>> 32 ^ even[q] >>> 32 ^ key0;
            long next2 = product0 >>> 32 ^ odd[q] >>> 32 ^ key1;
            even[q] = product1 << 32 | next0;
            odd[q] = product0 << 32 | next2;
        }
    }
}
