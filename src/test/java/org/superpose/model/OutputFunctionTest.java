package org.superpose.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.model.OutputFunction.Kind;

class OutputFunctionTest {
    @ParameterizedTest
    @CsvSource({
        "IDENTITY, 0, -0.5, -0.5, 1",
        "RELU, 0, -0.5, 0, 0",
        "RELU, 0, 0, 0, 0",
        "RELU, 0, 0.5, 0.5, 1",
        "LEAKY_RELU, 0.25, -2, -0.5, 0.25",
        "LEAKY_RELU, 0.25, 0, 0, 0.25",
        "LEAKY_RELU, 0.25, 2, 2, 1",
        "SOFT_THRESHOLD, 0.25, 1, 0.75, 1",
        "SOFT_THRESHOLD, 0.25, 0.25, 0, 0",
        "SOFT_THRESHOLD, 0.25, -0.2, 0, 0",
        "SOFT_THRESHOLD, 0.25, -1, -0.75, 1",
        "TREC, 0.25, 0.25, 0, 0",
        "TREC, 0.25, 0.5, 0.5, 1",
        "TREC, 0.25, -1, 0, 0",
        "GATED, 0.5, 0, 0, 0.5"
    })
    void valueAndSlope(Kind kind, double parameter, double z, double value, double slope) {
        OutputFunction psi = new OutputFunction(kind, parameter);
        assertThat(psi.value(z)).isCloseTo(value, within(0.0));
        assertThat(psi.slope(z)).isEqualTo(slope);
    }

    /** z σ(z/τ) by σ(t) = (1 + tanh(t/2))/2; ReLU as τ → 0. */
    @Test
    void theGateIsTheLogisticFunction() {
        OutputFunction psi = new OutputFunction(Kind.GATED, 0.3);
        for (double z = -3; z <= 3; z += 0.17) {
            assertThat(psi.value(z)).isCloseTo(z * (1 + Math.tanh(z / 0.6)) / 2, within(1e-15));
            double difference = (psi.value(z + 1e-6) - psi.value(z - 1e-6)) / 2e-6;
            assertThat(psi.slope(z)).isCloseTo(difference, within(1e-9));
            assertThat(new OutputFunction(Kind.GATED, 1e-4).value(z)).isCloseTo(Math.max(z, 0), within(1e-12));
        }
        assertThat(psi.value(-1e6)).isCloseTo(0, within(0.0));
        assertThat(psi.slope(-1e6)).isCloseTo(0, within(0.0));
    }

    @Test
    void topKKeepsTheLargestPositiveOnesAndTies() {
        double[] a = {0.3, -0.9, 0.5, 0.3, 0.1, 0};
        assertThat(top(1, a)).containsExactly(0, -0.0, 0.5, 0, 0, 0);
        assertThat(top(2, a)).containsExactly(0.3, -0.0, 0.5, 0.3, 0, 0);
        assertThat(top(3, a)).containsExactly(0.3, -0.0, 0.5, 0.3, 0, 0);
        assertThat(top(4, a)).containsExactly(0.3, -0.0, 0.5, 0.3, 0.1, 0);
        assertThat(top(100, a)).containsExactly(0.3, -0.0, 0.5, 0.3, 0.1, 0);
    }

    private static double[] top(int k, double[] a) {
        double[] outputs = new double[a.length];
        double[] slopes = new double[a.length];
        new OutputFunction(Kind.TOP_K, k).apply(a, outputs, slopes);
        for (int i = 0; i < a.length; i++) {
            assertThat(slopes[i]).isEqualTo(outputs[i] > 0 ? 1 : 0);
        }
        return outputs;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void notANumberStaysSo(Kind kind) {
        double[] outputs = new double[3];
        OutputFunction.standard(kind, 3, 0.1).apply(new double[] {2, Double.NaN, -1}, outputs, new double[3]);
        assertThat(outputs[1]).isNaN();
        assertThat(outputs[0]).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"128, 0.01, 4", "128, 0.3, 49", "64, 1, 64", "10, 1e-9, 1", "1, 0.5, 1"})
    void theDefaultOfK(int n, double p, double k) {
        assertThat(OutputFunction.standard(Kind.TOP_K, n, p).parameter()).isEqualTo(k);
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY, 1",
        "RELU, 0.1",
        "LEAKY_RELU, 0",
        "LEAKY_RELU, 1",
        "LEAKY_RELU, NaN",
        "SOFT_THRESHOLD, 0",
        "SOFT_THRESHOLD, NaN",
        "TREC, -1",
        "TREC, Infinity",
        "GATED, 0",
        "TOP_K, 0",
        "TOP_K, 1.5"
    })
    void refusesWhatIsNoParameter(Kind kind, double parameter) {
        assertThatThrownBy(() -> new OutputFunction(kind, parameter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.label());
    }
}
