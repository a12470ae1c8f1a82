package org.superpose.measure;

import static org.superpose.columns.Trait.FITTED;
import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.superpose.columns.Columns;
import org.superpose.columns.Shown;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;

/**
 * Kolmogorov–Smirnov test of the noise ν = Σ_j ε_j x_j of one output against a Gaussian of its exact mean and variance ({@link Noise}).
 *
 * @param statistic the largest distance of the distribution functions
 * @param pvalue the chance of such a distance if ν were Gaussian
 */
record NoiseNormality(double statistic, double pvalue) {
    static final Columns<NoiseNormality> COLUMNS = Columns.of(NoiseNormality.class)
            .real(
                    "ks_statistic",
                    NoiseNormality::statistic,
                    "The Kolmogorov–Smirnov distance of 10 000 samples of row 0's noise Σ_{j≠0} W_0j x_j, standardised by its exact mean and"
                            + " variance, from N(0, 1); NULL if that noise has no variance, or row 0 no Lyapunov ratio.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "ks_pvalue",
                    NoiseNormality::pvalue,
                    "The probability of such a distance if the noise were Gaussian.",
                    MEAN,
                    NONNEGATIVE)
            .shown(
                    "ks_pvalue",
                    Shown.of("normality of the noise, p-value", "p-value (KS)", "p-value of normal noise")
                            .asShare());

    private static final int SAMPLES = 10_000;
    private static final int PER_PAGE = 250;
    /** The library's distribution function is precise to 1e-10, so p-values below this are computed otherwise. */
    private static final double CANCELLED = 1e-7;

    /**
     * Tests 10 000 samples of the stream {@code ks}.
     *
     * @param epsilon ε, a row of W with its diagonal entry set to 0
     * @param mean of ν
     * @param variance of ν, positive
     */
    static NoiseNormality of(
            double[] epsilon, FeatureDistribution features, RandomStream stream, double mean, double variance) {
        SparseBatch batch = new SparseBatch(epsilon.length, PER_PAGE);
        double[] samples = new double[SAMPLES];
        double deviation = Math.sqrt(variance);
        for (int page = 0; page < SAMPLES / PER_PAGE; page++) {
            features.fill(batch, stream, page);
            for (int s = 0; s < PER_PAGE; s++) {
                double noise = 0;
                for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                    noise += epsilon[batch.index()[e]] * batch.value()[e];
                }
                samples[page * PER_PAGE + s] = (noise - mean) / deviation;
            }
        }
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        double statistic = test.kolmogorovSmirnovStatistic(new NormalDistribution(null, 0, 1), samples);
        double pvalue = Math.min(1, 1 - test.cdf(statistic, SAMPLES));
        return new NoiseNormality(statistic, pvalue > CANCELLED ? pvalue : tail(statistic));
    }

    /** The first term of Kolmogorov's series. */
    private static double tail(double statistic) {
        return 2 * Math.exp(-2 * SAMPLES * statistic * statistic);
    }
}
