package org.superpose.measure;

import org.superpose.data.DataSpec;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.theory.ClosedForms;
import org.superpose.theory.ThermodynamicLimit;

/**
 * What theory predicts for the measured model.
 *
 * @param closedForms linear and constant models, the noise bound
 * @param lossLimit L* of the thermodynamic limit, null unless the model is of the family it speaks of
 */
public record Predictions(ClosedForms closedForms, Double lossLimit) {
    static Predictions of(Measurement.Subject subject) {
        int n = subject.weights().layout().n();
        int m = subject.weights().layout().m();
        return new Predictions(
                ClosedForms.of(n, m, subject.density(), subject.importance()),
                hasLimit(subject)
                        ? ThermodynamicLimit.of(subject.density(), (double) m / n)
                                .loss()
                        : null);
    }

    private static boolean hasLimit(Measurement.Subject subject) {
        ModelSpec spec = subject.weights().layout().spec();
        return spec.output().equals(OutputFunction.RELU)
                && spec.hidden() == Activation.IDENTITY
                && spec.bias()
                && subject.importance().equal()
                && subject.data().kind() == DataSpec.Kind.INDEPENDENT;
    }
}
