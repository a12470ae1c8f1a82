package org.superpose.measure;

import static org.superpose.columns.Trait.FITTED;
import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Trait.TERMS;
import static org.superpose.columns.Type.Scalar.LONG;

import org.superpose.columns.Columns;
import org.superpose.columns.Shown;
import org.superpose.linear.InteractionSums;

/**
 * Permutation-symmetry statistics of W = W_out W_in and b ("The Persian Rug", sections 3.2 and 3.3; theory.md, section 2). With e_i = Σ_{j≠i} W_ij².
 * Variances are over features and unbiased, null for one feature.
 *
 * <p>A statistic is one field, computed in the constructor, and one entry of {@link #COLUMNS}.
 */
public final class Symmetry {
    /** The columns of the table of models that these are. */
    public static final Columns<Symmetry> COLUMNS = Columns.of(Symmetry.class)
            .real("diag_mean", all -> all.diag.mean(), "The mean of W_ii over the features.", MEAN, FITTED)
            .real(
                    "diag_var",
                    all -> all.diag.variance(),
                    "The variance of W_ii over the features.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "bias_mean",
                    all -> all.bias.mean(),
                    "The mean of b_i over the features; 0 for a model without bias.",
                    MEAN,
                    FITTED)
            .real(
                    "bias_var",
                    all -> all.bias.variance(),
                    "The variance of b_i over the features.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "offdiag_energy_mean",
                    all -> all.energy.mean(),
                    "The mean over rows of the off-diagonal energy e_i = Σ_{j≠i} W_ij².",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "offdiag_energy_var",
                    all -> all.energy.variance(),
                    "The variance over rows of e_i.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "noise_var_mean",
                    all -> all.noiseVariance.mean(),
                    "The mean over rows of the variance of the noise Σ_{j≠i} W_ij x_j. It is v₁ e_i for independent data; for other data covariances"
                            + " count too.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "noise_var_var",
                    all -> all.noiseVariance.variance(),
                    "The variance over rows of the variance of that noise.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "noise_mean_mean",
                    all -> all.noiseMean.mean(),
                    "The mean over rows of the noise's mean, ½ Σ_{j≠i} W_ij p_j, where every p_j is p for independent data. `bias_mean` +"
                            + " `noise_mean_mean` is what `theory.limit_b` speaks of.",
                    MEAN,
                    FITTED)
            .real(
                    "noise_mean_var",
                    all -> all.noiseMean.variance(),
                    "The variance over rows of that mean.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .with(
                    all -> all.lyapunov,
                    Range.columns(
                            "lyapunov",
                            "over rows of the Lyapunov ratio Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}, which tends to 0 where the noise"
                                    + " becomes Gaussian; of the rows whose e_i is more than rounding, NULL if there are none."))
            .with(
                    all -> all.lyapunovRaw,
                    Range.columns(
                            "lyapunov_raw", "over rows of Σ_{j≠i} |W_ij|³ / e_i, the form in the paper's public code."))
            .one(
                    "lyapunov_undefined",
                    LONG,
                    all -> all.lyapunovUndefined,
                    "The number of rows whose e_i is 0 or at the level of rounding, (" + LyapunovRatios.DIGITS
                            + " · 2⁻²⁴)² ‖d_i‖² Σ_{j≠i} ‖w_j‖² with d_i the rows of W_out, which the Lyapunov ratios leave out.",
                    MEAN,
                    NONNEGATIVE)
            .with(all -> all.normality, NoiseNormality.COLUMNS)
            .real("w_norm", all -> all.norm, "The norm ‖W‖_F.", MEAN, NONNEGATIVE)
            .real(
                    "w_sym_norm",
                    all -> all.symmetricNorm,
                    "The norm ‖(W + Wᵀ)/2‖_F of the symmetric part of W.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "w_antisym_norm",
                    all -> all.antisymmetricNorm,
                    "The norm ‖(W − Wᵀ)/2‖_F of the antisymmetric part of W, exactly 0 for a tied model.",
                    MEAN,
                    NONNEGATIVE)
            .shown(
                    "diag_var",
                    Shown.of("variance of the diagonal", "Var {W}_(ii)", "variance of the diagonal")
                            .termsOf(2, "diag_mean"))
            .shown(
                    "bias_var",
                    Shown.of("variance of the bias", "Var {b}_(i)", "variance of the bias")
                            .termsOf(2, "bias_mean"))
            .shown(
                    "offdiag_energy_var",
                    Shown.of(
                                    "variance of the off-diagonal energy",
                                    "Var {e}_(i)",
                                    "variance of the off-diagonal energy")
                            .termsOf(2, "offdiag_energy_mean"))
            .shown(
                    "noise_mean_var",
                    Shown.of("variance of the noise's mean", "Var E{ν}_(i)", "variance of the noise's mean")
                            .termsOf(2, "density"))
            .shown("lyapunov_mean", Shown.of("Lyapunov ratio, mean", "mean {Λ}_(i)", "mean Lyapunov ratio"))
            .shown("lyapunov_max", Shown.of("Lyapunov ratio, largest", "max {Λ}_(i)", "largest Lyapunov ratio"));

    /** The moments of W_ii. */
    final Moments diag;

    /** The moments of b_i, which are 0 for a model without bias. */
    final Moments bias;

    /** The moments of e_i. */
    final Moments energy;

    /** The moments of the variances of the noise ν_i = Σ_{j≠i} W_ij x_j. */
    final Moments noiseVariance;

    /** The moments of the means of that noise. */
    final Moments noiseMean;

    /** The range of Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}, over the rows whose e_i is more than rounding. */
    final Range lyapunov;

    /** The range of Σ_{j≠i} |W_ij|³ / e_i, over the same rows. */
    final Range lyapunovRaw;

    /** The number of the other rows. */
    final int lyapunovUndefined;

    /** The test of ν_0; null if it was not asked for, or if ν_0 has no variance or is at the level of rounding. */
    final NoiseNormality normality;

    /** ‖W‖_F. */
    public final double norm;

    /** ‖(W + Wᵀ)/2‖_F. */
    final double symmetricNorm;

    /** ‖(W − Wᵀ)/2‖_F, exactly 0 for a tied model. */
    final double antisymmetricNorm;

    /**
     * Computes the statistics from the sums of a model.
     *
     * @param sums of its W
     * @param ratios of the same sums
     * @param biases b_i
     * @param normality the test of ν_0, null if it is not asked for or does not exist
     */
    Symmetry(InteractionSums sums, LyapunovRatios ratios, Noise noise, double[] biases, NoiseNormality normality) {
        this.diag = Moments.of(sums.diagonal);
        this.bias = Moments.of(biases);
        this.energy = Moments.of(sums.squares);
        this.noiseVariance = Moments.of(noise.variances());
        this.noiseMean = Moments.of(noise.means());
        this.lyapunov = Range.of(ratios.ratios());
        this.lyapunovRaw = Range.of(ratios.raw());
        this.lyapunovUndefined = ratios.undefined();
        this.normality = normality;
        this.norm = norm(sums, Interactions.sum(sums.squares));
        this.symmetricNorm = norm(sums, sums.symmetric());
        this.antisymmetricNorm = Math.sqrt(sums.antisymmetric());
    }

    /** The norm of a matrix that has the diagonal of W, and elsewhere squares that add up to {@code offDiagonal}. */
    private static double norm(InteractionSums sums, double offDiagonal) {
        double diagonal = 0;
        for (double value : sums.diagonal) {
            diagonal += value * value;
        }
        return Math.sqrt(diagonal + offDiagonal);
    }

    /** Mean and extremes of some values; all are null where there are no values. */
    record Range(Double mean, Double least, Double most) {
        static Range of(double[] values) {
            if (values.length == 0) {
                return new Range(null, null, null);
            }
            double least = values[0];
            double most = values[0];
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return new Range(Moments.of(values).mean(), least, most);
        }

        private static Columns<Range> columns(String name, String of) {
            return Columns.of(Range.class)
                    .real(name + "_mean", Range::mean, "The mean " + of, MEAN, FITTED, NONNEGATIVE, TERMS)
                    .real(name + "_min", Range::least, "The smallest value " + of, MEAN, FITTED, NONNEGATIVE, TERMS)
                    .real(name + "_max", Range::most, "The largest value " + of, MEAN, FITTED, NONNEGATIVE, TERMS);
        }
    }
}
