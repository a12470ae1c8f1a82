package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class LinearCriticalPointTest {
    private static final int N = 6;
    private static final int M = 3;
    private static final RealMatrix SAMPLES = Matrices.random(40, N, 7);
    private static final Spectrum SPECTRUM = Spectrum.ofSamples(SAMPLES.getData());

    /** Every I of M among N. */
    private static List<LinearCriticalPoint> all() {
        List<LinearCriticalPoint> points = new ArrayList<>();
        for (int a = 0; a < N; a++) {
            for (int b = a + 1; b < N; b++) {
                for (int c = b + 1; c < N; c++) {
                    points.add(new LinearCriticalPoint(SPECTRUM, c, a, b));
                }
            }
        }
        return points;
    }

    /** Σ_t ‖x_t − W_out W_in x_t‖². */
    private static double loss(RealMatrix decoder, RealMatrix encoder) {
        double norm = Matrices.norm(
                SAMPLES.subtract(SAMPLES.multiply(encoder.transpose()).multiply(decoder.transpose())));
        return norm * norm;
    }

    @Test
    void theLossIsWhatIsNotKept() {
        assertThat(all()).hasSize(20);
        for (LinearCriticalPoint point : all()) {
            double direct = loss(point.decoder(), point.encoder());
            assertThat(point.loss()).isCloseTo(direct, within(1e-11));
            RealMatrix w = point.decoder().multiply(point.encoder());
            assertThat(Matrices.norm(w.multiply(w).subtract(w))).isCloseTo(0, within(1e-13));
            assertThat(w.getTrace()).isCloseTo(M, within(1e-13));
        }
    }

    @Test
    void theGradientIsZero() {
        RealMatrix c = Matrices.random(M, M, 8).add(Matrices.identity(M).scalarMultiply(2));
        double step = 1e-5;
        for (LinearCriticalPoint point : all()) {
            RealMatrix decoder = point.decoder().multiply(c);
            RealMatrix encoder = MatrixUtils.inverse(c).multiply(point.encoder());
            for (RealMatrix tensor : List.of(decoder, encoder)) {
                for (int i = 0; i < tensor.getRowDimension(); i++) {
                    for (int k = 0; k < tensor.getColumnDimension(); k++) {
                        tensor.addToEntry(i, k, step);
                        double above = loss(decoder, encoder);
                        tensor.addToEntry(i, k, -2 * step);
                        double below = loss(decoder, encoder);
                        tensor.addToEntry(i, k, step);
                        assertThat((above - below) / (2 * step)).isCloseTo(0, within(1e-7));
                    }
                }
            }
        }
    }

    @Test
    void onlyTheLargestAreTheMinimumAndAllElseIsASaddle() {
        int minima = 0;
        for (LinearCriticalPoint point : all()) {
            minima += point.descent().isEmpty() ? 1 : 0;
            assertThat(point.descent().isEmpty()).isEqualTo(point.kept()[2] == M - 1);
            if (point.descent().isEmpty()) {
                continue;
            }
            LinearCriticalPoint.Descent descent = point.descent().orElseThrow();
            double[] values = SPECTRUM.values();
            assertThat(values[descent.gained()]).isGreaterThan(values[descent.lost()]);
            for (double epsilon : new double[] {1e-3, 0.1, 1, 30}) {
                double change = loss(descent.decoder(epsilon), descent.encoder(epsilon)) - point.loss();
                assertThat(descent.change(epsilon)).isNegative().isCloseTo(change, within(1e-11));
            }
            assertThat(Matrices.norm(descent.decoder(1e-9).subtract(point.decoder())))
                    .isLessThan(2e-9);
        }
        assertThat(minima).isEqualTo(1);
    }

    @Test
    void equalEigenvaluesShareTheMinimum() {
        Spectrum equal = Spectrum.of(Matrices.identity(4).scalarMultiply(2));
        assertThat(new LinearCriticalPoint(equal, 3, 1).descent()).isEmpty();
        assertThat(new LinearCriticalPoint(equal, 3, 1).loss()).isEqualTo(4);
        assertThat(new LinearCriticalPoint(equal, 0, 1, 2, 3).loss()).isZero();
    }

    @Test
    void otherIndicesAreRefused() {
        for (int[] kept : new int[][] {{}, {-1}, {N}, {1, 1}}) {
            assertThatThrownBy(() -> new LinearCriticalPoint(SPECTRUM, kept)).hasMessageContaining("0 to 5");
        }
    }
}
