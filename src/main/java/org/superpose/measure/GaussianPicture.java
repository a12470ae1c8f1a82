package org.superpose.measure;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;

import org.superpose.columns.Columns;
import org.superpose.data.DataSpec;
import org.superpose.linear.InteractionSums;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.theory.NoisyOutput;

/**
 * What a model would lose if the noise ν_i = Σ_{j≠i} W_ij x_j of each output were Gaussian and independent of x_i, with the mean and the variance it has
 * (theory.md, section 7): (1/n) Σ_i I_i L(W_ii, b_i + E ν_i, √Var ν_i), L the loss of {@link NoisyOutput}. A Persian rug of many features loses just that.
 * A model that arranges its features so that the noise hardly hurts, as antipodal pairs do, loses less.
 *
 * <p>Cost: some 250 values of an exponential for each feature, 5 µs.
 */
record GaussianPicture(double loss) {
    static final Columns<GaussianPicture> COLUMNS = Columns.of(GaussianPicture.class)
            .real(
                    "loss_symmetric",
                    GaussianPicture::loss,
                    "What the model would lose if the noise of each of its rows were Gaussian, of the mean and variance it has: (1/n) Σ_i I_i L(W_ii,"
                            + " b_i + (p/2) Σ_{j≠i} W_ij, √(v₁ e_i)) with L(a, b, s) = E(x_i − ReLU(a x_i + b + sZ))². The loss of a model that"
                            + " arranges its features well is below it. NULL of dependent data, whose noise depends on x_i too; of a hidden ReLU,"
                            + " whose noise is no sum over features; of an output that is not ReLU; and where importance depends on x.",
                    MEAN,
                    NONNEGATIVE);

    /** Of a model; null where the formula does not speak of it. */
    static GaussianPicture of(Measurement.Subject subject, InteractionSums sums, Noise noise) {
        if (!applies(subject)) {
            return null;
        }
        int n = subject.weights().layout().n();
        double[] importance = subject.importance().weights(n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double bias = subject.weights().bias(i) + noise.means()[i];
            double deviation = Math.sqrt(noise.variances()[i]);
            sum += importance[i] * NoisyOutput.loss(subject.density(), sums.diagonal[i], bias, deviation);
        }
        return new GaussianPicture(sum / n);
    }

    /** Whether the model is a ReLU of a linear hidden layer on independent features, whose importance does not depend on x. */
    static boolean applies(Measurement.Subject subject) {
        ModelSpec spec = subject.weights().layout().spec();
        return spec.output().equals(OutputFunction.RELU)
                && spec.hidden() == Activation.IDENTITY
                && subject.data().kind() == DataSpec.Kind.INDEPENDENT
                && subject.importance().keys() == null;
    }
}
