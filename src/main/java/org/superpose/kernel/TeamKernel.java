package org.superpose.kernel;

import org.superpose.cores.Team;

/**
 * A kernel whose steps are shared among cores where some are free. A task that has a team computes with {@code kernel.with(team)}; sessions are opened
 * and used as for any other, one at a time. The bits do not depend on how many cores help.
 */
public interface TeamKernel extends Kernel {
    /** The same kernel with every session helped by a team; without it each session is one thread. */
    TeamKernel with(Team team);
}
