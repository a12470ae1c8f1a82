package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientFlowTest {
    private static final int N = 5;
    private static final int M = 2;
    private static final double[] TIMES =
            IntStream.range(0, 30).mapToDouble(q -> 0.2 * q).toArray();

    private static RealMatrix sigma() {
        RealMatrix samples = Matrices.random(12, N, 4);
        return samples.transpose().multiply(samples).scalarMultiply(0.25);
    }

    private static RealMatrix smallStart() {
        return Matrices.random(N, M, 5).scalarMultiply(0.3);
    }

    /** Saxe et al. 2014 with s = τ = 1 and u₀ = 1e-3, as a curve and as an untied network with one unit in each layer. */
    @ParameterizedTest
    @CsvSource({"1, .0073421", "2, .0518207", "3, .2876644", "3.4534, .500011", "5, .9566133"})
    void publishedStrengths(double time, double strength) {
        ModeCurve curve = new ModeCurve(1e-3, 1, 1);
        assertThat(curve.at(time)).isCloseTo(strength, within(6e-8 + 1e-6 * (time == 3.4534 ? 1 : 0)));
        assertThat(curve.timeOf(curve.at(time))).isCloseTo(time, within(1e-12));
        RealMatrix root = MatrixUtils.createRealDiagonalMatrix(new double[] {Math.sqrt(1e-3)});
        UntiedGradientFlow flow =
                new UntiedGradientFlow(Matrices.identity(1), new UntiedGradientFlow.Model(root, root));
        UntiedGradientFlow.Model end = flow.path(time)[0];
        assertThat(end.decoder().multiply(end.encoder()).getEntry(0, 0)).isCloseTo(curve.at(time), within(1e-10));
    }

    @Test
    void aCurveSolvesItsEquation() {
        ModeCurve curve = new ModeCurve(0.02, 1.7, 0.6);
        double step = 1e-5;
        for (double time : new double[] {0, 0.5, 2, 4}) {
            double slope = (curve.at(time + step) - curve.at(time - step)) / (2 * step);
            double u = curve.at(time);
            assertThat(slope).isCloseTo(2 * 0.6 * u * (1.7 - u), within(1e-8));
        }
        assertThat(curve.at(0)).isCloseTo(0.02, within(1e-15));
        assertThat(curve.at(1e4)).isEqualTo(1.7);
        assertThatThrownBy(() -> new ModeCurve(0, 1, 1)).hasMessageContaining("positive");
    }

    @Test
    void modesFollowTheirCurvesTiedAndUntied() {
        Spectrum spectrum = Spectrum.of(sigma());
        int[] kept = {0, 3};
        double[] strengths = {1e-3, 0.2};
        RealMatrix turn = MatrixUtils.createRealMatrix(new double[][] {{0.6, -0.8}, {0.8, 0.6}});
        RealMatrix start = spectrum.basis(kept)
                .multiply(MatrixUtils.createRealDiagonalMatrix(
                        new double[] {Math.sqrt(strengths[0]), Math.sqrt(strengths[1])}))
                .multiply(turn);
        RealMatrix[] tied = new TiedGradientFlow(sigma(), start).path(TIMES);
        UntiedGradientFlow.Model[] untied =
                new UntiedGradientFlow(sigma(), new UntiedGradientFlow.Model(start, start.transpose())).path(TIMES);
        for (int q = 0; q < TIMES.length; q++) {
            RealMatrix expected = MatrixUtils.createRealMatrix(N, N);
            for (int k = 0; k < kept.length; k++) {
                RealMatrix u = spectrum.basis(kept[k]);
                double strength = ModeCurve.ofAutoencoder(spectrum.values()[kept[k]], strengths[k])
                        .at(TIMES[q]);
                expected = expected.add(u.multiply(u.transpose()).scalarMultiply(strength));
            }
            assertThat(Matrices.norm(tied[q].multiply(tied[q].transpose()).subtract(expected)))
                    .isLessThan(1e-8);
            assertThat(Matrices.norm(
                            untied[q].decoder().multiply(untied[q].encoder()).subtract(expected)))
                    .isLessThan(1e-8);
        }
    }

    /** W' = ΣW + WΣ − 2WΣW is a Riccati equation: W(t) = e^{Σt}A₀ (1 + A₀ᵀ(e^{2Σt} − 1)A₀)⁻¹ A₀ᵀe^{Σt} (Yan, Helmke and Moore 1994). */
    @Test
    void theTiedFlowIsItsRiccatiSolutionFromAnyStart() {
        Spectrum spectrum = Spectrum.of(sigma());
        RealMatrix start = Matrices.random(N, M, 6);
        RealMatrix[] path = new TiedGradientFlow(sigma(), start).path(TIMES);
        for (int q = 0; q < TIMES.length; q++) {
            double time = TIMES[q];
            RealMatrix grown = exponential(spectrum, time).multiply(start);
            RealMatrix inner = Matrices.identity(M)
                    .add(grown.transpose().multiply(grown))
                    .subtract(start.transpose().multiply(start));
            RealMatrix exact = grown.multiply(MatrixUtils.inverse(inner)).multiply(grown.transpose());
            assertThat(Matrices.norm(path[q].multiply(path[q].transpose()).subtract(exact)))
                    .as("t = %s", time)
                    .isLessThan(1e-8);
        }
    }

    @Test
    void noDirectionCrossesUnitStrength() {
        RealMatrix start = Matrices.random(N, M, 6);
        assertThat(shortDirections(start)).isEqualTo(1);
        for (RealMatrix decoder : new TiedGradientFlow(sigma(), start).path(0.1, 0.5, 1, 2)) {
            assertThat(shortDirections(decoder)).isEqualTo(1);
        }
    }

    /** How many eigenvalues of 𝟙 − AᵀA are positive. */
    private static long shortDirections(RealMatrix decoder) {
        RealMatrix missing = Matrices.identity(M).subtract(decoder.transpose().multiply(decoder));
        return Arrays.stream(Spectrum.of(missing).values())
                .filter(value -> value > 0)
                .count();
    }

    @Test
    void theTiedFlowEndsAtTheGlobalMinimum() {
        RealMatrix[] path = new TiedGradientFlow(sigma(), smallStart()).path(200);
        LinearCriticalPoint minimum = new LinearCriticalPoint(Spectrum.of(sigma()), 0, 1);
        assertThat(Matrices.norm(path[0].multiply(path[0].transpose())
                        .subtract(minimum.decoder().multiply(minimum.encoder()))))
                .isLessThan(1e-6);
        assertThat(new TiedGradientFlow(sigma(), path[0]).loss(path[0])).isCloseTo(minimum.loss(), within(1e-9));
        for (double angle : PrincipalAngles.between(path[0], minimum.decoder())) {
            assertThat(angle).isLessThan(1e-6);
        }
    }

    @Test
    void theLossOfAShortStartNeverRises() {
        TiedGradientFlow flow = new TiedGradientFlow(sigma(), smallStart());
        double before = Double.POSITIVE_INFINITY;
        for (RealMatrix decoder : flow.path(TIMES)) {
            double loss = flow.loss(decoder);
            RealMatrix samples = Matrices.random(12, N, 4).scalarMultiply(0.5);
            double direct =
                    Matrices.norm(samples.subtract(samples.multiply(decoder).multiply(decoder.transpose())));
            assertThat(loss).isCloseTo(direct * direct, within(1e-12)).isLessThan(before);
            before = loss;
        }
    }

    @Test
    void withEqualEigenvaluesTheFlowDescendsTheEnergy() {
        RealMatrix start = Matrices.random(N, M, 9).scalarMultiply(1.5);
        TiedGradientFlow flow = new TiedGradientFlow(Matrices.identity(N), start);
        double step = 1e-6;
        RealMatrix velocity = flow.velocity(start);
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < M; k++) {
                RealMatrix moved = start.copy();
                moved.addToEntry(i, k, step);
                double above = energy(moved).total();
                moved.addToEntry(i, k, -2 * step);
                double below = energy(moved).total();
                assertThat(velocity.getEntry(i, k)).isCloseTo(-(above - below) / (8 * step), within(1e-7));
            }
        }
        double before = Double.POSITIVE_INFINITY;
        for (RealMatrix decoder : flow.path(TIMES)) {
            double energy = energy(decoder).total();
            assertThat(energy).isLessThan(before);
            before = energy;
        }
        assertThat(before).isCloseTo(N - M, within(1e-6));
    }

    private static FeatureEnergy energy(RealMatrix decoder) {
        return FeatureEnergy.of(decoder.multiply(decoder.transpose()));
    }

    @Test
    void theEnergyIsBenefitAndInterference() {
        RealMatrix decoder = Matrices.random(N, M, 10);
        FeatureEnergy energy = energy(decoder);
        double norm = Matrices.norm(Matrices.identity(N).subtract(decoder.multiply(decoder.transpose())));
        assertThat(energy.total()).isCloseTo(norm * norm, within(1e-13));
        FeatureEnergy pair = energy(MatrixUtils.createColumnRealMatrix(new double[] {1, -1, 0}));
        assertThat(pair).isEqualTo(new FeatureEnergy(1, 2));
    }

    @Test
    void theImbalanceIsConserved() {
        UntiedGradientFlow.Model start =
                new UntiedGradientFlow.Model(Matrices.random(N, M, 11), Matrices.random(M, N, 12));
        UntiedGradientFlow flow = new UntiedGradientFlow(sigma(), start);
        assertThat(Matrices.norm(start.imbalance())).isGreaterThan(0.1);
        UntiedGradientFlow.Model[] path = flow.path(1, 5, 300);
        for (UntiedGradientFlow.Model model : path) {
            assertThat(Matrices.norm(model.imbalance().subtract(start.imbalance())))
                    .isLessThan(1e-8);
        }
        RealMatrix end = path[2].decoder().multiply(path[2].encoder());
        LinearCriticalPoint kept = new LinearCriticalPoint(Spectrum.of(sigma()), 0, 1);
        RealMatrix minimum = kept.decoder().multiply(kept.encoder());
        assertThat(Matrices.norm(end.subtract(minimum))).isLessThan(1e-6);
    }

    @Test
    void theUntiedVelocityIsMinusTheGradient() {
        UntiedGradientFlow.Model model =
                new UntiedGradientFlow.Model(Matrices.random(N, M, 13), Matrices.random(M, N, 14));
        UntiedGradientFlow.Model velocity = new UntiedGradientFlow(sigma(), model).velocity(model);
        double step = 1e-6;
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < M; k++) {
                model.decoder().addToEntry(i, k, step);
                double above = halfLoss(model);
                model.decoder().addToEntry(i, k, -2 * step);
                double below = halfLoss(model);
                model.decoder().addToEntry(i, k, step);
                assertThat(velocity.decoder().getEntry(i, k)).isCloseTo(-(above - below) / (2 * step), within(1e-7));
                model.encoder().addToEntry(k, i, step);
                above = halfLoss(model);
                model.encoder().addToEntry(k, i, -2 * step);
                below = halfLoss(model);
                model.encoder().addToEntry(k, i, step);
                assertThat(velocity.encoder().getEntry(k, i)).isCloseTo(-(above - below) / (2 * step), within(1e-7));
            }
        }
    }

    private static double halfLoss(UntiedGradientFlow.Model model) {
        RealMatrix error = Matrices.identity(N).subtract(model.decoder().multiply(model.encoder()));
        return error.multiply(sigma()).multiply(error.transpose()).getTrace() / 2;
    }

    @Test
    void timesMustAscend() {
        TiedGradientFlow flow = new TiedGradientFlow(sigma(), smallStart());
        assertThatThrownBy(() -> flow.path(1, 0.5)).hasMessageContaining("0.5 after 1.0");
        assertThatThrownBy(() -> flow.path(Double.NaN)).hasMessageContaining("NaN");
        assertThat(flow.path(0)[0]).isEqualTo(smallStart());
    }

    private static RealMatrix exponential(Spectrum spectrum, double time) {
        double[] values = spectrum.values().clone();
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.exp(values[k] * time);
        }
        return spectrum.vectors()
                .multiply(MatrixUtils.createRealDiagonalMatrix(values))
                .multiply(spectrum.vectors().transpose());
    }
}
