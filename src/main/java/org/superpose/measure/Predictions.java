package org.superpose.measure;

import java.util.Arrays;
import java.util.OptionalDouble;
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
    /**
     * Losses as n → ∞ at the model's p and r.
     *
     * @param loss L*, of the best ReLU
     * @param optimalDecoder of the best element-wise decoder on the same noise
     * @param lower no element-wise decoder loses less on that noise
     * @param upper a ReLU that can be written down loses less
     */
    public record Limit(double loss, double optimalDecoder, double lower, double upper) {
        static Limit of(double density, double ratio) {
            LimitBounds bounds = LimitBounds.of(density, ratio);
            return new Limit(
                    ThermodynamicLimit.of(density, ratio).loss(),
                    OptimalDecoder.of(density, ratio).loss(),
                    bounds.lower(),
                    bounds.upper());
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
