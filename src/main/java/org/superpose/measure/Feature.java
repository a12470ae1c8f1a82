package org.superpose.measure;

import static org.superpose.columns.Type.Scalar.FLOAT;
import static org.superpose.columns.Type.Scalar.INT;

import org.superpose.columns.Columns;

/**
 * What is kept of one feature.
 *
 * @param i its number
 * @param importance I_i
 * @param diag W_ii
 * @param bias b_i, 0 for a model without bias
 * @param offdiagEnergy e_i = Σ_{j≠i} W_ij²
 * @param offdiagSum Σ_{j≠i} W_ij
 * @param lyapunov Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}, null where e_i is 0 or at the level of rounding
 * @param norm ‖w_i‖, w_i the encoder's column
 * @param interference Σ_{j≠i} (ŵ_i·w_j)², 0 where w_i = 0
 * @param dimensionality D_i = ‖w_i‖² / Σ_j (ŵ_i·w_j)², 0 where w_i = 0
 * @param interactionDimensionality W_ii² / Σ_j W_ij², 0 where W_ii = 0; D_i of a tied model
 */
public record Feature(
        int i,
        float importance,
        float diag,
        float bias,
        float offdiagEnergy,
        float offdiagSum,
        Float lyapunov,
        float norm,
        float interference,
        float dimensionality,
        float interactionDimensionality) {
    /** The fields of the column {@code features}. */
    public static final Columns<Feature> COLUMNS = Columns.of(Feature.class)
            .one("i", INT, Feature::i, "The number of the feature, from 0.")
            .one("importance", FLOAT, Feature::importance, "Its importance I_i.")
            .one("diag", FLOAT, Feature::diag, "Its diagonal entry W_ii.")
            .one("bias", FLOAT, Feature::bias, "Its bias b_i, 0 for a model without bias.")
            .one("offdiag_energy", FLOAT, Feature::offdiagEnergy, "Its off-diagonal energy e_i = Σ_{j≠i} W_ij².")
            .one("offdiag_sum", FLOAT, Feature::offdiagSum, "The sum Σ_{j≠i} W_ij of its row.")
            .one(
                    "lyapunov",
                    FLOAT,
                    Feature::lyapunov,
                    "Its Lyapunov ratio Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}; NULL where e_i is 0 or at the level of rounding.")
            .one(
                    "norm",
                    FLOAT,
                    Feature::norm,
                    "Its norm ‖w_i‖, w_i the encoder's column. In an untied model it depends on the scale of W_in; √`diag`, the same number in a"
                            + " tied model, does not.")
            .one(
                    "interference",
                    FLOAT,
                    Feature::interference,
                    "Its interference Σ_{j≠i} (ŵ_i·w_j)², 0 where w_i = 0. In an untied model it depends on the scale of W_in;"
                            + " `offdiag_energy`/`diag`, the same number in a tied model, does not.")
            .one(
                    "dimensionality",
                    FLOAT,
                    Feature::dimensionality,
                    "Its dimensionality D_i = ‖w_i‖² / Σ_j (ŵ_i·w_j)², 0 where w_i = 0. In an untied model it depends on which of the encoders C W_in was"
                            + " found; `interaction_dimensionality` does not.")
            .one(
                    "interaction_dimensionality",
                    FLOAT,
                    Feature::interactionDimensionality,
                    "Its dimensionality by W, W_ii² / Σ_j W_ij², 0 where W_ii = 0; `dimensionality` in a tied model.");
}
