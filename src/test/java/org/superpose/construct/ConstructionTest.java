package org.superpose.construct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.kernel.Kernels;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;
import org.superpose.theory.PersianRug;
import org.superpose.theory.ThermodynamicLimit;

@Slow
class ConstructionTest {
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);
    private static final double P = 0.045;

    private static Layout layout(boolean tied, int n, int m) {
        return new Layout(new ModelSpec(tied, Activation.IDENTITY, Activation.RELU, true), n, m);
    }

    private static Measurement measured(Weights weights, String key) {
        return Measurement.of(
                new Measurement.Subject(weights, new Objective(INDEPENDENT, P, new Importance.Decay(1)), key),
                new MeasureSpec(false, 0, false, 0, 0),
                Kernels.resolve(Kernels.AUTO).kernel());
    }

    private static double column(Measurement measurement, String name) {
        return ((Number) Measurement.COLUMNS.scalars(measurement).get(name)).doubleValue();
    }

    /** Monte Carlo elsewhere: 0.0050 to 0.0051 over draws. */
    @Test
    void rugsLoseWhatTheyAreKnownToLose() {
        double mean = IntStream.range(0, 3)
                .mapToObj(seed -> new Construction.Rug().draw("rug " + seed, layout(true, 512, 128), INDEPENDENT, P))
                .mapToDouble(weights -> measured(weights, "k").loss().mean())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.00503, withinPercentage(3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRugHasItsExactStatistics(boolean tied) {
        int n = 64;
        int m = 16;
        Weights weights = new Construction.Rug().draw("key", layout(tied, n, m), INDEPENDENT, P);
        Measurement measurement = measured(weights, "key");
        PersianRug rug = Construction.Rug.draw(n, m, "key");
        double a = column(measurement, "diag_mean");
        assertThat(a).isBetween(1.0, 1.6);
        for (String variance :
                new String[] {"diag_var", "bias_var", "offdiag_energy_var", "noise_var_var", "noise_mean_var"}) {
            assertThat(column(measurement, variance)).as(variance).isBetween(0.0, 1e-12);
        }
        assertThat(column(measurement, "offdiag_energy_mean")).isCloseTo(a * a * rug.offdiagEnergy(), within(1e-5));
        assertThat(column(measurement, "lyapunov_mean")).isCloseTo(rug.lyapunov(), within(1e-6));
        assertThat(column(measurement, "lyapunov_max") - column(measurement, "lyapunov_min"))
                .isBetween(0.0, 1e-6);
        assertThat(column(measurement, "lyapunov_raw_mean")).isCloseTo(a * rug.lyapunovRaw(), within(1e-5));
        assertThat(column(measurement, "w_antisym_norm")).isCloseTo(0, within(1e-5));
        assertThat(column(measurement, "frobenius2")).isCloseTo(n * a, within(1e-3));
    }

    /** The fit against its neighbours, by an evaluation that knows nothing of it. */
    @Test
    void scaleAndBiasAreTheBest() {
        Weights best = new Construction.Rug().draw("key", layout(true, 64, 16), INDEPENDENT, P);
        double loss = measured(best, "k").loss().mean();
        Layout layout = best.layout();
        for (double factor : new double[] {0.85, 1.15}) {
            Weights scaled = best.copy();
            Weights shifted = best.copy();
            for (int q = 0; q < layout.bias(); q++) {
                scaled.values()[q] *= (float) Math.sqrt(factor);
            }
            for (int q = layout.bias(); q < layout.size(); q++) {
                shifted.values()[q] *= (float) factor;
            }
            assertThat(measured(scaled, "k").loss().mean()).isGreaterThan(1.01 * loss);
            assertThat(measured(shifted, "k").loss().mean()).isGreaterThan(1.005 * loss);
        }
    }

    /** Where features are rarer than samples are many, a fit must still see them: b = 0, W = 0 loses p/3. */
    @ParameterizedTest
    @CsvSource({"64, 16, 1e-4", "64, 16, 1e-6", "256, 64, 1e-6", "64, 16, 1e-9"})
    void onRareFeaturesEveryDrawBeatsTheConstantOutput(int n, int m, double density) {
        Layout layout = layout(true, n, m);
        for (int seed = 0; seed < 3; seed++) {
            String key = "rare " + seed;
            for (Weights weights : List.of(
                    new Construction.Rug().draw(key, layout, INDEPENDENT, density),
                    new Construction.Projector().draw(key, layout, INDEPENDENT, density))) {
                double[] losses = lossOfNoneAndOne(weights);
                double none = Math.pow(1 - density, n);
                double one = n * density * Math.pow(1 - density, n - 1);
                double constant = one / n / 3;
                assertThat(none * losses[0] + one * losses[1]).as("%s", key).isBetween(0.01 * constant, 0.5 * constant);
            }
        }
    }

    /** Mean squared errors of an output over samples with no active feature and with one, by midpoints. */
    private static double[] lossOfNoneAndOne(Weights weights) {
        Layout layout = weights.layout();
        int n = layout.n();
        int m = layout.m();
        int points = 50;
        double none = 0;
        double one = 0;
        for (int i = 0; i < n; i++) {
            double b = weights.values()[layout.bias() + i];
            none += Math.max(0, b) * Math.max(0, b);
            for (int j = 0; j < n; j++) {
                double w = 0;
                for (int k = 0; k < m; k++) {
                    w += (double) weights.values()[layout.encoder() + i * m + k]
                            * weights.values()[layout.encoder() + j * m + k];
                }
                for (int q = 0; q < points; q++) {
                    double u = (q + 0.5) / points;
                    double error = (i == j ? u : 0) - Math.max(0, w * u + b);
                    one += error * error / points;
                }
            }
        }
        return new double[] {none / n, one / n / n};
    }

    @ParameterizedTest
    @CsvSource({"12, 5", "7, 7", "1, 1", "30, 1"})
    void aProjectorIsOne(int n, int m) {
        RandomSubspace subspace = RandomSubspace.draw(n, m, RandomStream.of("key", "rows"));
        double ratio = (double) n / m;
        double trace = 0;
        for (int j = 0; j < n; j++) {
            double[] x = new double[n];
            double[] once = new double[n];
            double[] twice = new double[n];
            x[j] = 1;
            subspace.interact(x, once);
            subspace.interact(once, twice);
            for (int i = 0; i < n; i++) {
                assertThat(twice[i]).isCloseTo(ratio * once[i], within(1e-11 * ratio * ratio));
            }
            assertThat(subspace.diagonal(j)).isCloseTo(once[j], within(1e-12 * ratio));
            trace += once[j];
        }
        assertThat(trace).isCloseTo(n, within(1e-11 * n));
    }

    /** Its diagonal varies, so it loses more than a rug of the same size, and at least the limit. */
    @Test
    void aProjectorLosesMoreThanARug() {
        Layout layout = layout(false, 256, 64);
        double rug = measured(new Construction.Rug().draw("key", layout, INDEPENDENT, P), "k")
                .loss()
                .mean();
        double projector = measured(new Construction.Projector().draw("key", layout, INDEPENDENT, P), "k")
                .loss()
                .mean();
        assertThat(rug).isBetween(0.99 * ThermodynamicLimit.of(P, 0.25).loss(), 1.2 * projector);
        assertThat(projector).isBetween(rug, 1.5 * rug);
    }

    @Test
    void rowsAreAnySetWithoutRowZero() {
        int[] counts = new int[8];
        for (int draw = 0; draw < 7000; draw++) {
            int[] rows = HadamardRows.draw(8, 3, RandomStream.of("key " + draw, "rows"));
            assertThat(Arrays.stream(rows).distinct()).hasSize(3);
            for (int row : rows) {
                counts[row]++;
            }
        }
        assertThat(counts[0]).isZero();
        // each of seven rows in 3/7 of the draws: 3000 ± 41
        assertThat(Arrays.stream(counts).skip(1)).allMatch(count -> Math.abs(count - 3000) < 5 * 41);
        assertThatThrownBy(() -> HadamardRows.draw(8, 8, RandomStream.of("key", "rows")))
                .hasMessageContaining("m < n");
    }

    /** The noise that the fit sees is W x of the weights that are built. */
    @Test
    void theTransformsAreTheFrame() {
        int n = 16;
        double[] x = new SplittableRandom(1).doubles(n).toArray();
        double[] y = new double[n];
        HadamardRows rows = new HadamardRows(n, new int[] {1, 6, 7, 12});
        rows.interact(x, y);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < 4; k++) {
                    sum += rows.frame(k, i) * rows.frame(k, j) * x[j];
                }
            }
            assertThat(y[i]).isCloseTo(sum, within(1e-13));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copiesLoseWhatTheirBlockLoses(boolean tied) {
        Layout part = layout(tied, 6, 2);
        Weights block = random(part, 4);
        Weights tiled = Tiles.compose(List.of(new Tiles.Part(block, 3)), layout(tied, 18, 6));
        for (int i = 0; i < 18; i++) {
            assertThat(tiled.bias(i)).isEqualTo(block.bias(i % 6));
            for (int j = 0; j < 18; j++) {
                double expected = i / 6 == j / 6 ? interaction(block, i % 6, j % 6) : 0;
                assertThat(interaction(tiled, i, j)).isEqualTo(expected);
            }
        }
        double loss = measured(block, "a").loss().mean();
        assertThat(measured(tiled, "b").loss().mean()).isCloseTo(loss, withinPercentage(2));
        List<Tiles.Part> parts = List.of(new Tiles.Part(block, 3));
        assertThatThrownBy(() -> Tiles.compose(parts, layout(tied, 18, 5))).hasMessageContaining("copies of");
        assertThatThrownBy(() -> Tiles.compose(parts, layout(!tied, 18, 6))).hasMessageContaining("copies of");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMixtureLosesTheMeanOfItsBlocks(boolean tied) {
        Weights first = random(layout(tied, 5, 3), 5);
        Weights second = random(layout(tied, 4, 1), 6);
        List<Weights> diagonal = List.of(first, first, second);
        Weights mixed =
                Tiles.compose(List.of(new Tiles.Part(first, 2), new Tiles.Part(second, 1)), layout(tied, 14, 7));
        for (int i = 0; i < 14; i++) {
            int block = Math.min(i / 5, 2);
            assertThat(mixed.bias(i)).isEqualTo(diagonal.get(block).bias(i - 5 * block));
            for (int j = 0; j < 14; j++) {
                double expected = block == Math.min(j / 5, 2)
                        ? interaction(diagonal.get(block), i - 5 * block, j - 5 * block)
                        : 0;
                assertThat(interaction(mixed, i, j)).isEqualTo(expected);
            }
        }
        double mean = (10 * measured(first, "a").loss().mean()
                        + 4 * measured(second, "b").loss().mean())
                / 14;
        assertThat(measured(mixed, "c").loss().mean()).isCloseTo(mean, withinPercentage(2));
    }

    private static Weights random(Layout layout, long seed) {
        float[] values = new float[layout.size()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) random.nextDouble(-1, 1);
        }
        return new Weights(layout, values);
    }

    private static double interaction(Weights weights, int i, int j) {
        Layout layout = weights.layout();
        double sum = 0;
        for (int k = 0; k < layout.m(); k++) {
            sum += (double) weights.values()[layout.decoder() + i * layout.m() + k]
                    * weights.values()[layout.encoder() + j * layout.m() + k];
        }
        return sum;
    }
}
