package org.superpose.scaling;

/**
 * The weighted least squares of A + c n^(−α) at a given α, where it is linear in A and c: variable projection (Golub and Pereyra 1973). In place of
 * n^(−α) it takes u(n) = (1 − z)/α, z = (n/n₁)^(−α), and log(n/n₁) at α = 0, so it is well conditioned there and smooth through to the α &lt; 0 of what
 * never settles: y = B + D u(n), A = B + D/α, c n₁^(−α) = −D/α. Where A may not be negative but would be, it is held at 0, y = C z. Weights
 * w_k are inverse variances of the means ȳ_k up to a factor; a misfit is a weighted sum of squares.
 *
 * @param alpha α
 * @param logFirst log n₁
 * @param nonnegative whether A ≥ 0
 * @param weight Σ w_k
 * @param meanU Σ w_k u_k / Σ w_k
 * @param meanY Σ w_k ȳ_k / Σ w_k
 * @param spread Σ w_k (u_k − meanU)²
 * @param slope D
 * @param free Σ w_k (ȳ_k − B − D u_k)²
 * @param squares Σ w_k z_k²
 * @param scale C
 * @param zero Σ w_k (ȳ_k − C z_k)²
 */
record PowerLaw(
        double alpha,
        double logFirst,
        boolean nonnegative,
        double weight,
        double meanU,
        double meanY,
        double spread,
        double slope,
        double free,
        double squares,
        double scale,
        double zero) {
    /**
     * @param logs log n_k, ascending, [K]
     * @param means ȳ_k, [K]
     * @param weights w_k, [K]
     */
    static PowerLaw at(double alpha, double[] logs, double[] means, double[] weights, boolean nonnegative) {
        int sizes = logs.length;
        double[] u = new double[sizes];
        double[] z = new double[sizes];
        for (int k = 0; k < sizes; k++) {
            u[k] = u(alpha, logs[k] - logs[0]);
            z[k] = 1 - alpha * u[k];
        }
        double weight = Sums.of(weights);
        double meanU = Sums.of(weights, u) / weight;
        double meanY = Sums.of(weights, means) / weight;
        double[] awayU = Sums.less(u, meanU);
        double[] awayY = Sums.less(means, meanY);
        double spread = Sums.of(weights, awayU, awayU);
        double slope = Sums.of(weights, awayU, awayY) / spread;
        double free = Sums.ofSquares(weights, awayY, slope, awayU);
        double squares = Sums.of(weights, z, z);
        double scale = Sums.of(weights, z, means) / squares;
        double zero = Sums.ofSquares(weights, means, scale, z);
        return new PowerLaw(
                alpha, logs[0], nonnegative, weight, meanU, meanY, spread, slope, free, squares, scale, zero);
    }

    private static double u(double alpha, double log) {
        return alpha == 0 ? log : -Math.expm1(-alpha * log) / alpha;
    }

    /** Whether A is held at 0. α A = α B + D has its sign, also at α = 0, where A is infinite. */
    boolean held() {
        return nonnegative && alpha >= 0 && (meanY - slope * meanU) * alpha + slope < 0;
    }

    /** Σ w_k (ȳ_k − A − c n_k^(−α))² at the best A and c. */
    double misfit() {
        return held() ? zero : free;
    }

    /** What is asked of a fit: a A + d c n₁^(−α), which is a B + q D. */
    record Quantity(double a, double d, double q) {}

    /** A_∞. */
    Quantity limit() {
        return new Quantity(1, 0, 1 / alpha);
    }

    /** c. */
    Quantity amplitude() {
        double unit = Math.exp(alpha * logFirst);
        return new Quantity(0, unit, -unit / alpha);
    }

    /** A(n). */
    Quantity value(double n) {
        double u = u(alpha, Math.log(n) - logFirst);
        return new Quantity(1, 1 - alpha * u, u);
    }

    /** Whether D, the slope in log n at α = 0, can be of this sign while the misfit is at most {@code most}. */
    boolean canSlope(int sign, double most) {
        return sign * slope + Math.sqrt(Math.max(0, most - free) / spread) >= 0;
    }

    double estimate(Quantity asked) {
        return held() ? asked.d * scale : asked.a * meanY + (asked.q - asked.a * meanU) * slope;
    }

    /**
     * The largest (side 1) or least (side −1) a quantity can be while the misfit is at most {@code most}: on the rim of an ellipse of (A, c), or where
     * A = 0 cuts it.
     */
    double extreme(Quantity asked, double most, int side) {
        double own = asked.q - asked.a * meanU;
        double deviation = Math.sqrt(asked.a * asked.a / weight + own * own / spread);
        double reach = side * Math.sqrt(Math.max(0, most - free));
        double lean = 1 / alpha - meanU;
        double limitThere = meanY + lean * slope + reach / deviation * (asked.a / weight + own * lean / spread);
        if (nonnegative && limitThere < 0) {
            return asked.d * scale + side * Math.abs(asked.d) * Math.sqrt(Math.max(0, most - zero) / squares);
        }
        return asked.a * meanY + own * slope + reach * deviation;
    }
}
