package org.superpose.scaling;

import java.util.function.DoubleUnaryOperator;

/** Minima and crossings of functions of the exponent, on a grid that is finer near 0 and then closer. */
final class Search {
    /** Exponents above this look alike at sizes that double: the first size differs, the others do not. */
    static final double STEEPEST = 8;

    /** What grows like n³ is as far from any limit as what grows faster. */
    private static final double FASTEST_GROWTH = -3;

    private static final int STEPS = 40;
    private static final int HALVINGS = 40;
    private static final double SHRINK = (Math.sqrt(5) - 1) / 2;
    private static final double PRECISION = 1e-8;

    private Search() {}

    private static double grid(int k) {
        double share = k / (double) STEPS;
        return STEEPEST * share * share;
    }

    /** Where a function has its minimum in 0 … {@value #STEEPEST}, to {@value #PRECISION}. */
    static double argmin(DoubleUnaryOperator function) {
        return argmin(function, 1);
    }

    /** The minimum of a function in 0 … {@value #FASTEST_GROWTH}. */
    static double minimumOfGrowth(DoubleUnaryOperator function) {
        return function.applyAsDouble(argmin(function, FASTEST_GROWTH / STEEPEST));
    }

    private static double argmin(DoubleUnaryOperator function, double stretch) {
        int best = 0;
        double value = Double.POSITIVE_INFINITY;
        for (int k = 0; k <= STEPS; k++) {
            double there = function.applyAsDouble(stretch * grid(k));
            if (there < value) {
                value = there;
                best = k;
            }
        }
        double one = stretch * grid(Math.max(0, best - 1));
        double other = stretch * grid(Math.min(STEPS, best + 1));
        return golden(function, Math.min(one, other), Math.max(one, other));
    }

    /** The exponent farthest from {@code best} towards 0 at which the function is at most {@code most}. */
    static double lowest(DoubleUnaryOperator function, double best, double most) {
        int k = 0;
        while (grid(k) < best && function.applyAsDouble(grid(k)) > most) {
            k++;
        }
        return k == 0 ? 0 : crossing(function, Math.min(best, grid(k)), grid(k - 1), most);
    }

    /** The exponent farthest from {@code best} towards {@value #STEEPEST} at which the function is at most {@code most}. */
    static double highest(DoubleUnaryOperator function, double best, double most) {
        int k = STEPS;
        while (grid(k) > best && function.applyAsDouble(grid(k)) > most) {
            k--;
        }
        return k == STEPS ? STEEPEST : crossing(function, Math.max(best, grid(k)), grid(k + 1), most);
    }

    private static double crossing(DoubleUnaryOperator function, double within, double beyond, double most) {
        double in = within;
        double out = beyond;
        for (int k = 0; k < HALVINGS; k++) {
            double middle = 0.5 * (in + out);
            if (function.applyAsDouble(middle) <= most) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return in;
    }

    /** Golden section (Kiefer 1953). */
    private static double golden(DoubleUnaryOperator function, double low, double high) {
        double from = low;
        double to = high;
        double left = to - SHRINK * (to - from);
        double right = from + SHRINK * (to - from);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        while (to - from > PRECISION) {
            if (atLeft <= atRight) {
                to = right;
                right = left;
                atRight = atLeft;
                left = to - SHRINK * (to - from);
                atLeft = function.applyAsDouble(left);
            } else {
                from = left;
                left = right;
                atLeft = atRight;
                right = from + SHRINK * (to - from);
                atRight = function.applyAsDouble(right);
            }
        }
        return 0.5 * (from + to);
    }
}
