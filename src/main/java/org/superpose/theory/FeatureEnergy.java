package org.superpose.theory;

import org.apache.commons.math3.linear.RealMatrix;

/**
 * The energy of a tied linear model with feature vectors w_i (theory.md, section 1):
 *
 * <pre>E = Σ_i (1 − ‖w_i‖²)² + Σ_{i≠j} (w_i·w_j)² = ‖𝟙 − A Aᵀ‖²_F,  w_i the rows of A.</pre>
 *
 * <p>v₁ E/n is the loss with the best bias and equal importance (Elhage et al. 2022). The {@link TiedGradientFlow} of Σ = 𝟙 is gradient
 * descent on E/4.
 *
 * @param benefit Σ_i (1 − ‖w_i‖²)²: what is missing of each feature
 * @param interference Σ_{i≠j} (w_i·w_j)²
 */
public record FeatureEnergy(double benefit, double interference) {
    /**
     * Of W = W_out W_in, ‖𝟙 − W‖²_F: for an untied model W_ij takes the place of w_i·w_j.
     *
     * @param w n × n, not modified
     */
    public static FeatureEnergy of(RealMatrix w) {
        double benefit = 0;
        double interference = 0;
        for (int i = 0; i < w.getRowDimension(); i++) {
            double missing = 1 - w.getEntry(i, i);
            benefit += missing * missing;
            for (int j = 0; j < w.getRowDimension(); j++) {
                interference += j == i ? 0 : w.getEntry(i, j) * w.getEntry(i, j);
            }
        }
        return new FeatureEnergy(benefit, interference);
    }

    /** E. */
    public double total() {
        return benefit + interference;
    }
}
