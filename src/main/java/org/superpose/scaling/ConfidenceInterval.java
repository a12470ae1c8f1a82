package org.superpose.scaling;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param estimate NaN where the data bound so little that none would mean anything
 * @param low −∞ where the data do not bound it from below
 * @param high ∞ where they do not bound it from above
 */
public record ConfidenceInterval(double estimate, double low, double high) {
    public ConfidenceInterval {
        if (!(low <= high) || estimate < low || estimate > high) {
            throw new IllegalArgumentException("the estimate " + estimate + " must be in [" + low + ", " + high + "]");
        }
    }

    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** The same interval in another unit. */
    ConfidenceInterval times(double unit) {
        return new ConfidenceInterval(unit * estimate, unit * low, unit * high);
    }

    /** The same interval for a quantity that cannot be below 0. */
    ConfidenceInterval nonnegative() {
        return new ConfidenceInterval(Math.max(0, estimate), Math.max(0, low), Math.max(0, high));
    }
}
