package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearFlowTest {
    private static final double[] TIMES = {0, 0.3, 0.9, 1.5, 2.5, 4};
    private static final Spectrum SPECTRUM =
            new Spectrum(new double[] {3, 1.5, 0.7, 0.2, 0}, new QRDecomposition(Matrices.random(5, 5, 2)).getQ());

    /** Against ds/dt = 2λ s(1 − s), integrated here by Runge and Kutta's method of order 4. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void modesFollowTheLogisticEquation(boolean tied) {
        LinearFlow flow = new LinearFlow(SPECTRUM, LinearFlow.Start.modes(SPECTRUM, 3, 0.01), tied);
        List<LinearFlow.State> states = flow.at(TIMES);
        for (int q = 0; q < TIMES.length; q++) {
            double energy = 2;
            double loss = 0.2;
            for (int k = 0; k < 3; k++) {
                double rate = 2 * SPECTRUM.values()[k];
                double s = logistic(0.01, rate, TIMES[q]);
                assertThat(states.get(q).strengths()[k]).isCloseTo(s, within(1e-9));
                assertThat(flow.curve(k).applyAsDouble(TIMES[q])).isCloseTo(s, within(1e-9));
                energy += (1 - s) * (1 - s);
                loss += SPECTRUM.values()[k] * (1 - s) * (1 - s);
            }
            assertThat(states.get(q).energy().total()).isCloseTo(energy, within(1e-8));
            assertThat(states.get(q).loss()).isCloseTo(loss, within(1e-8));
            assertThat(states.get(q).angle()).isCloseTo(0, within(1e-7));
            assertThat(states.get(q).strengths()[4]).isCloseTo(0, within(1e-12));
        }
        assertThat(flow.curve(4)).isNull();
        LinearFlow.State last = flow.at(flow.horizon()).get(0);
        assertThat(last.strengths()[2]).isBetween(0.99, 1.0);
    }

    private static double logistic(double start, double rate, double time) {
        int steps = 20_000;
        double h = time / steps;
        double s = start;
        for (int q = 0; q < steps; q++) {
            double a = rate * s * (1 - s);
            double b = rate * (s + h * a / 2) * (1 - s - h * a / 2);
            double c = rate * (s + h * b / 2) * (1 - s - h * b / 2);
            double d = rate * (s + h * c) * (1 - s - h * c);
            s += h * (a + 2 * b + 2 * c + d) / 6;
        }
        return s;
    }

    /** A saddle of a tied model turns into the next critical point, mode i into mode j, with the rate λ_j − λ_i. */
    @Test
    void theWayDownFromASaddle() {
        LinearCriticalPoint saddle = new LinearCriticalPoint(SPECTRUM, 1, 3);
        LinearFlow.Start start = LinearFlow.Start.saddle(saddle.descent().orElseThrow(), 0.1);
        LinearFlow flow = new LinearFlow(SPECTRUM, start, true);
        for (LinearFlow.State state : flow.at(TIMES)) {
            double gained = logistic(0.01 / 1.01, 2 * (3 - 0.2), state.time());
            double[] expected = {gained, 1, 0, 1 - gained, 0};
            assertThat(state.strengths()).containsExactly(expected, within(1e-9));
            for (int k = 0; k < 5; k++) {
                assertThat(flow.curve(k).applyAsDouble(state.time())).isCloseTo(expected[k], within(1e-9));
            }
            assertThat(state.loss()).isCloseTo(saddle.loss() - gained * (3 - 0.2), within(1e-8));
        }
        assertThat(flow.at(flow.horizon()).get(0).strengths()[0]).isBetween(0.99, 1.0);
        LinearFlow untied = new LinearFlow(SPECTRUM, start, false);
        assertThat(untied.curve(0)).isNull();
        assertThat(untied.at(60).get(0).strengths()).containsExactly(new double[] {1, 1, 0, 0, 0}, within(1e-6));
    }

    /** From random starts, of equal eigenvalues too, to the least loss; an unbalanced start keeps its imbalance. */
    @Test
    void randomStartsEndAtAMinimum() {
        Spectrum population = Spectrum.ofPopulation(6, 0.5, false);
        for (long seed = 0; seed < 3; seed++) {
            for (LinearFlow flow : List.of(
                    new LinearFlow(population, LinearFlow.Start.balanced(6, 3, 1e-3, seed), true),
                    new LinearFlow(population, LinearFlow.Start.balanced(6, 3, 1e-3, seed), false),
                    new LinearFlow(population, LinearFlow.Start.independent(6, 3, 1e-3, seed), false))) {
                List<LinearFlow.State> states = flow.at(0, 1000);
                LinearFlow.State end = states.get(1);
                double v1 = 0.5 / 3 - 0.25 / 4;
                assertThat(end.loss()).isCloseTo(3 * v1, within(1e-6));
                assertThat(end.energy().total()).isCloseTo(3, within(1e-6));
                assertThat(end.angle()).isCloseTo(0, within(1e-4));
                assertThat(end.imbalance()).isCloseTo(states.get(0).imbalance(), within(1e-9));
                assertThat(end.strengths()[0]).isCloseTo(1, within(1e-6));
            }
        }
        LinearFlow.Start independent = LinearFlow.Start.independent(6, 3, 1e-3, 1);
        assertThat(independent.model().imbalance().getFrobeniusNorm()).isPositive();
        assertThat(LinearFlow.Start.balanced(6, 3, 1e-3, 1).model().decoder())
                .isEqualTo(independent.model().decoder())
                .isNotEqualTo(LinearFlow.Start.balanced(6, 3, 1e-3, 2).model().decoder());
    }

    /** Within an eigenspace the start is diagonal: no two of its modes are mixed. */
    @Test
    void equalEigenvaluesTakeTheBasisOfTheStart() {
        Spectrum population = Spectrum.ofPopulation(6, 0.5, false);
        RealMatrix w = Matrices.random(6, 6, 5);
        Spectrum adapted = population.adaptedTo(w);
        RealMatrix u = adapted.vectors();
        RealMatrix inside = u.transpose().multiply(w.add(w.transpose())).multiply(u);
        for (int k = 1; k < 6; k++) {
            for (int l = 1; l < k; l++) {
                assertThat(inside.getEntry(k, l)).isCloseTo(0, within(1e-13));
            }
        }
        assertThat(Matrices.norm(u.transpose().multiply(u).subtract(Matrices.identity(6))))
                .isLessThan(1e-13);
        RealMatrix sigma = u.multiply(MatrixUtils.createRealDiagonalMatrix(adapted.values()))
                .multiply(u.transpose());
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(sigma.getEntry(i, j)).isCloseTo(i == j ? 0.5 / 3 : 0.25 / 4, within(1e-15));
            }
        }
    }

    /** Data in other units have another time, and the same strengths. */
    @Test
    void unitsDoNotMatter() {
        double factor = 1e14;
        double[] values = SPECTRUM.values().clone();
        double[] times = TIMES.clone();
        for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
        }
        for (int q = 0; q < times.length; q++) {
            times[q] /= factor;
        }
        LinearFlow.Start start = LinearFlow.Start.balanced(5, 2, 1e-2, 3);
        List<LinearFlow.State> usual = new LinearFlow(SPECTRUM, start, false).at(TIMES);
        List<LinearFlow.State> large = new LinearFlow(new Spectrum(values, SPECTRUM.vectors()), start, false).at(times);
        for (int q = 0; q < TIMES.length; q++) {
            assertThat(large.get(q).strengths()).containsExactly(usual.get(q).strengths(), within(1e-9));
            assertThat(large.get(q).loss() / factor).isCloseTo(usual.get(q).loss(), within(1e-9));
        }
    }

    /** A start of a rank far below n, on which the library's iteration does not end: 127 eigenvalues of which 95 are zero up to roundings. */
    @Test
    void manyZeroEigenvaluesAreFound() {
        LinearFlow.Start start = LinearFlow.Start.balanced(128, 32, 1e-3, 0);
        RealMatrix w = start.model().decoder().multiply(start.model().encoder());
        RealMatrix u = Spectrum.ofPopulation(128, 0.02, false).adaptedTo(w).vectors();
        RealMatrix inside = u.transpose().multiply(w).multiply(u);
        assertThat(Matrices.norm(u.transpose().multiply(u).subtract(Matrices.identity(128))))
                .isLessThan(1e-12);
        for (int k = 1; k < 128; k++) {
            for (int l = 1; l < k; l++) {
                assertThat(inside.getEntry(k, l)).isCloseTo(0, within(1e-14));
            }
        }
        assertThat(inside.getEntry(31, 31)).isGreaterThan(1e-5);
        assertThat(inside.getEntry(34, 34)).isCloseTo(0, within(1e-14));
    }
}
