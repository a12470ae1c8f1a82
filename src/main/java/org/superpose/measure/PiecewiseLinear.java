package org.superpose.measure;

import org.superpose.model.OutputFunction;

/**
 * A function that is linear between kinks and jumps: slope_q z + intercept_q on the q-th interval.
 *
 * @param ends where intervals meet, ascending, one fewer than there are intervals
 */
record PiecewiseLinear(double[] ends, double[] slopes, double[] intercepts) implements SingleFeatureLoss.Integrals {
    /** @throws IllegalArgumentException if ψ is not linear between finitely many numbers */
    static PiecewiseLinear of(OutputFunction psi) {
        double parameter = psi.parameter();
        return switch (psi.kind()) {
            case IDENTITY -> new PiecewiseLinear(new double[0], new double[] {1}, new double[] {0});
            case RELU -> new PiecewiseLinear(new double[] {0}, new double[] {0, 1}, new double[] {0, 0});
            case LEAKY_RELU -> new PiecewiseLinear(new double[] {0}, new double[] {parameter, 1}, new double[] {0, 0});
            case SOFT_THRESHOLD ->
                new PiecewiseLinear(new double[] {-parameter, parameter}, new double[] {1, 0, 1}, new double[] {
                    parameter, 0, -parameter
                });
            case TREC -> new PiecewiseLinear(new double[] {parameter}, new double[] {0, 1}, new double[] {0, 0});
            case GATED, TOP_K -> throw new IllegalArgumentException(psi + " is not piecewise linear");
        };
    }

    @Override
    public double other(double g, double b) {
        return integral(0, g, b);
    }

    @Override
    public double own(double g, double b) {
        return integral(1, g, b);
    }

    /** ∫₀¹ (target·u − ψ(g u + b))² du. */
    private double integral(double target, double g, double b) {
        double sum = 0;
        for (int q = 0; q < slopes.length; q++) {
            double first = q == 0 ? Double.NEGATIVE_INFINITY : ends[q - 1];
            double last = q == ends.length ? Double.POSITIVE_INFINITY : ends[q];
            double from = clipped(g < 0 ? last : first, g, b);
            double to = clipped(g < 0 ? first : last, g, b);
            if (g == 0) {
                boolean here = b > first && b <= last;
                from = 0;
                to = here ? 1 : 0;
            }
            double slope = target - slopes[q] * g;
            double start = -slopes[q] * b - intercepts[q];
            sum += (to - from) * SingleFeatureLoss.meanSquare(slope * from + start, slope * to + start);
        }
        return sum;
    }

    /** The u in [0, 1] nearest to where g u + b is z. */
    private static double clipped(double z, double g, double b) {
        return Math.min(1, Math.max(0, (z - b) / g));
    }
}
