package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What follows a = W_out h + b for a block of samples: ψ, the loss and the gradient of every output, with the samples along the lanes. Choices
 * are made by arithmetic on sign bits, since masks leave vector registers on Java 17. Numbers that are not finite reach the loss.
 */
final class BlockOutputs {
    /** The samples that are worked on together, which are two vectors. */
    private static final int SAMPLES_PER_PAIR = 2 * LANES;

    private BlockOutputs() {}

    /**
     * Computes loss_s = Σ_i slope_i r² and a ← slope_i r ψ'(a), where r = ψ(a) − x, for ψ = ReLU and each output i and sample s of a block.
     *
     * @param a pre-activations, a block of n rows, overwritten with their gradients
     * @param x targets, a block of n rows at {@code x[x0]}, not modified
     * @param slope 2 I_i / (n B), n of them at {@code slope[i0]}
     * @param absent 0 for samples that exist, +∞ for those that fill the block up: their gradient becomes 0
     * @param loss loss_s at {@code loss[s]}, overwritten
     */
    static void relu(int n, float[] a, int a0, float[] x, int x0, float[] slope, int i0, float[] absent, float[] loss) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_PAIR) {
            FloatVector none0 = load(absent, s);
            FloatVector none1 = load(absent, s + LANES);
            // these are not the zero above, which would then be an object for each block
            FloatVector loss0 = FloatVector.zero(SPECIES);
            FloatVector loss1 = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i++) {
                int p = a0 + i * SAMPLES_PER_BLOCK + s;
                int q = x0 + i * SAMPLES_PER_BLOCK + s;
                FloatVector weight = FloatVector.broadcast(SPECIES, slope[i0 + i]);
                FloatVector y = load(a, p);
                IntVector on = sign(none0.sub(y));
                // 0·y is added since it is NaN where y is not finite: ReLU would cut that off
                FloatVector r = y.fma(zero, keep(y, on).sub(load(x, q)));
                FloatVector g = r.mul(weight);
                loss0 = g.fma(r, loss0);
                keep(g, on).intoArray(a, p);
                y = load(a, p + LANES);
                on = sign(none1.sub(y));
                r = y.fma(zero, keep(y, on).sub(load(x, q + LANES)));
                g = r.mul(weight);
                loss1 = g.fma(r, loss1);
                keep(g, on).intoArray(a, p + LANES);
            }
            loss0.intoArray(loss, s);
            loss1.intoArray(loss, s + LANES);
        }
    }

    /**
     * As {@link #relu} for ψ(a) = a.
     *
     * @param present 1 for samples that exist, 0 for those that fill the block up
     */
    static void identity(
            int n, float[] a, int a0, float[] x, int x0, float[] slope, int i0, float[] present, float[] loss) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_PAIR) {
            FloatVector some0 = load(present, s);
            FloatVector some1 = load(present, s + LANES);
            FloatVector loss0 = zero;
            FloatVector loss1 = zero;
            for (int i = 0; i < n; i++) {
                int p = a0 + i * SAMPLES_PER_BLOCK + s;
                int q = x0 + i * SAMPLES_PER_BLOCK + s;
                FloatVector weight = FloatVector.broadcast(SPECIES, slope[i0 + i]);
                FloatVector r = load(a, p).sub(load(x, q));
                FloatVector g = r.mul(weight);
                loss0 = g.fma(r, loss0);
                g.mul(some0).intoArray(a, p);
                r = load(a, p + LANES).sub(load(x, q + LANES));
                g = r.mul(weight);
                loss1 = g.fma(r, loss1);
                g.mul(some1).intoArray(a, p + LANES);
            }
            loss0.intoArray(loss, s);
            loss1.intoArray(loss, s + LANES);
        }
    }

    /**
     * As {@link #identity} for any ψ, where a holds ψ(a) already and ψ' is known.
     *
     * @param derivative ψ', a block of n rows from 0, not modified
     */
    static void other(
            int n,
            float[] a,
            int a0,
            float[] derivative,
            float[] x,
            int x0,
            float[] slope,
            int i0,
            float[] present,
            float[] loss) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += SAMPLES_PER_PAIR) {
            FloatVector some0 = load(present, s);
            FloatVector some1 = load(present, s + LANES);
            FloatVector loss0 = zero;
            FloatVector loss1 = zero;
            for (int i = 0; i < n; i++) {
                int p = a0 + i * SAMPLES_PER_BLOCK + s;
                int q = x0 + i * SAMPLES_PER_BLOCK + s;
                int d = i * SAMPLES_PER_BLOCK + s;
                FloatVector weight = FloatVector.broadcast(SPECIES, slope[i0 + i]);
                FloatVector r = load(a, p).sub(load(x, q));
                FloatVector g = r.mul(weight);
                loss0 = g.fma(r, loss0);
                g.mul(some0).mul(load(derivative, d)).intoArray(a, p);
                r = load(a, p + LANES).sub(load(x, q + LANES));
                g = r.mul(weight);
                loss1 = g.fma(r, loss1);
                g.mul(some1).mul(load(derivative, d + LANES)).intoArray(a, p + LANES);
            }
            loss0.intoArray(loss, s);
            loss1.intoArray(loss, s + LANES);
        }
    }

    /**
     * As {@link #other} where an output counts less while its key, the first feature of its set ({@link org.superpose.model.KeyedSets}), is missing:
     * the weight is slope_i where x of the key is positive and {@code lesser}_i where it is not. This is a loop of its own, since the choice would
     * cost every other model a load, a comparison and a blend per output.
     *
     * @param x0 where the row of feature i0 is in x; the rows of lower features come before it
     * @param size features in a set
     */
    static void conditional(
            int n,
            float[] a,
            int a0,
            float[] derivative,
            float[] x,
            int x0,
            float[] slope,
            float[] lesser,
            int i0,
            int size,
            float[] present,
            float[] loss) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
            FloatVector some = load(present, s);
            // this is not the zero above for the same reason as in relu
            FloatVector sum = FloatVector.zero(SPECIES);
            int afterKey = i0 % size;
            for (int i = 0; i < n; i++) {
                int p = a0 + i * SAMPLES_PER_BLOCK + s;
                int q = x0 + i * SAMPLES_PER_BLOCK + s;
                int key = q - afterKey * SAMPLES_PER_BLOCK;
                afterKey = afterKey + 1 == size ? 0 : afterKey + 1;
                IntVector least = FloatVector.broadcast(SPECIES, lesser[i0 + i]).reinterpretAsInts();
                IntVector most = FloatVector.broadcast(SPECIES, slope[i0 + i]).reinterpretAsInts();
                IntVector change = least.lanewise(VectorOperators.XOR, most).and(sign(zero.sub(load(x, key))));
                FloatVector weight = least.lanewise(VectorOperators.XOR, change).reinterpretAsFloats();
                FloatVector r = load(a, p).sub(load(x, q));
                FloatVector g = r.mul(weight);
                sum = g.fma(r, sum);
                g.mul(some).mul(load(derivative, i * SAMPLES_PER_BLOCK + s)).intoArray(a, p);
            }
            sum.intoArray(loss, s);
        }
    }

    /** Computes sums[i] ← sums[i] + Σ_s g_i(s) over the samples s of one block, lane by lane, for n rows i. */
    static void addRows(int n, float[] g, int g0, float[] sums, int t0) {
        for (int i = 0; i < n; i++) {
            FloatVector sum = load(sums, t0 + i * LANES);
            for (int s = 0; s < SAMPLES_PER_BLOCK; s += LANES) {
                sum = sum.add(load(g, g0 + i * SAMPLES_PER_BLOCK + s));
            }
            sum.intoArray(sums, t0 + i * LANES);
        }
    }

    /** Returns all bits set where a number is negative, and none elsewhere. */
    private static IntVector sign(FloatVector value) {
        return value.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
    }

    private static FloatVector keep(FloatVector value, IntVector bits) {
        return value.reinterpretAsInts().and(bits).reinterpretAsFloats();
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
