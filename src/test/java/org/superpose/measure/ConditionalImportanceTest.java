package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** Losses in which a feature counts fully only where the first of its set is active. */
class ConditionalImportanceTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();
    private static final double BETA = 0.25;
    private static final int SIZE = 3;

    private static Importance importance(double decay) {
        return new Importance.Conditional(new Importance.Decay(decay), new KeyedSets(SIZE, BETA));
    }

    private static Measurement.Subject subject(Weights weights, double p, DataSpec data, double decay) {
        return new Measurement.Subject(weights, new Objective(data, p, importance(decay)), "key");
    }

    private static DataSpec data(DataSpec.Kind kind) {
        DataSpec standard = new DataSpec(kind);
        return new DataSpec(kind, kind.inSets() ? 2 : 0, standard.marginal(), standard.graph(), standard.parameter());
    }

    /** Σ over samples of I_i(x) and its products with x_i and x_i², from the definition. */
    private static double[][] sampled(DataSpec data, int n, double p, int samples) {
        double[][] sums = new double[3][n];
        SparseBatch batch = new SparseBatch(n, samples);
        FeatureDistribution distribution = data.distribution(n, p);
        distribution.fill(batch, RandomStream.of("conditional", "test"), 0);
        double[] x = new double[n];
        for (int s = 0; s < samples; s++) {
            java.util.Arrays.fill(x, 0);
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                x[batch.index()[e]] = batch.value()[e];
            }
            for (int i = 0; i < n; i++) {
                double weight = i % SIZE == 0 || x[i - i % SIZE] > 0 ? 1 : BETA;
                sums[0][i] += weight / samples;
                sums[1][i] += weight * x[i] / samples;
                sums[2][i] += weight * x[i] * x[i] / samples;
            }
        }
        return sums;
    }

    /** The best constant answer, over samples of every kind of data. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
    void theBestConstantIsThatOfSamples(DataSpec.Kind kind) {
        int n = 7;
        double p = 0.3;
        double[][] sums = sampled(data(kind), n, p, 400_000);
        double loss = 0;
        for (int i = 0; i < n; i++) {
            loss += Math.pow(0.8, i) * (sums[2][i] - sums[1][i] * sums[1][i] / sums[0][i]) / n;
        }
        Predictions predictions = Predictions.of(subject(Models.random(true, n, 3, 1), p, data(kind), 0.8));
        assertThat(predictions.lossConstant()).isCloseTo(loss, within(0.01 * loss));
        assertThat(predictions.lossLinear()).isNull();
        assertThat(predictions.limit()).isNull();
        assertThat(predictions.lossAntipodal()).isNull();
        assertThat(predictions.noiseBound() != null).isEqualTo(kind == DataSpec.Kind.INDEPENDENT);
    }

    /** Of independent features: (1/n) Σ I_i ω_i v₁ with ω = p + β (1 − p), 1 for a key; the zero model loses p/3 in place of v₁. */
    @ParameterizedTest
    @CsvSource({"0.02", "0.3", "1"})
    void independentFeaturesCountByTheOddsOfTheirKey(double p) {
        int n = 7;
        double omega = 0;
        for (int i = 0; i < n; i++) {
            omega += i % SIZE == 0 ? 1 : p + BETA * (1 - p);
        }
        Measurement.Subject zero =
                subject(Models.tied(new double[n][2]), p, new DataSpec(DataSpec.Kind.INDEPENDENT), 1);
        assertThat(Predictions.of(zero).lossConstant()).isCloseTo(omega / n * (p / 3 - p * p / 4), within(1e-15));
        LossEvaluation loss = LossEvaluation.of(zero, KERNEL, 0.005, () -> true);
        assertThat(loss.mean()).isCloseTo(omega / n * p / 3, within(4 * loss.standardError()));
        assertThat(loss.standardError()).isBetween(1e-12, 0.0055 * loss.mean());
    }

    /** By the number of active features and by plain samples, of a model that errs everywhere. */
    /** Keys so rare that 1 − p is 1: errors of the others count only beside them, p_key (p_i/3 − p_i²/4). */
    @Test
    void rareKeysLeaveAConstantAnswer() {
        int n = 1000;
        double p = 1e-5;
        DataSpec data = new DataSpec(DataSpec.Kind.POWERLAW, 0, null, 5);
        double expected = 0;
        for (int i = 0; i < n; i++) {
            double own = data.moments(n, p).probability(i);
            double key = i % 2 == 0 ? 1 : data.moments(n, p).probability(i - 1);
            expected += key * (own / 3 - own * own / 4) / n;
        }
        Weights weights = Models.random(false, n, 2, 5);
        Importance importance = new Importance.Conditional(new Importance.Decay(1), new KeyedSets(2, 0));
        Predictions predictions =
                Predictions.of(new Measurement.Subject(weights, new Objective(data, p, importance), "keys"));
        assertThat(predictions.lossConstant()).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void bothWaysOfSamplingAgree() {
        Measurement.Subject subject =
                subject(Models.random(false, 8, 3, 5), 0.05, new DataSpec(DataSpec.Kind.INDEPENDENT), 0.9);
        LossEvaluation strata = LossEvaluation.of(subject, KERNEL, 0.005, () -> true);
        LossEvaluation plain = LossEvaluation.of(subject, KERNEL, 0.005, () -> true, Optional.empty());
        assertThat(strata.mean())
                .isCloseTo(plain.mean(), within(4 * Math.hypot(strata.standardError(), plain.standardError())));
        assertThat(strata.standardError()).isBetween(0.0, 0.006 * strata.mean());
    }

    @Test
    void whatHasNoClosedFormIsNull() {
        Weights linear = Models.random(new ModelSpec(true, Activation.IDENTITY, Activation.IDENTITY, true), 6, 4, 1);
        Measurement measurement = Measurement.of(
                subject(linear, 0.1, new DataSpec(DataSpec.Kind.INDEPENDENT), 0.5),
                new MeasureSpec(true, 0, false, 2, 50),
                KERNEL);
        assertThat(measurement.subspace().encoderAngle()).isNull();
        assertThat(measurement.lossByActive()).isNull();
        assertThat(measurement.finite()).isTrue();
        assertThat(measurement.features().get(2).importance()).isEqualTo(0.25f);
        assertThat(measurement.basisPursuit().mean()).isFinite().isNotNegative();
    }

    /** Basis pursuit on an encoder of one dimension takes x_0 for every feature; its errors count by the keys of each sample. */
    @Test
    void basisPursuitCountsByKeys() {
        Weights weights = Models.tied(new double[][] {{1}, {0.5}, {0.25}});
        int samples = 20_000;
        Measurement.Subject subject = subject(weights, 1, new DataSpec(DataSpec.Kind.INDEPENDENT), 1);
        Measurement.Subject plain = new Measurement.Subject(
                weights, new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 1, new Importance.Decay(1)), "key");
        // p = 1: every key is on
        assertThat(BasisPursuitLoss.of(subject, samples, () -> true).mean())
                .isEqualTo(BasisPursuitLoss.of(plain, samples, () -> true).mean());
        Measurement.Subject rare = subject(weights, 0.01, new DataSpec(DataSpec.Kind.INDEPENDENT), 1);
        double p = 0.01;
        // one active feature: h = w_i u, answered by x̂_0 = h; errors (1 − w)² + w² of u², keys aside; two at once are
        // 1 % of it
        double expected = p * (1 - p) * (1 - p) * 1 / 9.0;
        double second = expected * (BETA * 1 + 0.25);
        double third = expected * (BETA * 1 + 0.0625);
        assertThat(BasisPursuitLoss.of(rare, samples, () -> true).mean())
                .isCloseTo(second + third, within(0.05 * (second + third)));
    }
}
