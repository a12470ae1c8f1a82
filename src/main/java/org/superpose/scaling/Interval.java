package org.superpose.scaling;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param low −∞ where the data do not bound it from below
 * @param high ∞ where they do not bound it from above
 */
public record Interval(double estimate, double low, double high) {
    public Interval {
        if (!(low <= estimate && estimate <= high)) {
            throw new IllegalArgumentException("the estimate " + estimate + " must be in [" + low + ", " + high + "]");
        }
    }

    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** The same without its upper bound, or its lower one. */
    Interval unbounded(boolean above) {
        return above
                ? new Interval(estimate, low, Double.POSITIVE_INFINITY)
                : new Interval(estimate, Double.NEGATIVE_INFINITY, high);
    }
}
