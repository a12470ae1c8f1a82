package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class BasisPursuitTest {
    private final Random random = new Random(5);

    /** Well inside the phase transition of Donoho and Tanner for x ≥ 0 every sparse vector is found. */
    @ParameterizedTest
    @CsvSource({"64, 32, 5", "200, 100, 20", "40, 40, 40", "100, 25, 2"})
    void findsPlantedSparseVectors(int n, int m, int active) {
        double[] columns = gaussian(n * m);
        BasisPursuit pursuit = new BasisPursuit(columns, n, m);
        for (int repetition = 0; repetition < 50; repetition++) {
            double[] x = planted(n, active);
            assertClose(pursuit.solve(encode(columns, x, m)), x, 1e-9);
        }
    }

    /** Also where it does not recover x: the same least sum as the simplex algorithm, with the constraints kept. */
    @ParameterizedTest
    @CsvSource({"6, 2, 2", "10, 4, 3", "12, 5, 12", "20, 6, 5", "30, 10, 8", "8, 1, 4"})
    void isTheSolutionOfTheLinearProgram(int n, int m, int active) {
        for (int repetition = 0; repetition < 30; repetition++) {
            double[] columns = gaussian(n * m);
            check(columns, n, m, encode(columns, planted(n, active), m));
        }
    }

    /** Columns of equal length with few directions, copies and zeros: many ties. */
    @Test
    void degenerateEncodersHaveTheSameLeastSum() {
        for (int repetition = 0; repetition < 300; repetition++) {
            int m = 1 + random.nextInt(4);
            int n = m + random.nextInt(10);
            double[] columns = new double[n * m];
            for (int q = 0; q < columns.length; q++) {
                columns[q] = random.nextInt(3) - 1;
            }
            check(columns, n, m, encode(columns, planted(n, 1 + random.nextInt(n)), m));
        }
    }

    private static void check(double[] columns, int n, int m, double[] h) {
        double[] solution = new BasisPursuit(columns, n, m).solve(h);
        assertThat(solution).as("the path ends").isNotNull();
        double scale = Arrays.stream(h).map(Math::abs).max().orElse(0);
        assertClose(encode(columns, solution, m), h, 1e-8 * scale);
        assertThat(Arrays.stream(solution).min().orElse(0)).isGreaterThanOrEqualTo(0);
        double expected = simplex(columns, n, m, h);
        assertThat(Arrays.stream(solution).sum()).isCloseTo(expected, within(1e-7 * (1 + expected)));
    }

    private static double simplex(double[] columns, int n, int m, double[] h) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        List<LinearConstraint> equations = new ArrayList<>();
        for (int k = 0; k < m; k++) {
            double[] row = new double[n];
            for (int j = 0; j < n; j++) {
                row[j] = columns[j * m + k];
            }
            equations.add(new LinearConstraint(row, Relationship.EQ, h[k]));
        }
        return new SimplexSolver()
                .optimize(
                        new MaxIter(10_000),
                        new LinearObjectiveFunction(ones, 0),
                        new LinearConstraintSet(equations),
                        GoalType.MINIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }

    /** x̂ of an antipodal pair: the difference, on the side that is larger; equal features cancel. */
    @Test
    void theAntipodalPair() {
        BasisPursuit pursuit = new BasisPursuit(new double[] {1, -1}, 2, 1);
        assertThat(pursuit.solve(new double[] {0.7 - 0.2})).containsExactly(new double[] {0.5, 0}, within(1e-15));
        assertThat(pursuit.solve(new double[] {0.2 - 0.7})).containsExactly(new double[] {0, 0.5}, within(1e-15));
        assertThat(pursuit.solve(new double[] {0})).containsExactly(0, 0);
    }

    @Test
    void columnsOfZerosStayOut() {
        BasisPursuit pursuit = new BasisPursuit(new double[] {0, 0, 2, 0, 0, 0, 0, 1}, 4, 2);
        assertThat(pursuit.solve(new double[] {1, 0.25}))
                .containsExactly(new double[] {0, 0.5, 0, 0.25}, within(1e-15));
        BasisPursuit nothing = new BasisPursuit(new double[6], 3, 2);
        assertThat(nothing.solve(new double[2])).containsExactly(0, 0, 0);
    }

    @Test
    void equalColumnsShareNothing() {
        BasisPursuit pursuit = new BasisPursuit(new double[] {1, 1, 1, 1, 1, -1}, 3, 2);
        assertThat(pursuit.solve(new double[] {0.9, 0.5})).containsExactly(new double[] {0.7, 0, 0.2}, within(1e-15));
    }

    /**
     * The pair answers with the difference: wrong, for both, by the lesser of two; E min(u, v)² = 1/6, so p²/6 per feature; and the sample is
     * recovered unless both are active.
     */
    @Test
    void theLossOfTheAntipodalPair() {
        double density = 0.3;
        BasisPursuitLoss loss = BasisPursuitLoss.of(
                Models.subject(Models.tied(new double[][] {{1}, {-1}}), density), 20_000, () -> true);
        assertThat(loss.samples()).isEqualTo(20_000);
        assertThat(loss.standardError()).isBetween(1e-4, 6e-4);
        assertThat(loss.mean()).isCloseTo(density * density / 6, within(4 * loss.standardError()));
        assertThat(loss.recovered()).isCloseTo(1 - density * density, within(0.01));
    }

    @Test
    void aHiddenReluIsNotDecoded() {
        Weights weights = Models.random(new ModelSpec(true, Activation.RELU, Activation.RELU, true), 4, 2, 1);
        BasisPursuitLoss loss = BasisPursuitLoss.of(Models.subject(weights, 0.3), 100, () -> true);
        assertThat(loss).isEqualTo(new BasisPursuitLoss(null, null, null, 0));
    }

    /** A random encoder recovers what the trained decoder cannot: sparse enough data without error. */
    @Test
    void aRandomEncoderRecoversSparseData() {
        int n = 64;
        int m = 32;
        Layout layout = new Layout(Models.relu(true), n, m);
        float[] values = new float[layout.size()];
        for (int q = 0; q < n * m; q++) {
            values[q] = (float) random.nextGaussian();
        }
        BasisPursuitLoss loss = BasisPursuitLoss.of(Models.subject(new Weights(layout, values), 0.02), 500, () -> true);
        assertThat(loss.recovered()).isEqualTo(1);
        assertThat(loss.mean()).isBetween(0.0, 1e-20);
    }

    private double[] gaussian(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, q -> random.nextGaussian());
        return values;
    }

    private double[] planted(int n, int active) {
        double[] x = new double[n];
        for (int q = 0; q < active; q++) {
            x[random.nextInt(n)] = random.nextDouble();
        }
        return x;
    }

    private static double[] encode(double[] columns, double[] x, int m) {
        double[] h = new double[m];
        for (int j = 0; j < x.length; j++) {
            for (int k = 0; k < m; k++) {
                h[k] += x[j] * columns[j * m + k];
            }
        }
        return h;
    }

    private static void assertClose(double[] of, double[] to, double tolerance) {
        assertThat(of).isNotNull().hasSameSizeAs(to);
        for (int q = 0; q < to.length; q++) {
            assertThat(Math.abs(of[q] - to[q])).as("%s", q).isLessThanOrEqualTo(tolerance);
        }
    }
}
