package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.linear.InteractionSums;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

class InteractionsTest {
    private static final double P = 0.3;
    private static final long MOST_ALLOCATED = 4L << 20;
    private static final double V1 = P / 3 - P * P / 4;

    /** Shapes below, at and beyond one block of the scan, with odd remainders. */
    @ParameterizedTest
    @CsvSource({
        "true, 2, 1", "true, 2, 2", "true, 5, 3", "true, 17, 16", "true, 512, 3", "true, 531, 7", "true, 1029, 2",
        "false, 2, 1", "false, 3, 3", "false, 6, 1", "false, 33, 20", "false, 512, 3", "false, 531, 7",
                "false, 1029, 2",
    })
    void agreesWithTheWholeMatrix(boolean tied, int n, int m) {
        Weights weights = Models.random(tied, n, m, 7);
        Interactions interactions = Interactions.of(Models.subject(weights, P));
        Dense dense = new Dense(weights);
        Symmetry symmetry = interactions.symmetry();
        double[] energy = dense.perRow(w -> w * w);
        double[] cubes = dense.perRow(w -> Math.abs(w * w * w));
        double[] sums = dense.perRow(w -> w);
        double[] lyapunov = rows(n, i -> cubes[i] / Math.pow(energy[i], 1.5));
        double[] raw = rows(n, i -> cubes[i] / energy[i]);

        assertThat(symmetry.diag.mean()).isCloseTo(mean(dense.diagonal()), near(1e-6));
        assertThat(symmetry.diag.variance()).isCloseTo(variance(dense.diagonal()), near(1e-6));
        assertThat(symmetry.bias.mean()).isCloseTo(mean(dense.bias), near(1e-9));
        assertThat(symmetry.bias.variance()).isCloseTo(variance(dense.bias), near(1e-9));
        assertThat(symmetry.energy.mean()).isCloseTo(mean(energy), relative(mean(energy)));
        assertThat(symmetry.energy.variance()).isCloseTo(variance(energy), relative(mean(energy) * mean(energy)));
        assertThat(symmetry.noiseVariance.mean()).isCloseTo(V1 * mean(energy), relative(mean(energy)));
        assertThat(symmetry.noiseVariance.variance())
                .isCloseTo(V1 * V1 * variance(energy), relative(mean(energy) * mean(energy)));
        assertThat(symmetry.noiseMean.variance()).isCloseTo(P * P / 4 * variance(sums), relative(variance(sums)));
        assertThat(symmetry.noiseMean.mean()).isCloseTo(P / 2 * mean(sums), near(1e-5));
        assertThat(symmetry.lyapunov.mean()).isCloseTo(mean(lyapunov), near(1e-5));
        assertThat(symmetry.lyapunov.least())
                .isCloseTo(Arrays.stream(lyapunov).min().orElseThrow(), near(1e-5));
        assertThat(symmetry.lyapunov.most())
                .isCloseTo(Arrays.stream(lyapunov).max().orElseThrow(), near(1e-5));
        assertThat(symmetry.lyapunovRaw.mean()).isCloseTo(mean(raw), near(1e-5));
        assertThat(symmetry.lyapunovRaw.least())
                .isCloseTo(Arrays.stream(raw).min().orElseThrow(), near(1e-5));
        assertThat(symmetry.lyapunovRaw.most())
                .isCloseTo(Arrays.stream(raw).max().orElseThrow(), near(1e-5));
        assertThat(symmetry.lyapunovUndefined).isZero();
        assertThat(symmetry.norm).isCloseTo(dense.norm(1, 0), relative(dense.norm(1, 0)));
        assertThat(symmetry.symmetricNorm).isCloseTo(dense.norm(0.5, 0.5), relative(dense.norm(1, 0)));
        assertThat(symmetry.antisymmetricNorm).isCloseTo(dense.norm(0.5, -0.5), relative(dense.norm(1, 0)));
        if (tied) {
            assertThat(symmetry.antisymmetricNorm).isZero();
        }
        agree(interactions.features(), dense, energy, sums, lyapunov);
        agree(interactions.representation(), dense);
    }

    private static void agree(List<Feature> features, Dense dense, double[] energy, double[] sums, double[] lyapunov) {
        assertThat(features).hasSize(dense.n);
        for (int i = 0; i < dense.n; i++) {
            Feature feature = features.get(i);
            double norm = Math.sqrt(dense.gram[i][i]);
            double total = 0;
            for (int j = 0; j < dense.n; j++) {
                total += dense.gram[i][j] * dense.gram[i][j] / dense.gram[i][i];
            }
            assertThat(feature.i()).isEqualTo(i);
            assertThat(feature.importance()).isEqualTo(1f);
            assertThat(feature.diag()).isCloseTo((float) dense.w[i][i], within(1e-5f));
            assertThat(feature.bias()).isEqualTo((float) dense.bias[i]);
            assertThat((double) feature.offdiagEnergy()).isCloseTo(energy[i], relative(energy[i]));
            assertThat((double) feature.offdiagSum()).isCloseTo(sums[i], relative(1 + energy[i]));
            assertThat((double) feature.lyapunov()).isCloseTo(lyapunov[i], near(1e-5));
            assertThat((double) feature.norm()).isCloseTo(norm, relative(norm));
            assertThat((double) feature.interference()).isCloseTo(total - norm * norm, relative(total));
            assertThat((double) feature.dimensionality()).isCloseTo(norm * norm / total, near(1e-5));
        }
    }

    private static void agree(Representation representation, Dense dense) {
        double[] norms2 = rows(dense.n, i -> dense.gram[i][i]);
        double frobenius2 = Arrays.stream(norms2).sum();
        assertThat(representation.frobenius2()).isCloseTo(frobenius2, relative(frobenius2));
        assertThat(representation.dimsPerFeature()).isCloseTo(dense.m / frobenius2, near(1e-5));
        assertThat((long) representation.represented())
                .isEqualTo(Arrays.stream(norms2).filter(x -> Math.sqrt(x) > 0.5).count());
    }

    @Test
    void relabellingFeaturesChangesNothing() {
        for (boolean tied : new boolean[] {true, false}) {
            Weights weights = Models.random(tied, 40, 9, 3);
            Layout layout = weights.layout();
            float[] moved = new float[layout.size()];
            for (int i = 0; i < 40; i++) {
                int to = (i * 7 + 5) % 40;
                for (int offset : new int[] {layout.encoder(), layout.decoder()}) {
                    System.arraycopy(weights.values(), offset + i * 9, moved, offset + to * 9, 9);
                }
                moved[layout.bias() + to] = weights.bias(i);
            }
            same(withoutRowZero(weights), withoutRowZero(new Weights(layout, moved)), 1e-6);
        }
    }

    @Test
    void turningTheHiddenBasisChangesNothing() {
        Weights weights = Models.random(false, 30, 2, 3);
        Layout layout = weights.layout();
        float[] turned = weights.values().clone();
        for (int row = 0; row < 60; row++) {
            float x = turned[2 * row];
            float y = turned[2 * row + 1];
            turned[2 * row] = (float) (0.6 * x - 0.8 * y);
            turned[2 * row + 1] = (float) (0.8 * x + 0.6 * y);
        }
        same(withoutRowZero(weights), withoutRowZero(new Weights(layout, turned)), 1e-5);
    }

    @Test
    void theLyapunovRatioHasNoScale() {
        Weights weights = Models.random(false, 30, 5, 3);
        float[] scaled = weights.values().clone();
        for (int q = 0; q < 30 * 5; q++) {
            scaled[q] *= 64;
        }
        Symmetry before = Interactions.of(Models.subject(weights, P)).symmetry();
        Symmetry after = Interactions.of(Models.subject(new Weights(weights.layout(), scaled), P))
                .symmetry();
        assertThat(after.lyapunov.mean()).isCloseTo(before.lyapunov.mean(), near(1e-12));
        assertThat(after.lyapunov.most()).isCloseTo(before.lyapunov.most(), near(1e-12));
        assertThat(after.lyapunovRaw.mean()).isCloseTo(64 * before.lyapunovRaw.mean(), near(1e-10));
    }

    /** All rows of a rug are permutations of one another: √(8/π)/√n, √(8/π)·√((1 − r)/m), and energy n/m − 1. */
    @ParameterizedTest
    @CsvSource({"128, 32, 15", "256, 64, 12", "1024, 256, 4"})
    void persianRug(int n, int m, double percent) {
        Symmetry symmetry =
                Interactions.of(Models.subject(Models.rug(n, m, 5), 0.045)).symmetry();
        assertThat(symmetry.lyapunov.mean()).isCloseTo(Math.sqrt(8 / Math.PI / n), withinPercentage(percent));
        assertThat(symmetry.lyapunovRaw.mean())
                .isCloseTo(Math.sqrt(8 / Math.PI * (1 - (double) m / n) / m), withinPercentage(percent));
        assertThat(symmetry.lyapunov.most() - symmetry.lyapunov.least()).isBetween(0.0, 1e-6);
        assertThat(symmetry.diag.mean()).isCloseTo(1, near(1e-6));
        assertThat(symmetry.diag.variance()).isBetween(0.0, 1e-12);
        assertThat(symmetry.energy.mean()).isCloseTo((double) n / m - 1, near(1e-5));
        assertThat(symmetry.energy.variance()).isBetween(0.0, 1e-10);
        assertThat(symmetry.noiseMean.variance()).isBetween(0.0, 1e-10);
    }

    @Test
    void trainedModel() throws Exception {
        Symmetry symmetry =
                Interactions.of(Models.subject(Models.golden(), 0.045)).symmetry();
        assertThat(symmetry.diag.mean()).isCloseTo(1.2720, near(2e-3));
        assertThat(symmetry.diag.variance()).isCloseTo(9.1e-6, withinPercentage(15));
        assertThat(symmetry.bias.mean()).isCloseTo(-0.326, near(2e-3));
        assertThat(symmetry.energy.mean() / Math.pow(symmetry.diag.mean(), 2)).isCloseTo(3.012, near(2e-3));
        assertThat(symmetry.lyapunov.most()).isCloseTo(0.229, near(2e-3));
        assertThat(symmetry.antisymmetricNorm).isZero();
    }

    @Test
    void polygonsShareTheirPlane() {
        for (int k = 3; k <= 8; k++) {
            double[][] columns = new double[k][];
            for (int i = 0; i < k; i++) {
                columns[i] = new double[] {Math.cos(2 * Math.PI * i / k), Math.sin(2 * Math.PI * i / k)};
            }
            Interactions interactions = Interactions.of(Models.subject(Models.tied(columns), P));
            float expected = 2f / k;
            assertThat(interactions.features())
                    .allSatisfy(feature -> assertThat(feature.dimensionality()).isCloseTo(expected, within(1e-6f)));
            assertThat(interactions.representation().dimsPerFeature()).isCloseTo(2.0 / k, near(1e-6));
            assertThat(interactions.representation().represented()).isEqualTo(k);
        }
    }

    @Test
    void antipodalPairBesideADedicatedAndADroppedFeature() {
        Interactions interactions =
                Interactions.of(Models.subject(Models.tied(new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, 0}}), P));
        assertThat(interactions.features()).extracting(Feature::dimensionality).containsExactly(0.5f, 0.5f, 1f, 0f);
        assertThat(interactions.features()).extracting(Feature::interference).containsExactly(1f, 1f, 0f, 0f);
        assertThat(interactions.features()).extracting(Feature::lyapunov).containsExactly(1f, 1f, null, null);
        assertThat(interactions.symmetry().lyapunovUndefined).isEqualTo(2);
        assertThat(interactions.symmetry().lyapunov.least()).isEqualTo(1);
        assertThat(interactions.symmetry().lyapunov.mean()).isEqualTo(1);
        assertThat(interactions.representation().represented()).isEqualTo(3);
    }

    /** A model with m = n that has learnt its features but for the last digits of floats: W = 1 up to 1e-7. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roundingHasNoLyapunovRatio(boolean tied) {
        int n = 16;
        Weights weights = rotated(tied, n);
        Interactions interactions = Interactions.of(Models.subject(weights, P));
        Symmetry symmetry = interactions.symmetry();
        assertThat(symmetry.diag.mean()).isCloseTo(1, within(1e-6));
        assertThat(symmetry.energy.mean()).isBetween(1e-18, 1e-12);
        assertThat(symmetry.lyapunovUndefined).isEqualTo(n);
        assertThat(Arrays.asList(
                        symmetry.lyapunov.mean(),
                        symmetry.lyapunov.least(),
                        symmetry.lyapunov.most(),
                        symmetry.lyapunovRaw.mean(),
                        symmetry.normality))
                .containsOnlyNulls();
        assertThat(interactions.features()).extracting(Feature::lyapunov).containsOnlyNulls();

        // an entry of 1e-4 in the row and the column of feature 0 is none of rounding; in an untied model it is in the
        // row alone
        Layout layout = weights.layout();
        for (int k = 0; k < n; k++) {
            weights.values()[layout.decoder() + k] += 1e-4f * weights.values()[layout.decoder() + n + k];
        }
        Interactions disturbed = Interactions.of(Models.subject(weights, P));
        assertThat(disturbed.symmetry().lyapunovUndefined).isEqualTo(tied ? n - 2 : n - 1);
        assertThat(disturbed.features().get(0).lyapunov()).isCloseTo(1, within(1e-2f));
        assertThat(disturbed.symmetry().normality).isNotNull();
    }

    /** The scale of a model changes neither its ratios nor which of them there are. */
    @ParameterizedTest
    @ValueSource(floats = {1e-9f, 1, 1e6f})
    void whatIsRoundingDoesNotDependOnTheScale(float scale) {
        Weights weights = rotated(true, 8);
        for (int q = 0; q < weights.values().length; q++) {
            weights.values()[q] *= scale;
        }
        assertThat(Interactions.of(Models.subject(weights, P)).symmetry().lyapunovUndefined)
                .isEqualTo(8);
        Weights random = Models.random(false, 8, 3, 2);
        for (int q = 0; q < random.values().length; q++) {
            random.values()[q] *= scale;
        }
        assertThat(Interactions.of(Models.subject(random, P)).symmetry().lyapunovUndefined)
                .isZero();
    }

    /** An orthogonal matrix in floats, by Gram–Schmidt; untied models have one of them and its transpose, each rounded by itself after a stretch. */
    private static Weights rotated(boolean tied, int n) {
        Random random = new Random(4);
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                rows[i][k] = random.nextGaussian();
            }
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j < i; j++) {
                    double along = 0;
                    for (int k = 0; k < n; k++) {
                        along += rows[i][k] * rows[j][k];
                    }
                    for (int k = 0; k < n; k++) {
                        rows[i][k] -= along * rows[j][k];
                    }
                }
            }
            double norm =
                    Math.sqrt(Arrays.stream(rows[i]).map(value -> value * value).sum());
            for (int k = 0; k < n; k++) {
                rows[i][k] /= norm;
            }
        }
        Layout layout = new Layout(Models.relu(tied), n, n);
        float[] values = new float[layout.size()];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double stretch = tied ? 1 : 1 + 0.1 * k;
                values[layout.encoder() + i * n + k] = (float) (rows[i][k] * stretch);
                values[layout.decoder() + i * n + k] = (float) (rows[i][k] / stretch);
            }
        }
        return new Weights(layout, values);
    }

    /** C W_in and W_out C⁻¹ are one model whatever C: what is had from W stays, and what is had from W_in does not. */
    @Test
    void theFormsByTheInteractionMatrixDoNotDependOnTheScaleOfTheEncoder() {
        Weights weights = Models.random(false, 6, 3, 8);
        Layout layout = weights.layout();
        for (int q = 0; q < layout.n() * layout.m(); q++) {
            weights.values()[layout.encoder() + q] /= 8;
        }
        Interactions before = Interactions.of(Models.subject(weights, P));
        for (int q = 0; q < layout.n() * layout.m(); q++) {
            weights.values()[layout.encoder() + q] *= 16;
            weights.values()[layout.decoder() + q] /= 16;
        }
        Interactions after = Interactions.of(Models.subject(weights, P));
        assertThat(after.representation().frobenius2())
                .isEqualTo(256 * before.representation().frobenius2());
        assertThat(after.representation().represented())
                .isNotEqualTo(before.representation().represented());
        assertThat(after.representation().interactionDimsPerFeature())
                .isEqualTo(before.representation().interactionDimsPerFeature());
        assertThat(after.representation().interactionRepresented())
                .isEqualTo(before.representation().interactionRepresented());
        assertThat(after.features())
                .extracting(Feature::interactionDimensionality)
                .isEqualTo(before.features().stream()
                        .map(Feature::interactionDimensionality)
                        .toList());
    }

    /** In a tied model W_ii = ‖w_i‖², so that both forms are one. */
    @Test
    void theFormsByTheInteractionMatrixAreThoseOfATiedEncoder() {
        Interactions interactions = Interactions.of(Models.subject(Models.random(true, 7, 3, 8), P));
        Representation representation = interactions.representation();
        assertThat(representation.interactionDimsPerFeature()).isCloseTo(representation.dimsPerFeature(), near(1e-6));
        assertThat(representation.interactionRepresented()).isEqualTo(representation.represented());
        assertThat(interactions.features())
                .allSatisfy(feature -> assertThat(feature.interactionDimensionality())
                        .isCloseTo(feature.dimensionality(), within(1e-6f)));
    }

    @Test
    void whatDoesNotExistIsNull() {
        Interactions one = Interactions.of(Models.subject(Models.tied(new double[][] {{2}}), P));
        Symmetry symmetry = one.symmetry();
        assertThat(symmetry.diag.mean()).isEqualTo(4);
        assertThat(symmetry.energy.mean()).isZero();
        assertThat(symmetry.lyapunovUndefined).isEqualTo(1);
        assertThat(Arrays.asList(
                        symmetry.diag.variance(),
                        symmetry.bias.variance(),
                        symmetry.energy.variance(),
                        symmetry.noiseVariance.variance(),
                        symmetry.noiseMean.variance(),
                        symmetry.lyapunov.mean(),
                        symmetry.lyapunov.least(),
                        symmetry.lyapunov.most(),
                        symmetry.lyapunovRaw.mean(),
                        symmetry.lyapunovRaw.least(),
                        symmetry.lyapunovRaw.most(),
                        symmetry.normality))
                .containsOnlyNulls();
        Interactions nothing = Interactions.of(Models.subject(Models.tied(new double[3][2]), P));
        assertThat(nothing.representation()).isEqualTo(new Representation(0, null, 0, null, 0));
        assertThat(nothing.symmetry().norm).isZero();
        assertThat(nothing.features()).extracting(Feature::dimensionality).containsOnly(0f);
    }

    @Test
    void theMatrixIsNeverHeld() {
        Weights weights = Models.random(false, 4096, 1, 1);
        Layout layout = weights.layout();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // until the vectors are compiled they are objects
        for (int run = 0; run < 300 && allocated > MOST_ALLOCATED; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            InteractionSums sums = InteractionSums.of(weights.values(), layout.decoder(), layout.encoder(), 4096, 1);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(sums.squares[4095]).isPositive();
        }
        assertThat(allocated).isPositive().isLessThanOrEqualTo(MOST_ALLOCATED);
    }

    /** Without the columns about row 0 alone. */
    private static Symmetry withoutRowZero(Weights weights) {
        return Interactions.of(Models.subject(weights, P)).symmetry();
    }

    private static void same(Symmetry a, Symmetry b, double tolerance) {
        assertThat(a.diag.mean()).isCloseTo(b.diag.mean(), near(tolerance));
        assertThat(a.diag.variance()).isCloseTo(b.diag.variance(), near(tolerance));
        assertThat(a.bias.variance()).isCloseTo(b.bias.variance(), near(tolerance));
        assertThat(a.energy.mean()).isCloseTo(b.energy.mean(), near(tolerance * 100));
        assertThat(a.energy.variance()).isCloseTo(b.energy.variance(), near(tolerance * 1000));
        assertThat(a.noiseMean.variance()).isCloseTo(b.noiseMean.variance(), near(tolerance));
        assertThat(a.lyapunov.least()).isCloseTo(b.lyapunov.least(), near(tolerance));
        assertThat(a.lyapunov.mean()).isCloseTo(b.lyapunov.mean(), near(tolerance));
        assertThat(a.lyapunovRaw.most()).isCloseTo(b.lyapunovRaw.most(), near(tolerance * 10));
        assertThat(a.norm).isCloseTo(b.norm, near(tolerance * 10));
        assertThat(a.symmetricNorm).isCloseTo(b.symmetricNorm, near(tolerance * 10));
        assertThat(a.antisymmetricNorm).isCloseTo(b.antisymmetricNorm, near(tolerance * 10));
    }

    /** W and the encoder's Gram matrix, entry by entry in double. */
    private static final class Dense {
        private final int n;
        private final int m;
        private final double[][] w;
        private final double[][] gram;
        private final double[] bias;

        Dense(Weights weights) {
            Layout layout = weights.layout();
            this.n = layout.n();
            this.m = layout.m();
            this.w = products(weights.values(), layout.decoder(), layout.encoder());
            this.gram = products(weights.values(), layout.encoder(), layout.encoder());
            this.bias = rows(n, weights::bias);
        }

        private double[][] products(float[] values, int left, int right) {
            double[][] products = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < m; k++) {
                        products[i][j] += (double) values[left + i * m + k] * values[right + j * m + k];
                    }
                }
            }
            return products;
        }

        double[] diagonal() {
            return rows(n, i -> w[i][i]);
        }

        double[] perRow(java.util.function.DoubleUnaryOperator term) {
            return rows(
                    n,
                    i -> IntStream.range(0, n)
                            .filter(j -> j != i)
                            .mapToDouble(j -> term.applyAsDouble(w[i][j]))
                            .sum());
        }

        /** ‖αW + βWᵀ‖. */
        double norm(double alpha, double beta) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    sum += Math.pow(alpha * w[i][j] + beta * w[j][i], 2);
                }
            }
            return Math.sqrt(sum);
        }
    }

    private static double[] rows(int n, java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }

    private static Offset<Double> near(double tolerance) {
        return within(tolerance);
    }

    /** The entries of W are float sums. */
    private static Offset<Double> relative(double size) {
        return within(2e-6 * size + 1e-12);
    }
}
