package org.superpose.kernel.vector;

import org.superpose.kernel.Problem;

/**
 * What runs along the lanes: the m hidden numbers of a sample, which leaves out what is zero, or the samples of the batch, which fills the
 * lanes at every m. Measured on Emerald Rapids (AVX-512, one thread, B = 1024, untied, samples drawn included), µs of the fastest step:
 *
 * <pre>
 *               p = 0.05          p = 0.12          p = 0.2           p = 1
 *            hidden samples    hidden samples   hidden samples    hidden samples
 *  64 × 16      165    121       339    178       349    120        325    126
 * 100 × 20      268    211       388    244       524    224        514    233
 * 128 × 32      294    423       488    626       891    570        717    610
 * 256 × 16      652    690       802    565      1616    564       2035    696
 * 128 × 64      364    842       571    801       771    798        778    762
 * 256 × 32      564   1300       914   1355      1421    966       1346    985
 * </pre>
 */
enum SessionChoice {
    /** The samples for small models, and for larger ones on dense data. */
    MEASURED,
    /** Always the hidden numbers: {@link RowSession}. */
    HIDDEN,
    /** Always the samples: {@link BatchSession}. */
    SAMPLES;

    /** The most weights of one matrix with which the samples win at any density. */
    private static final int MOST_WEIGHTS = 2048;
    /** The same from {@link #DENSE} on. */
    private static final int MOST_WEIGHTS_DENSE = 8192;

    private static final double DENSE = 0.15;

    /** Whether the samples run along the lanes; always for an output that selects among all outputs of a sample, which must lie side by side. */
    boolean samples(Problem problem) {
        if (!problem.layout().spec().output().elementwise()) {
            return true;
        }
        long weights = (long) problem.layout().n() * problem.layout().m();
        return this == SAMPLES
                || this == MEASURED && weights <= (problem.density() < DENSE ? MOST_WEIGHTS : MOST_WEIGHTS_DENSE);
    }
}
