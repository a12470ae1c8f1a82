package org.superpose.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureMoments;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernel;
import org.superpose.model.Importance;
import org.superpose.model.Weights;
import org.superpose.theory.LinearSubspace;
import org.superpose.theory.UnitPhase;

/**
 * Everything that is measured of one model. A quantity that does not exist is null, never NaN.
 *
 * @param subspace null unless the model is linear
 * @param features one entry per feature, null if not asked for
 * @param lossByActive null if not asked for, or if the distribution of active features is not known
 * @param basisPursuit how basis pursuit decodes the same encoder, null if not asked for
 */
public record Measurement(
        LossEvaluation loss,
        Predictions predictions,
        Symmetry symmetry,
        Representation representation,
        LinearSubspace subspace,
        List<Feature> features,
        LossByActiveFeatures lossByActive,
        BasisPursuitLoss basisPursuit) {
    /**
     * What is measured, and on which data.
     *
     * @param modelKey names the random streams {@code evaluation}, {@code single}, {@code ks} and {@code active-…}
     */
    public record Subject(Weights weights, Objective objective, String modelKey) {
        /** The same from the parts of the objective. */
        public Subject(Weights weights, double density, Importance importance, DataSpec data, String modelKey) {
            this(weights, new Objective(data, density, importance), modelKey);
        }

        /** p. */
        public double density() {
            return objective.density();
        }

        /** How the features depend on one another. */
        public DataSpec data() {
            return objective.data();
        }

        /** The weights of the features' errors. */
        public Importance importance() {
            return objective.importance();
        }
    }

    /**
     * Measures a model.
     *
     * @param kernel evaluates the loss
     * @throws IllegalArgumentException if a weight is not finite
     */
    public static Measurement of(Subject subject, MeasureSpec spec, Kernel kernel) {
        return of(subject, spec, kernel, () -> true);
    }

    /**
     * Measures a model.
     *
     * @param wanted asked between batches of the evaluation; false abandons the measurement
     * @throws CancellationException if it is abandoned
     */
    public static Measurement of(Subject subject, MeasureSpec spec, Kernel kernel, BooleanSupplier wanted) {
        if (!subject.weights().finite()) {
            throw new IllegalArgumentException("a model with weights that are not finite cannot be measured");
        }
        Interactions interactions = Interactions.of(subject);
        return new Measurement(
                LossEvaluation.of(subject, kernel, wanted),
                Predictions.of(subject),
                interactions.symmetry(),
                interactions.representation(),
                LinearSubspace.isLinear(subject.weights().layout().spec()) ? subspace(subject) : null,
                spec.features() ? interactions.features() : null,
                spec.active() > 0
                        ? LossByActiveFeatures.of(subject, spec.active(), kernel, wanted)
                                .orElse(null)
                        : null,
                spec.l1() > 0 ? BasisPursuitLoss.of(subject, spec.l1(), wanted) : null);
    }

    private static LinearSubspace subspace(Subject subject) {
        int n = subject.weights().layout().n();
        DataSpec data = subject.data();
        if (subject.importance().keys() != null) {
            return LinearSubspace.of(subject.weights());
        }
        if (data.kind() == DataSpec.Kind.INDEPENDENT) {
            return LinearSubspace.of(subject.weights(), subject.importance());
        }
        if (!data.kind().separate()) {
            return LinearSubspace.of(subject.weights());
        }
        FeatureMoments moments = data.moments(n, subject.density());
        double[] variances = new double[n];
        Arrays.setAll(variances, i -> subject.importance().of(i, n) * moments.variance(i));
        return LinearSubspace.of(subject.weights(), variances);
    }

    /** Whether loss and statistics are numbers; they are not where weights are so large that their products overflow. */
    public boolean finite() {
        return loss.finite()
                && (lossByActive == null || lossByActive.finite())
                && columns().values().stream().allMatch(Measurement::finite)
                && theory().values().stream().allMatch(Measurement::finite);
    }

    private static boolean finite(Object value) {
        return !(value instanceof Double number) || Double.isFinite(number);
    }

    /** The scalar columns of the table of models, in its order and by its names. */
    public Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("loss", loss.mean());
        columns.put("loss_stderr", loss.standardError());
        columns.put("loss_linear", predictions.lossLinear());
        columns.put(
                "loss_limit",
                predictions.limit() == null ? null : predictions.limit().loss());
        columns.put("loss_constant", predictions.lossConstant());
        columns.put("noise_bound", predictions.noiseBound());
        putSymmetry(columns);
        columns.put("frobenius2", representation.frobenius2());
        columns.put("dims_per_feature", representation.dimsPerFeature());
        columns.put("represented", representation.represented());
        return columns;
    }

    /** The scalars in the column {@code theory} of the table of models, in its order and by its names. */
    public Map<String, Object> theory() {
        Predictions.Limit limit = predictions.limit();
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("loss_optimal_decoder", limit == null ? null : limit.optimalDecoder());
        columns.put("loss_lower_bound", limit == null ? null : limit.lower());
        columns.put("loss_upper_bound", limit == null ? null : limit.upper());
        columns.put("loss_antipodal", predictions.lossAntipodal());
        columns.put("encoder_angle", subspace == null ? null : subspace.encoderAngle());
        columns.put("decoder_angle", subspace == null ? null : subspace.decoderAngle());
        columns.put("projector_distance", subspace == null ? null : subspace.projectorDistance());
        UnitPhase phase = predictions.phase();
        columns.put("phase", phase == null ? null : phase.phase().label());
        columns.put("phase_loss", phase == null ? null : phase.loss());
        columns.put("phase_boundary", phase == null ? null : phase.boundary());
        return columns;
    }

    private void putSymmetry(Map<String, Object> columns) {
        columns.put("diag_mean", symmetry.diagMean());
        columns.put("diag_var", symmetry.diagVar());
        columns.put("bias_mean", symmetry.biasMean());
        columns.put("bias_var", symmetry.biasVar());
        columns.put("offdiag_energy_mean", symmetry.offdiagEnergyMean());
        columns.put("offdiag_energy_var", symmetry.offdiagEnergyVar());
        columns.put("noise_var_mean", symmetry.noiseVarMean());
        columns.put("noise_var_var", symmetry.noiseVarVar());
        columns.put("noise_mean_var", symmetry.noiseMeanVar());
        columns.put("lyapunov_mean", symmetry.lyapunovMean());
        columns.put("lyapunov_min", symmetry.lyapunovMin());
        columns.put("lyapunov_max", symmetry.lyapunovMax());
        columns.put("lyapunov_raw_mean", symmetry.lyapunovRawMean());
        columns.put("lyapunov_raw_min", symmetry.lyapunovRawMin());
        columns.put("lyapunov_raw_max", symmetry.lyapunovRawMax());
        columns.put("lyapunov_undefined", symmetry.lyapunovUndefined());
        columns.put("ks_statistic", symmetry.ksStatistic());
        columns.put("ks_pvalue", symmetry.ksPvalue());
        columns.put("w_norm", symmetry.wNorm());
        columns.put("w_sym_norm", symmetry.wSymNorm());
        columns.put("w_antisym_norm", symmetry.wAntisymNorm());
    }
}
