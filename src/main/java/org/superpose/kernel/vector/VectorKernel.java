package org.superpose.kernel.vector;

import org.superpose.cores.Team;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Problem;
import org.superpose.kernel.TeamKernel;
import org.superpose.model.Weights;
import org.superpose.simd.FusedMultiplyAdd;
import org.superpose.simd.vector.Lanes;

/** The fast CPU kernel, which is called {@code cpu}. */
public final class VectorKernel implements TeamKernel {
    /** Read while this class is initialised, so that the kernel cannot be created where the Vector API is missing. */
    private static final int LANES = Lanes.LANES;

    private final Thresholds thresholds;
    private final SessionChoice choice;
    private final Team team;

    /**
     * Makes the kernel with measured thresholds.
     *
     * @throws KernelUnavailableException if this processor cannot multiply and add at once: each lane would go through BigDecimal, and a step would
     *     take hundreds of times as long as that of the reference kernel
     */
    public VectorKernel() {
        this(Thresholds.MEASURED, SessionChoice.MEASURED, Team.alone());
        if (!FusedMultiplyAdd.FAST) {
            throw new KernelUnavailableException(
                    "kernel 'cpu' cannot run here: Java has no fused multiply-add on this processor (UseFMA is off)");
        }
    }

    VectorKernel(Thresholds thresholds, SessionChoice choice, Team team) {
        this.thresholds = thresholds;
        this.choice = choice;
        this.team = team;
    }

    @Override
    public VectorKernel with(Team helpers) {
        return new VectorKernel(thresholds, choice, helpers);
    }

    @Override
    public String name() {
        return KernelId.CPU.label();
    }

    @Override
    public String description() {
        return "Vector API, " + LANES + " float lanes (" + Lanes.SPECIES.vectorBitSize() + " bit)";
    }

    @Override
    public String processor() {
        return LANES + " float lanes";
    }

    @Override
    public Session open(Problem problem, Weights initial) {
        return choice.samples(problem)
                ? new BatchSession(problem, initial, thresholds, team)
                : new RowSession(problem, initial, thresholds, team);
    }
}
