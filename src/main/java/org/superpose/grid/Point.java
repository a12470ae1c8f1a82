package org.superpose.grid;

import java.io.Serializable;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelKind;
import org.superpose.model.ModelSpec;
import org.superpose.train.Trainer;
import org.superpose.train.TrainingSpec;

/**
 * One model of a grid, everything about it decided.
 *
 * @param pointKey hash of {@link #parameters}
 * @param modelKey hash of {@link #parameters} and the seed
 */
public record Point(Spec spec, long seed, String pointKey, String modelKey) implements Serializable {
    private static final long serialVersionUID = 3;

    /** Canonical JSON of everything scientific but the seed. Written anew each time: of a million points the texts would fill a gigabyte. */
    public String parameters() {
        return Identity.parameters(spec);
    }

    /** The number of features. */
    public int n() {
        return spec.n();
    }

    /** The number of hidden dimensions. */
    public int m() {
        return spec.m();
    }

    /** m/n as the sweep file asked for it, null where m was given. */
    public Double ratioNominal() {
        return spec.ratioNominal();
    }

    /** The data, and the weights of the features' errors. */
    public Objective objective() {
        return spec.objective();
    }

    /** The density p, the probability that a feature is active. */
    public double density() {
        return spec.objective().density();
    }

    /** The weights of the features' errors. */
    public Importance importance() {
        return spec.objective().importance();
    }

    /** How the features depend on one another. */
    public DataSpec data() {
        return spec.objective().data();
    }

    /** The share of the features that are active in the mean, which is not p where p is that of a set of features. */
    public double activity() {
        return spec.objective().meanProbability(n());
    }

    /** The model's family. */
    public ModelSpec model() {
        return spec.model();
    }

    /** Whether the model is trained; otherwise its weights are built. */
    public boolean trained() {
        return spec.origin() instanceof Origin.Trained;
    }

    /** How its weights come about. */
    public ModelKind kind() {
        return spec.origin().kind();
    }

    /** The label of the recipe that its training comes from; null if it is built, or if only its parameters are known. */
    public String recipe() {
        return spec.origin() instanceof Origin.Trained trained ? trained.recipe() : null;
    }

    /**
     * How it is trained.
     *
     * @throws IllegalStateException if it is built
     */
    public TrainingSpec training() {
        if (spec.origin() instanceof Origin.Trained trained) {
            return trained.training();
        }
        throw new IllegalStateException("a model of kind " + kind().label() + " is not trained");
    }

    /**
     * How it is built.
     *
     * @throws IllegalStateException if it is trained
     */
    public Construction construction() {
        if (spec.origin() instanceof Origin.Built built) {
            return built.construction();
        }
        throw new IllegalStateException("a trained model is not built");
    }

    /** Whether it consists of copies of trained models that are still to be looked up. */
    public boolean open() {
        return !trained() && construction() instanceof Construction.Tiled tiled && !tiled.resolved();
    }

    /** The point's training as a job, with a learning curve of at most {@code curvePoints} points. */
    public Trainer.Job job(int curvePoints) {
        return new Trainer.Job(modelKey, layout(), spec.objective(), training(), curvePoints);
    }

    /** The most training steps, 0 if it is built. */
    public int steps() {
        return trained() ? training().steps() : 0;
    }

    /** Samples per training step, 0 if it is built. */
    public int batch() {
        return trained() ? training().batch() : 0;
    }

    /** The sizes of the model's tensors. */
    public Layout layout() {
        return spec.layout();
    }
}
