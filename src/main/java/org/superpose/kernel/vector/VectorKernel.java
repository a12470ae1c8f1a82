package org.superpose.kernel.vector;

import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Weights;

/** The fast CPU kernel. */
public final class VectorKernel implements Kernel {
    /** Read while this class is initialised, so that it cannot be created where the Vector API is missing. */
    private static final int LANES = Products.LANES;

    private final Thresholds thresholds;

    /** With measured thresholds. */
    public VectorKernel() {
        this(Thresholds.MEASURED);
    }

    VectorKernel(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "Vector API, " + LANES + " float lanes (" + Products.SPECIES.vectorBitSize() + " bit), one thread";
    }

    @Override
    public Session open(Problem problem, Weights initial) {
        return new RowSession(problem, initial, thresholds);
    }
}
