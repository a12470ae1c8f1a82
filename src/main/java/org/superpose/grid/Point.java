package org.superpose.grid;

import java.io.Serializable;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelKind;
import org.superpose.model.ModelSpec;
import org.superpose.train.Trainer;
import org.superpose.train.TrainingSpec;

/**
 * One model of a grid, everything about it decided.
 *
 * @param ratioNominal m/n as the sweep file asked for it, null where m was given
 * @param density p
 * @param recipe the recipe's label, null if the model is built
 * @param training null if the model is built
 * @param construction how the model is built, null if it is trained
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
        Construction construction,
        long seed,
        String parameters,
        String pointKey,
        String modelKey)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Whether the model is trained; otherwise its weights are built. */
    public boolean trained() {
        return construction == null;
    }

    /** How its weights come about. */
    public ModelKind kind() {
        return trained() ? ModelKind.TRAINED : construction.kind();
    }

    /** Its training, with a learning curve of so many points at most. */
    public Trainer.Job job(int curvePoints) {
        return new Trainer.Job(modelKey, layout(), importance, data, density, training, curvePoints);
    }

    /** The most training steps, 0 if it is built. */
    public int steps() {
        return trained() ? training.steps() : 0;
    }

    /** Samples per training step, 0 if it is built. */
    public int batch() {
        return trained() ? training.batch() : 0;
    }

    /** The model's layout. */
    public Layout layout() {
        return new Layout(model, n, m);
    }
}
