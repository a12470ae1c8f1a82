package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.data.SparseBatch;
import org.superpose.data.WeightedBatches;
import org.superpose.model.ModelSpec;

/** The reference's gradient of every parameter, every variant, against central differences of its loss in double precision. */
class GradientTest {
    private static final double STEP = 1e-5;

    static Iterable<ModelSpec> variants() {
        return Cases.variants();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void agreesWithCentralDifferences(ModelSpec spec) {
        for (int c = 0; c < Cases.IMPORTANCES.size(); c++) {
            check(spec, c, Cases.batch(7, 20, 0.4, c));
        }
    }

    /** The same with a weight for each sample, from 0 to 1.9. */
    @ParameterizedTest
    @MethodSource("variants")
    void agreesWithCentralDifferencesOfAWeightedLoss(ModelSpec spec) {
        float[] weights = new float[20];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = s * 7 % 20 / 10f;
        }
        for (int c = 0; c < Cases.IMPORTANCES.size(); c++) {
            check(spec, c, WeightedBatches.weigh(Cases.batch(7, 20, 0.4, c), weights));
        }
    }

    private static void check(ModelSpec spec, int c, SparseBatch batch) {
        Problem given = Cases.problem(spec, 7, 3, Cases.IMPORTANCES.get(c), 20);
        Problem problem = Cases.awayFromJumps(given, Cases.weights(given.layout(), 11 + c), batch);
        double[] theta = new double[problem.layout().size()];
        for (int q = 0; q < theta.length; q++) {
            theta[q] = Cases.weights(problem.layout(), 11 + c).values()[q];
        }
        double[] gradient = new double[theta.length];
        ReferenceKernel.evaluate(problem, theta, batch, gradient, null);
        double largest = 0;
        for (int q = 0; q < theta.length; q++) {
            double at = theta[q];
            theta[q] = at + STEP;
            double above = ReferenceKernel.evaluate(problem, theta, batch, null, null);
            theta[q] = at - STEP;
            double below = ReferenceKernel.evaluate(problem, theta, batch, null, null);
            theta[q] = at;
            double difference = (above - below) / (2 * STEP);
            assertThat(gradient[q]).isFinite();
            assertThat(Math.abs(gradient[q] - difference))
                    .as("parameter %d of %s: %s against %s", q, spec, gradient[q], difference)
                    .isLessThanOrEqualTo(1e-8);
            largest = Math.max(largest, Math.abs(gradient[q]));
        }
        assertThat(largest).isGreaterThan(1e-3);
    }
}
