package org.superpose.measure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.columns.Columns;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureMoments;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernel;
import org.superpose.model.Importance;
import org.superpose.model.Weights;
import org.superpose.theory.LinearSubspace;

/**
 * Everything that is measured of one model. A quantity that does not exist is null, never NaN.
 *
 * @param gradient of the loss at the model; null where it cannot be told
 * @param gaussianPicture what the model's own rows predict, null where they predict nothing
 * @param secondOrder what W would lose as p → 0, null where it loses more than of second order
 * @param subspace null unless the model is linear
 * @param features one entry per feature, null if not asked for
 * @param lossByActive null if not asked for, or if the distribution of active features is not known
 * @param basisPursuit how basis pursuit decodes the same encoder, null if not asked for
 */
public record Measurement(
        LossEvaluation loss,
        GradientNorm gradient,
        Predictions predictions,
        Symmetry symmetry,
        Representation representation,
        GaussianPicture gaussianPicture,
        SecondOrder secondOrder,
        LinearSubspace subspace,
        List<Feature> features,
        LossByActiveFeatures lossByActive,
        BasisPursuitLoss basisPursuit) {
    /** The columns of the table of models that are one number each, in their order. */
    public static final Columns<Measurement> COLUMNS = Columns.of(Measurement.class)
            .with(Measurement::loss, LossEvaluation.COLUMNS)
            .with(Measurement::gradient, GradientNorm.COLUMNS)
            .with(Measurement::predictions, Predictions.COLUMNS)
            .with(Measurement::symmetry, Symmetry.COLUMNS)
            .with(Measurement::representation, Representation.COLUMNS);

    /** The fields of the column {@code theory}. */
    public static final Columns<Measurement> THEORY = Columns.of(Measurement.class)
            .with(Measurement::gaussianPicture, GaussianPicture.COLUMNS)
            .with(Measurement::secondOrder, SecondOrder.COLUMNS)
            .with(Measurement::predictions, Predictions.THEORY)
            .with(Measurement::subspace, subspaceColumns())
            .with(measurement -> measurement.predictions().phase(), Predictions.PHASE)
            .structs(
                    "loss_by_active",
                    LossByActiveFeatures.Part.COLUMNS,
                    measurement -> measurement.lossByActive() == null
                            ? null
                            : measurement.lossByActive().parts(),
                    "How much of the loss sits in samples with k active features (`measure.active`), one entry for each k; NULL if it was not asked"
                            + " for, or cannot be known.");

    private static Columns<LinearSubspace> subspaceColumns() {
        String angle =
                "The largest principal angle of a linear model, in radians, between the %s and the axes of the m most important features;"
                        + " NULL where these are not unique.";
        return Columns.of(LinearSubspace.class)
                .real("encoder_angle", LinearSubspace::encoderAngle, angle.formatted("row space of W_in"))
                .real("decoder_angle", LinearSubspace::decoderAngle, angle.formatted("column space of W_out"))
                .real(
                        "projector_distance",
                        LinearSubspace::projectorDistance,
                        "The distance ‖W − P‖_F of a linear model, P the orthogonal projector on the row space of W_in.");
    }

    /**
     * What is measured, and on which data.
     *
     * @param modelKey names the random streams {@code evaluation}, {@code single}, {@code gradient-…}, {@code ks} and {@code active-…}
     */
    public record Subject(Weights weights, Objective objective, String modelKey) {
        /** The density p, the probability that a feature is active. */
        public double density() {
            return objective.density();
        }

        /** How the features depend on one another. */
        public DataSpec data() {
            return objective.data();
        }

        /** The weights of the features' errors. */
        public Importance importance() {
            return objective.importance();
        }
    }

    /**
     * Measures a model.
     *
     * @param kernel evaluates the loss
     * @throws IllegalArgumentException if a weight is not finite
     */
    public static Measurement of(Subject subject, MeasureSpec spec, Kernel kernel) {
        return of(subject, spec, kernel, () -> true);
    }

    /**
     * Measures a model.
     *
     * @param wanted asked between batches of the evaluation; false abandons the measurement
     * @throws CancellationException if it is abandoned
     */
    public static Measurement of(Subject subject, MeasureSpec spec, Kernel kernel, BooleanSupplier wanted) {
        if (!subject.weights().finite()) {
            throw new IllegalArgumentException("a model with weights that are not finite cannot be measured");
        }
        Interactions interactions = Interactions.of(subject);
        LossEvaluation loss = LossEvaluation.of(subject, kernel, spec.precision(), wanted);
        return new Measurement(
                loss,
                loss.finite() ? GradientNorm.of(subject, kernel, loss, wanted) : null,
                Predictions.of(subject),
                interactions.symmetry(),
                interactions.representation(),
                interactions.gaussianPicture(),
                SecondOrder.of(subject),
                LinearSubspace.isLinear(subject.weights().layout().spec()) ? subspace(subject) : null,
                spec.features() ? interactions.features() : null,
                spec.active() > 0
                        ? LossByActiveFeatures.of(subject, spec.active(), kernel, wanted)
                                .orElse(null)
                        : null,
                spec.l1() > 0 ? BasisPursuitLoss.of(subject, spec.l1(), wanted) : null);
    }

    private static LinearSubspace subspace(Subject subject) {
        int n = subject.weights().layout().n();
        DataSpec data = subject.data();
        if (subject.importance().keys() != null) {
            return LinearSubspace.of(subject.weights());
        }
        if (data.kind() == DataSpec.Kind.INDEPENDENT) {
            return LinearSubspace.of(subject.weights(), subject.importance());
        }
        if (!data.kind().separate()) {
            return LinearSubspace.of(subject.weights());
        }
        FeatureMoments moments = data.moments(n, subject.density());
        double[] variances = new double[n];
        Arrays.setAll(variances, i -> subject.importance().of(i, n) * moments.variance(i));
        return LinearSubspace.of(subject.weights(), variances);
    }

    /** Whether loss and statistics are numbers; they are not where weights are so large that their products overflow. */
    public boolean finite() {
        return loss.finite()
                && (lossByActive == null || lossByActive.finite())
                && COLUMNS.scalars(this).values().stream().allMatch(Measurement::finite)
                && THEORY.scalars(this).values().stream().allMatch(Measurement::finite);
    }

    private static boolean finite(Object value) {
        return !(value instanceof Double number) || Double.isFinite(number);
    }
}
