package org.superpose.theory;

/**
 * The strength u of one mode of a balanced linear network under gradient flow, du/dt = 2 κ u (s − u) (Saxe et al. 2014):
 *
 * <pre>u(t) = s / (1 + (s/u₀ − 1) e^{−2κst}).</pre>
 *
 * <p>For an autoencoder and the loss ½ Σ_t ‖x_t − W x_t‖² an eigenvector of Σ with eigenvalue λ has s = 1 and κ = λ. A loss with another factor
 * in front has another unit of time: (1/n) E‖x − x̂‖² learned at rate η has t = (2η/n) · steps, with Σ = E[x xᵀ].
 *
 * @param start u₀ > 0
 * @param limit s > 0
 * @param rate κ > 0
 */
public record ModeCurve(double start, double limit, double rate) {
    public ModeCurve {
        if (!(start > 0 && limit > 0 && rate > 0)) {
            throw new IllegalArgumentException(
                    "start, limit and rate of a mode must be positive; got " + start + ", " + limit + ", " + rate);
        }
    }

    /** The mode of an autoencoder along an eigenvector of Σ. */
    public static ModeCurve ofAutoencoder(double eigenvalue, double start) {
        return new ModeCurve(start, 1, eigenvalue);
    }

    /** u(t). */
    public double at(double time) {
        return limit / (1 + (limit / start - 1) * Math.exp(-2 * rate * limit * time));
    }

    /**
     * The time at which u reaches {@code strength}, ln[u (s − u₀)/(u₀ (s − u))]/(2κs).
     *
     * @param strength on the same side of s as u₀; negative times are answered for strengths before the start
     */
    public double timeOf(double strength) {
        return Math.log(strength * (limit - start) / (start * (limit - strength))) / (2 * rate * limit);
    }
}
