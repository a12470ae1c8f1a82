package org.superpose.theory;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/** Gauss–Legendre quadrature with {@value #NODES} nodes an interval: of a smooth function without a change of sign it keeps every digit. */
final class GaussLegendre {
    static final int NODES = 32;

    private static final double[] NODE = new double[NODES];
    private static final double[] WEIGHT = new double[NODES];

    static {
        GaussIntegrator legendre = new GaussIntegratorFactory().legendre(NODES);
        for (int q = 0; q < NODES; q++) {
            NODE[q] = legendre.getPoint(q);
            WEIGHT[q] = legendre.getWeight(q);
        }
    }

    private GaussLegendre() {}

    /** Node q on [−1, 1]. */
    static double node(int q) {
        return NODE[q];
    }

    /** The weight of node q; the weights add up to 2. */
    static double weight(int q) {
        return WEIGHT[q];
    }

    /** ∫ f from {@code from} to {@code to}, by equal intervals no wider than {@code width}; 0 for an empty range. */
    static double integral(DoubleUnaryOperator f, double from, double to, double width) {
        if (!(from < to)) {
            return 0;
        }
        int intervals = (int) Math.ceil((to - from) / width);
        double half = (to - from) / (2 * intervals);
        double sum = 0;
        for (int p = 0; p < intervals; p++) {
            double centre = from + (2 * p + 1) * half;
            for (int q = 0; q < NODES; q++) {
                sum += WEIGHT[q] * f.applyAsDouble(centre + half * NODE[q]);
            }
        }
        return sum * half;
    }
}
