package org.superpose.train;

import org.superpose.linear.GramSums;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * The features of a model as they are after a number of training steps. Arrays have one number per feature.
 *
 * @param step steps taken, 0 for the initial weights
 * @param learningRate the rate of the last of them, null before the first
 * @param loss mean batch loss of the steps since the snapshot before, each before its update; before the first step that of the first batch
 * @param norm ‖w_i‖, w_i the encoder's column
 * @param dimensionality D_i = ‖w_i‖² / Σ_j (ŵ_i·w_j)², 0 where w_i = 0
 * @param bias b_i, null for a model without bias
 * @param diag W_ii, null for a tied model, whose W_ii is ‖w_i‖²
 * @param weights all parameters, null unless asked for
 */
public record Snapshot(
        int step,
        Double learningRate,
        double loss,
        float[] norm,
        float[] dimensionality,
        float[] bias,
        float[] diag,
        Weights weights) {

    static Snapshot of(int step, Double learningRate, double loss, Weights weights, boolean keep) {
        Layout layout = weights.layout();
        int n = layout.n();
        int m = layout.m();
        float[] values = weights.values();
        double[] totals = GramSums.totals(values, layout.encoder(), n, m);
        float[] norm = new float[n];
        float[] dimensionality = new float[n];
        for (int i = 0; i < n; i++) {
            int row = layout.encoder() + i * m;
            double norm2 = product(values, row, row, m);
            norm[i] = (float) Math.sqrt(norm2);
            dimensionality[i] = norm2 == 0 ? 0 : (float) (norm2 * norm2 / totals[i]);
        }
        return new Snapshot(
                step,
                learningRate,
                loss,
                norm,
                dimensionality,
                layout.spec().bias() ? weights.biases() : null,
                layout.spec().tied() ? null : diagonal(values, layout),
                keep ? weights : null);
    }

    /** This snapshot with another loss. */
    Snapshot with(double otherLoss) {
        return new Snapshot(step, learningRate, otherLoss, norm, dimensionality, bias, diag, weights);
    }

    private static float[] diagonal(float[] values, Layout layout) {
        int m = layout.m();
        float[] diagonal = new float[layout.n()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = (float) product(values, layout.decoder() + i * m, layout.encoder() + i * m, m);
        }
        return diagonal;
    }

    private static double product(float[] values, int left, int right, int m) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int k = 0;
        for (; k + 3 < m; k += 4) {
            sum0 += (double) values[left + k] * values[right + k];
            sum1 += (double) values[left + k + 1] * values[right + k + 1];
            sum2 += (double) values[left + k + 2] * values[right + k + 2];
            sum3 += (double) values[left + k + 3] * values[right + k + 3];
        }
        for (; k < m; k++) {
            sum0 += (double) values[left + k] * values[right + k];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
