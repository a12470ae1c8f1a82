package org.superpose.measure;

import java.util.Arrays;
import org.superpose.linear.RowProducts;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

/**
 * The mean loss over samples with exactly one active feature, in closed form (Elhage et al. 2022, appendix; theory.md, section 4).
 *
 * <p>x = u e_i, u ≥ 0, gives h = u φ(w_i) and x̂_j = ψ(u g_ji + b_j) with G = W_out φ(W_in), so that
 *
 * <pre>L_1 = (1/n²) Σ_j I_j [ ∫₀¹ (u − ψ(g_jj u + b_j))² du + Σ_{i≠j} ∫₀¹ ψ(g_ji u + b_j)² du ].</pre>
 *
 * <p>A linear function with the values r and s at the ends of an interval has the mean square (r² + rs + s²)/3 there, which loses no
 * digits; a ReLU is linear up to its kink and zero beyond, and every other ψ with kinks and jumps only is such a sum over its pieces
 * ({@link PiecewiseLinear}). G comes in blocks and in float, except for its diagonal, where 1 − g_jj
 * would cancel; all else is in double.
 */
final class SingleFeatureLoss {
    /** The features along each side of a square part of G that is computed at once. */
    private static final int FEATURES_AT_ONCE = 512;

    private SingleFeatureLoss() {}

    /**
     * L_1.
     *
     * @param importance I, n numbers, not modified
     * @return not finite if products of weights overflow
     * @throws IllegalArgumentException if ψ is not {@link OutputFunction#piecewiseLinear}
     */
    static double of(Weights weights, double[] importance) {
        Layout layout = weights.layout();
        int n = layout.n();
        int m = layout.m();
        float[] biases = weights.biases();
        float[] hidden = hidden(weights);
        Integrals psi = integrals(layout.spec().output());
        int block = Math.min(n, FEATURES_AT_ONCE);
        float[] products = new float[block * block];
        double[] rows = new double[n];
        for (int j = 0; j < n; j += block) {
            int outputs = Math.min(block, n - j);
            for (int i = 0; i < n; i += block) {
                int inputs = Math.min(block, n - i);
                RowProducts.multiply(
                        weights.values(), layout.decoder() + j * m, outputs, hidden, i * m, inputs, m, products);
                for (int r = 0; r < outputs; r++) {
                    int own = i == j ? r : inputs;
                    double bias = biases[j + r];
                    rows[j + r] += others(products, r * inputs, r * inputs + own, bias, psi)
                            + others(products, r * inputs + own + 1, (r + 1) * inputs, bias, psi);
                }
            }
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            double own = product(weights.values(), layout.decoder() + j * m, hidden, j * m, m);
            sum += importance[j] * (rows[j] + psi.own(own, biases[j]));
        }
        return sum / n / n;
    }

    /** What a ψ adds to the loss of one active feature. */
    interface Integrals {
        /** ∫₀¹ ψ(g u + b)² du. */
        double other(double g, double b);

        /** ∫₀¹ (u − ψ(g u + b))² du. */
        double own(double g, double b);
    }

    private static Integrals integrals(OutputFunction psi) {
        if (psi.kind() != Kind.IDENTITY && psi.kind() != Kind.RELU) {
            return PiecewiseLinear.of(psi);
        }
        boolean relu = psi.kind() == Kind.RELU;
        return new Integrals() {
            @Override
            public double other(double g, double b) {
                return SingleFeatureLoss.other(g, b, relu);
            }

            @Override
            public double own(double g, double b) {
                return SingleFeatureLoss.own(g, b, relu);
            }
        };
    }

    /** φ(w_i) of every feature, n × m. */
    private static float[] hidden(Weights weights) {
        Layout layout = weights.layout();
        int from = layout.encoder();
        float[] hidden = Arrays.copyOfRange(weights.values(), from, from + layout.n() * layout.m());
        if (layout.spec().hidden() == Activation.RELU) {
            for (int q = 0; q < hidden.length; q++) {
                hidden[q] = Math.max(hidden[q], 0);
            }
        }
        return hidden;
    }

    static double product(float[] a, int aOffset, float[] b, int bOffset, int m) {
        double sum = 0;
        for (int k = 0; k < m; k++) {
            sum += (double) a[aOffset + k] * b[bOffset + k];
        }
        return sum;
    }

    private static double others(float[] products, int from, int to, double bias, Integrals psi) {
        double sum = 0;
        for (int q = from; q < to; q++) {
            sum += psi.other(products[q], bias);
        }
        return sum;
    }

    /** ∫₀¹ ψ(g u + b)² du. */
    static double other(double g, double b, boolean relu) {
        double end = g + b;
        if (!relu || (b >= 0 && end >= 0)) {
            return meanSquare(b, end);
        }
        if (b <= 0 && end <= 0) {
            return 0;
        }
        double top = Math.max(b, end);
        return top * top * (top / Math.abs(g)) / 3;
    }

    /** ∫₀¹ (u − ψ(g u + b))² du. */
    static double own(double g, double b, boolean relu) {
        double from = 0;
        double to = 1;
        if (relu && g > 0) {
            from = Math.min(1, Math.max(0, -b / g));
        } else if (relu && g < 0) {
            to = Math.min(1, Math.max(0, -b / g));
        } else if (relu && g == 0 && b <= 0) {
            from = 1;
        }
        double slope = 1 - g;
        return from * from * from / 3
                + (to - from) * meanSquare(slope * from - b, slope * to - b)
                + (1 - to) * meanSquare(to, 1);
    }

    /** The mean of the square of a linear function with these values at the ends of an interval. */
    static double meanSquare(double first, double last) {
        return (first * first + first * last + last * last) / 3;
    }
}
