package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;

/**
 * What follows W_out h for a slice of the batch and the outputs of one panel, while the numbers are in a near cache: bias, ψ, the loss, the
 * gradient, and which outputs have a gradient at all. The outputs run along the lanes. NaN passes through to the loss.
 */
final class OutputPass {
    /** The outputs whose constants stay in registers while the samples pass, which are two vectors. */
    private static final int OUTPUTS_PER_PAIR = 2 * LANES;

    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int[] BIT = new int[OUTPUTS_PER_PAIR];

    static {
        for (int i = 0; i < OUTPUTS_PER_PAIR; i++) {
            BIT[i] = 1 << i;
        }
    }

    private final float[] importance;
    private final float[] slope;
    private final OutputFunction psi;
    /** ψ' of a panel; empty where ψ' is fused with what follows. */
    private final float[] derivative;

    /**
     * @param importance I_i, filled up to whole panels with zeros, not copied
     * @param slope 2 I_i / (n B), laid out as importance, not copied
     * @param psi an element-wise output function
     * @param conditional whether weights will come with each panel
     * @param samples the most samples of a slice
     */
    OutputPass(float[] importance, float[] slope, OutputFunction psi, boolean conditional, int samples) {
        this.importance = importance;
        this.slope = slope;
        this.psi = psi;
        boolean fused = !conditional && (psi.kind() == Kind.IDENTITY || psi.kind() == Kind.RELU);
        this.derivative = new float[fused ? 0 : samples * COLUMNS_PER_PANEL];
    }

    /**
     * Computes, for the outputs i of a panel and the samples from ≤ s &lt; to, with r_si = ψ(a_si + b_i) − x_si:
     * loss_s += Σ_i I_i r_si², lane by lane; a_si ← g_si = slope_i · r_si · ψ'(a_si + b_i). No sample depends on another.
     *
     * @param i0 the first output of the panel
     * @param rows outputs in the panel
     * @param a pre-activations without bias at {@code a[a0 + s·COLUMNS_PER_PANEL + i]}, overwritten with their gradients
     * @param x targets at {@code x[s·COLUMNS_PER_PANEL + i]}, not modified
     * @param weights factors on importance, laid out as x; null if {@code conditional} said that they are all 1
     * @param b b_i at {@code b[i]} for all outputs, filled up to whole panels, not modified
     * @param loss lane l of sample s at {@code loss[s·LANES + l]}, modified
     * @param active bit i of {@code active[active0 + s]} is set where g_si is not zero; overwritten
     */
    void apply(
            int i0,
            int rows,
            int from,
            int to,
            float[] a,
            int a0,
            float[] x,
            float[] weights,
            float[] b,
            float[] loss,
            long[] active,
            int active0) {
        for (int s = from; s < to; s++) {
            active[active0 + s] = 0;
        }
        boolean other = derivative.length > 0;
        if (other) {
            for (int i = 0; i < rows; i += OUTPUTS_PER_PAIR) {
                addBias(i0 + i, from, to, a, a0 + i, b);
            }
            int first = from * COLUMNS_PER_PANEL;
            OutputFunctions.apply(psi, a, a0 + first, (to - from) * COLUMNS_PER_PANEL, derivative, first);
        }
        for (int i = 0; i < rows; i += OUTPUTS_PER_PAIR) {
            if (weights != null) {
                conditional(i, i0 + i, from, to, a, a0 + i, x, weights, loss, active, active0);
            } else if (psi.kind() == Kind.RELU) {
                relu(i, i0 + i, from, to, a, a0 + i, x, b, loss, active, active0);
            } else if (other) {
                other(i, i0 + i, from, to, a, a0 + i, x, loss, active, active0);
            } else {
                identity(i, i0 + i, from, to, a, a0 + i, x, b, loss, active, active0);
            }
        }
        if (rows < COLUMNS_PER_PANEL) {
            // outputs that only fill up lanes have no gradient, even where h is not finite
            long real = (1L << rows) - 1;
            for (int s = from; s < to; s++) {
                active[active0 + s] &= real;
            }
        }
    }

    /**
     * Computes db_i += Σ_s g_si for the outputs i of a panel and all samples s &lt; count, in ascending order.
     *
     * @param i0 the first output of the panel
     * @param rows outputs in the panel
     * @param g g_si at {@code g[g0 + s·COLUMNS_PER_PANEL + i]}, not modified
     * @param db db_i at {@code db[i0 + i]}, filled up to whole panels, modified
     */
    static void addRows(int i0, int rows, int count, float[] g, int g0, float[] db) {
        for (int i = 0; i < rows; i += OUTPUTS_PER_PAIR) {
            FloatVector db0 = FloatVector.fromArray(SPECIES, db, i0 + i);
            FloatVector db1 = FloatVector.fromArray(SPECIES, db, i0 + i + LANES);
            int end = g0 + i + count * COLUMNS_PER_PANEL;
            for (int p = g0 + i; p < end; p += COLUMNS_PER_PANEL) {
                db0 = db0.add(FloatVector.fromArray(SPECIES, g, p));
                db1 = db1.add(FloatVector.fromArray(SPECIES, g, p + LANES));
            }
            db0.intoArray(db, i0 + i);
            db1.intoArray(db, i0 + i + LANES);
        }
    }

    private void relu(
            int x0,
            int i,
            int from,
            int to,
            float[] a,
            int a0,
            float[] x,
            float[] b,
            float[] loss,
            long[] active,
            int active0) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, i);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, i + LANES);
        FloatVector importance0 = FloatVector.fromArray(SPECIES, importance, i);
        FloatVector importance1 = FloatVector.fromArray(SPECIES, importance, i + LANES);
        FloatVector slope0 = FloatVector.fromArray(SPECIES, slope, i);
        FloatVector slope1 = FloatVector.fromArray(SPECIES, slope, i + LANES);
        for (int s = from; s < to; s++) {
            int p = a0 + s * COLUMNS_PER_PANEL;
            FloatVector y0 = FloatVector.fromArray(SPECIES, a, p).add(b0);
            FloatVector y1 = FloatVector.fromArray(SPECIES, a, p + LANES).add(b1);
            // "not positive" rather than "positive" keeps NaN
            var off0 = y0.compare(VectorOperators.LE, zero);
            var off1 = y1.compare(VectorOperators.LE, zero);
            FloatVector r0 = y0.blend(zero, off0).sub(FloatVector.fromArray(SPECIES, x, x0 + s * COLUMNS_PER_PANEL));
            FloatVector r1 =
                    y1.blend(zero, off1).sub(FloatVector.fromArray(SPECIES, x, x0 + s * COLUMNS_PER_PANEL + LANES));
            FloatVector sum = r0.mul(importance0).fma(r0, FloatVector.fromArray(SPECIES, loss, s * LANES));
            r1.mul(importance1).fma(r1, sum).intoArray(loss, s * LANES);
            FloatVector g0 = r0.mul(slope0).blend(zero, off0);
            FloatVector g1 = r1.mul(slope1).blend(zero, off1);
            g0.intoArray(a, p);
            g1.intoArray(a, p + LANES);
            active[active0 + s] |= (bits(g0, g1) & 0xFFFFFFFFL) << x0;
        }
    }

    private void identity(
            int x0,
            int i,
            int from,
            int to,
            float[] a,
            int a0,
            float[] x,
            float[] b,
            float[] loss,
            long[] active,
            int active0) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, i);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, i + LANES);
        FloatVector importance0 = FloatVector.fromArray(SPECIES, importance, i);
        FloatVector importance1 = FloatVector.fromArray(SPECIES, importance, i + LANES);
        FloatVector slope0 = FloatVector.fromArray(SPECIES, slope, i);
        FloatVector slope1 = FloatVector.fromArray(SPECIES, slope, i + LANES);
        for (int s = from; s < to; s++) {
            int p = a0 + s * COLUMNS_PER_PANEL;
            FloatVector r0 = FloatVector.fromArray(SPECIES, a, p)
                    .add(b0)
                    .sub(FloatVector.fromArray(SPECIES, x, x0 + s * COLUMNS_PER_PANEL));
            FloatVector r1 = FloatVector.fromArray(SPECIES, a, p + LANES)
                    .add(b1)
                    .sub(FloatVector.fromArray(SPECIES, x, x0 + s * COLUMNS_PER_PANEL + LANES));
            FloatVector sum = r0.mul(importance0).fma(r0, FloatVector.fromArray(SPECIES, loss, s * LANES));
            r1.mul(importance1).fma(r1, sum).intoArray(loss, s * LANES);
            FloatVector g0 = r0.mul(slope0);
            FloatVector g1 = r1.mul(slope1);
            g0.intoArray(a, p);
            g1.intoArray(a, p + LANES);
            active[active0 + s] |= (bits(g0, g1) & 0xFFFFFFFFL) << x0;
        }
    }

    private static void addBias(int i, int from, int to, float[] a, int a0, float[] b) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, i);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, i + LANES);
        for (int p = a0 + from * COLUMNS_PER_PANEL; p < a0 + to * COLUMNS_PER_PANEL; p += COLUMNS_PER_PANEL) {
            FloatVector.fromArray(SPECIES, a, p).add(b0).intoArray(a, p);
            FloatVector.fromArray(SPECIES, a, p + LANES).add(b1).intoArray(a, p + LANES);
        }
    }

    /** The pass for any ψ, where a holds x̂ = ψ(a + b) already and ψ' is known. */
    private void other(
            int x0, int i, int from, int to, float[] a, int a0, float[] x, float[] loss, long[] active, int active0) {
        FloatVector importance0 = FloatVector.fromArray(SPECIES, importance, i);
        FloatVector importance1 = FloatVector.fromArray(SPECIES, importance, i + LANES);
        FloatVector slope0 = FloatVector.fromArray(SPECIES, slope, i);
        FloatVector slope1 = FloatVector.fromArray(SPECIES, slope, i + LANES);
        for (int s = from; s < to; s++) {
            int p = a0 + s * COLUMNS_PER_PANEL;
            int q = x0 + s * COLUMNS_PER_PANEL;
            FloatVector r0 = FloatVector.fromArray(SPECIES, a, p).sub(FloatVector.fromArray(SPECIES, x, q));
            FloatVector r1 =
                    FloatVector.fromArray(SPECIES, a, p + LANES).sub(FloatVector.fromArray(SPECIES, x, q + LANES));
            FloatVector sum = r0.mul(importance0).fma(r0, FloatVector.fromArray(SPECIES, loss, s * LANES));
            r1.mul(importance1).fma(r1, sum).intoArray(loss, s * LANES);
            // 0 is added so that no gradient is −0, which would count as active
            FloatVector g0 = r0.mul(slope0)
                    .mul(FloatVector.fromArray(SPECIES, derivative, q))
                    .add(0f);
            FloatVector g1 = r1.mul(slope1)
                    .mul(FloatVector.fromArray(SPECIES, derivative, q + LANES))
                    .add(0f);
            g0.intoArray(a, p);
            g1.intoArray(a, p + LANES);
            active[active0 + s] |= (storedBits(a, p) & 0xFFFFFFFFL) << x0;
        }
    }

    /**
     * As {@link #other} where I_i and slope_i are multiplied by {@code weights}, which are laid out as x. This is a loop of its own, since weights of
     * 1 would cost every other model a load and two products per output.
     */
    private void conditional(
            int x0,
            int i,
            int from,
            int to,
            float[] a,
            int a0,
            float[] x,
            float[] weights,
            float[] loss,
            long[] active,
            int active0) {
        FloatVector importance0 = FloatVector.fromArray(SPECIES, importance, i);
        FloatVector importance1 = FloatVector.fromArray(SPECIES, importance, i + LANES);
        FloatVector slope0 = FloatVector.fromArray(SPECIES, slope, i);
        FloatVector slope1 = FloatVector.fromArray(SPECIES, slope, i + LANES);
        for (int s = from; s < to; s++) {
            int p = a0 + s * COLUMNS_PER_PANEL;
            int q = x0 + s * COLUMNS_PER_PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, q);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, q + LANES);
            FloatVector r0 = FloatVector.fromArray(SPECIES, a, p).sub(FloatVector.fromArray(SPECIES, x, q));
            FloatVector r1 =
                    FloatVector.fromArray(SPECIES, a, p + LANES).sub(FloatVector.fromArray(SPECIES, x, q + LANES));
            FloatVector sum = r0.mul(importance0).mul(w0).fma(r0, FloatVector.fromArray(SPECIES, loss, s * LANES));
            r1.mul(importance1).mul(w1).fma(r1, sum).intoArray(loss, s * LANES);
            FloatVector g0 = r0.mul(slope0)
                    .mul(w0)
                    .mul(FloatVector.fromArray(SPECIES, derivative, q))
                    .add(0f);
            FloatVector g1 = r1.mul(slope1)
                    .mul(w1)
                    .mul(FloatVector.fromArray(SPECIES, derivative, q + LANES))
                    .add(0f);
            g0.intoArray(a, p);
            g1.intoArray(a, p + LANES);
            active[active0 + s] |= (storedBits(a, p) & 0xFFFFFFFFL) << x0;
        }
    }

    /**
     * Returns {@link #bits} of the two groups of lanes at {@code g[p]}, which were just stored. Beside an output function the compiler reaches its limit
     * of inlining here, and vectors as arguments would then become objects; without one they do not, and stay in registers.
     */
    private static int storedBits(float[] g, int p) {
        return bits(FloatVector.fromArray(SPECIES, g, p), FloatVector.fromArray(SPECIES, g, p + LANES));
    }

    /** Returns a bit for each lane that is not +0, by arithmetic on the sign bit, since masks leave vector registers on Java 17. */
    private static int bits(FloatVector g0, FloatVector g1) {
        IntVector raw0 = g0.reinterpretAsInts();
        IntVector raw1 = g1.reinterpretAsInts();
        IntVector set0 = raw0.or(raw0.neg()).lanewise(VectorOperators.ASHR, 31).and(IntVector.fromArray(INTS, BIT, 0));
        IntVector set1 =
                raw1.or(raw1.neg()).lanewise(VectorOperators.ASHR, 31).and(IntVector.fromArray(INTS, BIT, LANES));
        return set0.or(set1).reduceLanes(VectorOperators.OR);
    }
}
