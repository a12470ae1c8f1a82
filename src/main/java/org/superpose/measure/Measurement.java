package org.superpose.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.data.DataSpec;
import org.superpose.kernel.Kernel;
import org.superpose.model.Importance;
import org.superpose.model.Weights;

/**
 * Everything that is measured of one model. A quantity that does not exist is null, never NaN.
 *
 * @param features one entry per feature, null if not asked for
 * @param basisPursuit how basis pursuit decodes the same encoder, null if not asked for
 */
public record Measurement(
        LossEvaluation loss,
        Predictions predictions,
        Symmetry symmetry,
        Representation representation,
        List<Feature> features,
        BasisPursuitLoss basisPursuit) {
    /**
     * What is measured, and on which data.
     *
     * @param density p
     * @param modelKey names the random streams {@code evaluation}, {@code single} and {@code ks}
     */
    public record Subject(Weights weights, double density, Importance importance, DataSpec data, String modelKey) {}

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
                spec.features() ? interactions.features() : null,
                spec.l1() > 0 ? BasisPursuitLoss.of(subject, spec.l1(), wanted) : null);
    }

    /** Whether loss and statistics are numbers; they are not where weights are so large that their products overflow. */
    public boolean finite() {
        return loss.finite() && columns().values().stream().allMatch(Measurement::finite);
    }

    private static boolean finite(Object value) {
        return !(value instanceof Double number) || Double.isFinite(number);
    }

    /** The scalar columns of the table of models, in its order and by its names. */
    public Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("loss", loss.mean());
        columns.put("loss_stderr", loss.standardError());
        columns.put("loss_linear", predictions.closedForms().lossLinear());
        columns.put("loss_limit", predictions.lossLimit());
        columns.put("loss_constant", predictions.closedForms().lossConstant());
        columns.put("noise_bound", predictions.closedForms().noiseBound());
        putSymmetry(columns);
        columns.put("frobenius2", representation.frobenius2());
        columns.put("dims_per_feature", representation.dimsPerFeature());
        columns.put("represented", representation.represented());
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
