package org.superpose.measure;

import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Trait.POINT;
import static org.superpose.columns.Type.Scalar.STRING;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.superpose.columns.Columns;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureMoments;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.theory.AntipodalPair;
import org.superpose.theory.ClosedForms;
import org.superpose.theory.LimitBounds;
import org.superpose.theory.OptimalDecoder;
import org.superpose.theory.ThermodynamicLimit;
import org.superpose.theory.UnitPhase;

/**
 * What theory predicts for the measured model.
 *
 * @param lossLinear of the best linear model with output bias; null of dependent features with unequal importance, and of importance that depends on x
 * @param lossConstant of the best constant answer: (1/n) Σ_i I_i Var x_i, or with w = I_i(x)/I_i that depends on x (1/n) Σ_i I_i (E[w x_i²] − E[w x_i]²/E w)
 * @param noiseBound the least noise of an average output at W_ii = 1; null unless data.kind is independent
 * @param limit of permutation-symmetric models as n → ∞, null unless the model is of the family it speaks of and importance does not depend on x
 * @param lossAntipodal of n − m antipodal pairs and the rest dedicated; null unless m ≥ n/2, the output is ReLU of an identity hidden layer,
 *     data.kind is independent and importance does not depend on x
 * @param phase of unit weights where m = n − 1; null unless lossAntipodal could be, there is a bias, and all features but the last are equally
 *     important
 */
public record Predictions(
        Double lossLinear, double lossConstant, Double noiseBound, Limit limit, Double lossAntipodal, UnitPhase phase) {
    /** The columns of the table of models that these are. */
    static final Columns<Predictions> COLUMNS = Columns.of(Predictions.class)
            .real(
                    "loss_linear",
                    Predictions::lossLinear,
                    "The loss of the best linear model with output bias, (v₁/n) Σ_{i≥m} I_i; for other data that of their covariance. NULL for"
                            + " dependent features with unequal importance, and where importance depends on x.",
                    POINT,
                    NONNEGATIVE)
            .with(Predictions::limit, Limit.COLUMNS)
            .real(
                    "loss_constant",
                    Predictions::lossConstant,
                    "The loss of the best constant answer, (v₁/n) Σ_i I_i; for other data (1/n) Σ_i I_i Var x_i; where importance depends on x,"
                            + " with w = I_i(x)/I_i, (1/n) Σ_i I_i (E[w x_i²] − E[w x_i]²/E w).",
                    POINT,
                    NONNEGATIVE)
            .real(
                    "noise_bound",
                    Predictions::noiseBound,
                    "The least possible noise variance σ² at unit diagonal, v₁(1/r − 1); NULL unless `data.kind` is independent.",
                    POINT,
                    NONNEGATIVE);

    /** What the structure {@code theory} has of these. */
    static final Columns<Predictions> THEORY = Columns.of(Predictions.class)
            .with(Predictions::limit, Limit.THEORY)
            .real(
                    "loss_antipodal",
                    Predictions::lossAntipodal,
                    "The loss of n − m antipodal pairs with the rest dedicated, p²/3 for each pair; NULL for r < ½ or another kind of model.");

    /** What the structure {@code theory} has of the best arrangement of unit weights. */
    static final Columns<UnitPhase> PHASE = Columns.of(UnitPhase.class)
            .one(
                    "phase",
                    STRING,
                    phase -> phase.phase().label(),
                    "The best of four arrangements where one feature is too many, m = n − 1, I = (1, …, 1, ρ): `last dropped`, `other dropped`,"
                            + " `last shares` (an antipodal pair of the last and another), `others share`; of unit norms and no bias but p/2"
                            + " for the dropped. NULL unless the data are independent, the hidden layer is the identity and the output is ReLU"
                            + " with bias; it is given of untied models too.")
            .real("phase_loss", UnitPhase::loss, "The loss of that arrangement.")
            .real(
                    "phase_boundary",
                    UnitPhase::boundary,
                    "The density below which it is best to share, at this ρ: 4c/(3c + 2s), c = min(1, ρ), s = min(1 + ρ, 2), for n = 2"
                            + " s = 1 + ρ.");

    /**
     * Losses as n → ∞ at the model's p and r.
     *
     * @param loss L*, of the best ReLU
     * @param optimalDecoder of the best element-wise decoder on the same noise
     * @param lower no element-wise decoder loses less on that noise
     * @param upper a ReLU that can be written down loses less
     * @param a W_ii of the best ReLU, a*
     * @param b its bias b*, the mean of the noise included
     * @param sigma σ*, the standard deviation of its noise divided by a*
     */
    public record Limit(
            double loss, double optimalDecoder, double lower, double upper, double a, double b, double sigma) {
        static final Columns<Limit> COLUMNS = Columns.of(Limit.class)
                .real(
                        "loss_limit",
                        Limit::loss,
                        "The loss L*(p, r) of the thermodynamic limit (\"The Persian Rug\"); NULL unless the output is ReLU, the hidden layer the"
                                + " identity, there is a bias, importance is equal and the data are independent.",
                        POINT,
                        NONNEGATIVE);

        static final Columns<Limit> THEORY = Columns.of(Limit.class)
                .real(
                        "loss_optimal_decoder",
                        Limit::optimalDecoder,
                        "The loss of the best element-wise decoder E[x | y], where `loss_limit` is that of the best ReLU; NULL where that is.")
                .real(
                        "loss_lower_bound",
                        Limit::lower,
                        "On that Gaussian noise no element-wise decoder loses less."
                                + " Models whose noise is of another kind may: antipodal pairs at p = 0.01, r = ½ lose 1.67e-5, and the lower"
                                + " bound is 2.24e-5.")
                .real(
                        "loss_upper_bound",
                        Limit::upper,
                        "On that Gaussian noise a ReLU that can be written down loses less.")
                .real(
                        "limit_a",
                        Limit::a,
                        "The W_ii = a* of the best ReLU of the thermodynamic limit, beside `diag_mean` of the model; NULL where `loss_limit` is.",
                        POINT)
                .real(
                        "limit_b",
                        Limit::b,
                        "Its bias b*, the mean of the noise included, beside `bias_mean` + `noise_mean_mean`.",
                        POINT)
                .real(
                        "limit_sigma",
                        Limit::sigma,
                        "Its noise σ* = √(v₁(1/r − 1)), a standard deviation at W_ii = 1, beside √`noise_var_mean`/`diag_mean`; no model of rank m"
                                + " with equal W_ii has less.",
                        POINT,
                        NONNEGATIVE);

        static Limit of(double density, double ratio) {
            LimitBounds bounds = LimitBounds.of(density, ratio);
            ThermodynamicLimit limit = ThermodynamicLimit.of(density, ratio);
            return new Limit(
                    limit.loss(),
                    OptimalDecoder.of(density, ratio).loss(),
                    bounds.lower(),
                    bounds.upper(),
                    limit.scale(),
                    limit.bias(),
                    limit.sigma());
        }
    }

    static Predictions of(Measurement.Subject subject) {
        int n = subject.weights().layout().n();
        int m = subject.weights().layout().m();
        double density = subject.density();
        if (subject.importance().keys() != null) {
            return ofConditionalImportance(subject, n, m);
        }
        if (subject.data().kind() != DataSpec.Kind.INDEPENDENT) {
            return ofOtherData(subject, n, m);
        }
        ClosedForms closed = ClosedForms.of(n, m, density, subject.importance());
        return new Predictions(
                closed.lossLinear(),
                closed.lossConstant(),
                closed.noiseBound(),
                hasLimit(subject) ? Limit.of(density, (double) m / n) : null,
                rectifies(subject) ? antipodal(n, m, subject) : null,
                rectifies(subject) && subject.weights().layout().spec().bias()
                        ? UnitPhase.of(n, m, density, subject.importance()).orElse(null)
                        : null);
    }

    /** With equal importance, or features that are uncorrelated, the best linear model leaves out the n − m least eigenvalues of the covariance. */
    private static Predictions ofOtherData(Measurement.Subject subject, int n, int m) {
        FeatureMoments moments = subject.data().moments(n, subject.density());
        double[] variances = new double[n];
        Arrays.setAll(variances, i -> subject.importance().of(i, n) * moments.variance(i));
        double constant = Arrays.stream(variances).sum() / n;
        double[] spectrum = null;
        if (subject.data().kind().separate()) {
            spectrum = variances;
            Arrays.sort(spectrum);
        } else if (subject.importance().equal()) {
            spectrum = moments.spectrum();
        }
        Double linear =
                spectrum == null ? null : Arrays.stream(spectrum, 0, n - m).sum() / n;
        return new Predictions(linear, constant, null, null, null, null);
    }

    /** With w = I_i(x)/I_i the best constant answer is E[w x_i]/E w. A linear model has no closed form: each output weighs samples in its own way. */
    private static Predictions ofConditionalImportance(Measurement.Subject subject, int n, int m) {
        FeatureMoments moments = subject.data().moments(n, subject.density());
        KeyedSets keys = subject.importance().keys();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            int key = keys.key(i);
            double on = moments.probability(key);
            double weight = key == i ? 1 : on + keys.otherwise() * (1 - on);
            double active = moments.weighed(i, key, keys.otherwise());
            sum += subject.importance().of(i, n) * (active / 3 - active / 2 * (active / 2 / weight));
        }
        boolean independent = subject.data().kind() == DataSpec.Kind.INDEPENDENT;
        Double bound = independent ? ClosedForms.featureVariance(subject.density()) * (n - m) / m : null;
        return new Predictions(null, sum / n, bound, null, null, null);
    }

    private static Double antipodal(int n, int m, Measurement.Subject subject) {
        OptionalDouble loss = AntipodalPair.lossOfPairs(n, m, subject.density(), subject.importance());
        return loss.isPresent() ? loss.getAsDouble() : null;
    }

    private static boolean hasLimit(Measurement.Subject subject) {
        return rectifies(subject)
                && subject.weights().layout().spec().bias()
                && subject.importance().equal();
    }

    private static boolean rectifies(Measurement.Subject subject) {
        ModelSpec spec = subject.weights().layout().spec();
        return spec.output().equals(OutputFunction.RELU)
                && spec.hidden() == Activation.IDENTITY
                && subject.data().kind() == DataSpec.Kind.INDEPENDENT;
    }
}
