package org.superpose.grid;

import java.io.Serializable;
import org.superpose.data.DataSpec;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.train.TrainingSpec;

/**
 * One model of a grid, everything about it decided.
 *
 * @param ratioNominal m/n as the sweep file asked for it, null where m was given
 * @param density p
 * @param recipe the recipe's label
 * @param parameters canonical JSON of everything scientific but the seed
 * @param pointKey hash of {@code parameters}
 * @param modelKey hash of {@code parameters} and the seed
 */
public record Point(
        int n,
        int m,
        Double ratioNominal,
        double density,
        Importance importance,
        ModelSpec model,
        DataSpec data,
        String recipe,
        TrainingSpec training,
        long seed,
        String parameters,
        String pointKey,
        String modelKey)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The model's layout. */
    public Layout layout() {
        return new Layout(model, n, m);
    }
}
