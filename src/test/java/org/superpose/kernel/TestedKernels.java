package org.superpose.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superpose.kernel.vector.ForcedPaths;

/** The kernels that tests run: every registered one that was built, and the fast one with each of its choices forced. */
public final class TestedKernels {
    private static final String ND4J = "/org/superpose/kernel/nd4j/Nd4jKernel.class";

    private TestedKernels() {}

    /** The names of the registered kernels whose classes were built; only nd4j can be left out of a build. */
    public static List<String> built() {
        return Kernels.names().stream()
                .filter(name -> !name.equals("nd4j") || TestedKernels.class.getResource(ND4J) != null)
                .toList();
    }

    /** Every kernel by name, the reference first. */
    static Map<String, Kernel> all() {
        Map<String, Kernel> kernels = new LinkedHashMap<>();
        built().forEach(name -> kernels.put(name, Kernels.named(name)));
        kernels.putAll(ForcedPaths.kernels());
        return kernels;
    }
}
