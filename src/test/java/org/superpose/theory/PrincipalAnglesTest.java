package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalAnglesTest {
    /** Two planes in R⁵ turned by known angles, in a random frame and with random bases. */
    @ParameterizedTest
    @CsvSource({"1e-12, 1e-8", "1e-8, 1.2", "0.3, 0.3", "0, 1.5707963267948966", "0.7, 1.5707963"})
    void knownAngles(double first, double second) {
        RealMatrix frame = new QRDecomposition(Matrices.random(5, 5, 1)).getQ();
        RealMatrix a = MatrixUtils.createRealMatrix(5, 2);
        RealMatrix b = MatrixUtils.createRealMatrix(5, 2);
        a.setEntry(0, 0, 1);
        a.setEntry(1, 1, 1);
        b.setEntry(0, 0, Math.cos(first));
        b.setEntry(2, 0, Math.sin(first));
        b.setEntry(1, 1, Math.cos(second));
        b.setEntry(3, 1, Math.sin(second));
        double[] angles = PrincipalAngles.between(
                frame.multiply(a).multiply(Matrices.random(2, 2, 2)),
                frame.multiply(b.multiply(Matrices.random(2, 2, 3))));
        assertThat(angles).hasSize(2);
        assertThat(angles[0]).isCloseTo(first, within(4e-15));
        assertThat(angles[1]).isCloseTo(second, within(4e-15));
    }

    @Test
    void aSubspaceOfTheOtherHasNoAngle() {
        RealMatrix large = Matrices.random(6, 4, 4);
        RealMatrix inside = large.multiply(Matrices.random(4, 2, 5));
        for (double angle : PrincipalAngles.between(inside, large)) {
            assertThat(angle).isBetween(0.0, 1e-14);
        }
        assertThat(PrincipalAngles.between(large, inside)).hasSize(2);
        assertThatThrownBy(() -> PrincipalAngles.between(large, MatrixUtils.createRealMatrix(6, 1)))
                .hasMessageContaining("zero vectors");
    }

    @Test
    void dependentRowsAddNothingToABasis() {
        double[][] basis = OrthonormalRows.of(new double[][] {{1, 2, 2}, {2, 4, 4}, {0, 0, 0}, {1, 2, 2 + 1e-7}});
        assertThat(basis).hasDimensions(2, 3);
        assertThat(OrthonormalRows.dot(basis[0], basis[1])).isCloseTo(0, within(1e-15));
        assertThat(OrthonormalRows.dot(basis[1], basis[1])).isCloseTo(1, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 61})
    void theLargestSingularValueOfRandomMatrices(int m) {
        for (double scale : new double[] {1, 1e-12, 1e9}) {
            RealMatrix rows = Matrices.random(m, 70, m).scalarMultiply(scale);
            double expected = new SingularValueDecomposition(rows).getNorm();
            assertThat(LargestSingularValue.of(rows.getData())).isCloseTo(expected, withinPercentage(1e-10));
            RealMatrix tall = Matrices.random(70, m, m).scalarMultiply(scale);
            assertThat(LargestSingularValue.of(tall.getData()))
                    .isCloseTo(new SingularValueDecomposition(tall).getNorm(), withinPercentage(1e-10));
        }
    }

    @Test
    void theLargestSingularValueOfSpecialMatrices() {
        assertThat(LargestSingularValue.of(new double[3][5])).isZero();
        assertThat(LargestSingularValue.of(Matrices.identity(40).getData())).isCloseTo(1, within(1e-14));
        // The longest row is not the largest direction.
        double[][] rows = {{0.9, 0}, {0, 0.6}, {0, 0.6}, {0, 0.6}};
        assertThat(LargestSingularValue.of(rows)).isCloseTo(Math.sqrt(1.08), within(1e-14));
        double[] descending = new double[300];
        for (int k = 0; k < descending.length; k++) {
            descending[k] = 1 - 1e-4 * k;
        }
        assertThat(LargestSingularValue.of(
                        MatrixUtils.createRealDiagonalMatrix(descending).getData()))
                .isCloseTo(1, within(1e-12));
    }
}
