package org.superpose.measure;

import static org.superpose.columns.Trait.FITTED;
import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.columns.Columns;
import org.superpose.columns.Shown;
import org.superpose.data.Coactivations;
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
 * <p>Where {@link Coactivations} exist, L = P(k = 0) L_0 + P(k = 1) L_1 + E[loss; k ≥ 2] by the number k of active features, and only
 * the last term is sampled: at small densities a good model errs only there, and plain samples would hardly ever come there. Where L_1 has no
 * closed form, because ψ is gated or top_k or importance depends on x, it is sampled as well, with as many samples of its own (stream {@code single}).
 * Otherwise samples are drawn as they are; those without an active feature all lose the same, which is computed once.
 *
 * <p>Sampling ends when the standard error is below the precision asked for, {@link MeasureSpec#precision}, times the loss, but not before {@value #MINIMUM} samples have gone through the
 * model, nor before {@value #MINIMUM_LOSSLESS} while none of them lost anything. It ends in any case at 2²² such samples, at 2³⁸
 * multiplications of the decoder (at {@value #MINIMUM} samples if those are more) or at 2²⁸ samples drawn; the standard error then says
 * what was reached. These caps are of the default precision of 0.5 %; a finer one, a times less, has a² times as many samples, and caps a² times as high.
 *
 * @param mean the loss, not finite for a model that has diverged
 * @param standardError of the mean, 0 where nothing had to be sampled
 * @param samples drawn: all of them, inactive ones included, or those with k ≥ 2
 */
public record LossEvaluation(double mean, double standardError, long samples) {
    static final Columns<LossEvaluation> COLUMNS = Columns.of(LossEvaluation.class)
            .real(
                    "loss",
                    LossEvaluation::mean,
                    "The loss E[(1/n) Σ I_i (x_i − x̂_i)²] on samples that training never saw. They are drawn until the standard error is below"
                            + " `measure.precision`, 0.5 % by default, of the loss or a cap is reached. Where n p ≤ 4 and data are independent, samples with no or one active feature are"
                            + " summed exactly and only the rest is drawn; for other data at n p ≪ 1 the cap is reached after some seconds,"
                            + " with an error of a few per cent.",
                    MEAN,
                    FITTED,
                    NONNEGATIVE)
            .real(
                    "loss_stderr",
                    LossEvaluation::standardError,
                    "The standard error of the loss, 0 where nothing had to be sampled.",
                    MEAN,
                    NONNEGATIVE)
            .shown("loss", Shown.of("loss", "{L}", "loss").termsOf(1, "loss_constant", "density"));

    static final int MINIMUM = 1 << 13;
    static final int MINIMUM_LOSSLESS = 1 << 18;
    private static final long MOST_ACTIVE = 1L << 22;
    private static final long MOST_WORK = 1L << 38;
    static final long MOST_DRAWN = 1L << 28;
    static final int MOST_PER_DRAW = 1 << 20;
    private static final int MOST_PER_BATCH = 1024;
    private static final int LEAST_PER_BATCH = 64;
    private static final int BATCH_CELLS = 1 << 20;
    /** The rule of sessions that take no steps. */
    static final AdamRule UNUSED = new AdamRule(0.9, 0.999, 1e-8, 0);

    /** Whether the loss is a finite number. */
    public boolean finite() {
        return Double.isFinite(mean) && Double.isFinite(standardError);
    }

    /**
     * Evaluates the loss.
     *
     * @param precision the relative standard error to reach
     * @param wanted asked before each batch; false abandons the evaluation
     */
    static LossEvaluation of(Measurement.Subject subject, Kernel kernel, double precision, BooleanSupplier wanted) {
        return of(
                subject,
                kernel,
                precision,
                wanted,
                subject.data().coactivations(subject.weights().layout().n(), subject.density()));
    }

    /** Evaluates the loss by the number of active features, or by plain sampling if their odds are not given. */
    static LossEvaluation of(
            Measurement.Subject subject,
            Kernel kernel,
            double precision,
            BooleanSupplier wanted,
            Optional<Coactivations> coactivations) {
        Layout layout = subject.weights().layout();
        int size = Math.max(LEAST_PER_BATCH, Math.min(MOST_PER_BATCH, BATCH_CELLS / layout.n()));
        Problem problem = new Problem(layout, subject.importance(), subject.density(), size, UNUSED);
        try (Kernel.Session session = kernel.open(problem, subject.weights())) {
            return coactivations.isPresent()
                    ? new StratifiedSampling(subject, session, size, precision, coactivations.get()).run(wanted)
                    : new PlainSampling(subject, session, size, precision).run(wanted);
        }
    }

    /** Adds up the losses of the samples that go through the model. */
    private abstract static class Sampling {
        final Kernel.Session session;
        final RandomStream stream;
        final SparseBatch packed;
        final double[] losses;
        final double inactiveLoss;
        final Welford active = new Welford();
        private final double precision;
        private final double mostActive;
        private final double mostDrawn;

        Sampling(Measurement.Subject subject, Kernel.Session session, int size, double precision) {
            Layout layout = subject.weights().layout();
            this.session = session;
            this.stream = RandomStream.of(subject.modelKey(), "evaluation");
            this.packed = new SparseBatch(layout.n(), size);
            this.losses = new double[size];
            this.precision = precision;
            double finer = Math.max(1, MeasureSpec.DEFAULT.precision() / precision);
            this.mostActive = finer
                    * finer
                    * Math.max(MINIMUM, Math.min(MOST_ACTIVE, MOST_WORK / ((long) layout.n() * layout.m())));
            this.mostDrawn = finer * finer * MOST_DRAWN;
            session.losses(packed, losses);
            this.inactiveLoss = losses[0];
        }

        /** Draws one page and adds its active samples. */
        abstract void add(long page);

        /** The estimate from the samples that were added until now. */
        abstract LossEvaluation result();

        LossEvaluation run(BooleanSupplier wanted) {
            for (long page = 0; ; page++) {
                if (!wanted.getAsBoolean()) {
                    throw new CancellationException("evaluation abandoned after " + active.count() + " samples");
                }
                add(page);
                LossEvaluation result = result();
                if (!result.finite() || enough(result)) {
                    return result;
                }
            }
        }

        private boolean enough(LossEvaluation result) {
            return active.count() >= mostActive
                    || result.samples >= mostDrawn
                    || (active.count() >= (active.mean() == 0 ? MINIMUM_LOSSLESS : MINIMUM)
                            && result.standardError <= precision * result.mean);
        }
    }

    /** Takes samples with none or one active feature by closed forms, and those with more by weighted draws. */
    private static final class StratifiedSampling extends Sampling {
        private final Coactivations coactivations;
        private final double exact;
        private final double[] weights;
        /** The stratum of samples with one active feature; null if L_1 is known exactly. */
        private final SingleSampling single;

        StratifiedSampling(
                Measurement.Subject subject,
                Kernel.Session session,
                int size,
                double precision,
                Coactivations coactivations) {
            super(subject, session, size, precision);
            Layout layout = subject.weights().layout();
            boolean closed = layout.spec().output().piecewiseLinear()
                    && subject.importance().keys() == null;
            double ones = closed
                    ? SingleFeatureLoss.of(
                            subject.weights(), subject.importance().weights(layout.n()))
                    : 0;
            this.coactivations = coactivations;
            this.exact = coactivations.none() * inactiveLoss + coactivations.one() * ones;
            this.weights = new double[size];
            this.single = closed ? null : new SingleSampling(subject, session, size);
        }

        @Override
        LossEvaluation run(BooleanSupplier wanted) {
            return coactivations.many() == 0 && single == null ? new LossEvaluation(exact, 0, 0) : super.run(wanted);
        }

        @Override
        void add(long page) {
            if (single != null) {
                single.add(page);
            }
            if (coactivations.many() > 0) {
                coactivations.fill(packed, weights, stream, page);
                session.losses(packed, losses);
            }
            for (int s = 0; s < losses.length; s++) {
                active.add(coactivations.many() > 0 ? weights[s] * losses[s] : 0);
            }
        }

        @Override
        LossEvaluation result() {
            if (single == null) {
                return new LossEvaluation(exact + active.mean(), active.standardError(), active.count());
            }
            double one = coactivations.one();
            return new LossEvaluation(
                    exact + active.mean() + one * single.losses.mean(),
                    Math.hypot(active.standardError(), one * single.losses.standardError()),
                    active.count() + single.losses.count());
        }
    }

    /** The loss of samples x = u e_i, i and u uniform. */
    private static final class SingleSampling {
        private final Kernel.Session session;
        private final RandomStream stream;
        private final SparseBatch batch;
        private final double[] batchLosses;
        private final Welford losses = new Welford();

        SingleSampling(Measurement.Subject subject, Kernel.Session session, int size) {
            this.session = session;
            this.stream = RandomStream.of(subject.modelKey(), "single");
            this.batch = new SparseBatch(subject.weights().layout().n(), size);
            this.batchLosses = new double[size];
            batch.reserve(size);
        }

        void add(long page) {
            int size = batch.size();
            double[] uniforms = stream.uniforms(page, 2 * size);
            for (int s = 0; s < size; s++) {
                batch.start()[s + 1] = s + 1;
                batch.index()[s] = (int) (uniforms[s] * batch.n());
                batch.value()[s] = (float) uniforms[size + s];
            }
            session.losses(batch, batchLosses);
            for (double loss : batchLosses) {
                losses.add(loss);
            }
        }
    }

    /** Draws as in training, and keeps the active samples. */
    private static final class PlainSampling extends Sampling {
        private final FeatureDistribution distribution;
        private final SparseBatch drawn;
        private long samples;

        PlainSampling(Measurement.Subject subject, Kernel.Session session, int size, double precision) {
            super(subject, session, size, precision);
            int n = subject.weights().layout().n();
            double activeFraction = subject.data().anyActive(n, subject.density());
            this.distribution = subject.data().distribution(n, subject.density());
            this.drawn = new SparseBatch(n, (int) Math.min(MOST_PER_DRAW, Math.round(size / activeFraction)));
        }

        @Override
        void add(long page) {
            distribution.fill(drawn, stream, page);
            addDrawn();
            samples += drawn.size();
        }

        @Override
        LossEvaluation result() {
            Welford all = active.plus(samples - active.count(), inactiveLoss);
            return new LossEvaluation(all.mean(), all.standardError(), samples);
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
}
