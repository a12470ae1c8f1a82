package org.superpose.theory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The best decoder of one output that sees only its own pre-activation y = x + σZ: x is 0 with probability 1 − p and uniform on [0, 1]
 * otherwise, Z is standard normal ("The Persian Rug", appendix D; a mean of the noise changes nothing, y is moved by it).
 *
 * <pre>
 * f(y)  = E[x | y] = w m
 * loss  = E Var(x | y) = ∫ dy { p q₁(y) s² + (1 − p) q₀(y) w m² }
 * </pre>
 *
 * <p>with q₀ = N(0, σ²) and q₁ = ∫₀¹ N(u, σ²) du the densities of y for x = 0 and for x uniform, w = p q₁ / (p q₁ + (1 − p) q₀), and m and s²
 * the mean and the variance of N(y, σ²) cut to [0, 1]. The moments are sums over u = c + δ of e^{−δ(δ − 2(y − c))/2σ²} > 0 with c the point of
 * [0, 1] nearest to y, and both terms of the loss are at least 0: nothing cancels, overflows or vanishes, however small σ and p are.
 * No activation that works element by element has a lower loss on noise of this variance, trained or not.
 */
public final class OptimalDecoder {
    /** e^{−81/2} = 3e-18. */
    private static final double REACH = 9;

    /** φ(12) = 2e-32, which is small beside p even at p = 1e-9. */
    private static final double OUTER_REACH = 12;

    /** The width of an integration interval in units of σ: w is a logistic function whose poles are half a σ or more from the real axis. */
    private static final double QUADRATURE_WIDTH = 1.5;

    private static final int MOST_KEPT = 10_000;

    /** The results found in this JVM. Seeds of a point, and sizes of one ratio, ask for the same one again. */
    private static final Map<Case, OptimalDecoder> KNOWN = new ConcurrentHashMap<>();

    private record Case(double density, double ratio) {}

    /**
     * What y tells about x.
     *
     * @param active w = P(x > 0 | y)
     * @param mass ∫₀¹ N(y; u, σ²) du / N(y; c, σ²)
     * @param mean m = E[x | y, x > 0]
     * @param variance s² = Var(x | y, x > 0)
     */
    record Posterior(double active, double mass, double mean, double variance) {}

    private final double density;
    private final double sigma;
    private final double loss;

    OptimalDecoder(double density, double sigma) {
        this.density = density;
        this.sigma = sigma;
        this.loss = sigma == 0 ? 0 : expectedVariance();
    }

    /**
     * The decoder for the least noise at a compression ratio, σ² = v₁(1/r − 1).
     *
     * @param density p in (0, 1]
     * @param ratio r = m/n in (0, 1]; at 1 there is no noise and no loss
     */
    public static OptimalDecoder of(double density, double ratio) {
        if (KNOWN.size() >= MOST_KEPT) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(
                new Case(density, ratio),
                point -> new OptimalDecoder(density, ThermodynamicLimit.leastNoise(density, ratio)));
    }

    /** f(y) = E[x | y] for finite y: increasing, in [0, 1]. */
    public double at(double y) {
        if (sigma == 0) {
            return nearest(y);
        }
        Posterior posterior = posterior(y);
        return posterior.active() * posterior.mean();
    }

    /** E(x − f(y))², per feature. */
    public double loss() {
        return loss;
    }

    Posterior posterior(double y) {
        double c = nearest(y);
        double gap = Math.abs(y - c);
        double reach = REACH * REACH * sigma * sigma / (gap + Math.hypot(gap, REACH * sigma));
        // u = c + δ with δ from −lengths[0] to 0 and from 0 to lengths[1]; δ alone has its digits where the mass hugs
        // an end of [0, 1]
        double[] lengths = {Math.min(c, reach), Math.min(1 - c, reach)};
        double mass = 0;
        double first = 0;
        for (int side = 0; side < 2; side++) {
            for (int q = 0; q < GaussLegendre.NODES; q++) {
                double delta = distance(lengths, side, q);
                double weight = lengths[side] * GaussLegendre.weight(q) / 2 * likelihood(delta, y - c);
                mass += weight;
                first += weight * delta;
            }
        }
        double offset = first / mass;
        double second = 0;
        for (int side = 0; side < 2; side++) {
            for (int q = 0; q < GaussLegendre.NODES; q++) {
                double delta = distance(lengths, side, q);
                double error = delta - offset;
                second += lengths[side] * GaussLegendre.weight(q) / 2 * likelihood(delta, y - c) * error * error;
            }
        }
        double odds = (1 - density) / density * Math.exp(-c * (2 * y - c) / (2 * sigma * sigma)) / mass;
        return new Posterior(1 / (1 + odds), mass, c + offset, second / mass);
    }

    private static double distance(double[] lengths, int side, int q) {
        double part = (1 + GaussLegendre.node(q)) / 2;
        return side == 0 ? -lengths[0] * part : lengths[1] * part;
    }

    /** N(y; c + δ, σ²) / N(y; c, σ²), where {@code beyond} = y − c. */
    private double likelihood(double delta, double beyond) {
        return Math.exp(-delta * (delta - 2 * beyond) / (2 * sigma * sigma));
    }

    private double expectedVariance() {
        double edge = OUTER_REACH * sigma;
        double width = QUADRATURE_WIDTH * sigma;
        double sum;
        if (2 * edge < 1) {
            // between the edges the integrand is constant
            sum = GaussLegendre.integral(this::lossDensity, -edge, edge, width)
                    + GaussLegendre.integral(this::lossDensity, edge, 1 - edge, 1)
                    + GaussLegendre.integral(this::lossDensity, 1 - edge, 1 + edge, width);
        } else {
            sum = GaussLegendre.integral(this::lossDensity, -edge, 1 + edge, width);
        }
        return sum / (sigma * Math.sqrt(2 * Math.PI));
    }

    /** σ√(2π) times the integrand of the loss. */
    private double lossDensity(double y) {
        Posterior posterior = posterior(y);
        double gap = (y - nearest(y)) / sigma;
        double on = density * Math.exp(-gap * gap / 2) * posterior.mass() * posterior.variance();
        double z = y / sigma;
        double off = (1 - density) * Math.exp(-z * z / 2) * posterior.mean() * posterior.mean();
        return on + off * posterior.active();
    }

    private static double nearest(double y) {
        return Math.max(0, Math.min(1, y));
    }
}
