package org.superpose.measure;

import static org.superpose.columns.Type.Scalar.INT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.superpose.columns.Columns;
import org.superpose.data.ActiveCount;
import org.superpose.data.RandomStream;
import org.superpose.kernel.Kernel;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;

/**
 * The loss by the number k of active features, L = Σ_k C(n, k) p^k (1 − p)^{n−k} L_k, L_k the mean loss over samples with k active
 * features (Elhage et al. 2022, appendix; theory.md, section 4).
 *
 * <p>L_0 = (1/n) Σ_i I_i ψ(b_i)² and L_1 ({@link SingleFeatureLoss}) are exact for every model; L_2 ({@link TwoFeatureLoss}) is with an
 * identity hidden layer up to n = {@value #MOST_IN_PAIRS}; all are for a linear model ({@link LinearActiveLoss}). The rest is sampled
 * ({@link ActiveSampling}, streams {@code active-k} and {@code active-rest}).
 *
 * <p>Cost: n²m multiplications and at most n³/2 integrals of 6 ns for what is exact, and what {@link ActiveSampling} allows for the rest.
 * Ten parts of n = 512, m = 128 took 0.05 to 0.42 s on one core, of n = 64, m = 16 less than 0.05 s.
 *
 * @param parts k = 0, 1, …, and last, unless that is all of them, those above
 * @param total L
 * @param standardError of L
 */
public record LossByActiveFeatures(List<Part> parts, double total, double standardError) {
    /** The most k with an entry of its own. */
    public static final int MOST = 64;

    static final int MOST_IN_PAIRS = 512;

    /**
     * Samples with equally many active features.
     *
     * @param k how many, null for all that are more than the others
     * @param probability P(k)
     * @param loss L_k
     * @param standardError of L_k, 0 where it is exact
     * @param share P(k) L_k/L, null where L = 0
     */
    public record Part(Integer k, double probability, double loss, double standardError, Double share) {
        /** The fields of the column {@code theory.loss_by_active}. */
        public static final Columns<Part> COLUMNS = Columns.of(Part.class)
                .one(
                        "k",
                        INT,
                        Part::k,
                        "The number of active features; NULL in the last part, which is of all that are more.")
                .real("probability", Part::probability, "The probability P(k) that k features are active.")
                .real(
                        "loss",
                        Part::loss,
                        "The mean loss of such samples, L_k = E[loss; k active]/P(k). L_0 and L_1 are exact, L_2 is with an identity hidden layer up to n = "
                                + MOST_IN_PAIRS + ", and all are for a linear model; the rest is sampled.")
                .real("stderr", Part::standardError, "The standard error of L_k, 0 where it is exact.")
                .real(
                        "share",
                        Part::share,
                        "Their share of the loss, P(k) L_k / Σ P(k) L_k; NULL where the loss is 0.");
    }

    /** Whether all losses are finite numbers. */
    public boolean finite() {
        return Double.isFinite(total)
                && Double.isFinite(standardError)
                && parts.stream().allMatch(part -> Double.isFinite(part.loss) && Double.isFinite(part.standardError));
    }

    /**
     * The loss of a model, in parts k = 0 … {@code most} and the rest.
     *
     * @param kernel passes samples through the model
     * @return empty if the distribution of k is not known, or if importance depends on x
     */
    public static Optional<LossByActiveFeatures> of(Measurement.Subject subject, int most, Kernel kernel) {
        return of(subject, most, kernel, () -> true);
    }

    /** @param wanted asked before each batch; false abandons the sampling */
    static Optional<LossByActiveFeatures> of(
            Measurement.Subject subject, int most, Kernel kernel, BooleanSupplier wanted) {
        if (most < 0 || most > MOST) {
            throw new IllegalArgumentException("need 0 <= k <= " + MOST + "; got " + most);
        }
        if (subject.importance().keys() != null) {
            return Optional.empty();
        }
        int n = subject.weights().layout().n();
        int last = Math.min(most, n);
        List<ActiveCount> counts = new ArrayList<>();
        for (int k = 0; k <= last; k++) {
            subject.data().activeCount(n, subject.density(), k, k).ifPresent(counts::add);
        }
        if (last < n) {
            subject.data().activeCount(n, subject.density(), last + 1, n).ifPresent(counts::add);
        }
        return counts.isEmpty() ? Optional.empty() : Optional.of(new Parts(subject, counts, last).of(kernel, wanted));
    }

    /** Computes what can be computed and samples the rest. */
    private static final class Parts {
        private final Measurement.Subject subject;
        private final Layout layout;
        private final List<ActiveCount> counts;
        private final int last;
        private final LinearActiveLoss linear;

        Parts(Measurement.Subject subject, List<ActiveCount> counts, int last) {
            this.subject = subject;
            this.layout = subject.weights().layout();
            this.counts = counts;
            this.last = last;
            ModelSpec spec = layout.spec();
            boolean isLinear =
                    spec.hidden() == Activation.IDENTITY && spec.output().equals(OutputFunction.IDENTITY);
            this.linear = isLinear ? new LinearActiveLoss(subject) : null;
        }

        LossByActiveFeatures of(Kernel kernel, BooleanSupplier wanted) {
            Double[] exact = new Double[counts.size()];
            List<ActiveSampling.Stratum> strata = new ArrayList<>();
            double known = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = exact(k);
                if (exact[k] != null) {
                    known += counts.get(k).probability() * exact[k];
                } else {
                    String name = k > last ? "active-rest" : "active-" + k;
                    strata.add(new ActiveSampling.Stratum(k, counts.get(k), RandomStream.of(subject.modelKey(), name)));
                }
            }
            if (!strata.isEmpty()) {
                ActiveSampling.run(subject, kernel, strata, known, wanted);
            }
            return assembled(exact, strata);
        }

        /** The exact loss of a number of active features; null if it has to be sampled. */
        private Double exact(int k) {
            double[] importance = subject.importance().weights(layout.n());
            if (k == 0) {
                return silent(importance);
            }
            if (linear != null) {
                return linear.of(counts.get(k));
            }
            OutputFunction output = layout.spec().output();
            if (k <= last && k == 1) {
                return output.piecewiseLinear() ? SingleFeatureLoss.of(subject.weights(), importance) : null;
            }
            boolean pairs = output.equals(OutputFunction.RELU)
                    && layout.spec().hidden() == Activation.IDENTITY
                    && layout.n() <= MOST_IN_PAIRS;
            return k <= last && k == 2 && pairs ? TwoFeatureLoss.of(subject.weights(), importance) : null;
        }

        /** L_0. */
        private double silent(double[] importance) {
            int n = importance.length;
            double[] outputs = new double[n];
            double[] biases =
                    IntStream.range(0, n).mapToDouble(subject.weights()::bias).toArray();
            layout.spec().output().apply(biases, outputs, new double[n]);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += importance[i] * outputs[i] * outputs[i];
            }
            return sum / importance.length;
        }

        private LossByActiveFeatures assembled(Double[] exact, List<ActiveSampling.Stratum> strata) {
            double[] losses = new double[exact.length];
            double[] errors = new double[exact.length];
            double total = 0;
            double variance = 0;
            int sampled = 0;
            for (int q = 0; q < exact.length; q++) {
                Welford drawn = exact[q] == null ? strata.get(sampled++).losses() : null;
                losses[q] = drawn == null ? exact[q] : drawn.mean();
                errors[q] = drawn == null ? 0 : drawn.standardError();
                double probability = counts.get(q).probability();
                total += probability * losses[q];
                variance += probability * errors[q] * probability * errors[q];
            }
            List<Part> parts = new ArrayList<>();
            for (int q = 0; q < exact.length; q++) {
                double probability = counts.get(q).probability();
                Double share = total == 0 ? null : probability * losses[q] / total;
                parts.add(new Part(q > last ? null : q, probability, losses[q], errors[q], share));
            }
            return new LossByActiveFeatures(List.copyOf(parts), total, Math.sqrt(variance));
        }
    }
}
