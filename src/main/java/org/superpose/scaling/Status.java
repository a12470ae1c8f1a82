package org.superpose.scaling;

import java.util.Locale;

/** What became of a fit. */
public enum Status {
    /** The exponent is bounded on both sides. */
    FITTED,
    /** Fitted, but the sizes do not lie on one power law, by what their seeds scatter; the intervals are widened. */
    MISFIT,
    /** There is a trend that may have a limit, and the data bound neither exponent nor limit on both sides. */
    OPEN,
    /** No limit: what changes from size to size does not become less. */
    NO_LIMIT,
    /** No trend beyond what seeds scatter. */
    NO_TREND,
    /** Fewer than {@value FiniteSizeFit#LEAST_SIZES} sizes. */
    TOO_FEW_SIZES;

    /** As the table has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether an exponent comes with it. */
    public boolean fitted() {
        return this == FITTED || this == MISFIT || this == OPEN;
    }
}
