package org.superpose.data;

import java.io.Serializable;
import java.util.Objects;
import org.superpose.model.Importance;

/**
 * What a model is to do, apart from its size: reconstruct these data, with these weights on the errors. For example independent features of density
 * p = 0.05 with I_i = 0.7^i.
 *
 * @param data how the features depend on one another
 * @param density p
 * @param importance I_i, the weight of feature i's squared error in the loss
 */
public record Objective(DataSpec data, double density, Importance importance) implements Serializable {
    private static final long serialVersionUID = 1;

    public Objective {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(importance, "importance");
    }

    /** The mean over n features of P(x_i &gt; 0), which is not p where p is that of a set of features. */
    public double meanProbability(int n) {
        return data.meanProbability(n, density);
    }
}
