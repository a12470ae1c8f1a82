package org.superpose.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

class MeasurementTest {
    private static final ReferenceKernel KERNEL = new ReferenceKernel();
    private static final MeasureSpec SCALARS = new MeasureSpec(false, 0, false, 0, 0);

    @Test
    void columnsOfTheTable() throws Exception {
        Measurement measurement = Measurement.of(Models.subject(Models.golden(), 0.045), MeasureSpec.DEFAULT, KERNEL);
        assertThat(measurement.finite()).isTrue();
        assertThat(measurement.features()).hasSize(64);
        Map<String, Object> columns = Measurement.COLUMNS.scalars(measurement);
        assertThat(columns.keySet())
                .containsExactly(
                        "loss",
                        "loss_stderr",
                        "grad_norm",
                        "grad_norm_stderr",
                        "loss_linear",
                        "loss_limit",
                        "loss_constant",
                        "noise_bound",
                        "diag_mean",
                        "diag_var",
                        "bias_mean",
                        "bias_var",
                        "offdiag_energy_mean",
                        "offdiag_energy_var",
                        "noise_var_mean",
                        "noise_var_var",
                        "noise_mean_mean",
                        "noise_mean_var",
                        "lyapunov_mean",
                        "lyapunov_min",
                        "lyapunov_max",
                        "lyapunov_raw_mean",
                        "lyapunov_raw_min",
                        "lyapunov_raw_max",
                        "lyapunov_undefined",
                        "ks_statistic",
                        "ks_pvalue",
                        "w_norm",
                        "w_sym_norm",
                        "w_antisym_norm",
                        "frobenius2",
                        "dims_per_feature",
                        "represented",
                        "interaction_dims_per_feature",
                        "interaction_represented");
        assertThat((Double) columns.get("loss_limit")).isCloseTo(0.0048558, within(5e-8));
        assertThat((Double) columns.get("loss_linear")).isCloseTo(0.010870, within(5e-7));
        assertThat((Double) columns.get("ks_statistic")).isBetween(0.0, 1.0);
        assertThat(columns.get("w_sym_norm")).isEqualTo(columns.get("w_norm"));
    }

    /** Weights work at 0 and at 1, so they work at all powers of ten between them; what does not depend on their scale stays as it is. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-44, 1e-40, 1e-30, 1e-23, 1e-19, 1e-16, 1e-10, 1e-5, 1})
    void weightsMayBeOfAnySizeDownToZero(double scale) throws IOException {
        Weights golden = Models.golden();
        float[] values = golden.values().clone();
        for (int q = 0; q < golden.layout().bias(); q++) {
            values[q] *= (float) scale;
        }
        Measurement measurement = Measurement.of(
                Models.subject(new Weights(golden.layout(), values), 0.045),
                new MeasureSpec(true, 0, false, 2, 0),
                KERNEL);
        assertThat(measurement.finite()).isTrue();
        Map<String, Object> columns = Measurement.COLUMNS.scalars(measurement);
        if (scale == 0) {
            assertThat(columns.get("lyapunov_mean")).isNull();
            assertThat(columns.get("ks_statistic")).isNull();
            assertThat(columns.get("dims_per_feature")).isNull();
        } else if (scale > 1e-37) {
            Map<String, Object> unscaled =
                    Measurement.COLUMNS.scalars(Measurement.of(Models.subject(golden, 0.045), SCALARS, KERNEL));
            for (String name : List.of("lyapunov_mean", "lyapunov_min", "lyapunov_max", "ks_statistic")) {
                assertThat((Double) columns.get(name)).as(name).isCloseTo((Double) unscaled.get(name), within(1e-6));
            }
        }
    }

    @Test
    void theLimitSpeaksOfOneFamilyOnly() {
        Importance equal = new Importance.Decay(1);
        assertThat(limit(Activation.IDENTITY, Activation.RELU, true, equal))
                .isNotNull()
                .isPositive();
        assertThat(limit(Activation.RELU, Activation.RELU, true, equal)).isNull();
        assertThat(limit(Activation.IDENTITY, Activation.IDENTITY, true, equal)).isNull();
        assertThat(limit(Activation.IDENTITY, Activation.RELU, false, equal)).isNull();
        assertThat(limit(Activation.IDENTITY, Activation.RELU, true, new Importance.Decay(0.9)))
                .isNull();
        assertThat(limit(Activation.IDENTITY, Activation.RELU, true, new Importance.Last(2)))
                .isNull();
    }

    private static Double limit(Activation hidden, Activation output, boolean bias, Importance importance) {
        Layout layout = new Layout(new ModelSpec(false, hidden, output, bias), 4, 2);
        Weights weights = new Weights(layout, new float[layout.size()]);
        Measurement measurement = Measurement.of(Models.subject(weights, 0.5, importance, "key"), SCALARS, KERNEL);
        assertThat(measurement.features()).isNull();
        return (Double) Measurement.COLUMNS.scalars(measurement).get("loss_limit");
    }

    @Test
    void theoryStandsBesideWhatItSpeaksOf() {
        Importance equal = new Importance.Decay(1);
        Importance falling = new Importance.Decay(0.5);
        Map<String, Object> rectifier = theory(Activation.RELU, equal);
        assertThat((Double) rectifier.get("loss_optimal_decoder"))
                .isBetween((Double) rectifier.get("loss_lower_bound"), (Double) rectifier.get("loss_upper_bound"));
        // r = 1/2: (1 − r) p²/3
        assertThat((Double) rectifier.get("loss_antipodal")).isCloseTo(0.5 * 0.25 / 3, within(1e-15));
        assertThat(rectifier).containsEntry("projector_distance", null).containsEntry("encoder_angle", null);
        assertThat((Double) rectifier.get("loss_symmetric")).isPositive();
        // r = 1/2: v₁ = p/3 − p²/4
        assertThat((Double) rectifier.get("limit_sigma")).isCloseTo(Math.sqrt(0.5 / 3 - 0.0625), within(1e-12));
        assertThat((Double) rectifier.get("limit_a")).isBetween(0.5, 1.0);
        assertThat((Double) rectifier.get("limit_b")).isBetween(-0.1, 0.1);

        Map<String, Object> linear = theory(Activation.IDENTITY, falling);
        // the model keeps the axes 0 and 1, the most important
        assertThat((Double) linear.get("encoder_angle")).isCloseTo(0, within(1e-12));
        assertThat((Double) linear.get("decoder_angle")).isCloseTo(0, within(1e-12));
        assertThat((Double) linear.get("projector_distance")).isCloseTo(0, within(1e-12));
        assertThat(linear).containsEntry("loss_optimal_decoder", null).containsEntry("loss_antipodal", null);
        assertThat(linear).containsEntry("loss_symmetric", null).containsEntry("limit_a", null);
        assertThat(rectifier).containsEntry("phase", null).containsEntry("phase_boundary", null);
        assertThat(theory(Activation.IDENTITY, equal)).containsEntry("encoder_angle", null);
    }

    /** W = [[1, −3, 0], [−1/3, 1, 0], [0, 0, 2]]: a pair with 25/162 for each of its two features, and a dedicated one. */
    @Test
    void theSecondOrderIsThatOfW() {
        Layout layout = new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), 3, 2);
        float[] values = {1, 0, -3, 0, 0, 1, 1, 0, -1 / 3f, 0, 0, 2, 0, 0, 0};
        Measurement pair = Measurement.of(Models.subject(new Weights(layout, values), 0.1), SCALARS, KERNEL);
        assertThat((Double) Measurement.THEORY.scalars(pair).get("second_order"))
                .isCloseTo(25 / 162.0 * 2 / 3, within(1e-7));
        values[layout.encoder() + 5] = -1;
        assertThat(second(layout, values)).as("a diagonal entry is negative").isNull();
        values[layout.encoder() + 5] = 1;
        values[layout.encoder() + 3] = 0.01f;
        assertThat(second(layout, values))
                .as("an entry off the diagonal is positive")
                .isNull();
        assertThat(theory(Activation.IDENTITY, new Importance.Decay(1))).containsEntry("second_order", null);
    }

    private static Object second(Layout layout, float[] values) {
        Measurement measurement = Measurement.of(Models.subject(new Weights(layout, values), 0.1), SCALARS, KERNEL);
        return Measurement.THEORY.scalars(measurement).get("second_order");
    }

    private static Map<String, Object> theory(Activation output, Importance importance) {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, output, true), 4, 2);
        float[] values = new float[layout.size()];
        values[layout.encoder()] = 1;
        values[layout.encoder() + 2 + 1] = 1;
        Measurement measurement =
                Measurement.of(Models.subject(new Weights(layout, values), 0.5, importance, "key"), SCALARS, KERNEL);
        return Measurement.THEORY.scalars(measurement);
    }

    @Test
    void theLossByActiveFeaturesIsMeasuredWhereItIsAskedFor() throws Exception {
        Measurement.Subject subject = Models.subject(Models.golden(), 0.045);
        assertThat(Measurement.of(subject, SCALARS, KERNEL).lossByActive()).isNull();
        Measurement measurement = Measurement.of(subject, new MeasureSpec(false, 0, false, 3, 0), KERNEL);
        assertThat(measurement.lossByActive().parts()).hasSize(5);
        double error = Math.hypot(
                measurement.loss().standardError(), measurement.lossByActive().standardError());
        assertThat(measurement.lossByActive().total())
                .isCloseTo(measurement.loss().mean(), within(4 * error));
        assertThatThrownBy(() -> new MeasureSpec(false, 0, false, 65, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overflowIsToldApart() {
        Layout layout = new Layout(Models.relu(true), 3, 1);
        Weights large = new Weights(layout, new float[] {1e30f, 1e30f, 1, 0, 0, 0});
        Measurement.Subject subject = new Measurement.Subject(
                large, new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 0.5, new Importance.Decay(1)), "k");
        assertThat(Measurement.of(subject, SCALARS, KERNEL).finite()).isFalse();
        large.values()[0] = Float.NaN;
        assertThatThrownBy(() -> Measurement.of(subject, SCALARS, KERNEL)).isInstanceOf(IllegalArgumentException.class);
    }
}
