package org.superpose.measure;

import java.util.Arrays;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Layout;

/**
 * The loss on samples that training never saw (stream {@code evaluation}).
 *
 * <p>Samples without an active feature all lose the same, which is computed once: only samples with one go through the model, so
 * that small densities cost no more than large ones. Sampling ends when the standard error is below 0.5 % of the loss, but not before
 * {@value #MINIMUM} samples with an active feature, so that rare large losses are seen, nor before {@value #MINIMUM_LOSSLESS} while no
 * loss at all was seen. It ends in any case at 2²² such samples, at 2³⁸ multiplications of the decoder (at {@value #MINIMUM} samples if
 * those are more) or at 2²⁸ samples drawn; the standard error then says what was reached.
 *
 * @param mean the loss, not finite for a model that has diverged
 * @param standardError of the mean
 * @param samples drawn, the inactive ones included
 */
public record LossEvaluation(double mean, double standardError, long samples) {
    static final int MINIMUM = 1 << 13;
    static final int MINIMUM_LOSSLESS = 1 << 18;
    private static final double RELATIVE_ERROR = 0.005;
    private static final long MOST_ACTIVE = 1L << 22;
    private static final long MOST_WORK = 1L << 38;
    private static final long MOST_DRAWN = 1L << 28;
    private static final int MOST_PER_DRAW = 1 << 20;
    private static final int MOST_PER_BATCH = 1024;
    private static final int LEAST_PER_BATCH = 64;
    private static final int BATCH_CELLS = 1 << 20;
    private static final AdamRule UNUSED = new AdamRule(0.9, 0.999, 1e-8, 0);

    /** Whether the loss is a number. */
    public boolean finite() {
        return Double.isFinite(mean) && Double.isFinite(standardError);
    }

    static LossEvaluation of(Measurement.Subject subject, Kernel kernel) {
        Layout layout = subject.weights().layout();
        int size = Math.max(LEAST_PER_BATCH, Math.min(MOST_PER_BATCH, BATCH_CELLS / layout.n()));
        Problem problem = new Problem(layout, subject.importance().weights(layout.n()), size, UNUSED);
        try (Kernel.Session session = kernel.open(problem, subject.weights())) {
            return new Sampling(subject, session, size).run();
        }
    }

    /** Draws, keeps the active samples, and adds up their losses. */
    private static final class Sampling {
        private final Kernel.Session session;
        private final FeatureDistribution distribution;
        private final RandomStream stream;
        private final SparseBatch drawn;
        private final SparseBatch packed;
        private final double[] losses;
        private final long mostActive;
        private final double inactiveLoss;
        private final Welford active = new Welford();
        private long samples;

        Sampling(Measurement.Subject subject, Kernel.Session session, int size) {
            Layout layout = subject.weights().layout();
            int n = layout.n();
            double activeFraction = -Math.expm1(n * Math.log1p(-subject.density()));
            this.session = session;
            this.distribution = subject.data().distribution(n, subject.density());
            this.stream = RandomStream.of(subject.modelKey(), "evaluation");
            this.drawn = new SparseBatch(n, (int) Math.min(MOST_PER_DRAW, Math.round(size / activeFraction)));
            this.packed = new SparseBatch(n, size);
            this.losses = new double[size];
            this.mostActive = Math.max(MINIMUM, Math.min(MOST_ACTIVE, MOST_WORK / ((long) n * layout.m())));
            session.losses(packed, losses);
            this.inactiveLoss = losses[0];
        }

        LossEvaluation run() {
            for (long page = 0; ; page++) {
                distribution.fill(drawn, stream, page);
                addDrawn();
                samples += drawn.size();
                LossEvaluation result = result();
                if (!result.finite() || enough(result)) {
                    return result;
                }
            }
        }

        private boolean enough(LossEvaluation result) {
            return active.count >= mostActive
                    || samples >= MOST_DRAWN
                    || (active.count >= (result.mean == 0 ? MINIMUM_LOSSLESS : MINIMUM)
                            && result.standardError <= RELATIVE_ERROR * result.mean);
        }

        private LossEvaluation result() {
            Welford all = active.plus(samples - active.count, inactiveLoss);
            return new LossEvaluation(all.mean, Math.sqrt(all.squares / (all.count - 1) / all.count), samples);
        }

        private void addDrawn() {
            int count = 0;
            int entries = 0;
            int[] from = drawn.start();
            int[] to = packed.start();
            packed.reserve(drawn.entries());
            for (int s = 0; s < drawn.size(); s++) {
                int length = from[s + 1] - from[s];
                if (length == 0) {
                    continue;
                }
                System.arraycopy(drawn.index(), from[s], packed.index(), entries, length);
                System.arraycopy(drawn.value(), from[s], packed.value(), entries, length);
                entries += length;
                to[++count] = entries;
                if (count == packed.size()) {
                    addPacked(count);
                    count = 0;
                    entries = 0;
                }
            }
            Arrays.fill(to, count, to.length, entries);
            addPacked(count);
        }

        private void addPacked(int count) {
            if (count == 0) {
                return;
            }
            session.losses(packed, losses);
            for (int s = 0; s < count; s++) {
                active.add(losses[s]);
            }
        }
    }

    /** Running mean and sum of squared deviations (Welford 1962). */
    private static final class Welford {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double deviation = value - mean;
            mean += deviation / count;
            squares += deviation * (value - mean);
        }

        /** With {@code more} equal values (Chan, Golub and LeVeque 1979). */
        Welford plus(long more, double value) {
            Welford sum = new Welford();
            sum.count = count + more;
            double deviation = value - mean;
            sum.mean = mean + deviation * more / sum.count;
            sum.squares = squares + deviation * deviation * count * more / sum.count;
            return sum;
        }
    }
}
