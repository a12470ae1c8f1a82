package org.superpose.kernel.vector;

import org.superpose.model.Layout;

/** What runs along the lanes: the m hidden numbers of a sample, or the samples of the batch. */
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
