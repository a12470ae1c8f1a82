package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.Products.LANES;
import static org.superpose.kernel.vector.Products.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What follows W_out h for one output of {@link #BLOCK} samples, while the numbers are in the first cache: bias, ψ, the loss, the
 * gradient, and which samples have a gradient at all. Lanes run along the samples. NaN passes through to the loss.
 */
final class OutputPass {
    /** Samples in a block: one bit each in a long. */
    static final int BLOCK = 64;

    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int HALF = BLOCK / 2;
    private static final int[] BIT = new int[HALF];

    static {
        for (int s = 0; s < HALF; s++) {
            BIT[s] = 1 << s;
        }
    }

    private OutputPass() {}

    /**
     * For each sample s of the block, with r_s = ψ(a_s + b) − x_s: loss_s += I r_s², a_s ← valid_s · slope · r_s · ψ'(a_s + b).
     *
     * @param a BLOCK pre-activations without bias at {@code a[a0]}, overwritten with their gradients
     * @param x BLOCK targets at {@code x[x0]}, not modified
     * @param slope 2 I / (n B)
     * @param valid 1 for samples that exist, 0 for those that fill the block up
     * @param loss modified
     * @return bit s set where the gradient is not zero
     */
    static long relu(
            float[] a,
            int a0,
            float[] x,
            int x0,
            float bias,
            float importance,
            float slope,
            float[] valid,
            float[] loss) {
        return reluHalf(a, a0, x, x0, 0, bias, importance, slope, valid, loss) & 0xFFFFFFFFL
                | (long) reluHalf(a, a0 + HALF, x, x0 + HALF, HALF, bias, importance, slope, valid, loss) << HALF;
    }

    private static int reluHalf(
            float[] a,
            int a0,
            float[] x,
            int x0,
            int s0,
            float bias,
            float importance,
            float slope,
            float[] valid,
            float[] loss) {
        FloatVector zero = FloatVector.zero(SPECIES);
        IntVector active = IntVector.zero(INTS);
        for (int s = 0; s < HALF; s += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, a0 + s).add(bias);
            // "not positive" rather than "positive" keeps NaN
            var off = y.compare(VectorOperators.LE, zero);
            FloatVector r = y.blend(zero, off).sub(FloatVector.fromArray(SPECIES, x, x0 + s));
            FloatVector weighted = r.mul(importance);
            weighted.fma(r, FloatVector.fromArray(SPECIES, loss, s0 + s)).intoArray(loss, s0 + s);
            FloatVector g = r.mul(slope)
                    .mul(FloatVector.fromArray(SPECIES, valid, s0 + s))
                    .blend(zero, off);
            g.intoArray(a, a0 + s);
            active = active.or(bits(g, s));
        }
        return active.reduceLanes(VectorOperators.OR);
    }

    /** As {@link #relu} for ψ(a) = a. */
    static long identity(
            float[] a,
            int a0,
            float[] x,
            int x0,
            float bias,
            float importance,
            float slope,
            float[] valid,
            float[] loss) {
        return identityHalf(a, a0, x, x0, 0, bias, importance, slope, valid, loss) & 0xFFFFFFFFL
                | (long) identityHalf(a, a0 + HALF, x, x0 + HALF, HALF, bias, importance, slope, valid, loss) << HALF;
    }

    private static int identityHalf(
            float[] a,
            int a0,
            float[] x,
            int x0,
            int s0,
            float bias,
            float importance,
            float slope,
            float[] valid,
            float[] loss) {
        IntVector active = IntVector.zero(INTS);
        for (int s = 0; s < HALF; s += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, a0 + s).add(bias);
            FloatVector r = y.sub(FloatVector.fromArray(SPECIES, x, x0 + s));
            r.mul(importance)
                    .fma(r, FloatVector.fromArray(SPECIES, loss, s0 + s))
                    .intoArray(loss, s0 + s);
            FloatVector g = r.mul(slope).mul(FloatVector.fromArray(SPECIES, valid, s0 + s));
            g.intoArray(a, a0 + s);
            active = active.or(bits(g, s));
        }
        return active.reduceLanes(VectorOperators.OR);
    }

    /** The bits of the lanes that are not +0; arithmetic on the sign bit, since masks leave vector registers on Java 17. */
    private static IntVector bits(FloatVector g, int s) {
        IntVector raw = g.reinterpretAsInts();
        return raw.or(raw.neg()).lanewise(VectorOperators.ASHR, 31).and(IntVector.fromArray(INTS, BIT, s));
    }

    /**
     * Σ_s g_s of the block at {@code g[g0]}, lane by lane and then over the lanes in ascending order. {@code reduceLanes} leaves that
     * order open: on Java 25 compiled code adds in another one than the interpreter, so that a run would not repeat to the bit.
     *
     * @param lanes scratch, one number for each lane
     */
    static float sum(float[] g, int g0, float[] lanes) {
        FloatVector partial = FloatVector.fromArray(SPECIES, g, g0);
        for (int s = LANES; s < BLOCK; s += LANES) {
            partial = partial.add(FloatVector.fromArray(SPECIES, g, g0 + s));
        }
        partial.intoArray(lanes, 0);
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
