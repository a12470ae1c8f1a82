package org.superpose.measure;

import static org.superpose.columns.Trait.FITTED;
import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.LONG;

import java.util.Arrays;
import org.superpose.columns.Columns;
import org.superpose.columns.Shown;

/**
 * How much of the input the model keeps, by its encoder and by its interaction matrix W = W_out W_in.
 *
 * <p>The scale of an untied W_in is not fixed: c W_in and W_out/c are the same model, and with an identity hidden layer so are C W_in and W_out C⁻¹ with any
 * invertible C. What is had from the columns w_i of W_in changes with it; what is had from W does not. In a tied model W_ii = ‖w_i‖², and the two agree.
 *
 * @param frobenius2 ‖W_in‖²_F
 * @param dimsPerFeature D* = m/‖W_in‖²_F (Elhage et al. 2022), null for W_in = 0
 * @param represented how many features have ‖w_i‖ > {@value #REPRESENTED}, w_i the columns of W_in
 * @param interactionDimsPerFeature m/Σ_i W_ii, null unless the sum is positive
 * @param interactionRepresented how many features have √W_ii > {@value #REPRESENTED}
 */
public record Representation(
        double frobenius2,
        Double dimsPerFeature,
        int represented,
        Double interactionDimsPerFeature,
        int interactionRepresented) {
    static final Columns<Representation> COLUMNS = Columns.of(Representation.class)
            .real(
                    "frobenius2",
                    Representation::frobenius2,
                    "The squared norm ‖W_in‖²_F. In an untied model it depends on the scale of W_in, which is not fixed; n · `diag_mean`,"
                            + " the same number in a tied model, does not.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "dims_per_feature",
                    Representation::dimsPerFeature,
                    "The dimensions per feature D* = m/‖W_in‖²_F; NULL for W_in = 0. In an untied model it depends on the scale of W_in;"
                            + " `interaction_dims_per_feature` does not.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .one(
                    "represented",
                    LONG,
                    Representation::represented,
                    "The number of features with ‖w_i‖ > " + Representation.REPRESENTED
                            + ", w_i the columns of W_in. In an untied model it"
                            + " depends on the scale of W_in; `interaction_represented` does not.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "interaction_dims_per_feature",
                    Representation::interactionDimsPerFeature,
                    "The dimensions per feature by W, m/Σ_i W_ii; `dims_per_feature` in a tied model. NULL unless the sum is positive.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .one(
                    "interaction_represented",
                    LONG,
                    Representation::interactionRepresented,
                    "The number of features represented by W, with √W_ii > " + Representation.REPRESENTED
                            + "; `represented` in a tied model.",
                    MEAN,
                    NONNEGATIVE)
            .shown("dims_per_feature", Shown.of("dimensions per feature", "{D}*", "dimensions per feature"))
            .shown("represented", Shown.of("represented features", "‖{w}_(i)‖ > ½", "number of represented features"));

    /** A feature with a larger norm is represented. */
    public static final double REPRESENTED = 0.5;

    /**
     * Of a model.
     *
     * @param norms2 ‖w_i‖²
     * @param diagonal W_ii
     */
    static Representation of(int m, double[] norms2, double[] diagonal) {
        double frobenius2 = Interactions.sum(norms2);
        double trace = Interactions.sum(diagonal);
        return new Representation(
                frobenius2,
                frobenius2 == 0 ? null : m / frobenius2,
                represented(norms2),
                trace > 0 ? m / trace : null,
                represented(diagonal));
    }

    private static int represented(double[] squares) {
        return (int) Arrays.stream(squares)
                .filter(square -> square > REPRESENTED * REPRESENTED)
                .count();
    }
}
