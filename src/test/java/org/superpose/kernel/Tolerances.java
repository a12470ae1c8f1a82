package org.superpose.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import org.superpose.model.Layout;

/** How far a kernel that computes in float may be from an exact loss or gradient: rounding errors that grow with the length of the sums. */
final class Tolerances {
    /** The distance from 1 to the next float. */
    static final double ULP = 0x1p-23;

    private Tolerances() {}

    /** The relative error of a loss: an output is a sum of m products, a loss one of n squares. */
    static double loss(Layout layout) {
        return (8 + 2 * Math.sqrt(layout.m()) + Math.sqrt(layout.n())) * ULP;
    }

    /**
     * The absolute error of the entries of one tensor's gradient.
     *
     * @param exact the tensor's gradient
     * @param bias whether the tensor is b
     * @param loss the batch's loss, times the mean weight of its samples
     */
    static double gradient(Problem problem, double[] exact, boolean bias, double loss) {
        double length =
                problem.batch() + problem.layout().n() + problem.layout().m();
        double scale = bias ? Math.max(largest(exact), summands(problem, loss)) : largest(exact);
        return 2 * Math.sqrt(length) * ULP * scale;
    }

    /**
     * What the summands of ∂L/∂b_i = Σ_s g_si may add up to without their signs, which cancel where the bias is near its optimum: g_si =
     * 2 I_i r_si/(n B), and Σ_s r_si²/B ≤ n L/I_i, so Σ_s |g_si| ≤ 2 √(I_i L/n) by Cauchy and Schwarz. With weights both sums are weighted, and
     * the bound is 2 √(I_i L w/n), w the mean weight.
     */
    private static double summands(Problem problem, double loss) {
        return 2
                * Math.sqrt(
                        largest(problem.importance()) * loss / problem.layout().n());
    }

    /** Fails unless every number is within the tolerance of the exact one; NaN is not close to anything. */
    static void assertClose(String name, double[] of, double[] to, double tolerance) {
        for (int q = 0; q < to.length; q++) {
            if (!(Math.abs(of[q] - to[q]) <= tolerance)) {
                fail("%s [%d]: %s instead of %s, tolerance %s", name, q, of[q], to[q], tolerance);
            }
        }
    }

    /** The largest absolute value, 0 of none. */
    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}
