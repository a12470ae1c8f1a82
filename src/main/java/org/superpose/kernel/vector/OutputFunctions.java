package org.superpose.kernel.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.model.OutputFunction;

/**
 * The element-wise output functions: a ← ψ(a) and ψ'(a) for a range of numbers, whatever the lanes stand for. Identity and ReLU are mostly fused
 * with what follows them instead. Choices are made by arithmetic on sign bits, since masks leave vector registers on Java 17. Numbers that are
 * not finite become NaN or stay as they are.
 */
final class OutputFunctions {
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int ONE = Float.floatToRawIntBits(1f);
    private static final int SIGN = Integer.MIN_VALUE;

    /** The largest |t| that is told apart: beyond it t e^{|t|} leaves the range of floats, and the gate is 0 or 1. */
    private static final float MOST = 80f;
    /** A number that, added to a small one, leaves the nearest integer of that one in the lowest bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;

    private OutputFunctions() {}

    /**
     * Computes a ← ψ(a), and ψ'(a) into {@code slopes}.
     *
     * @param a numbers in {@code [from, from + count)}, whole lanes, overwritten
     * @param slopes ψ' of the number at {@code a[from + q]} at {@code slopes[to + q]}, overwritten
     */
    static void apply(OutputFunction psi, float[] a, int from, int count, float[] slopes, int to) {
        float parameter = (float) psi.parameter();
        switch (psi.kind()) {
            case LEAKY_RELU -> leaky(parameter, a, from, count, slopes, to);
            case SOFT_THRESHOLD -> soft(parameter, a, from, count, slopes, to);
            case TREC -> trec(parameter, a, from, count, slopes, to);
            case GATED -> gated(parameter, a, from, count, slopes, to);
            case IDENTITY -> leaky(1, a, from, count, slopes, to);
            case RELU -> leaky(0, a, from, count, slopes, to);
            case TOP_K -> throw new IllegalArgumentException(psi.label() + " is computed elsewhere");
        }
    }

    private static void leaky(float slope, float[] a, int from, int count, float[] slopes, int to) {
        FloatVector zero = FloatVector.zero(SPECIES);
        IntVector left = IntVector.broadcast(INTS, Float.floatToRawIntBits(slope));
        IntVector change = left.lanewise(VectorOperators.XOR, ONE);
        for (int q = 0; q < count; q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, from + q);
            FloatVector d = left.lanewise(VectorOperators.XOR, change.and(sign(zero.sub(y))))
                    .reinterpretAsFloats();
            d.intoArray(slopes, to + q);
            y.mul(d).intoArray(a, from + q);
        }
    }

    private static void soft(float threshold, float[] a, int from, int count, float[] slopes, int to) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, threshold);
        IntVector signs = IntVector.broadcast(INTS, SIGN);
        IntVector one = IntVector.broadcast(INTS, ONE);
        for (int q = 0; q < count; q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, from + q);
            IntVector minus = y.reinterpretAsInts().and(signs);
            FloatVector beyond = y.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, minus)
                    .reinterpretAsFloats()
                    .sub(least);
            IntVector on = sign(zero.sub(beyond));
            one.and(on).reinterpretAsFloats().intoArray(slopes, to + q);
            FloatVector kept = beyond.reinterpretAsInts().or(minus).and(on).reinterpretAsFloats();
            // 0·y is added since it is NaN where y is not finite and would otherwise be cut off
            y.fma(zero, kept).intoArray(a, from + q);
        }
    }

    private static void trec(float threshold, float[] a, int from, int count, float[] slopes, int to) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, threshold);
        IntVector one = IntVector.broadcast(INTS, ONE);
        for (int q = 0; q < count; q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, from + q);
            IntVector on = sign(least.sub(y));
            one.and(on).reinterpretAsFloats().intoArray(slopes, to + q);
            FloatVector kept = y.reinterpretAsInts().and(on).reinterpretAsFloats();
            y.fma(zero, kept).intoArray(a, from + q);
        }
    }

    /** The gate σ(t) with t = z/τ: where e = e^{−t}, σ = 1/(1 + e) and ψ' = σ + t σ (1 − σ) = σ (1 + t e σ). */
    private static void gated(float temperature, float[] a, int from, int count, float[] slopes, int to) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector tau = FloatVector.broadcast(SPECIES, temperature);
        for (int q = 0; q < count; q += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, a, from + q);
            FloatVector t = y.div(tau).min(MOST).max(-MOST);
            FloatVector e = exp(t.neg());
            FloatVector gate = one.div(e.add(one));
            gate.mul(t.mul(e).fma(gate, one)).intoArray(slopes, to + q);
            y.mul(gate).intoArray(a, from + q);
        }
    }

    /**
     * Returns e^t for |t| ≤ 80 to 2e-7 of itself, by e^t = 2^k e^r with |r| ≤ ½ ln 2 and the polynomial of Cephes' expf (Moshier 1989). It is
     * written out because the library's function may round otherwise once it is compiled.
     */
    private static FloatVector exp(FloatVector t) {
        FloatVector shifted = t.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), t);
        r = k.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
        FloatVector p = r.fma(
                FloatVector.broadcast(SPECIES, 1.9875691500e-4f), FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector power =
                shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(ONE);
        return p.mul(power.reinterpretAsFloats());
    }

    /** Returns all bits set where a number is negative, and none elsewhere. */
    private static IntVector sign(FloatVector value) {
        return value.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
    }
}
