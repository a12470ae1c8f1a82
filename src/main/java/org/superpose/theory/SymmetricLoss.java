package org.superpose.theory;

/**
 * L(a, β) = E(x − a ReLU(x + t))² with t = β + σZ, Z standard normal, x = 0 with probability 1 − p and x = u ~ U[0, 1] otherwise.
 *
 * <p>Given t the mean over u is a polynomial on each of t ≤ −1, [−1, 0] and t ≥ 0, so what remains is a mean over Z of smooth
 * pieces. They are integrated by Gauss–Legendre rules, and every integrand is written as a sum that is never negative: nothing cancels,
 * and a loss of 1e-12 has as many digits as one of 0.1. (The expansion p/3 − 2aE[G] + a²E[H] loses as many digits as L is below p/3.)
 */
final class SymmetricLoss {
    /** φ(12) = 2e-32: beyond it a standard normal has no weight. */
    private static final double REACH = 12;

    /** The greatest width of the pieces that are integrated by one rule. */
    private static final double QUADRATURE_WIDTH = 4;

    private static final double INVERSE_ROOT_2PI = 1 / Math.sqrt(2 * Math.PI);

    private final double density;
    private final double sigma;

    SymmetricLoss(double density, double sigma) {
        this.density = density;
        this.sigma = sigma;
    }

    /** A polynomial in t = β + σz on one of the three pieces. */
    @FunctionalInterface
    interface Piece {
        double at(double t);
    }

    /** min over a of L(a, β). */
    double withBestScale(double shift) {
        return at(bestScale(shift), shift);
    }

    /** a* = E[x ReLU(x + t)] / E[ReLU(x + t)²], 0 where the output never fires. */
    double bestScale(double shift) {
        double product = inside(shift, t -> (1 + t) * (1 + t) * (2 - t) / 6) + above(shift, t -> (2 + 3 * t) / 6);
        double square =
                inside(shift, t -> (1 + t) * (1 + t) * (1 + t) / 3) + above(shift, t -> (1 + 3 * t * (1 + t)) / 3);
        double denominator = density * square + (1 - density) * above(shift, t -> t * t);
        return denominator == 0 ? 0 : density * product / denominator;
    }

    /** L(a, β). */
    double at(double scale, double shift) {
        double a = scale;
        double below = normal(shift, -REACH, (-1 - shift) / sigma, t -> 1 / 3.0);
        double inside = inside(shift, t -> {
            double y = 1 - a - a * t;
            return (-t * t * t + (1 + t) * (y * y - y * t + t * t)) / 3;
        });
        double above = above(shift, t -> (1 - a) * ((1 - a) / 3 - a * t) + a * a * t * t);
        double off = a * a * above(shift, t -> t * t);
        return density * (below + inside + above) + (1 - density) * off;
    }

    private double inside(double shift, Piece piece) {
        return normal(shift, (-1 - shift) / sigma, -shift / sigma, piece);
    }

    /** E[piece(β + σZ); β + σZ > 0]. */
    double above(double shift, Piece piece) {
        return normal(shift, -shift / sigma, REACH, piece);
    }

    /** {@code E[piece(β + σZ); from < Z < to]}. */
    private double normal(double shift, double from, double to, Piece piece) {
        double low = Math.max(from, -REACH);
        double high = Math.min(to, REACH);
        if (!(low < high)) {
            return 0;
        }
        int intervals = (int) Math.ceil((high - low) / QUADRATURE_WIDTH);
        double half = (high - low) / (2 * intervals);
        double sum = 0;
        for (int interval = 0; interval < intervals; interval++) {
            double centre = low + (2 * interval + 1) * half;
            for (int q = 0; q < GaussLegendre.NODES; q++) {
                double z = centre + half * GaussLegendre.node(q);
                sum += GaussLegendre.weight(q) * Math.exp(-z * z / 2) * piece.at(shift + sigma * z);
            }
        }
        return sum * half * INVERSE_ROOT_2PI;
    }
}
