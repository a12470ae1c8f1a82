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
        double[] u = new double[logs.length];
        double weight = 0;
        double sumU = 0;
        double sumY = 0;
        double squares = 0;
        double along = 0;
        for (int k = 0; k < u.length; k++) {
            u[k] = u(alpha, logs[k] - logs[0]);
            double z = 1 - alpha * u[k];
            weight += weights[k];
            sumU += weights[k] * u[k];
            sumY += weights[k] * means[k];
            squares += weights[k] * z * z;
            along += weights[k] * z * means[k];
        }
        double meanU = sumU / weight;
        double meanY = sumY / weight;
        double spread = 0;
        double product = 0;
        for (int k = 0; k < u.length; k++) {
            spread += weights[k] * (u[k] - meanU) * (u[k] - meanU);
            product += weights[k] * (u[k] - meanU) * (means[k] - meanY);
        }
        double slope = product / spread;
        double scale = along / squares;
        double free = 0;
        double zero = 0;
        for (int k = 0; k < u.length; k++) {
            double residual = means[k] - meanY - slope * (u[k] - meanU);
            double fromZero = means[k] - scale * (1 - alpha * u[k]);
            free += weights[k] * residual * residual;
            zero += weights[k] * fromZero * fromZero;
        }
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
