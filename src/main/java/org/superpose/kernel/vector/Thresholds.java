package org.superpose.kernel.vector;

import org.superpose.cores.Team;
import org.superpose.kernel.Problem;
import org.superpose.kernel.TeamKernel;

/**
 * Where one way to compute overtakes another; the ways differ in rounding only. The parts of a step that differ were measured on Emerald Rapids
 * (AVX-512, one thread, B = 1024), in ms:
 *
 * <pre>
 *                       sparse  dense                         sparse  dense
 * outputs active                          entries of x
 * 512 × 128      4 %      0.3    1.3      512 × 128      5 %     0.4    1.6
 *               23 %      1.1    1.3                    20 %     1.4    2.1
 *               52 %      2.2    1.3
 * 1024 × 256     5 %      1.5    5.7
 *               24 %      4.6    5.9
 *               52 %      9.1    5.8
 * </pre>
 *
 * @param denseInput the fraction of non-zero x above which all products are dense ({@link DensePass}), since many outputs have a gradient then
 * @param denseOutput the fraction of outputs with a gradient above which the backward pass of a panel is two dense products
 * @param shared the multiplications B·n·m of a step from which free cores help with it if that is found to be faster; 0: they always help
 */
record Thresholds(double denseInput, double denseOutput, double shared) {
    static final Thresholds MEASURED = new Thresholds(0.3, 0.3, TeamKernel.LEAST_SHARED);
    static final Thresholds ALWAYS_SPARSE = new Thresholds(2, 2, 0);
    static final Thresholds ALWAYS_DENSE = new Thresholds(-1, -1, 0);

    /** Returns how the steps of a problem are shared among the cores of a team. */
    Sharing sharing(Problem problem, Team team) {
        double work = (double) problem.batch()
                * problem.layout().n()
                * problem.layout().m();
        return new Sharing(team, work < shared, shared == 0);
    }
}
