package org.superpose.train;

import java.io.Serializable;

/**
 * Times in seconds that bound what a run can lose or take. They are no part of what a model is.
 *
 * @param checkpoint after so many the state of a model in training is kept, and again; 0 for never
 * @param timeout a model that takes longer is given up; infinite for never
 */
public record TimeLimits(double checkpoint, double timeout) implements Serializable {
    /** A state every ten minutes, and no timeout. */
    public static final TimeLimits DEFAULT = new TimeLimits(600, Double.POSITIVE_INFINITY);
}
