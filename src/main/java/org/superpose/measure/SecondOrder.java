package org.superpose.measure;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;

import org.superpose.columns.Columns;
import org.superpose.linear.RowProducts;
import org.superpose.model.Layout;
import org.superpose.model.Weights;
import org.superpose.theory.SecondOrderLoss;

/**
 * What a model's W would lose over p² as p → 0 at W_ii = 1 and b = 0: (1/n) Σ_i I_i Σ_{k≠i} f(|W_ik|/W_ii) with the f of {@link SecondOrderLoss}, where no
 * entry off the diagonal is positive. An antipodal pair has 1/6. W is streamed in blocks of rows, and the first positive entry ends it.
 */
record SecondOrder(double coefficient) {
    /** Entries above this share of W_ii are positive beyond rounding in float; what they are worth is of first order in p. */
    private static final float POSITIVE = 1e-3f;

    private static final int OUTPUTS_AT_ONCE = 64;

    static final Columns<SecondOrder> COLUMNS = Columns.of(SecondOrder.class)
            .real(
                    "second_order",
                    SecondOrder::coefficient,
                    "What W would lose over p² as p → 0 at W_ii = 1 and b = 0, (1/n) Σ_i I_i Σ_{k≠i} f(|W_ik|/W_ii) with f(w) = w²/3 − w³/6 up to"
                            + " w = 1 and 1/3 − 1/(6w) beyond. NULL where an entry off the diagonal is positive, more than 0.001 W_ii, because what"
                            + " is lost then is of order p; and where `loss_symmetric` is.",
                    MEAN,
                    NONNEGATIVE);

    /** Of a model; null where it does not reproduce one active feature. */
    static SecondOrder of(Measurement.Subject subject) {
        if (!GaussianPicture.applies(subject)) {
            return null;
        }
        Weights weights = subject.weights();
        Layout layout = weights.layout();
        int n = layout.n();
        int m = layout.m();
        double[] importance = subject.importance().weights(n);
        float[] products = new float[Math.min(n, OUTPUTS_AT_ONCE) * n];
        double sum = 0;
        for (int first = 0; first < n; first += OUTPUTS_AT_ONCE) {
            int rows = Math.min(OUTPUTS_AT_ONCE, n - first);
            RowProducts.multiply(
                    weights.values(),
                    layout.decoder() + first * m,
                    rows,
                    weights.values(),
                    layout.encoder(),
                    n,
                    m,
                    products);
            for (int i = first; i < first + rows; i++) {
                double row = row(products, (i - first) * n, n, i);
                if (Double.isNaN(row)) {
                    return null;
                }
                sum += importance[i] * row;
            }
        }
        return new SecondOrder(sum / n);
    }

    /** Σ_{k≠i} f(|W_ik|/W_ii), NaN where there is no such sum. */
    private static double row(float[] products, int start, int n, int i) {
        float diagonal = products[start + i];
        if (!(diagonal > 0)) {
            return Double.NaN;
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            float entry = products[start + k];
            if (k != i) {
                if (!(entry <= POSITIVE * diagonal)) {
                    return Double.NaN;
                }
                sum += SecondOrderLoss.pair(Math.max(0, -entry / (double) diagonal));
            }
        }
        return sum;
    }
}
