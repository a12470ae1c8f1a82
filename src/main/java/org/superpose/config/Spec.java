package org.superpose.config;

import java.io.Serializable;
import java.util.function.Function;
import org.superpose.construct.Construction;
import org.superpose.data.Objective;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
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

    /** ρ; 1 where all features are alike, which is the same importance as δ = 1, and null where each matters less than the one before. */
    Double lastImportance() {
        Importance base = objective.importance().base();
        return base instanceof Importance.Last last ? (Double) last.rho() : base.equal() ? 1.0 : null;
    }

    /** What the sets say by whose keys importance depends on the sample; null if it does not. */
    <T> T ofKeys(Function<KeyedSets, T> value) {
        KeyedSets keys = objective.importance().keys();
        return keys == null ? null : value.apply(keys);
    }

    /** The directories where blocks are still to be looked up, one a line; null where they are known, because then they are no part of the model. */
    String from() {
        return origin instanceof Origin.Built built
                        && built.construction() instanceof Construction.Tiled tiled
                        && !tiled.resolved()
                ? String.join("\n", tiled.from())
                : null;
    }
}
