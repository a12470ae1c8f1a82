package org.superpose.theory;

/**
 * L(a, β) = E(x − a ReLU(d x + ν + β))² for samples of the pair (d, ν), d = W_ii &gt; 0 the gain of an output and ν its noise, which is 0 with a
 * known probability and otherwise as sampled; x = 0 with probability 1 − p and x = u ~ U[0, 1] otherwise, independent of ν. The mean over
 * u is a closed form: with t = β + ν
 *
 * <pre>
 * E[u ReLU(du + t)] = d/3 + t/2 for t ≥ 0,      (d + t)²(2d − t)/(6d²) for −d ≤ t ≤ 0,   0 below
 * E[ReLU(du + t)²]  = d²/3 + dt + t²,           (d + t)³/(3d),                           0
 * </pre>
 *
 * so what is left of chance is in ν alone, and of the two parameters β, because the best a given β is a quotient of means.
 */
final class SampledLoss {
    private final double density;
    private final double[] gain;
    private final double[] noise;
    private final double silent;
    private final int every;

    /**
     * Keeps one in a fixed number of the samples.
     *
     * @param gain d of each sample, all positive, not modified
     * @param noise ν of each sample where there is noise, not modified
     * @param silent the probability that there is none
     */
    SampledLoss(double density, double[] gain, double[] noise, double silent, int every) {
        this.density = density;
        this.gain = gain;
        this.noise = noise;
        this.silent = silent;
        this.every = every;
    }

    /** E[x y], E[y²] at a = 1. */
    private record Moments(double product, double square) {}

    /** min over a of L(a, β). */
    double withBestScale(double shift) {
        Moments moments = moments(shift);
        return moments.square == 0 ? density / 3 : density / 3 - moments.product * moments.product / moments.square;
    }

    /** a* = E[x ReLU(dx + t)] / E[ReLU(dx + t)²], 0 where the output never fires. */
    double bestScale(double shift) {
        Moments moments = moments(shift);
        return moments.square == 0 ? 0 : moments.product / moments.square;
    }

    private Moments moments(double shift) {
        Moments loud = moments(shift, 1);
        if (silent == 0) {
            return loud;
        }
        Moments still = moments(shift, 0);
        return new Moments(
                silent * still.product + (1 - silent) * loud.product,
                silent * still.square + (1 - silent) * loud.square);
    }

    /** The moments of the outputs, with the noise as sampled or, if {@code noisy} is 0, without any. */
    private Moments moments(double shift, int noisy) {
        double product = 0;
        double on = 0;
        double off = 0;
        for (int q = 0; q < noise.length; q += every) {
            double d = gain[q];
            double t = shift + noisy * noise[q];
            if (t >= 0) {
                product += d / 3 + t / 2;
                on += d * d / 3 + t * (d + t);
                off += t * t;
            } else if (t > -d) {
                double s = d + t;
                product += s * s * (2 * d - t) / (6 * d * d);
                on += s * s * s / (3 * d);
            }
        }
        int count = (noise.length + every - 1) / every;
        return new Moments(density * product / count, (density * on + (1 - density) * off) / count);
    }
}
