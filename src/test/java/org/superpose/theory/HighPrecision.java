package org.superpose.theory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.UnaryOperator;

/** Normal distribution and quadrature in 40 digits, from nothing but sums and products. */
final class HighPrecision {
    static final MathContext DIGITS = new MathContext(40);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal PI =
            new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494");
    private static final BigDecimal ROOT_2PI = TWO.multiply(PI).sqrt(DIGITS);
    private static final BigDecimal SMALLEST = new BigDecimal("1e-48");

    /** 1 − Φ(13) = 6e-39. */
    private static final BigDecimal FAR = BigDecimal.valueOf(13);

    private static final int STEPS_PER_UNIT = 10;
    private static final int REACH = 4;

    private HighPrecision() {}

    static BigDecimal exp(BigDecimal x) {
        int halvings = Math.max(0, x.precision() - x.scale() + 3) * 4;
        BigDecimal small = x.divide(TWO.pow(halvings), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int k = 1; term.abs().compareTo(SMALLEST) > 0; k++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int k = 0; k < halvings; k++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** φ(k), up to 1e-37. */
    static BigDecimal density(BigDecimal k) {
        if (k.abs().compareTo(FAR) > 0) {
            return BigDecimal.ZERO;
        }
        return exp(k.multiply(k, DIGITS).divide(TWO, DIGITS).negate()).divide(ROOT_2PI, DIGITS);
    }

    /** Φ(k) = ½ + φ(k) Σ k^(2j+1) / (1·3·…·(2j+1)), up to 1e-38. */
    static BigDecimal cumulative(BigDecimal k) {
        if (k.abs().compareTo(FAR) > 0) {
            return k.signum() > 0 ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        BigDecimal square = k.multiply(k, DIGITS);
        BigDecimal term = k;
        BigDecimal sum = k;
        for (int j = 1; term.abs().compareTo(SMALLEST) > 0; j++) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(2L * j + 1), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.multiply(density(k), DIGITS).add(new BigDecimal("0.5"), DIGITS);
    }

    /** ∫ f from {@code from} to {@code to} by the double exponential rule of Takahasi and Mori. */
    static BigDecimal integral(UnaryOperator<BigDecimal> f, BigDecimal from, BigDecimal to) {
        BigDecimal half = to.subtract(from).divide(TWO, DIGITS);
        BigDecimal centre = to.add(from).divide(TWO, DIGITS);
        BigDecimal sum = BigDecimal.ZERO;
        for (int q = -REACH * STEPS_PER_UNIT; q <= REACH * STEPS_PER_UNIT; q++) {
            BigDecimal t = BigDecimal.valueOf(q).divide(BigDecimal.valueOf(STEPS_PER_UNIT), DIGITS);
            BigDecimal grown = exp(t);
            BigDecimal shrunk = BigDecimal.ONE.divide(grown, DIGITS);
            // x = tanh(½π sinh t), dx/dt = ½π cosh t / cosh²(½π sinh t)
            BigDecimal power = exp(PI.multiply(grown.subtract(shrunk), DIGITS).divide(TWO, DIGITS));
            BigDecimal x = BigDecimal.ONE.subtract(TWO.divide(power.add(BigDecimal.ONE), DIGITS), DIGITS);
            BigDecimal speed = PI.multiply(grown.add(shrunk), DIGITS)
                    .multiply(power, DIGITS)
                    .divide(power.add(BigDecimal.ONE).pow(2, DIGITS), DIGITS);
            sum = sum.add(speed.multiply(f.apply(centre.add(half.multiply(x, DIGITS), DIGITS)), DIGITS), DIGITS);
        }
        return sum.multiply(half, DIGITS).divide(BigDecimal.valueOf(STEPS_PER_UNIT), DIGITS);
    }
}
