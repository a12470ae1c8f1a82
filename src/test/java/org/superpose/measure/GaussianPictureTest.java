package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

class GaussianPictureTest {
    private static final Importance FALLING = new Importance.Decay(0.7);

    private static Double loss(Measurement.Subject subject) {
        GaussianPicture picture = Interactions.of(subject).gaussianPicture();
        return picture == null ? null : picture.loss();
    }

    /** Gaussian noise of the mean and variance that W's rows have, drawn in place of the other features. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheLossWithGaussianNoise(boolean tied) {
        int n = 5;
        double p = 0.3;
        Weights weights = Models.random(tied, n, 2, 3);
        double v1 = p / 3 - p * p / 4;
        Random random = new Random(1);
        int samples = 400_000;
        Welford losses = new Welford();
        for (int s = 0; s < samples; s++) {
            int i = s % n;
            double mean = weights.bias(i);
            double variance = 0;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    double w = entry(weights, i, j);
                    mean += w * p / 2;
                    variance += w * w * v1;
                }
            }
            double x = random.nextDouble() < p ? random.nextDouble() : 0;
            double output = entry(weights, i, i) * x + mean + Math.sqrt(variance) * random.nextGaussian();
            double error = x - Math.max(0, output);
            losses.add(Math.pow(0.7, i) * error * error);
        }
        assertThat(loss(Models.subject(weights, p, FALLING, "key")))
                .isCloseTo(losses.mean(), within(4 * losses.standardError()));
    }

    private static double entry(Weights weights, int i, int j) {
        Layout layout = weights.layout();
        double sum = 0;
        for (int k = 0; k < layout.m(); k++) {
            sum += (double) weights.values()[layout.decoder() + i * layout.m() + k]
                    * weights.values()[layout.encoder() + j * layout.m() + k];
        }
        return sum;
    }

    /** The noise of a rug of many features is Gaussian: the prediction comes true. */
    @Test
    void aRugLosesJustThat() {
        Measurement.Subject subject = Models.subject(Models.rug(1024, 256, 5), 0.2);
        LossEvaluation loss = LossEvaluation.of(subject, new ReferenceKernel(), 0.005, () -> true);
        assertThat(loss(subject)).isCloseTo(loss.mean(), within(0.02 * loss.mean()));
    }

    /** An antipodal pair errs where both are active alone: it loses p²/6, and the Gaussian picture does not know that its noise is never positive. */
    @Test
    void aPairLosesLess() {
        double p = 0.1;
        double expected = loss(Models.subject(Models.tied(new double[][] {{1}, {-1}}), p));
        assertThat(expected).isGreaterThan(2 * p * p / 6);
    }

    @Test
    void isNullWhereTheFormulaDoesNotSpeakOfTheModel() {
        assertThat(of(Activation.IDENTITY, OutputFunction.RELU, DataSpec.Kind.INDEPENDENT, FALLING))
                .isNotNull();
        assertThat(of(Activation.RELU, OutputFunction.RELU, DataSpec.Kind.INDEPENDENT, FALLING))
                .isNull();
        assertThat(of(Activation.IDENTITY, OutputFunction.IDENTITY, DataSpec.Kind.INDEPENDENT, FALLING))
                .isNull();
        assertThat(of(Activation.IDENTITY, OutputFunction.RELU, DataSpec.Kind.CORRELATED, FALLING))
                .isNull();
        Importance conditional = new Importance.Conditional(FALLING, new KeyedSets(2, 0.5));
        assertThat(of(Activation.IDENTITY, OutputFunction.RELU, DataSpec.Kind.INDEPENDENT, conditional))
                .isNull();
    }

    private static Double of(Activation hidden, OutputFunction output, DataSpec.Kind data, Importance importance) {
        Layout layout = new Layout(new ModelSpec(false, hidden, output, true), 4, 2);
        Weights weights = Models.random(layout.spec(), 4, 2, 1);
        return loss(new Measurement.Subject(weights, new Objective(new DataSpec(data), 0.2, importance), "key"));
    }
}
