package org.superpose.results;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.INT;

import java.util.List;
import org.superpose.columns.Columns;
import org.superpose.geometry.GeometryColumns;
import org.superpose.geometry.GeometryReport;
import org.superpose.measure.BasisPursuitLoss;
import org.superpose.measure.Feature;
import org.superpose.measure.Measurement;
import org.superpose.model.Weights;
import org.superpose.train.Outcome;

/**
 * What was found of a model with a finite result. What was not asked for is null.
 *
 * @param lossTrain NaN of a built model
 */
public record Findings(
        double lossTrain,
        Measurement measurement,
        List<Outcome.CurvePoint> curve,
        Weights weights,
        GeometryReport geometry,
        Dynamics dynamics) {
    private static final Columns<Outcome.CurvePoint> CURVE_POINT = Columns.of(Outcome.CurvePoint.class)
            .one("step", INT, Outcome.CurvePoint::step, "The steps taken.")
            .real("loss", Outcome.CurvePoint::loss, "The mean batch loss since the point before.")
            .real("learning_rate", Outcome.CurvePoint::learningRate, "The learning rate of that step.");

    /** The columns of {@code models} that these are, in order. */
    public static final Columns<Findings> COLUMNS = Columns.of(Findings.class)
            .with(Findings::measurement, Measurement.COLUMNS)
            .after(
                    "loss_stderr",
                    Columns.of(Findings.class)
                            .real(
                                    "loss_train",
                                    Findings::lossTrain,
                                    "The mean batch loss of the last 200 steps (or the stop rule's window).",
                                    MEAN,
                                    NONNEGATIVE))
            .structs(
                    "features",
                    Feature.COLUMNS,
                    findings -> findings.measurement.features(),
                    "What is kept of each feature; NULL unless `measure.features`.")
            .structs(
                    "curve",
                    CURVE_POINT,
                    Findings::curve,
                    "The learning curve at log-spaced steps; NULL unless `measure.curve`.")
            .struct(
                    "l1",
                    BasisPursuitLoss.COLUMNS,
                    findings -> findings.measurement.basisPursuit(),
                    "Non-negative basis pursuit in place of the decoder, min Σ x̂_i where W_in x̂ = W_in x, x̂ ≥ 0; NULL unless `measure.l1`.")
            .struct(
                    "weights",
                    WeightsColumns.ALL,
                    Findings::weights,
                    "The parameters of the model; NULL unless `measure.weights`.")
            .struct(
                    "theory",
                    Measurement.THEORY,
                    Findings::measurement,
                    "What theory says of such a model, beside the columns above.")
            .struct(
                    "geometry",
                    GeometryColumns.ALL,
                    Findings::geometry,
                    "The geometry of the features, [explained here](geometry.md); NULL unless `measure.geometry`. Of what is NULL in it because"
                            + " of its size `skipped` says so: n ≤ 4096, and `sum_name`, `polytope`, `summands` and `planes` n ≤ 2048.")
            .struct(
                    "dynamics",
                    Dynamics.COLUMNS,
                    Findings::dynamics,
                    "What was recorded in training; NULL unless `measure.trajectory`.");
}
