package org.superpose.theory;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The best common scale and bias of outputs y = ReLU(a(d x + ν) + b) whose gains d and noises ν are known by samples: the least mean loss, by a
 * scan over β = b/a for every local minimum and Brent's method, with the best a of each β in closed form (see {@link SampledLoss}).
 *
 * @param scale a ≥ 0
 * @param bias b
 */
public record SymmetricFit(double scale, double bias) {
    /** Samples that the scan looks at; the last search looks at all. */
    private static final int SCANNED = 1 << 16;
    /** Half the width of the last search, in units of the noise and of β. */
    private static final double REFINED = 0.1;
    /** Values of β over four decades below the farthest. */
    private static final int FARTHER = 80;

    /**
     * The fit.
     *
     * @param density p
     * @param ratio r = m/n, which says where to look
     * @param gain d = W_ii of each sample at a = 1, all positive, not modified
     * @param noise ν = Σ_{j≠i} W_ij x_j of each sample at a = 1, not modified
     * @param silent the probability that there is no noise, which the samples leave out; in [0, 1)
     * @param farthest the largest β to look at beside those of permutation-symmetric noise; 0 if those are enough
     */
    public static SymmetricFit of(
            double density, double ratio, double[] gain, double[] noise, double silent, double farthest) {
        if (gain.length != noise.length || noise.length == 0) {
            throw new IllegalArgumentException(gain.length + " gains for " + noise.length + " samples of noise");
        }
        double sigma = Math.sqrt(ClosedForms.featureVariance(density) * ((1 - ratio) / ratio));
        if (sigma == 0) {
            return new SymmetricFit(1, 0);
        }
        SampledLoss some = new SampledLoss(density, gain, noise, silent, Math.max(1, noise.length / SCANNED));
        SampledLoss all = new SampledLoss(density, gain, noise, silent, 1);
        double[] candidates = withFarther(ThermodynamicLimit.candidates(density, ratio, sigma), farthest);
        double start = ThermodynamicLimit.bestShift(some::withBestScale, candidates);
        double reach = REFINED * (sigma + Math.abs(start));
        double shift = ThermodynamicLimit.minimum(all::withBestScale, start - reach, start, start + reach)
                .getPoint();
        double scale = all.bestScale(shift);
        return new SymmetricFit(scale, scale * shift);
    }

    private static double[] withFarther(double[] candidates, double farthest) {
        if (farthest == 0) {
            return candidates;
        }
        DoubleStream farther = IntStream.rangeClosed(0, FARTHER).mapToDouble(q -> farthest * Math.pow(10, -q * 0.05));
        return DoubleStream.concat(Arrays.stream(candidates), farther)
                .sorted()
                .distinct()
                .toArray();
    }
}
