package org.superpose.scaling;

import java.util.Locale;

/** What became of a fit. */
public enum Status {
    /** The exponent is bounded on both sides, and the sizes lie on the power law. */
    FITTED,
    /**
     * The sizes do not lie on one power law, by what their seeds scatter: fitted with wider intervals, or not fitted where a power law is no better
     * than a constant.
     */
    MISFIT,
    /** There is a trend that may have a limit, and the data do not bound the exponent on both sides, whether or not the sizes lie on one power law. */
    OPEN,
    /** There is no limit: the changes from size to size do not become smaller. */
    NO_LIMIT,
    /** The sizes differ by no more than seeds scatter. */
    NO_TREND,
    /** There are fewer than {@value FiniteSizeFit#LEAST_SIZES} sizes. */
    TOO_FEW_SIZES;

    /** The word for this status in the table {@code scaling}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
