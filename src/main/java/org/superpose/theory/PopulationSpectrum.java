package org.superpose.theory;

import java.util.Arrays;
import org.superpose.model.Importance;

/**
 * The spectrum of infinitely many samples of n independent sparse uniform features (theory.md, section 0):
 *
 * <pre>E[x xᵀ] = v₁ 𝟙 + (p²/4) 1 1ᵀ,  Cov x = v₁ 𝟙.</pre>
 *
 * <p>The largest eigenvalue belongs to the mean direction (1, …, 1)/√n. The other n − 1, and all n of the covariance, are one value, so
 * no finite set of axes is preferred: "distinct eigenvalues" holds only for finitely many samples, or with unequal importance.
 *
 * <p><b>Importance.</b> With D = diag(√I) the loss of x̂ = W x + b is (1/n) E‖D(x − x̂)‖². Its best bias answers the mean, and what is left is
 * (1/n) ‖(D − DW) (Cov x)^½‖²_F, so that the best W of rank m drops the n − m least eigenvalues of D (Cov x) D = diag(v₁ I_i):
 * {@link ClosedForms#lossLinear}, exactly. Without a bias the matrix is D E[x xᵀ] D, see {@link #weighted}, and W = D⁻¹ P D is orthogonal
 * only if the importance is equal.
 *
 * @param n features
 * @param largest λ_1 = v₁ + n p²/4 of E[x xᵀ], once
 * @param rest v₁, n − 1 times; n times in the covariance
 */
public record PopulationSpectrum(int n, double largest, double rest) {
    /**
     * The spectrum of n independent features.
     *
     * @param density p in (0, 1]
     */
    public static PopulationSpectrum of(int n, double density) {
        double v1 = ClosedForms.featureVariance(density);
        return new PopulationSpectrum(n, v1 + n * density * density / 4, v1);
    }

    /**
     * The eigenvalues of D E[x xᵀ] D = diag(v₁ I_i) + (p²/4) √I √Iᵀ, descending: the roots of its secular equation
     *
     * <pre>1 + (p²/4) Σ_i I_i/(v₁ I_i − λ) = 0,</pre>
     *
     * one between any two neighbours among the v₁ I_i (Golub 1973), found by bisection of the distance to the lower neighbour. Takes time
     * in proportion to n².
     */
    public static double[] weighted(int n, double density, Importance importance) {
        double v1 = ClosedForms.featureVariance(density);
        double[] weights = importance.weights(n);
        Arrays.sort(weights);
        double[] roots = new double[n];
        for (int k = 0; k < n; k++) {
            double lower = weights[n - 1 - k];
            double room =
                    k == 0 ? density * density / 4 * Arrays.stream(weights).sum() : v1 * (weights[n - k] - lower);
            roots[k] = v1 * lower + distance(weights, lower, v1, density * density / 4, room);
        }
        return roots;
    }

    /** The least loss (1/n) Σ_{k ≥ m} λ_k of a linear model of rank m without a bias. */
    public static double lossWithoutBias(int n, int m, double density, Importance importance) {
        double sum = 0;
        double[] eigenvalues = weighted(n, density, importance);
        for (int k = n - 1; k >= m; k--) {
            sum += eigenvalues[k];
        }
        return sum / n;
    }

    /** The t in [0, room] at which λ = v₁ lower + t is a root, to the last bit. */
    private static double distance(double[] weights, double lower, double v1, double coupling, double room) {
        double low = 0;
        double high = room;
        double middle = high / 2;
        while (middle > low && middle < high) {
            double value = 1;
            for (double weight : weights) {
                value += coupling * weight / (v1 * (weight - lower) - middle);
            }
            if (value < 0) {
                low = middle;
            } else {
                high = middle;
            }
            middle = low + (high - low) / 2;
        }
        return high;
    }
}
