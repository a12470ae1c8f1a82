package org.superpose.scaling;

import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.special.Beta;

/**
 * The variance of a value of weight one, and what it is known by. Seeds tell it, pooled with what the means miss the fit by; where the means miss it by
 * more than seeds scatter, the means alone do (the Birge ratio). One degree of freedom goes to the error model.
 *
 * @param variance s²
 * @param freedom degrees of freedom ν
 * @param misfitPvalue of the means missing the fit by no more than seeds scatter, F test; NaN without replicates
 */
record Scatter(double variance, int freedom, double misfitPvalue) {
    private static final double LEVEL = 0.95;
    private static final double MISFIT = 0.01;

    /** Degrees of freedom of the seeds that go to the error model, b and θ, where they are all there is. */
    private static final int MODELLED = 2;

    /**
     * @param within weighted sum of squares of the values about their means
     * @param misfit weighted sum of squares of the means about the fit
     * @param parameters of the fit, 3, or 2 where A_∞ is held at 0
     * @param least the variance of rounding errors
     */
    static Scatter of(Replicates data, double within, double misfit, int parameters, double least) {
        int replicates = data.replicates();
        int freedom = data.sizes() - parameters;
        double lack = Math.max(least, misfit / freedom);
        if (replicates == 0) {
            return new Scatter(lack, freedom, Double.NaN);
        }
        int left = Math.max(1, replicates - MODELLED);
        double pvalue = upperTail(misfit / freedom, Math.max(least, within / left), freedom, left);
        if (isMisfit(pvalue)) {
            return new Scatter(lack, freedom, pvalue);
        }
        int together = replicates + freedom;
        return new Scatter(Math.max(lack, (within + misfit) / together), Math.max(1, together - 1), pvalue);
    }

    static boolean isMisfit(double pvalue) {
        return pvalue < MISFIT;
    }

    /** By how much more than the least a misfit may be within the confidence interval of one parameter: s² F(0.95; 1, ν). */
    double room() {
        return variance * new FDistribution(null, 1, freedom).inverseCumulativeProbability(LEVEL);
    }

    /** The p-value of no trend, by how much less the misfit is than that of a constant with two parameters less. */
    double trendPvalue(double explained) {
        return upperTail(explained / 2, variance, 2, freedom);
    }

    /**
     * The p-value of the sizes having one mean: one-way analysis of variance, seeds alone being the error.
     *
     * @param within as above
     * @param between weighted sum of squares of the means about theirs
     */
    static double sizesPvalue(Replicates data, double within, double between, double least) {
        int replicates = data.replicates();
        if (replicates == 0) {
            return Double.NaN;
        }
        int freedom = data.sizes() - 1;
        int left = Math.max(1, replicates - MODELLED);
        return upperTail(between / freedom, Math.max(least, within / left), freedom, left);
    }

    static boolean significant(double pvalue) {
        return pvalue < 1 - LEVEL;
    }

    /** P(F &gt; above/below); nothing above nothing is no evidence. */
    static double upperTail(double above, double below, int numerator, int denominator) {
        double ratio = above <= 0 ? 0 : above / below;
        if (Double.isNaN(ratio) || Double.isNaN(below)) {
            throw new ArithmeticException("no F test of " + above + " over " + below);
        }
        return ratio == 0
                ? 1
                : Beta.regularizedBeta(
                        denominator / (denominator + numerator * ratio), 0.5 * denominator, 0.5 * numerator);
    }
}
