package org.superpose.data;

import org.superpose.simd.ByName;

/**
 * Random words made into the numbers of a distribution, as fast as this machine allows. Chooses between the Vector API and plain loops
 * once; both do the same operations on every word, none of them fused, so the bits are the same everywhere.
 */
public interface Deviates {
    /** The implementation that is fastest on this machine, chosen when the class is initialised. */
    Deviates HERE = ByName.find(Deviates.class, "org.superpose.data.vector.VectorDeviates")
            .orElseGet(PlainDeviates::new);

    /** The longest gap between two active cells. A batch has fewer cells than this, so no active cell is lost. */
    double LONGEST_GAP = 0x1p50;

    /** √½ as the bits of a double, and the distance from there to 1. */
    long ROOT_HALF = 0x3FE6A09E00000000L;

    /** The bits of 1, less {@link #ROOT_HALF}. */
    long ABOVE_ROOT = 0x3FF0000000000000L - ROOT_HALF;

    /** The bits of a double's mantissa. */
    long MANTISSA = 0x000FFFFFFFFFFFFFL;

    /** 2⁵² as bits: a whole number below 2⁵² put into its mantissa makes a double of it. */
    long WHOLE = 0x4330000000000000L;

    /** What to subtract from exponents made doubles by {@link #WHOLE}, the range's own exponent included. */
    double EXPONENT = 0x1p52 + 1023 + 32;

    /** 1.5·2⁵²: added to a double it leaves the nearest whole number in the mantissa. */
    double ROUND = 0x1.8p52;

    /** ln 2. */
    double LN_2 = 0.6931471805599453;

    /**
     * With k the upper 31 bits of a word: out = k·scale if k &lt; threshold, else 0. One word decides whether a cell is active, with
     * probability threshold/2³¹, and is uniform where it is.
     *
     * @param words those in [from, from + count) are used
     * @param count a multiple of 64
     * @param threshold up to 2³¹, as an unsigned number
     * @param out overwritten in [at, at + count)
     * @return how many are positive
     */
    int uniforms(int[] words, int from, int count, int threshold, float scale, float[] out, int at);

    /**
     * gap = ⌊inverseLog · ln((word + ½)/2³²)⌋, words unsigned, at most {@link #LONGEST_GAP}; ln to 1e-10. Of each 64 words those at even
     * places come first, so that a vector of words is two of longs.
     *
     * @param words those in [0, count) are used
     * @param count a multiple of 64
     * @param gaps overwritten in [0, count)
     */
    void gaps(int[] words, int count, double inverseLog, long[] gaps);
}
