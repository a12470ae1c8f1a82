package org.superpose.measure;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.data.ActiveCount;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Layout;

/**
 * Mean losses by stratified sampling. Every stratum has its first samples; each further batch goes where it takes most off the variance
 * of the total Σ_s P_s L_s, which in the end is Neyman's allocation, samples in proportion to P_s times the standard deviation.
 *
 * <p>The first samples are {@value #PILOT}, and so many that a loss for which each feature needs one certain partner, as in antipodal
 * pairs, is met {@value #SIGHTINGS} times: n/2 pairs are in a sample of k active features with odds C(k, 2)/(n − 1). While nothing
 * is lost at all they go on to {@value #LOSSLESS}.
 *
 * <p>Sampling ends when the standard error of the total is below 0.5 % of it, at 2¹⁷ samples, or at 2³⁴ multiplications of the decoder
 * (with {@value #PILOT} of each stratum if those are more), whichever comes first.
 */
final class ActiveSampling {
    static final int PILOT = 1024;
    static final int LOSSLESS = 1 << 15;
    private static final int SIGHTINGS = 8;
    private static final double RELATIVE_ERROR = 0.005;
    private static final long MOST_SAMPLES = 1 << 17;
    private static final long MOST_WORK = 1L << 34;
    private static final int LEAST_PER_BATCH = 64;
    private static final int BATCH_CELLS = 1 << 20;

    private final Kernel.Session session;
    private final SparseBatch batch;
    private final double[] losses;
    private final List<Stratum> strata;
    private final double exact;
    private final long mostSamples;
    private final BooleanSupplier wanted;

    private ActiveSampling(
            Measurement.Subject subject,
            Kernel.Session session,
            int size,
            List<Stratum> strata,
            double exact,
            BooleanSupplier wanted) {
        Layout layout = subject.weights().layout();
        this.session = session;
        this.batch = new SparseBatch(layout.n(), size);
        this.losses = new double[size];
        this.strata = strata;
        this.exact = exact;
        this.mostSamples = Math.min(MOST_SAMPLES, MOST_WORK / ((long) layout.n() * layout.m()));
        this.wanted = wanted;
    }

    /** Samples of some counts of active features, with what is known of their losses. */
    static final class Stratum {
        private final int count;
        private final ActiveCount active;
        private final RandomStream stream;
        private final Welford losses = new Welford();
        private long pages;

        /** @param count the least of {@code active} */
        Stratum(int count, ActiveCount active, RandomStream stream) {
            this.count = count;
            this.active = active;
            this.stream = stream;
        }

        Welford losses() {
            return losses;
        }

        /** Whether losses that occur seldom may not have been seen yet. */
        private boolean unknown(int n) {
            double pairs = Math.max(1, count * (count - 1.0) / 2);
            return losses.count() < (losses.mean() == 0 ? LOSSLESS : SIGHTINGS * n / pairs);
        }

        /** The variance of the estimate of P_s L_s. */
        private double variance() {
            double error = active.probability() * losses.standardError();
            return error * error;
        }

        /** How much {@code more} samples can be expected to take off {@link #variance}. */
        private double gain(int more) {
            return variance() * more / (losses.count() + more);
        }
    }

    /**
     * Draws samples until the total is known well enough.
     *
     * @param strata modified
     * @param exact the part of the total that is known
     * @param wanted asked before each batch; false abandons the sampling
     */
    static void run(
            Measurement.Subject subject, Kernel kernel, List<Stratum> strata, double exact, BooleanSupplier wanted) {
        Layout layout = subject.weights().layout();
        int size = Math.max(LEAST_PER_BATCH, Math.min(PILOT, BATCH_CELLS / layout.n()));
        Problem problem = new Problem(layout, subject.importance(), subject.density(), size, LossEvaluation.UNUSED);
        try (Kernel.Session session = kernel.open(problem, subject.weights())) {
            new ActiveSampling(subject, session, size, strata, exact, wanted).run();
        }
    }

    private void run() {
        long drawn = 0;
        for (Stratum stratum : strata) {
            while (stratum.losses.count() < PILOT || (drawn < mostSamples && stratum.unknown(batch.n()))) {
                add(stratum);
                drawn += losses.length;
            }
        }
        while (drawn < mostSamples && uncertain()) {
            add(neediest());
            drawn += losses.length;
        }
    }

    /** Whether the total is not known well enough yet; false also where losses are not finite. */
    private boolean uncertain() {
        double total = exact;
        double variance = 0;
        for (Stratum stratum : strata) {
            total += stratum.active.probability() * stratum.losses.mean();
            variance += stratum.variance();
        }
        return Math.sqrt(variance) > RELATIVE_ERROR * total;
    }

    private Stratum neediest() {
        Stratum neediest = strata.get(0);
        for (Stratum stratum : strata) {
            if (stratum.gain(losses.length) > neediest.gain(losses.length)) {
                neediest = stratum;
            }
        }
        return neediest;
    }

    private void add(Stratum stratum) {
        if (!wanted.getAsBoolean()) {
            throw new CancellationException("losses by active features abandoned");
        }
        stratum.active.fill(batch, stratum.stream, stratum.pages++);
        session.losses(batch, losses);
        for (double loss : losses) {
            stratum.losses.add(loss);
        }
    }
}
