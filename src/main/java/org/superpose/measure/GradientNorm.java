package org.superpose.measure;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.columns.Columns;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Layout;

/**
 * The Euclidean norm ‖∇L‖ of the gradient of the loss with respect to all parameters, on samples that training never saw: is the end of training a
 * stationary point?
 *
 * <p>The norm of a gradient from B samples is too large: its square has the mean ‖∇L‖² + tr Σ/B, with Σ the covariance of one sample's gradient, and where
 * training has ended the second term is most of it. So the samples are halved: the gradients g₁ and g₂ of the halves are independent, and g₁·g₂ is ‖∇L‖²
 * in the mean, without bias. It may come out negative; the norm is then 0. The second half is of several batches, g₂ their mean; how far their products with g₁
 * scatter gives the variance V of g₁·g₂ for a given g₁. That of g₁·g₂ itself lies between V and 2 V, because g₁ scatters too, and s = √(2 V) is taken for
 * its standard error. That of the norm is √(g₁·g₂ + s) − √(g₁·g₂): s/(2‖∇L‖) where the norm is well known, and √s where it drowns, so that norms below it
 * cannot be told from 0.
 *
 * <p>The strata are those of {@link GradientStrata}. A sixteenth of the samples of the loss's evaluation are taken, and at least {@value #LEAST_BATCHES}
 * batches of {@value #BATCH} in each half of each stratum; a gradient costs some three times as much as a loss. That is a fifth of the time of the evaluation,
 * and up to a half where the evaluation takes its least number of samples. Two arrays of the size of the parameters
 * are held.
 *
 * @param norm √max(0, g₁·g₂)
 * @param standardError of the norm
 */
public record GradientNorm(double norm, double standardError) {
    static final Columns<GradientNorm> COLUMNS = Columns.of(GradientNorm.class)
            .real(
                    "grad_norm",
                    GradientNorm::norm,
                    "The norm ‖∇L‖ of the gradient of `loss` with respect to all parameters, on fresh samples; near 0 at a stationary point. It is the root"
                            + " of g₁·g₂, the gradients of two independent halves of the samples, which has no bias, and 0 where that is negative. Weight"
                            + " decay is no part of `loss`. In an untied model it depends on the scale of W_in. NULL where active samples are so rare"
                            + " that they cannot be drawn, and where a gradient overflows.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "grad_norm_stderr",
                    GradientNorm::standardError,
                    "The standard error of `grad_norm`, √(g₁·g₂ + s) − √(g₁·g₂) with s that of g₁·g₂. A norm that is not above it cannot be told from 0.",
                    MEAN,
                    NONNEGATIVE);

    static final int BATCH = 64;
    static final int LEAST_BATCHES = 4;
    /** The loss is evaluated on this many times as many samples. */
    public static final int SHARE = 16;

    /**
     * Of a model; null where its active samples are too rare to be drawn, or where the gradient is not finite.
     *
     * @param evaluation of its loss
     * @param wanted asked before each batch; false abandons the estimate
     */
    static GradientNorm of(
            Measurement.Subject subject, Kernel kernel, LossEvaluation evaluation, BooleanSupplier wanted) {
        GradientStrata strata = GradientStrata.of(subject, BATCH);
        if (strata == null) {
            return null;
        }
        double samples = evaluation.samples() * strata.share();
        double batches =
                samples / (2.0 * SHARE * BATCH * Math.max(1, strata.sampled().size()));
        int half = (int) Math.max(LEAST_BATCHES, Math.ceil(batches));
        Square square = square(subject, kernel, strata, half, wanted);
        return square.finite() ? square.norm() : null;
    }

    /**
     * The estimate of ‖∇L‖².
     *
     * @param mean g₁·g₂
     * @param variance V, of g₁·g₂ for a given g₁
     */
    record Square(double mean, double variance) {
        private boolean finite() {
            return Double.isFinite(mean) && Double.isFinite(variance);
        }

        private GradientNorm norm() {
            double positive = Math.max(0, mean);
            double norm = Math.sqrt(positive);
            return new GradientNorm(norm, Math.sqrt(positive + Math.sqrt(2 * variance)) - norm);
        }
    }

    /** @param half batches in each half of each stratum */
    static Square square(
            Measurement.Subject subject, Kernel kernel, GradientStrata strata, int half, BooleanSupplier wanted) {
        Layout layout = subject.weights().layout();
        Problem problem = new Problem(layout, subject.importance(), subject.density(), BATCH, LossEvaluation.UNUSED);
        try (Kernel.Session session = kernel.open(problem, subject.weights())) {
            return new Halves(subject, session, strata, half, wanted).square();
        }
    }

    /** The two halves of the samples: g₁ is held, of g₂ only products with it. */
    private static final class Halves {
        private final Kernel.Session session;
        private final GradientStrata strata;
        private final String modelKey;
        private final int half;
        private final BooleanSupplier wanted;
        private final SparseBatch batch;
        /** g₁. */
        private final float[] first;

        private final float[] gradient;

        Halves(
                Measurement.Subject subject,
                Kernel.Session session,
                GradientStrata strata,
                int half,
                BooleanSupplier wanted) {
            Layout layout = subject.weights().layout();
            this.session = session;
            this.strata = strata;
            this.modelKey = subject.modelKey();
            this.half = half;
            this.wanted = wanted;
            this.batch = new SparseBatch(layout.n(), BATCH);
            this.first = new float[layout.size()];
            this.gradient = new float[layout.size()];
        }

        Square square() {
            for (GradientStrata.Stratum stratum : strata.sampled()) {
                RandomStream stream = RandomStream.of(modelKey, "gradient-1-" + stratum.name());
                for (int page = 0; page < half; page++) {
                    draw(stratum, stream, page);
                    add(stratum.probability() / half);
                }
            }
            double mean = 0;
            if (strata.none() > 0) {
                session.gradient(new SparseBatch(batch.n(), BATCH), gradient);
                add(strata.none());
                mean += strata.none() * product();
            }
            double variance = 0;
            for (GradientStrata.Stratum stratum : strata.sampled()) {
                Welford products = new Welford();
                RandomStream stream = RandomStream.of(modelKey, "gradient-2-" + stratum.name());
                for (int page = 0; page < half; page++) {
                    draw(stratum, stream, page);
                    products.add(stratum.probability() * product());
                }
                mean += products.mean();
                variance += products.variance() / half;
            }
            return new Square(mean, variance);
        }

        private void draw(GradientStrata.Stratum stratum, RandomStream stream, long page) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("the norm of the gradient was abandoned");
            }
            stratum.fill(batch, stream, page);
            session.gradient(batch, gradient);
        }

        private void add(double weight) {
            float factor = (float) weight;
            for (int q = 0; q < first.length; q++) {
                first[q] += factor * gradient[q];
            }
        }

        /** Returns the product of g₁ and the gradient; four sums at a time do not wait for one another. */
        private double product() {
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            int whole = first.length & -4;
            for (int q = 0; q < whole; q += 4) {
                sum0 += (double) first[q] * gradient[q];
                sum1 += (double) first[q + 1] * gradient[q + 1];
                sum2 += (double) first[q + 2] * gradient[q + 2];
                sum3 += (double) first[q + 3] * gradient[q + 3];
            }
            for (int q = whole; q < first.length; q++) {
                sum0 += (double) first[q] * gradient[q];
            }
            return sum0 + sum1 + (sum2 + sum3);
        }
    }
}
