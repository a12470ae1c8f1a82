package org.superpose.kernel.vector;

import java.util.Map;
import org.superpose.cores.Team;
import org.superpose.kernel.Kernel;
import org.superpose.simd.vector.Lanes;

/** The fast kernel with its choices taken out of its hands, for tests of every path at every density. */
public final class ForcedPaths {
    private ForcedPaths() {}

    /** Each way to compute, by name, by one thread. */
    public static Map<String, Kernel> kernels() {
        return kernels(Team.alone());
    }

    /** Each way to compute, by name, with the help of a team however short a step is. */
    public static Map<String, Kernel> kernels(Team team) {
        Thresholds samples = new Thresholds(Thresholds.MEASURED.denseInput(), Thresholds.MEASURED.denseOutput(), 0);
        return Map.of(
                "cpu, sparse", new VectorKernel(Thresholds.ALWAYS_SPARSE, SessionChoice.HIDDEN, team),
                "cpu, dense", new VectorKernel(Thresholds.ALWAYS_DENSE, SessionChoice.HIDDEN, team),
                "cpu, samples", new VectorKernel(samples, SessionChoice.SAMPLES, team));
    }

    /** Lanes of this machine. */
    public static int lanes() {
        return Lanes.LANES;
    }
}
