package org.superpose.kernel.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The ReLU of the hidden layer, forward beside backward. */
final class Hidden {
    private Hidden() {}

    /** Computes z ← max(z, 0) for {@code count} numbers in whole lanes; NaN stays NaN. */
    static void relu(float[] z, int from, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int q = from; q < from + count; q += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, z, q);
            value.blend(zero, value.compare(VectorOperators.LE, zero)).intoArray(z, q);
        }
    }

    /** Computes dh ← 0 where h = max(z, 0) is 0, for {@code count} numbers in whole lanes. */
    static void mask(float[] h, float[] dh, int from, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int q = from; q < from + count; q += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, h, q);
            FloatVector.fromArray(SPECIES, dh, q)
                    .blend(zero, value.compare(VectorOperators.LE, zero))
                    .intoArray(dh, q);
        }
    }
}
