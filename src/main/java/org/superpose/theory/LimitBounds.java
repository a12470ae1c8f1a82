package org.superpose.theory;

/**
 * What is known in closed form, or at an explicit choice of a and b, about the losses of the thermodynamic limit, σ² = v₁(1/r − 1)
 * ("The Persian Rug", section 4.3 and appendices B and D). For every p and r
 *
 * <pre>
 * lower ≤ loss of the optimal element-wise decoder ≤ L* ≤ upper
 *                                                    L* ≤ scaled ≤ explicit ≤ pσ²(3/2 − p/2 + 2 ln 1/p)
 * </pre>
 *
 * @param lower no decoder that sees one pre-activation loses less: the larger of {@link #entropyBound} and {@link #dependenceBound}
 * @param upper the smaller of (13), pσ²(3/2 − p/2 + 2 ln 1/p), and of v₁(1 − r), the best linear decoder: cutting it off at 0
 *     only helps as x ≥ 0. (13) adds |u − ReLU(u + ν)| ≤ |ν| for the active and σ²e^{−μ²/2σ²}/2 for the inactive features at
 *     a = 1, μ = −σ√(2 ln 1/p)
 * @param explicit the loss at that choice, (12), integrated instead of bounded
 * @param scaled the loss with the same μ and the best scale for it, (9): within a third of L* where p ≤ 0.01
 * @param sparse ½pσ² ln(1/p), to which L* tends as p → 0 at fixed r, very slowly: at r = ½ L* is 0.950 of it for p = 1e-4, 0.912 for 1e-6,
 *     0.908 for 1e-8 and 0.931 for 1e-20. A scale of 1 + 3|μ|/2 makes up for three quarters of what μ costs the active features, hence ½
 *     where a = 1 gives 2
 */
public record LimitBounds(double lower, double upper, double explicit, double scaled, double sparse) {
    /**
     * The bounds at a point.
     *
     * @param density p in (0, 1]
     * @param ratio r = m/n in (0, 1]; at 1 all are 0
     */
    public static LimitBounds of(double density, double ratio) {
        double constant = ClosedForms.featureVariance(density);
        double sigma = ThermodynamicLimit.leastNoise(density, ratio);
        if (sigma == 0) {
            return new LimitBounds(0, 0, 0, 0, 0);
        }
        double active = density * sigma * sigma;
        double log = Math.log(1 / density);
        double shift = -sigma * Math.sqrt(2 * log);
        SymmetricLoss loss = new SymmetricLoss(density, sigma);
        return new LimitBounds(
                Math.max(entropyBound(density, sigma), dependenceBound(density, sigma)),
                Math.min(active * (1.5 - density / 2 + 2 * log), constant * (1 - ratio)),
                loss.at(1, shift),
                loss.withBestScale(shift),
                active * log / 2);
    }

    /**
     * p/(2πe) · σ²/(σ² + 1/12), at most the loss of any element-wise decoder, even of one that is told which features are active; for
     * small σ it is C p σ² with C = 6/(πe) = 0.70.
     *
     * <p>Given y an active u has a variance of at least e^{2h(u | y)}/(2πe), and its entropy h(u | y) = h(u) + h(σZ) − h(u + σZ) where
     * h(u) = 0 and h(u + σZ) is at most that of a Gaussian of variance σ² + 1/12. (The argument of appendix D gives C = 0.20 and
     * needs y in [σ, 1 − σ].)
     */
    static double entropyBound(double density, double sigma) {
        double variance = sigma * sigma;
        return density / (2 * Math.PI * Math.E) * variance / (variance + 1 / 12.0);
    }

    /**
     * v₁(1 − 2v₁(e^{1/σ²} − 1)), at most the loss of any element-wise decoder; it says something for r well below p only, where it
     * tends to v₁(1 − 2r).
     *
     * <p>By Cauchy and Schwarz a function of y explains at most the part χ² of Var x, χ² the mean-square contingency of x and y, which is
     * at most E e^{(x − x′)²/σ²} − 1 over two independent features, and e^{d²/σ²} − 1 ≤ d²(e^{1/σ²} − 1) for d ≤ 1, E(x − x′)² = 2v₁.
     */
    static double dependenceBound(double density, double sigma) {
        double constant = ClosedForms.featureVariance(density);
        return constant * (1 - 2 * constant * Math.expm1(1 / (sigma * sigma)));
    }
}
