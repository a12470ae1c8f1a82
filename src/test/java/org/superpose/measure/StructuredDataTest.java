package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** What is measured of models on features that are dependent or not equally likely. */
class StructuredDataTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();

    private static Measurement.Subject subject(Weights weights, double density, DataSpec data) {
        return new Measurement.Subject(weights, new Objective(data, density, new Importance.Decay(1)), "key");
    }

    /** Both of an antipodal pair are on with p, p² or never: each then errs by 1/6 in the mean over the pair. */
    @Test
    void antipodalPairsAreMadeForFeaturesThatAreNeverOnTogether() {
        Weights pair = Models.tied(new double[][] {{1}, {-1}});
        double p = 0.3;
        LossEvaluation together =
                LossEvaluation.of(subject(pair, p, new DataSpec(DataSpec.Kind.CORRELATED)), KERNEL, 0.005, () -> true);
        assertThat(together.mean()).isCloseTo(p / 6, within(4 * together.standardError()));
        assertThat(together.standardError()).isBetween(1e-9, 0.0055 * p / 6);
        LossEvaluation never = LossEvaluation.of(
                subject(pair, p, new DataSpec(DataSpec.Kind.ANTICORRELATED)), KERNEL, 0.005, () -> true);
        assertThat(never.mean()).isZero();
    }

    /** The zero model loses (1/n) Σ_i p_i/3, which also tells whether inactive samples have their weight. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
    void theZeroModelLosesTheMeanSquare(DataSpec.Kind kind) {
        int n = 5;
        double p = 0.02;
        DataSpec data = new DataSpec(kind);
        LossEvaluation loss =
                LossEvaluation.of(subject(Models.tied(new double[n][2]), p, data), KERNEL, 0.005, () -> true);
        // shared: three sets, in each one feature with p
        double expected = kind == DataSpec.Kind.ANTICORRELATED ? p * 3 / 5 / 3 : p / 3;
        assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError() + 1e-12));
        assertThat(loss.standardError()).isBetween(0.0, 0.0055 * expected);
    }

    /** Against moments of the noise itself, sampled. */
    @ParameterizedTest
    @EnumSource(value = DataSpec.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "INDEPENDENT")
    void noiseHasItsCovariances(DataSpec.Kind kind) {
        int n = 37;
        int samples = 40_000;
        double p = 0.4;
        Weights weights = Models.random(false, n, 9, 3);
        DataSpec standard = new DataSpec(kind);
        DataSpec data =
                new DataSpec(kind, kind.inSets() ? 4 : 0, standard.marginal(), standard.graph(), standard.parameter());
        double[] means = new double[n];
        double[] squares = new double[n];
        double[] fourths = new double[n];
        Noise noise = Interactions.of(subject(weights, p, data)).noise();
        double[][] w = product(weights);
        SparseBatch batch = new SparseBatch(n, 1000);
        FeatureDistribution distribution = data.distribution(n, p);
        for (int page = 0; page < samples / 1000; page++) {
            distribution.fill(batch, RandomStream.of("noise", "test"), page);
            for (int s = 0; s < 1000; s++) {
                for (int i = 0; i < n; i++) {
                    double value = -noise.means()[i];
                    for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                        int j = batch.index()[e];
                        value += j == i ? 0 : w[i][j] * batch.value()[e];
                    }
                    means[i] += value / samples;
                    squares[i] += value * value / samples;
                    fourths[i] += value * value * value * value / samples;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            double variance = noise.variances()[i];
            assertThat(means[i]).isCloseTo(0, within(4.5 * Math.sqrt(variance / samples)));
            double error = Math.sqrt((fourths[i] - squares[i] * squares[i]) / samples);
            assertThat(squares[i]).isCloseTo(variance, within(4.5 * error));
            assertThat(error).isBetween(0.0, 0.02 * variance);
        }
        Symmetry symmetry = Interactions.of(subject(weights, p, data)).symmetry();
        assertThat(symmetry.noiseVariance.mean())
                .isCloseTo(
                        Arrays.stream(squares).average().orElseThrow(), within(0.02 * symmetry.noiseVariance.mean()));
    }

    private static double[][] product(Weights weights) {
        Layout layout = weights.layout();
        double[][] w = new double[layout.n()][layout.n()];
        for (int i = 0; i < layout.n(); i++) {
            for (int j = 0; j < layout.n(); j++) {
                for (int k = 0; k < layout.m(); k++) {
                    w[i][j] += (double) weights.values()[layout.decoder() + i * layout.m() + k]
                            * weights.values()[layout.encoder() + j * layout.m() + k];
                }
            }
        }
        return w;
    }

    /** Many terms in sets are still Gaussian, standardised rightly: of pairs on together the variance is (v + c)/v = 1.6 times that of independent ones. */
    @Test
    void noiseIsStandardisedByItsOwnVariance() {
        double[][] columns = new double[400][1];
        for (double[] column : columns) {
            column[0] = 1;
        }
        DataSpec pairs = new DataSpec(DataSpec.Kind.CORRELATED);
        Symmetry symmetry =
                Interactions.of(subject(Models.tied(columns), 0.5, pairs)).symmetry();
        assertThat(symmetry.normality.statistic()).isBetween(0.0, 0.025);
    }

    /** The mean over features of what the best rank-m map leaves: eigenvalues of the covariance matrix by power iteration. */
    @ParameterizedTest
    @EnumSource(value = DataSpec.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "INDEPENDENT")
    void theBestLinearModel(DataSpec.Kind kind) {
        int n = 5;
        int m = 3;
        double p = 0.3;
        DataSpec data = new DataSpec(kind);
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] plus = new double[n];
                double[] minus = new double[n];
                plus[i]++;
                plus[j]++;
                minus[i]++;
                minus[j]--;
                covariance[i][j] =
                        (data.moments(n, p).variance(plus) - data.moments(n, p).variance(minus)) / 4;
            }
        }
        double kept = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += covariance[i][i];
        }
        Random random = new Random(1);
        for (int k = 0; k < m; k++) {
            double[] direction = random.doubles(n).toArray();
            double value = 0;
            for (int step = 0; step < 3000; step++) {
                double[] image = new double[n];
                double norm = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        image[i] += covariance[i][j] * direction[j];
                    }
                    norm += image[i] * image[i];
                }
                value = Math.sqrt(norm);
                for (int i = 0; i < n; i++) {
                    direction[i] = image[i] / value;
                }
            }
            kept += value;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] -= value * direction[i] * direction[j];
                }
            }
        }
        Predictions predictions = Predictions.of(subject(Models.random(true, n, m, 1), p, data));
        assertThat(predictions.lossLinear()).isCloseTo((total - kept) / n, within(1e-9));
        assertThat(predictions.lossConstant()).isCloseTo(total / n, within(1e-15));
        assertThat(predictions.limit()).isNull();
        assertThat(predictions.noiseBound()).isNull();
        assertThat(predictions.lossAntipodal()).isNull();
    }

    @Test
    void whatIsNotKnownIsNull() {
        Weights weights = Models.random(true, 6, 4, 1);
        Measurement.Subject decaying = new Measurement.Subject(
                weights, new Objective(new DataSpec(DataSpec.Kind.CORRELATED), 0.1, new Importance.Decay(0.5)), "key");
        assertThat(Predictions.of(decaying).lossLinear()).isNull();
        Weights linear = Models.random(new ModelSpec(true, Activation.IDENTITY, Activation.IDENTITY, true), 6, 4, 1);
        Measurement pairs = measured(linear, new DataSpec(DataSpec.Kind.CORRELATED));
        assertThat(pairs.subspace().encoderAngle()).isNull();
        assertThat(pairs.subspace().projectorDistance()).isPositive();
        assertThat(pairs.lossByActive()).isNull();
        assertThat(pairs.finite()).isTrue();
        // with unequal probabilities the axes are known even where importance is equal
        assertThat(measured(linear, new DataSpec(DataSpec.Kind.POWERLAW))
                        .subspace()
                        .encoderAngle())
                .isPositive();
    }

    private static Measurement measured(Weights weights, DataSpec data) {
        return Measurement.of(subject(weights, 0.1, data), new MeasureSpec(true, 0, false, 2, 0), KERNEL);
    }
}
