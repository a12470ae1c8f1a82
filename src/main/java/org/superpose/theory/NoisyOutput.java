package org.superpose.theory;

/**
 * The loss of one output with Gaussian noise: L(a, b, s) = E(x − ReLU(a x + b + s Z))², with Z standard normal, x = 0 with probability 1 − p and
 * x = u ~ U[0, 1] otherwise (theory.md, sections 3 and 7; there s is aσ). It may be asked of any a, also of a ≤ 0.
 *
 * <p>Given c = b + sZ the mean over u is a polynomial in c on each side of c = 0 and of c = −a, so what remains is a mean over Z of smooth pieces. They are
 * integrated by Gauss–Legendre rules, and no integrand is a difference that could cancel.
 */
public final class NoisyOutput {
    /** φ(12) = 2e-32: beyond it a standard normal has no weight. */
    private static final double REACH = 12;

    /** The greatest width of the pieces that are integrated by one rule. */
    private static final double WIDTH = 6;

    private static final double INVERSE_ROOT_2PI = 1 / Math.sqrt(2 * Math.PI);

    private NoisyOutput() {}

    /**
     * L(a, b, s).
     *
     * @param density p in (0, 1]
     * @param gain a
     * @param bias b, the mean of the noise included
     * @param deviation s ≥ 0, the noise's standard deviation
     */
    public static double loss(double density, double gain, double bias, double deviation) {
        if (deviation == 0) {
            return given(density, gain, bias);
        }
        double silent = -bias / deviation;
        double full = (-gain - bias) / deviation;
        double first = within(Math.min(silent, full));
        double second = within(Math.max(silent, full));
        return part(density, gain, bias, deviation, -REACH, first)
                + part(density, gain, bias, deviation, first, second)
                + part(density, gain, bias, deviation, second, REACH);
    }

    private static double within(double z) {
        return Math.max(-REACH, Math.min(REACH, z));
    }

    private static double part(double density, double gain, double bias, double deviation, double from, double to) {
        return INVERSE_ROOT_2PI
                * GaussLegendre.integral(
                        z -> Math.exp(-z * z / 2) * given(density, gain, bias + deviation * z), from, to, WIDTH);
    }

    /** The loss given c = b + sZ: p ∫₀¹ (u − ReLU(a u + c))² du + (1 − p) ReLU(c)². */
    private static double given(double density, double gain, double c) {
        double off = Math.max(0, c);
        return density * active(gain, c) + (1 - density) * off * off;
    }

    /** ∫₀¹ (u − ReLU(a u + c))² du: the output fires where a u + c > 0, which is from an end of [0, 1] to u = −c/a, or nowhere, or everywhere. */
    private static double active(double a, double c) {
        double end = a + c;
        if (c <= 0 && end <= 0) {
            return 1 / 3.0;
        }
        double from = c < 0 ? -c / a : 0;
        double to = end < 0 ? -c / a : 1;
        double first = from - Math.max(0, a * from + c);
        double last = to - Math.max(0, a * to + c);
        double quiet = (from * from * from + (1 - to) * (1 + to + to * to)) / 3;
        return quiet + (to - from) * (first * first + first * last + last * last) / 3;
    }
}
