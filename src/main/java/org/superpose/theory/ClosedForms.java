package org.superpose.theory;

import java.util.Arrays;
import org.superpose.model.Importance;

/**
 * Predictions in closed form for independent sparse uniform features (theory.md, sections 0 to 2).
 *
 * @param v1 v₁ = Var x_i = p/3 − p²/4
 * @param lossLinear (v₁/n) Σ I_i over the n − m least important features: the best linear model with output bias (Baldi and Hornik 1989)
 * @param lossConstant (v₁/n) Σ_i I_i: the best constant output
 * @param noiseBound v₁ (n/m − 1): with W_ii = 1 no model of rank m has less noise on an average output ("The Persian Rug", appendix C)
 */
public record ClosedForms(double v1, double lossLinear, double lossConstant, double noiseBound) {
    /**
     * The predictions for a point.
     *
     * @param density p in (0, 1]
     */
    public static ClosedForms of(int n, int m, double density, Importance importance) {
        double v1 = featureVariance(density);
        double[] ascending = importance.weights(n);
        Arrays.sort(ascending);
        double dropped = sum(ascending, 0, n - m);
        double kept = sum(ascending, n - m, n);
        return new ClosedForms(v1, v1 * dropped / n, v1 * (dropped + kept) / n, v1 * (n - m) / m);
    }

    /** v₁ = Var x_i = p/3 − p²/4 of a feature that is 0 with probability 1 − p and uniform on [0, 1] otherwise. */
    public static double featureVariance(double density) {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("density must be in (0, 1]; got " + density);
        }
        return density * (1 / 3.0 - density / 4);
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
