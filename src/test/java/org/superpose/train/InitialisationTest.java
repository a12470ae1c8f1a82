package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.data.RandomStream;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class InitialisationTest {
    private static final int N = 200;
    private static final int M = 50;

    private static Layout layout(boolean tied) {
        return new Layout(new ModelSpec(tied, Activation.IDENTITY, Activation.RELU, true), N, M);
    }

    private static double[] part(Weights weights, int from, int to) {
        double[] part = new double[to - from];
        for (int q = 0; q < part.length; q++) {
            part[q] = weights.values()[from + q];
        }
        return part;
    }

    @Test
    void uniformFillsTheIntervalOfEachTensor() {
        Layout layout = layout(false);
        Weights weights = new Initialisation.Uniform().draw(layout, RandomStream.of("model", "init"));
        checkUniform(part(weights, 0, layout.decoder()), 1 / Math.sqrt(N));
        checkUniform(part(weights, layout.decoder(), layout.bias()), 1 / Math.sqrt(M));
        checkUniform(part(weights, layout.bias(), layout.size()), 1 / Math.sqrt(M));
    }

    private static void checkUniform(double[] values, double bound) {
        // U(−c, c): variance c²/3, fourth moment c⁴/5
        double count = values.length;
        assertThat(StatUtils.max(values)).isLessThanOrEqualTo(bound).isGreaterThan(bound * (1 - 20 / count));
        assertThat(StatUtils.min(values)).isGreaterThanOrEqualTo(-bound).isLessThan(-bound * (1 - 20 / count));
        assertThat(StatUtils.mean(values)).isCloseTo(0, within(4 * bound / Math.sqrt(3 * count)));
        assertThat(StatUtils.variance(values))
                .isCloseTo(bound * bound / 3, within(4 * bound * bound * Math.sqrt(4 / 45.0 / count)));
    }

    @Test
    void mirroredBeginsWithTheEncoderTransposedAndFeaturesOfTheGivenLength() {
        Layout layout = layout(false);
        Initialisation.Drawn mirrored = new Initialisation.Mirrored(0.25, 0.02);
        Weights weights = mirrored.draw(layout, RandomStream.of("model", "init"));
        double[] encoder = part(weights, 0, layout.decoder());
        checkUniform(encoder, Math.sqrt(0.75 / M));
        assertThat(part(weights, layout.decoder(), layout.bias())).isEqualTo(encoder);
        // Σ ‖w_i‖² has mean n/4 and variance n m (c⁴/5 − c⁴/9), c² = 3/(4m)
        assertThat(Arrays.stream(encoder).map(w -> w * w).sum())
                .isCloseTo(N / 4.0, within(4 * 0.75 * Math.sqrt(4 / 45.0 * N / M)));
        float[] tied =
                mirrored.draw(layout(true), RandomStream.of("model", "init")).values();
        assertThat(tied)
                .startsWith(Arrays.copyOf(weights.values(), layout.decoder()))
                .hasSize(N * M + N);
        assertThat(Arrays.copyOfRange(tied, N * M, tied.length))
                .isEqualTo(Arrays.copyOfRange(weights.values(), layout.bias(), layout.size()));
    }

    /** By the definition, with W written out. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void mirroredAnswersMeansByMeans(Activation hidden) {
        double mean = 0.3;
        Layout layout = new Layout(new ModelSpec(false, hidden, Activation.IDENTITY, true), N, M);
        Weights weights = new Initialisation.Mirrored(0.1, mean).draw(layout, RandomStream.of("model", "init"));
        float[] encoder = weights.encoderRows();
        float[] decoder = weights.decoderRows();
        for (int i = 0; i < N; i++) {
            double answer = weights.bias(i);
            for (int k = 0; k < M; k++) {
                double sum = 0;
                for (int j = 0; j < N; j++) {
                    sum += encoder[k * N + j] * mean;
                }
                answer += decoder[i * M + k] * (hidden == Activation.RELU ? Math.max(0, sum) : sum);
            }
            assertThat(answer).isCloseTo(mean, within(1e-6));
        }
    }

    @Test
    void mirroredNeedsNoBias() {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, false), N, M);
        assertThat(new Initialisation.Mirrored(0.1, 0.3)
                        .draw(layout, RandomStream.of("model", "init"))
                        .values())
                .hasSize(N * M)
                .doesNotContain(0);
    }

    @Test
    void xavierIsNormalWithTheNotebooksVarianceAndNoBias() {
        Layout layout = layout(true);
        Weights weights = new Initialisation.Xavier(10).draw(layout, RandomStream.of("model", "init"));
        double[] values = part(weights, 0, layout.bias());
        double variance = 2.0 / (M * (N + 10));
        assertThat(StatUtils.mean(values)).isCloseTo(0, within(4 * Math.sqrt(variance / values.length)));
        assertThat(StatUtils.variance(values))
                .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / values.length)));
        assertThat(new KolmogorovSmirnovTest()
                        .kolmogorovSmirnovTest(new NormalDistribution(0, Math.sqrt(variance)), values))
                .isBetween(1e-3, 1.0);
        assertThat(part(weights, layout.bias(), layout.size())).containsOnly(0);
    }

    @Test
    void isAFunctionOfTheStream() {
        for (Initialisation.Drawn init : new Initialisation.Drawn[] {
            new Initialisation.Uniform(), new Initialisation.Xavier(1), new Initialisation.Mirrored(0.25, 0.02)
        }) {
            float[] values =
                    init.draw(layout(false), RandomStream.of("model", "init")).values();
            assertThat(init.draw(layout(false), RandomStream.of("model", "init"))
                            .values())
                    .isEqualTo(values);
            float[] other =
                    init.draw(layout(false), RandomStream.of("other", "init")).values();
            assertThat(Arrays.equals(other, values)).isFalse();
        }
    }

    @Test
    void anOddNumberOfNormalsIsComplete() {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, false), 3, 1);
        float[] values = new Initialisation.Xavier(10)
                .draw(layout, RandomStream.of("model", "init"))
                .values();
        assertThat(values).hasSize(3).doesNotContain(0);
    }
}
