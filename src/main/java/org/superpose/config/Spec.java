package org.superpose.config;

import java.io.Serializable;
import org.superpose.data.Objective;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;

/**
 * What one model of a sweep is, with every default filled in; everything but its seed. Each {@link Setting} can be read off it.
 *
 * @param n features
 * @param m hidden dimensions
 * @param ratioNominal m/n as the sweep file asked for it; null where the file gave m
 */
public record Spec(int n, int m, Double ratioNominal, Objective objective, ModelSpec model, Origin origin)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The sizes of the model's tensors. */
    public Layout layout() {
        return new Layout(model, n, m);
    }
}
