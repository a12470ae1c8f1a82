package org.superpose.data;

/** A uniform subset of k of n features, ascending, with values u ~ U[0, 1) of 24 bits, written as the entries of one sample of a batch. */
final class UniformSubset {
    /** From here on asking every feature is faster than keeping a growing subset sorted: k²/4 moves against n words. */
    private static final int SORTED = 16;

    private UniformSubset() {}

    /**
     * The entries [from, to), k = to − from ≤ n of them: by {@link #grow} if k² ≤ 16 n, one word for each, otherwise by {@link #select}.
     *
     * @param batch modified; has room for them
     */
    static void draw(Words words, SparseBatch batch, int from, int to) {
        int k = to - from;
        if ((long) k * k <= (long) SORTED * batch.n()) {
            grow(words, batch, from, to);
        } else {
            select(words, batch, from, to);
        }
    }

    /** The entries [from, to) by Floyd's algorithm, one word for each. */
    static void grow(Words words, SparseBatch batch, int from, int to) {
        grow(words, batch.n(), batch.index(), batch.value(), from, to);
    }

    /**
     * Floyd's algorithm for a subset of {@code n} things: one by one from the first n − k + 1, then n − k + 2, up to n; one word for each.
     *
     * @param index the things at [from, to), ascending, overwritten
     * @param value a uniform number for each, overwritten
     */
    static void grow(Words words, int n, int[] index, float[] value, int from, int to) {
        for (int e = from; e < to; e++) {
            long word = words.next();
            int bound = n - (to - 1 - e);
            int candidate = below(word, bound);
            int place = e;
            while (place > from && index[place - 1] > candidate) {
                place--;
            }
            if (place > from && index[place - 1] == candidate) {
                index[e] = bound - 1;
            } else {
                System.arraycopy(index, place, index, place + 1, e - place);
                index[place] = candidate;
            }
            value[e] = value(word);
        }
    }

    /** Knuth's algorithm S: each feature in turn with odds (still wanted)/(still there); one word for each feature asked. */
    static void select(Words words, SparseBatch batch, int from, int to) {
        int e = from;
        for (int i = 0; e < to; i++) {
            long word = words.next();
            if (below(word, batch.n() - i) < to - e) {
                batch.index()[e] = i;
                batch.value()[e] = value(word);
                e++;
            }
        }
    }

    /** A whole number below {@code bound} from the upper half of a word. */
    private static int below(long word, int bound) {
        return (int) (((word >>> 32) * bound) >>> 32);
    }

    /** A uniform number in [0, 1) of 24 bits, from the lower half of a word. */
    static float value(long word) {
        return ((int) word >>> 8) * 0x1p-24f;
    }
}
