package org.superpose.measure;

/**
 * What is kept of one feature.
 *
 * @param i its number
 * @param importance I_i
 * @param diag W_ii
 * @param bias b_i, 0 for a model without bias
 * @param offdiagEnergy e_i = Σ_{j≠i} W_ij²
 * @param offdiagSum Σ_{j≠i} W_ij
 * @param lyapunov Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}, null where e_i = 0
 * @param norm ‖w_i‖, w_i the encoder's column
 * @param interference Σ_{j≠i} (ŵ_i·w_j)², 0 where w_i = 0
 * @param dimensionality D_i = ‖w_i‖² / Σ_j (ŵ_i·w_j)², 0 where w_i = 0
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
        float dimensionality) {}
