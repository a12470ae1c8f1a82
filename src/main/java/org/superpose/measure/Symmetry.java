package org.superpose.measure;

/**
 * Permutation-symmetry statistics of W = W_out W_in and b ("The Persian Rug", sections 3.2 and 3.3; theory.md, section 2). With e_i =
 * Σ_{j≠i} W_ij² and v₁ = Var x_i. Variances are over features and unbiased, null for one feature.
 *
 * @param diagMean mean of W_ii
 * @param biasMean mean of b_i, 0 for a model without bias
 * @param offdiagEnergyMean mean of e_i
 * @param noiseVarMean mean of the variance of the noise ν_i = Σ_{j≠i} W_ij x_j, v₁ e_i for independent data
 * @param noiseMeanVar variance of the noise's mean ½ Σ_{j≠i} W_ij p_j
 * @param lyapunovMean mean of Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2} over the rows with e_i > 0, null if there are none
 * @param lyapunovRawMean mean of Σ_{j≠i} |W_ij|³ / e_i over the same rows
 * @param lyapunovUndefined the number of rows with e_i = 0
 * @param ksStatistic Kolmogorov–Smirnov distance of ν_0, standardised, from N(0, 1); null if ν_0 has no variance
 * @param ksPvalue its p-value
 * @param wNorm ‖W‖_F
 * @param wSymNorm ‖(W + Wᵀ)/2‖_F
 * @param wAntisymNorm ‖(W − Wᵀ)/2‖_F, exactly 0 for a tied model
 */
public record Symmetry(
        double diagMean,
        Double diagVar,
        double biasMean,
        Double biasVar,
        double offdiagEnergyMean,
        Double offdiagEnergyVar,
        double noiseVarMean,
        Double noiseVarVar,
        Double noiseMeanVar,
        Double lyapunovMean,
        Double lyapunovMin,
        Double lyapunovMax,
        Double lyapunovRawMean,
        Double lyapunovRawMin,
        Double lyapunovRawMax,
        int lyapunovUndefined,
        Double ksStatistic,
        Double ksPvalue,
        double wNorm,
        double wSymNorm,
        double wAntisymNorm) {}
