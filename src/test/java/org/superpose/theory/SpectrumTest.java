package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Importance;

class SpectrumTest {
    @Test
    void samplesAreSummedAndNotCentred() {
        Spectrum spectrum = Spectrum.ofSamples(new double[][] {{3, 0}, {3, 0}, {0, 2}});
        assertThat(spectrum.values()[0]).isCloseTo(18, within(1e-14));
        assertThat(spectrum.values()[1]).isCloseTo(4, within(1e-14));
        assertThat(Math.abs(spectrum.vectors().getEntry(0, 0))).isCloseTo(1, within(1e-14));
    }

    @Test
    void eigenpairsRebuildTheMatrix() {
        double[][] samples = Matrices.random(30, 7, 1).getData();
        Spectrum spectrum = Spectrum.ofSamples(samples);
        RealMatrix rebuilt = spectrum.vectors()
                .multiply(MatrixUtils.createRealDiagonalMatrix(spectrum.values()))
                .multiply(spectrum.vectors().transpose());
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                double sum = 0;
                for (double[] sample : samples) {
                    sum += sample[i] * sample[j];
                }
                assertThat(rebuilt.getEntry(i, j)).isCloseTo(sum, within(1e-12));
            }
        }
        for (int k = 1; k < 7; k++) {
            assertThat(spectrum.values()[k]).isPositive().isLessThan(spectrum.values()[k - 1]);
        }
    }

    @Test
    void onlyFiniteSymmetricMatricesHaveOne() {
        assertThatThrownBy(() -> Spectrum.of(Matrices.random(3, 3, 2))).hasMessageContaining("symmetric");
        RealMatrix broken = Matrices.identity(2);
        broken.setEntry(1, 1, Double.NaN);
        assertThatThrownBy(() -> Spectrum.of(broken)).hasMessageContaining("finite");
    }

    @Test
    void thePopulationIsTheLimitOfManySamples() {
        int n = 6;
        double p = 0.4;
        int count = 200_000;
        Random random = new Random(3);
        double[][] samples = new double[count][n];
        for (double[] sample : samples) {
            for (int i = 0; i < n; i++) {
                sample[i] = random.nextDouble() < p ? random.nextDouble() : 0;
            }
        }
        double[] values = Spectrum.ofSamples(samples).values();
        PopulationSpectrum population = PopulationSpectrum.of(n, p);
        assertThat(values[0] / count).isCloseTo(population.largest(), withinPercentage(1));
        for (int k = 1; k < n; k++) {
            assertThat(values[k] / count).isCloseTo(population.rest(), withinPercentage(2));
        }
        assertThat(population.largest() + (n - 1) * population.rest()).isCloseTo(n * p / 3, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"decay, 1", "decay, 0.7", "decay, 0.2", "last, 5", "last, 0.25", "last, 1"})
    void importanceMovesTheSpectrum(String kind, double value) {
        int n = 9;
        double p = 0.6;
        Importance importance = kind.equals("last") ? new Importance.Last(value) : new Importance.Decay(value);
        RealMatrix root = MatrixUtils.createRealDiagonalMatrix(importance.weights(n));
        for (int i = 0; i < n; i++) {
            root.setEntry(i, i, Math.sqrt(root.getEntry(i, i)));
        }
        RealMatrix sigma = secondMoments(n, p);
        EigenDecomposition direct = new EigenDecomposition(root.multiply(sigma).multiply(root));
        double[] weighted = PopulationSpectrum.weighted(n, p, importance);
        for (int k = 0; k < n; k++) {
            assertThat(weighted[k]).as("%d", k).isCloseTo(direct.getRealEigenvalue(k), within(1e-14));
        }
        for (int m = 1; m < n; m++) {
            RealMatrix kept = direct.getV().getSubMatrix(0, n - 1, 0, m - 1);
            RealMatrix w = MatrixUtils.inverse(root)
                    .multiply(kept)
                    .multiply(kept.transpose())
                    .multiply(root);
            RealMatrix error = root.multiply(Matrices.identity(n).subtract(w));
            double loss = error.multiply(sigma).multiply(error.transpose()).getTrace() / n;
            assertThat(PopulationSpectrum.lossWithoutBias(n, m, p, importance)).isCloseTo(loss, within(1e-14));
            assertThat(loss)
                    .isGreaterThanOrEqualTo(ClosedForms.of(n, m, p, importance).lossLinear() - 1e-15);
        }
    }

    @Test
    void equalImportanceNeedsNoBias() {
        for (int m = 1; m <= 8; m++) {
            assertThat(PopulationSpectrum.lossWithoutBias(8, m, 0.3, new Importance.Decay(1)))
                    .isCloseTo((1 - m / 8.0) * ClosedForms.featureVariance(0.3), within(1e-16));
        }
        double[] weighted = PopulationSpectrum.weighted(8, 0.3, new Importance.Decay(1));
        PopulationSpectrum plain = PopulationSpectrum.of(8, 0.3);
        assertThat(weighted[0]).isCloseTo(plain.largest(), within(1e-15));
        assertThat(weighted[7]).isEqualTo(plain.rest());
    }

    private static RealMatrix secondMoments(int n, double p) {
        RealMatrix sigma = Matrices.identity(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sigma.setEntry(i, j, i == j ? p / 3 : p * p / 4);
            }
        }
        return sigma;
    }
}
