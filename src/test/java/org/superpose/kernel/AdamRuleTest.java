package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.data.SparseBatch;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** The update of every heap kernel against the papers' formulas, written out once more here. */
class AdamRuleTest {
    private static final AdamRule ADAMW = new AdamRule(0.8, 0.95, 1e-3, 0.1);

    static List<String> kernels() {
        return List.of("reference", "cpu");
    }

    private static Problem problem(AdamRule rule) {
        Problem problem = Cases.problem(Cases.variants().get(3), 33, 9, Cases.IMPORTANCES.get(1), 50);
        return new Problem(problem.layout(), problem.importance(), problem.density(), problem.batch(), rule);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theFirstStepMovesByTheRateWhateverTheGradient(String name) {
        // u/c₁ = g and v/c₂ = g², so the move is η g/(|g| + ε)
        Problem problem = problem(Cases.ADAM);
        Weights before = Cases.weights(problem.layout(), 1);
        SparseBatch batch = Cases.batch(33, 50, 0.3, 0);
        float[] gradient = new float[problem.layout().size()];
        try (Kernel.Session session = Kernels.named(name).open(problem, before)) {
            session.gradient(batch, gradient);
            session.step(batch, 0.01);
            float[] after = session.weights().values();
            for (int q = 0; q < after.length; q++) {
                double move = 0.01 * gradient[q] / (Math.abs(gradient[q]) + 1e-8);
                assertThat((double) after[q]).isCloseTo(before.values()[q] - move, within(3e-7));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void followsTheRecurrenceWithDecayAndChangingRates(String name) {
        Problem problem = problem(ADAMW);
        Layout layout = problem.layout();
        Weights start = Cases.weights(layout, 2);
        double[] theta = new double[layout.size()];
        double[] u = new double[theta.length];
        double[] v = new double[theta.length];
        float[] gradient = new float[theta.length];
        for (int q = 0; q < theta.length; q++) {
            theta[q] = start.values()[q];
        }
        try (Kernel.Session session = Kernels.named(name).open(problem, start)) {
            for (int t = 1; t <= 30; t++) {
                SparseBatch batch = Cases.batch(33, 50, 0.3, t);
                double rate = 0.02 / t;
                session.gradient(batch, gradient);
                session.step(batch, rate);
                for (int q = 0; q < theta.length; q++) {
                    u[q] += (1 - 0.8) * (gradient[q] - u[q]);
                    v[q] += (1 - 0.95) * ((double) gradient[q] * gradient[q] - v[q]);
                    double corrected = u[q] / (1 - Math.pow(0.8, t));
                    double scale = Math.sqrt(v[q] / (1 - Math.pow(0.95, t))) + 1e-3;
                    theta[q] = theta[q] * (1 - rate * 0.1) - rate * corrected / scale;
                }
            }
            float[] values = session.weights().values();
            for (int q = 0; q < theta.length; q++) {
                assertThat(values[q]).isFinite();
                assertThat((double) values[q]).as("parameter %d", q).isCloseTo(theta[q], within(2e-6));
            }
        }
    }
}
