package org.superpose.kernel;

import org.superpose.cores.Team;

/**
 * A kernel whose steps are shared among cores where some are free. A task that has a team computes with {@code kernel.with(team)}; sessions are opened
 * and used as for any other, one at a time. The bits do not depend on how many cores help.
 */
public interface TeamKernel extends Kernel {
    /** The multiplications B·n·m of W_out h in a step from which it is shared: a shorter one is over before another core has begun. */
    double LEAST_SHARED = 2e6;

    /** The same kernel with every session helped by a team; without it each session is one thread. */
    TeamKernel with(Team team);
}
