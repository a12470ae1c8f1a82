package org.superpose.kernel.vector;

import java.util.Map;
import org.superpose.kernel.Kernel;
import org.superpose.simd.vector.Lanes;

/** The fast kernel with its choices taken out of its hands, for tests of every path at every density. */
public final class ForcedPaths {
    private ForcedPaths() {}

    /** Each way to compute, by name. */
    public static Map<String, Kernel> kernels() {
        return Map.of(
                "cpu, sparse", new VectorKernel(Thresholds.ALWAYS_SPARSE, SessionChoice.HIDDEN),
                "cpu, dense", new VectorKernel(Thresholds.ALWAYS_DENSE, SessionChoice.HIDDEN),
                "cpu, samples", new VectorKernel(Thresholds.MEASURED, SessionChoice.SAMPLES));
    }

    /** Lanes of this machine. */
    public static int lanes() {
        return Lanes.LANES;
    }
}
