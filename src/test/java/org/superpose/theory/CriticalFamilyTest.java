package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Importance;

class CriticalFamilyTest {
    private static final int N = 4;

    /** λ = (5, 2, 2) and one hidden dimension, by hand. */
    @Test
    void threeFeaturesInOneDimension() {
        Spectrum spectrum = Spectrum.of(MatrixUtils.createRealDiagonalMatrix(new double[] {5, 2, 2}));
        assertThat(CriticalFamily.all(spectrum, 1, false))
                .containsExactly(
                        new CriticalFamily(List.of(0), 1, 4, 1L, 0, 0, null),
                        new CriticalFamily(List.of(1), 1, 7, 2L, 1, 1, new CriticalFamily.Descent(1, 0, 3)),
                        new CriticalFamily(List.of(), 0, 9, 1L, 0, 3, new CriticalFamily.Descent(null, 0, 5)));
        assertThat(CriticalFamily.all(spectrum, 1, true)).hasSize(2);
        assertThat(CriticalFamily.count(spectrum, 1, true)).isEqualTo(2);
        assertThat(CriticalFamily.count(spectrum, 1, false)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 5", "2, 6, 11", "3, 4, 15", "4, 1, 16"})
    void distinctEigenvaluesHaveAFamilyForEachSet(int m, int fullRank, int all) {
        Spectrum spectrum = turned(5, 3, 2, 1);
        assertThat(CriticalFamily.count(spectrum, m, true)).isEqualTo(fullRank);
        assertThat(CriticalFamily.count(spectrum, m, false)).isEqualTo(all);
        List<CriticalFamily> families = CriticalFamily.all(spectrum, m, false);
        assertThat(families).hasSize(all).allMatch(family -> family.sets() == 1 && family.dimension() == 0);
        assertThat(families.stream().filter(CriticalFamily::minimum)).hasSize(1).containsExactly(families.get(0));
    }

    /** Every family, of all multiplicities: negative eigenvalues of the Hessian by finite differences, and the loss after a finite displacement. */
    @ParameterizedTest
    @CsvSource({"5, 3, 2, 1, 2", "5, 2, 2, 2, 2", "3, 3, 1, 1, 3", "4, 4, 4, 1, 1", "2, 1, 1, 0, 2"})
    void theLossFallsInAsManyDirections(double first, double second, double third, double fourth, int m) {
        Spectrum spectrum = turned(first, second, third, fourth);
        RealMatrix sigma = spectrum.vectors()
                .multiply(MatrixUtils.createRealDiagonalMatrix(spectrum.values()))
                .multiply(spectrum.vectors().transpose());
        for (CriticalFamily family : CriticalFamily.all(spectrum, m, false)) {
            double[] point = point(spectrum, family, m, 0);
            assertThat(family.loss()).isCloseTo(loss(sigma, point, m), within(1e-12));
            double[] eigenvalues = new EigenDecomposition(hessian(sigma, point, m)).getRealEigenvalues();
            assertThat(Arrays.stream(eigenvalues).filter(value -> value < -1e-3).count())
                    .as("%s", family)
                    .isEqualTo(family.directions());
            assertThat(family.minimum()).isEqualTo(family.directions() == 0);
            if (family.descent() != null) {
                boolean spare = family.descent().lost() == null;
                for (double epsilon : new double[] {0.01, 0.3, 1}) {
                    double square = epsilon * epsilon;
                    double share = spare ? square * (2 - square) : square / (1 + square);
                    assertThat(loss(sigma, point(spectrum, family, m, epsilon), m) - family.loss())
                            .as("%s", family)
                            .isCloseTo(-share * family.descent().fall(), within(1e-12))
                            .isNegative();
                }
            }
        }
    }

    @Test
    void independentFeaturesHaveFewFamilies() {
        Spectrum spectrum = Spectrum.ofPopulation(100, 0.3, false);
        List<CriticalFamily> families = CriticalFamily.all(spectrum, 50, true);
        assertThat(families).hasSize(2);
        assertThat(families.get(0).loss() / 100)
                .isCloseTo(ClosedForms.of(100, 50, 0.3, new Importance.Decay(1)).lossLinear(), within(1e-15));
        assertThat(families.get(0).sets()).isNull();
        assertThat(families.get(0).dimension()).isEqualTo(49 * 50);
        assertThat(families.get(1).descent().fall()).isCloseTo(100 * 0.3 * 0.3 / 4, within(1e-14));
        assertThat(CriticalFamily.count(turnedMany(), 30, false)).isGreaterThan(1L << 58);
    }

    private static Spectrum turnedMany() {
        double[] values = new double[60];
        Arrays.setAll(values, k -> 60 - k);
        return new Spectrum(values, Matrices.identity(60));
    }

    /** With random eigenvectors. */
    private static Spectrum turned(double... values) {
        return new Spectrum(values, new QRDecomposition(Matrices.random(N, N, 3)).getQ());
    }

    /** W_out above W_inᵀ with spare columns zero, ε along the way down. */
    private static double[] point(Spectrum spectrum, CriticalFamily family, int m, double epsilon) {
        double[] columns = new double[N * m];
        for (int q = 0; q < family.rank(); q++) {
            put(columns, m, q, spectrum.vectors().getColumn(family.kept().get(q)), 1);
        }
        if (epsilon > 0) {
            double[] gained = spectrum.vectors().getColumn(family.descent().gained());
            if (family.descent().lost() == null) {
                put(columns, m, family.rank(), gained, epsilon);
            } else {
                int column = family.kept().indexOf(family.descent().lost());
                double[] lost = spectrum.vectors().getColumn(family.descent().lost());
                double norm = Math.sqrt(1 + epsilon * epsilon);
                for (int i = 0; i < N; i++) {
                    columns[i * m + column] = (lost[i] + epsilon * gained[i]) / norm;
                }
            }
        }
        double[] both = Arrays.copyOf(columns, 2 * columns.length);
        System.arraycopy(columns, 0, both, columns.length, columns.length);
        return both;
    }

    private static void put(double[] columns, int m, int column, double[] vector, double factor) {
        for (int i = 0; i < N; i++) {
            columns[i * m + column] = factor * vector[i];
        }
    }

    private static double loss(RealMatrix sigma, double[] point, int m) {
        double loss = 0;
        double[][] missing = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                missing[i][j] = i == j ? 1 : 0;
                for (int k = 0; k < m; k++) {
                    missing[i][j] -= point[i * m + k] * point[N * m + j * m + k];
                }
            }
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                for (int l = 0; l < N; l++) {
                    loss += missing[i][j] * sigma.getEntry(j, l) * missing[i][l];
                }
            }
        }
        return loss;
    }

    private static RealMatrix hessian(RealMatrix sigma, double[] point, int m) {
        int size = point.length;
        double step = 1e-3;
        RealMatrix hessian = MatrixUtils.createRealMatrix(size, size);
        for (int a = 0; a < size; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int sign = 0; sign < 4; sign++) {
                    double[] moved = point.clone();
                    moved[a] += (sign & 1) == 0 ? step : -step;
                    moved[b] += (sign & 2) == 0 ? step : -step;
                    sum += (sign == 0 || sign == 3 ? 1 : -1) * loss(sigma, moved, m);
                }
                hessian.setEntry(a, b, sum / (4 * step * step));
                hessian.setEntry(b, a, hessian.getEntry(a, b));
            }
        }
        return hessian;
    }
}
