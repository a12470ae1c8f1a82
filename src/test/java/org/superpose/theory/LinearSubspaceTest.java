package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class LinearSubspaceTest {
    private static final Importance DECAY = new Importance.Decay(0.7);

    private static Layout layout(boolean tied, boolean bias, int n, int m) {
        return new Layout(new ModelSpec(tied, Activation.IDENTITY, Activation.IDENTITY, bias), n, m);
    }

    private static Weights random(Layout layout, long seed) {
        Random random = new Random(seed);
        float[] values = new float[layout.size()];
        for (int q = 0; q < values.length; q++) {
            values[q] = random.nextFloat() - 0.5f;
        }
        return new Weights(layout, values);
    }

    /** W_inᵀ or W_out, n × m. */
    private static RealMatrix tensor(Weights weights, int from) {
        Layout layout = weights.layout();
        RealMatrix tensor = new Array2DRowRealMatrix(layout.n(), layout.m());
        for (int i = 0; i < layout.n(); i++) {
            for (int k = 0; k < layout.m(); k++) {
                tensor.setEntry(i, k, weights.values()[from + i * layout.m() + k]);
            }
        }
        return tensor;
    }

    private static double largest(double[] angles) {
        return angles[angles.length - 1];
    }

    @ParameterizedTest
    @CsvSource({"9, 4", "9, 1", "40, 13", "8, 7"})
    void anglesAndDistanceOfAnyModel(int n, int m) {
        Weights weights = random(layout(false, true, n, m), n);
        LinearSubspace subspace = LinearSubspace.of(weights, DECAY);
        RealMatrix axes = Matrices.identity(n).getSubMatrix(0, n - 1, 0, m - 1);
        RealMatrix encoder = tensor(weights, weights.layout().encoder());
        RealMatrix decoder = tensor(weights, weights.layout().decoder());
        assertThat(subspace.encoderAngle())
                .isCloseTo(largest(PrincipalAngles.between(encoder, axes)), withinPercentage(1e-6));
        assertThat(subspace.decoderAngle())
                .isCloseTo(largest(PrincipalAngles.between(decoder, axes)), withinPercentage(1e-6));
        assertThat(subspace.encoderAngle()).isNotEqualTo(subspace.decoderAngle());
        RealMatrix w = decoder.multiply(encoder.transpose());
        double nearest = Matrices.norm(w.subtract(nearestProjector(w, m)));
        assertThat(subspace.projectorDistance())
                .isCloseTo(Matrices.norm(w.subtract(rowProjector(encoder))), withinPercentage(1e-8))
                .isBetween(nearest * (1 - 1e-12), nearest * (1 + Math.sqrt(2)));
    }

    /** The nearest projector of rank m keeps the m largest eigenvectors of the symmetric part. */
    private static RealMatrix nearestProjector(RealMatrix w, int m) {
        Spectrum spectrum = Spectrum.of(w.add(w.transpose()).scalarMultiply(0.5));
        int[] largest = new int[m];
        for (int k = 0; k < m; k++) {
            largest[k] = k;
        }
        LinearCriticalPoint point = new LinearCriticalPoint(spectrum, largest);
        return point.decoder().multiply(point.encoder());
    }

    private static RealMatrix rowProjector(RealMatrix encoder) {
        RealMatrix gram = encoder.transpose().multiply(encoder);
        return encoder.multiply(MatrixUtils.inverse(gram)).multiply(encoder.transpose());
    }

    @Test
    void aTiedModelHasOneAngleAndTheNearestProjector() {
        Weights weights = random(layout(true, true, 12, 5), 3);
        LinearSubspace subspace = LinearSubspace.of(weights, DECAY);
        assertThat(subspace.encoderAngle()).isEqualTo(subspace.decoderAngle());
        RealMatrix a = tensor(weights, 0);
        RealMatrix w = a.multiply(a.transpose());
        assertThat(subspace.projectorDistance())
                .isCloseTo(Matrices.norm(w.subtract(nearestProjector(w, 5))), withinPercentage(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"1e-8, 0.001", "1e-3, 1e-8", "0, 3e-12"})
    void smallAnglesAndDistancesKeepTheirDigits(double tilt, double stretch) {
        Layout layout = layout(false, true, 4, 2);
        float small = (float) tilt;
        float more = (float) stretch;
        // W_in = (4e_0 + 4 tilt e_3, e_1), W_out = (e_0/4, e_1 + stretch e_2)
        float[] values = {4, 0, 0, 1, 0, 0, 4 * small, 0, 0.25f, 0, 0, 1, 0, more, 0, 0, 0, 0, 0, 0};
        LinearSubspace subspace = LinearSubspace.of(new Weights(layout, values), DECAY);
        assertThat(subspace.encoderAngle()).isCloseTo(Math.atan(small), within(1e-12 * tilt + 1e-300));
        assertThat(subspace.decoderAngle()).isCloseTo(Math.atan(more), within(1e-12 * stretch));
        // W = e_0 (e_0 + s e_3)ᵀ + (e_1 + more e_2) e_1ᵀ, P = (e_0 + s e_3)(e_0 + s e_3)ᵀ/(1 + s²) + e_1 e_1ᵀ, entry by
        // entry
        double s = small;
        double norm2 = 1 + s * s;
        double first = 1 - 1 / norm2;
        double right = s - s / norm2;
        double below = s / norm2;
        double corner = s * s / norm2;
        double expected =
                Math.sqrt(first * first + right * right + below * below + corner * corner + (double) more * more);
        assertThat(subspace.projectorDistance()).isCloseTo(expected, within(1e-9 * expected + 1e-16));
    }

    @Test
    void theAnglesAreNullWhereManySubspacesAreBest() {
        Weights weights = random(layout(false, true, 6, 3), 4);
        assertThat(LinearSubspace.of(weights, new Importance.Decay(1)).encoderAngle())
                .isNull();
        assertThat(LinearSubspace.of(weights, new Importance.Last(0.5)).decoderAngle())
                .isNull();
        assertThat(LinearSubspace.of(weights, new Importance.Decay(1)).projectorDistance())
                .isEqualTo(LinearSubspace.of(weights, DECAY).projectorDistance())
                .isPositive();
        Weights unbiased = random(layout(false, false, 6, 3), 4);
        assertThat(LinearSubspace.of(unbiased, DECAY).encoderAngle()).isNull();
    }

    @Test
    void theLastFeatureIsKeptWhenItMattersMost() {
        Layout layout = layout(true, true, 3, 1);
        Weights last = new Weights(layout, new float[] {0, 0, 1, 0, 0, 0});
        assertThat(LinearSubspace.of(last, new Importance.Last(5))).isEqualTo(new LinearSubspace(0.0, 0.0, 0));
        Layout wide = layout(true, true, 3, 2);
        Weights others = new Weights(wide, new float[] {1, 0, 0, 1, 0, 0, 0, 0, 0});
        assertThat(LinearSubspace.of(others, new Importance.Last(0.5))).isEqualTo(new LinearSubspace(0.0, 0.0, 0));
        Layout full = layout(false, false, 3, 3);
        assertThat(LinearSubspace.of(random(full, 6), new Importance.Decay(1)).encoderAngle())
                .isZero();
    }

    @Test
    void aModelThatLostADimensionIsARightAngleAway() {
        Layout layout = layout(true, true, 3, 2);
        Weights weights = new Weights(layout, new float[] {1, 2, 0, 0, 0, 0, 0, 0, 0});
        LinearSubspace subspace = LinearSubspace.of(weights, DECAY);
        assertThat(subspace.encoderAngle()).isEqualTo(Math.PI / 2);
        // W = 5 e_0 e_0ᵀ; the nearest projectors of rank 2 are e_0 and any other axis
        assertThat(subspace.projectorDistance()).isCloseTo(Math.sqrt(16 + 1), within(1e-14));
        Weights zero = new Weights(layout, new float[9]);
        assertThat(LinearSubspace.of(zero, DECAY).projectorDistance()).isCloseTo(Math.sqrt(2), within(1e-15));
    }

    @Test
    void otherModelsAreRefused() {
        Layout relu = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, true), 3, 2);
        assertThatThrownBy(() -> LinearSubspace.of(new Weights(relu, new float[9]), DECAY))
                .hasMessageContaining("linear");
        assertThat(LinearSubspace.isLinear(layout(true, true, 3, 2).spec())).isTrue();
        assertThat(LinearSubspace.isLinear(new ModelSpec(true, Activation.RELU, Activation.IDENTITY, true)))
                .isFalse();
    }
}
