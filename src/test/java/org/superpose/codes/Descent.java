package org.superpose.codes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** L-BFGS (Nocedal 1980) with backtracking: goes down a smooth function of many numbers. */
final class Descent {
    private static final int MEMORY = 12;
    private static final int HALVINGS = 40;
    private static final double DECREASE = 1e-4;
    private static final double TOLERANCE = 1e-13;

    private Descent() {}

    /** A function with its gradient. */
    @FunctionalInterface
    interface Slope {
        /** The value at x; infinite where there is none. {@code gradient} is overwritten where it is finite. */
        double at(double[] x, double[] gradient);
    }

    /** A step and the change of the gradient along it. */
    private record Pair(double[] step, double[] change, double inverse) {}

    /** Where the function is lower than at {@code start} after at most so many steps; {@code start} where it has no value there. */
    static double[] minimum(Slope function, double[] start, int steps) {
        double[] x = start.clone();
        double[] gradient = new double[x.length];
        double value = function.at(x, gradient);
        if (!Double.isFinite(value)) {
            return x;
        }
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int step = 0; step < steps; step++) {
            double[] direction = direction(gradient, pairs);
            double fall = Code.dot(direction, gradient);
            if (!(fall < 0)) {
                pairs.clear();
                direction = direction(gradient, pairs);
                fall = Code.dot(direction, gradient);
            }
            double length = pairs.isEmpty() ? Math.min(1, 0.1 / Math.sqrt(-fall)) : 1;
            double[] next = new double[x.length];
            double[] slope = new double[x.length];
            double reached = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < HALVINGS; halving++) {
                for (int q = 0; q < x.length; q++) {
                    next[q] = x[q] + length * direction[q];
                }
                reached = function.at(next, slope);
                if (reached <= value + DECREASE * length * fall) {
                    break;
                }
                length /= 2;
            }
            if (!(reached < value - TOLERANCE * Math.abs(value))) {
                return reached < value ? next : x;
            }
            remember(pairs, x, next, gradient, slope);
            x = next;
            gradient = slope;
            value = reached;
        }
        return x;
    }

    private static void remember(Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] slope) {
        double[] step = new double[x.length];
        double[] change = new double[x.length];
        for (int q = 0; q < x.length; q++) {
            step[q] = next[q] - x[q];
            change[q] = slope[q] - gradient[q];
        }
        double product = Code.dot(step, change);
        if (product > 1e-12 * Math.sqrt(Code.dot(step, step) * Code.dot(change, change))) {
            pairs.addLast(new Pair(step, change, 1 / product));
            if (pairs.size() > MEMORY) {
                pairs.removeFirst();
            }
        }
    }

    /** −H g by the two loops of Nocedal. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = gradient.clone();
        List<Pair> list = new ArrayList<>(pairs);
        double[] shares = new double[list.size()];
        for (int p = list.size() - 1; p >= 0; p--) {
            Pair pair = list.get(p);
            shares[p] = pair.inverse() * Code.dot(pair.step(), direction);
            add(direction, -shares[p], pair.change());
        }
        if (!list.isEmpty()) {
            Pair latest = list.get(list.size() - 1);
            scale(direction, 1 / (latest.inverse() * Code.dot(latest.change(), latest.change())));
        }
        for (int p = 0; p < list.size(); p++) {
            Pair pair = list.get(p);
            add(direction, shares[p] - pair.inverse() * Code.dot(pair.change(), direction), pair.step());
        }
        scale(direction, -1);
        return direction;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int q = 0; q < to.length; q++) {
            to[q] += factor * what[q];
        }
    }

    private static void scale(double[] what, double factor) {
        for (int q = 0; q < what.length; q++) {
            what[q] *= factor;
        }
    }
}
