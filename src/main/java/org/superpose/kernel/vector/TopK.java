package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The k largest positive outputs of each sample of a block, with the samples along the lanes. A threshold that just k outputs reach is found by
 * bisection of the bits of positive floats, which are ordered as integers. This takes some 14 passes over the outputs instead of the sort of each
 * sample, and at most 31 passes where the k-th largest output and the next are equal.
 */
final class TopK {
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int ONE = Float.floatToRawIntBits(1f);
    /** The samples whose outputs are counted together, which are four vectors. */
    private static final int SAMPLES_AT_ONCE = 4 * LANES;
    /** The bits of the least positive float. */
    private static final int LEAST_BITS = 1;

    private final int n;
    private final int k;
    /** The numbers max(a, 0), whose bits are compared. */
    private final float[] positive;
    /** At least k outputs reach {@code low}, or all positive ones do; fewer than k reach {@code high}. */
    private final int[] low = new int[SAMPLES_PER_BLOCK];

    private final int[] high = new int[SAMPLES_PER_BLOCK];
    private final int[] middle = new int[SAMPLES_PER_BLOCK];
    /** Minus the number of outputs that do not reach {@code middle}. */
    private final int[] below = new int[SAMPLES_PER_BLOCK];

    TopK(int n, int k) {
        this.n = n;
        this.k = Math.min(k, n);
        this.positive = new float[n * SAMPLES_PER_BLOCK];
    }

    /**
     * Computes a ← ψ(a), and ψ'(a) into {@code slopes}.
     *
     * @param a a block of n rows at {@code a[a0]}, overwritten; numbers that are not finite become NaN or stay as they are
     * @param slopes a block of n rows at {@code slopes[0]}, overwritten
     */
    void apply(float[] a, int a0, float[] slopes) {
        rectify(a, a0);
        Arrays.fill(middle, LEAST_BITS);
        Arrays.fill(low, LEAST_BITS);
        Arrays.fill(high, Integer.MAX_VALUE);
        boolean open = true;
        while (open) {
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_AT_ONCE) {
                count(s);
            }
            open = narrow();
        }
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
            keep(a, a0, s, slopes);
        }
    }

    private void rectify(float[] a, int a0) {
        for (int q = 0; q < n * SAMPLES_PER_BLOCK; q += LANES) {
            IntVector bits = FloatVector.fromArray(SPECIES, a, a0 + q).reinterpretAsInts();
            IntVector negative = bits.lanewise(VectorOperators.ASHR, 31);
            bits.and(negative.not()).reinterpretAsFloats().intoArray(positive, q);
        }
    }

    private void count(int s) {
        IntVector m0 = IntVector.fromArray(INTS, middle, s);
        IntVector m1 = IntVector.fromArray(INTS, middle, s + LANES);
        IntVector m2 = IntVector.fromArray(INTS, middle, s + 2 * LANES);
        IntVector m3 = IntVector.fromArray(INTS, middle, s + 3 * LANES);
        IntVector c0 = IntVector.zero(INTS);
        IntVector c1 = c0;
        IntVector c2 = c0;
        IntVector c3 = c0;
        for (int q = s; q < n * SAMPLES_PER_BLOCK; q += SAMPLES_PER_BLOCK) {
            c0 = c0.add(under(q, m0));
            c1 = c1.add(under(q + LANES, m1));
            c2 = c2.add(under(q + 2 * LANES, m2));
            c3 = c3.add(under(q + 3 * LANES, m3));
        }
        c0.intoArray(below, s);
        c1.intoArray(below, s + LANES);
        c2.intoArray(below, s + 2 * LANES);
        c3.intoArray(below, s + 3 * LANES);
    }

    /** Returns −1 where an output does not reach {@code middle}, and 0 elsewhere. */
    private IntVector under(int q, IntVector middle) {
        return FloatVector.fromArray(SPECIES, positive, q)
                .reinterpretAsInts()
                .sub(middle)
                .lanewise(VectorOperators.ASHR, 31);
    }

    /** Takes the half with the k-th largest output of each sample; returns false when every sample has its threshold in {@code low}. */
    private boolean narrow() {
        boolean open = false;
        for (int s = 0; s < SAMPLES_PER_BLOCK; s++) {
            int reached = n + below[s];
            if (reached >= k) {
                low[s] = middle[s];
                high[s] = reached == k ? middle[s] : high[s];
            } else if (middle[s] == LEAST_BITS) {
                high[s] = LEAST_BITS;
            } else {
                high[s] = middle[s];
            }
            middle[s] = low[s] + (high[s] - low[s] >>> 1);
            open |= high[s] - low[s] > 1;
        }
        return open;
    }

    private void keep(float[] a, int a0, int s, float[] slopes) {
        FloatVector zero = FloatVector.zero(SPECIES);
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector threshold = IntVector.fromArray(INTS, low, s);
        for (int q = s; q < n * SAMPLES_PER_BLOCK; q += SAMPLES_PER_BLOCK) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, a0 + q);
            IntVector on = under(q, threshold).not();
            one.and(on).reinterpretAsFloats().intoArray(slopes, q);
            // 0·y is added since it is NaN where y is not finite and would otherwise be cut off
            y.fma(zero, y.reinterpretAsInts().and(on).reinterpretAsFloats()).intoArray(a, a0 + q);
        }
    }
}
