package org.superpose.kernel.vector;

import org.superpose.model.Layout;

/**
 * What runs along the lanes: the m hidden numbers of a sample, or the samples of the batch. Measured on Emerald Rapids (AVX-512, one
 * thread, B = 1024, untied, samples drawn included), µs per step:
 *
 * <pre>
 *               p = 0.05          p = 0.3           p = 1
 *            hidden samples    hidden samples   hidden samples
 *  20 × 5        93     19       160     23       122     23
 *  64 × 16      223    126       419    133       341    136
 * 100 × 20      294    232       724    232       627    248
 * 128 × 32      435    440       983    517       900    476
 * 256 × 16      689    564      1681    605      1764    726
 * 128 × 64      516   1221      1186    941      1162   1275
 * 256 × 64      890   2177      2731   2066      4045   2168
 * </pre>
 */
enum SessionChoice {
    /** The samples for small models. */
    MEASURED,
    /** Always the hidden numbers: {@link RowSession}. */
    HIDDEN,
    /** Always the samples: {@link BatchSession}. */
    SAMPLES;

    /** The most weights of one matrix with which the samples win. */
    private static final int MOST_WEIGHTS = 128 * 32;

    boolean samples(Layout layout) {
        return this == SAMPLES || this == MEASURED && (long) layout.n() * layout.m() <= MOST_WEIGHTS;
    }
}
