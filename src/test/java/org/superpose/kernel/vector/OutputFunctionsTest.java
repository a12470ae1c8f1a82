package org.superpose.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;

/** Against the specification in double, over all magnitudes; interpreted at first, compiled at last, with the same bits. */
class OutputFunctionsTest {
    private static final int COUNT = 4096;
    private static final int ENOUGH_TO_BE_COMPILED = 3_000;

    static Stream<OutputFunction> functions() {
        return Stream.of(
                new OutputFunction(Kind.LEAKY_RELU, 0.01),
                new OutputFunction(Kind.SOFT_THRESHOLD, 0.25),
                new OutputFunction(Kind.TREC, 0.25),
                new OutputFunction(Kind.GATED, 0.0625),
                new OutputFunction(Kind.GATED, 4));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void agreesWithTheSpecification(OutputFunction psi) {
        float[] a = numbers();
        float[] outputs = a.clone();
        float[] slopes = new float[COUNT];
        OutputFunctions.apply(psi, outputs, 0, COUNT, slopes, 0);
        for (int q = 0; q < COUNT; q++) {
            double value = psi.value(a[q]);
            double slope = psi.slope(a[q]);
            // of the gate's tail only what is left of z matters
            double tolerance = 4e-7 * Math.abs(value) + 1e-34 * (1 + Math.abs(a[q]));
            assertThat(Math.abs(outputs[q] - value))
                    .as("%s(%s) = %s against %s", psi, a[q], outputs[q], value)
                    .isLessThanOrEqualTo(tolerance);
            assertThat(Math.abs(slopes[q] - slope))
                    .as("%s'(%s) = %s against %s", psi, a[q], slopes[q], slope)
                    .isLessThanOrEqualTo(5e-7 * summands(psi, a[q]) + 1e-32);
        }
        for (int repetition = 0; repetition < ENOUGH_TO_BE_COMPILED; repetition++) {
            float[] again = a.clone();
            float[] slopesAgain = new float[COUNT];
            OutputFunctions.apply(psi, again, 0, COUNT, slopesAgain, 0);
            assertThat(again).isEqualTo(outputs);
            assertThat(slopesAgain).isEqualTo(slopes);
        }
    }

    /** σ + |t| σ (1 − σ), of which a gate's slope is the difference. */
    private static double summands(OutputFunction psi, double z) {
        if (psi.kind() != Kind.GATED) {
            return 1;
        }
        double t = z / psi.parameter();
        double gate = 1 / (1 + Math.exp(-t));
        return gate + Math.abs(t) * gate * (1 - gate);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void whatIsNotFiniteDoesNotBecomeFinite(OutputFunction psi) {
        float[] a = new float[64];
        a[3] = Float.NaN;
        a[7] = -Float.NaN;
        a[20] = Float.POSITIVE_INFINITY;
        a[33] = Float.intBitsToFloat(0xFFC00000);
        OutputFunctions.apply(psi, a, 0, a.length, new float[64], 0);
        for (int q : new int[] {3, 7, 20, 33}) {
            assertThat(Float.isFinite(a[q])).as("%s", q).isFalse();
        }
        assertThat(a[0]).isZero();
    }

    /** Both signs, dense around 0, 1e-6 to 3e4, thresholds and zeros among them. */
    private static float[] numbers() {
        float[] numbers = new float[COUNT];
        for (int q = 0; q < COUNT; q++) {
            double size = q % 2 == 0 ? 1.5 * q / COUNT : Math.pow(10, -6 + 10.5 * q / COUNT);
            numbers[q] = (float) (q % 4 < 2 ? size : -size);
        }
        numbers[10] = 0;
        numbers[11] = -0f;
        numbers[12] = 0.25f;
        numbers[13] = -0.25f;
        return numbers;
    }
}
