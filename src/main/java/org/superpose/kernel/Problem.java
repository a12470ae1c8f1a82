package org.superpose.kernel;

import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;

/**
 * What a kernel minimises, and by which rule: L = mean over the batch of loss_s = (1/n) Σ_i I_i (x_i − x̂_i)², each times the weight of its sample
 * where the batch carries weights.
 *
 * @param layout the model's family and shape
 * @param importance I_i, n values, not modified
 * @param keys where errors count less for want of a key, then I_i(x) = I_i {@link KeyedSets#withoutKey}; null if they never do
 * @param density p, the fraction of inputs that are not zero: a hint for the choice of a path
 * @param batch the samples of every batch that will be given to the session, B
 * @param rule the optimiser
 */
public record Problem(Layout layout, double[] importance, KeyedSets keys, double density, int batch, AdamRule rule) {
    /** Makes a problem whose importance does not depend on x. */
    public Problem(Layout layout, double[] importance, double density, int batch, AdamRule rule) {
        this(layout, importance, null, density, batch, rule);
    }

    /** Makes a problem of any importance. */
    public Problem(Layout layout, Importance importance, double density, int batch, AdamRule rule) {
        this(layout, importance.weights(layout.n()), importance.keys(), density, batch, rule);
    }

    public Problem {
        if (importance.length != layout.n()) {
            throw new IllegalArgumentException(importance.length + " importances for n = " + layout.n());
        }
        if (batch < 1) {
            throw new IllegalArgumentException("the batch needs at least one sample; got " + batch);
        }
    }
}
