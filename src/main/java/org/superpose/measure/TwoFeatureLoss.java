package org.superpose.measure;

import java.util.Arrays;
import org.superpose.linear.RowProducts;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/**
 * The mean loss over samples with exactly two active features of a model with identity hidden layer, in closed form (theory.md, section 4).
 *
 * <p>x = u e_i + v e_j gives x̂_k = ψ(u g_ki + v g_kj + b_k) with G = W_out W_in, so that, over all pairs {i, j},
 *
 * <pre>L_2 = 2/(n²(n − 1)) Σ_k I_k [ Σ_{j≠k} E(u − ψ(u g_kk + v g_kj + b_k))² + Σ_{i&lt;j; i,j≠k} E ψ(u g_ki + v g_kj + b_k)² ].</pre>
 *
 * <p>That is n³/2 integrals over the unit square. Both kinds are sums of a few terms of which none is small against what is taken from it,
 * so that no digits are lost however small g is. A row of G is sorted first: then the pairs that leave an output silent, which in a good
 * model are nearly all, are passed over together. G is in float, except for its diagonal; all else is in double.
 */
final class TwoFeatureLoss {
    /** The outputs k whose rows of G are computed together. */
    private static final int OUTPUTS_AT_ONCE = 64;

    /** Two-point Gauss–Legendre on [0, 1]: exact for cubics. */
    private static final double FIRST_NODE = 0.5 - Math.sqrt(3) / 6;

    private static final double SECOND_NODE = 0.5 + Math.sqrt(3) / 6;

    private TwoFeatureLoss() {}

    /**
     * L_2.
     *
     * @param weights of a model with identity hidden layer, ReLU or identity output and at least two features
     * @param importance I, n numbers, not modified
     * @return not finite if products of weights overflow
     */
    static double of(Weights weights, double[] importance) {
        Layout layout = weights.layout();
        int n = layout.n();
        int m = layout.m();
        boolean relu = layout.spec().output().equals(OutputFunction.RELU);
        float[] values = weights.values();
        float[] products = new float[Math.min(n, OUTPUTS_AT_ONCE) * n];
        float[] others = new float[n - 1];
        double sum = 0;
        for (int first = 0; first < n; first += OUTPUTS_AT_ONCE) {
            int rows = Math.min(OUTPUTS_AT_ONCE, n - first);
            RowProducts.multiply(values, layout.decoder() + first * m, rows, values, layout.encoder(), n, m, products);
            for (int k = first; k < first + rows; k++) {
                int row = (k - first) * n;
                System.arraycopy(products, row, others, 0, k);
                System.arraycopy(products, row + k + 1, others, k, n - k - 1);
                double diagonal = SingleFeatureLoss.product(
                        values, layout.decoder() + k * m, values, layout.encoder() + k * m, m);
                sum += importance[k] * output(diagonal, others, weights.bias(k), relu);
            }
        }
        return sum / n / (0.5 * n * (n - 1.0));
    }

    /** The sum over all pairs of one output. {@code others} is sorted. */
    private static double output(double diagonal, float[] others, double bias, boolean relu) {
        double sum = 0;
        for (float other : others) {
            sum += own(diagonal, other, bias, relu);
        }
        return sum + (relu ? positive(others, bias) : linear(others, bias));
    }

    /** Σ_{i&lt;j} E(u g_i + v g_j + b)². */
    private static double linear(float[] g, double b) {
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += meanSquare(b + 0.5 * g[i] + 0.5 * g[j], g[i], g[j]);
            }
        }
        return sum;
    }

    /** Σ_{i&lt;j} E ReLU(u g_i + v g_j + b)². Sorts g. */
    private static double positive(float[] g, double b) {
        Arrays.sort(g);
        double sum = 0;
        for (int i = g.length - 1; i > 0; i--) {
            double top = b + Math.max(g[i], 0);
            double size = Math.abs((double) g[i]);
            for (int j = i - 1; j >= 0; j--) {
                double pairTop = top + Math.max(g[j], 0);
                if (pairTop <= 0) {
                    break;
                }
                sum += other(pairTop, size, Math.abs((double) g[j]));
            }
        }
        return sum;
    }

    /**
     * E ReLU(t − u g − v h)², u, v ~ U[0, 1]: with P(s) = s⁴₊/12 it is [P(t) − P(t − g) − P(t − h) + P(t − g − h)]/(g h), here without
     * differences of nearly equal numbers.
     *
     * @param t the largest argument, reached at a corner of the square
     * @param g at least 0
     * @param h at least 0
     */
    static double other(double t, double g, double h) {
        if (t - g - h >= 0) {
            return meanSquare(t - 0.5 * (g + h), g, h);
        }
        if (t <= 0) {
            return 0;
        }
        double small = Math.min(g, h);
        double large = Math.max(g, h);
        if (t <= small) {
            return t * t * (t / small) * (t / large) / 12;
        }
        // [t⁴ − (t − small)⁴]/small, and (t − large)⁴/small, which is at most an eighth of it.
        double atSmall = t - small;
        double atLarge = Math.max(0, t - large);
        double sum = (t + atSmall) * (t * t + atSmall * atSmall);
        if (atLarge > 0) {
            sum -= atLarge * atLarge * atLarge * (atLarge / small);
        }
        return sum / (12 * large);
    }

    /** E(c + (u − ½) g + (v − ½) h)². */
    private static double meanSquare(double c, double g, double h) {
        return c * c + (g * g + h * h) / 12;
    }

    /**
     * E(u − ψ(u g + v h + b))², u, v ~ U[0, 1]: the integral over v of that of a single feature, which is a cubic in its bias between
     * the values 0 and −g.
     */
    static double own(double g, double h, double b, boolean relu) {
        double first = inside(-b / h);
        double second = inside((-g - b) / h);
        if (!relu || (first == 0 && second == 0)) {
            return part(g, h, b, 0, 1, relu);
        }
        double low = Math.min(first, second);
        double high = Math.max(first, second);
        return part(g, h, b, 0, low, true) + part(g, h, b, low, high, true) + part(g, h, b, high, 1, true);
    }

    /** v if it is inside [0, 1], else 0, which divides nothing. */
    private static double inside(double v) {
        return v > 0 && v < 1 ? v : 0;
    }

    private static double part(double g, double h, double b, double from, double to, boolean relu) {
        double length = to - from;
        if (length == 0) {
            return 0;
        }
        double atFirst = SingleFeatureLoss.own(g, b + h * (from + length * FIRST_NODE), relu);
        double atSecond = SingleFeatureLoss.own(g, b + h * (from + length * SECOND_NODE), relu);
        return length * 0.5 * (atFirst + atSecond);
    }
}
