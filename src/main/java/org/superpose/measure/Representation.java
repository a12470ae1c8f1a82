package org.superpose.measure;

import static org.superpose.columns.Trait.FITTED;
import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.LONG;

import org.superpose.columns.Columns;
import org.superpose.columns.Shown;

/**
 * How much of the input the encoder keeps.
 *
 * @param frobenius2 ‖W_in‖²_F
 * @param dimsPerFeature D* = m/‖W_in‖²_F (Elhage et al. 2022), null for W_in = 0
 * @param represented how many features have ‖w_i‖ > {@value #REPRESENTED}, w_i the columns of W_in
 */
public record Representation(double frobenius2, Double dimsPerFeature, int represented) {
    static final Columns<Representation> COLUMNS = Columns.of(Representation.class)
            .real("frobenius2", Representation::frobenius2, "The squared norm ‖W_in‖²_F.", MEAN, NONNEGATIVE)
            .real(
                    "dims_per_feature",
                    Representation::dimsPerFeature,
                    "The dimensions per feature D* = m/‖W_in‖²_F; NULL for W_in = 0.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .one(
                    "represented",
                    LONG,
                    Representation::represented,
                    "The number of features with ‖w_i‖ > " + Representation.REPRESENTED + ", w_i the columns of W_in.",
                    MEAN,
                    NONNEGATIVE)
            .shown("dims_per_feature", Shown.of("dimensions per feature", "{D}*", "dimensions per feature"))
            .shown("represented", Shown.of("represented features", "‖{w}_(i)‖ > ½", "number of represented features"));

    /** A feature with a larger norm is represented. */
    public static final double REPRESENTED = 0.5;
}
