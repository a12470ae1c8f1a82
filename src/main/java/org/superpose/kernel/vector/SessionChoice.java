package org.superpose.kernel.vector;

import org.superpose.kernel.Problem;

/**
 * What runs along the lanes: the m hidden numbers of a sample, so that what is zero can be left out, or the samples of the batch, so that the
 * lanes are full at every m. The times of the fastest step were measured on Emerald Rapids (AVX-512, one thread, B = 1024, untied, the drawing of
 * samples included), in µs:
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
    /** The samples run along the lanes for small models, and for larger ones on dense data. */
    MEASURED,
    /** The hidden numbers always run along the lanes, as in {@link RowSession}. */
    HIDDEN,
    /** The samples always run along the lanes, as in {@link BatchSession}. */
    SAMPLES;

    /** The most weights of one matrix with which samples along the lanes win at any density. */
    private static final int MOST_WEIGHTS = 2048;
    /** The most weights of one matrix with which they win at densities from {@link #DENSE} on. */
    private static final int MOST_WEIGHTS_DENSE = 8192;

    private static final double DENSE = 0.15;

    /**
     * Says whether the samples run along the lanes. They always do for an output function that selects among all outputs of a sample, since then the
     * outputs of one sample must not lie side by side in a vector.
     */
    boolean samples(Problem problem) {
        if (!problem.layout().spec().output().elementwise()) {
            return true;
        }
        long weights = (long) problem.layout().n() * problem.layout().m();
        return this == SAMPLES
                || this == MEASURED && weights <= (problem.density() < DENSE ? MOST_WEIGHTS : MOST_WEIGHTS_DENSE);
    }
}
