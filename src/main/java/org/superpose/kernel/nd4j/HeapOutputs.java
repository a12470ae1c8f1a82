package org.superpose.kernel.nd4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.model.OutputFunction;

/**
 * ψ and ψ' of a batch in double precision on the heap, sample by sample, for the outputs that are rarely used: two matrices of B × n go to
 * the device at each step and one comes from there.
 */
final class HeapOutputs {
    private final OutputFunction psi;
    private final INDArray a;
    private final INDArray slopes;
    private final double[] sample;
    private final double[] outputs;
    private final double[] slope;

    /** @param a B × n: pre-activations, then outputs */
    HeapOutputs(OutputFunction psi, INDArray a, DeviceArrays memory) {
        int n = (int) a.size(1);
        this.psi = psi;
        this.a = a;
        this.slopes = memory.zeros(a.size(0), n);
        this.sample = new double[n];
        this.outputs = new double[n];
        this.slope = new double[n];
    }

    /** A ← ψ(A), row by row. */
    void apply() {
        float[] values = a.data().asFloat();
        FloatBuffer toOutputs = a.data().asNioFloat();
        FloatBuffer toSlopes = slopes.data().asNioFloat();
        for (int s = 0; s < a.size(0); s++) {
            int row = s * sample.length;
            for (int i = 0; i < sample.length; i++) {
                sample[i] = values[row + i];
            }
            psi.apply(sample, outputs, slope);
            for (int i = 0; i < sample.length; i++) {
                toOutputs.put(row + i, (float) outputs[i]);
                toSlopes.put(row + i, (float) slope[i]);
            }
        }
        // A device that has memory of its own fetches both before they are next used.
        Nd4j.getAffinityManager().tagLocation(a, AffinityManager.Location.HOST);
        Nd4j.getAffinityManager().tagLocation(slopes, AffinityManager.Location.HOST);
    }

    /** ψ'(A) of the last {@link #apply}. */
    INDArray slopes() {
        return slopes;
    }
}
