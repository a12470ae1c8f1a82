package org.superpose.data;

/**
 * ln of a uniform number of 32 bits, to 1e-14, in a third of the time of {@link Math#log} and, unlike it, with the same bits on every
 * machine: a table over the top eight bits of the mantissa and five terms of ln(1 + z), |z| ≤ 2⁻⁹.
 */
final class UnitLogarithm {
    private static final int TABLE_BITS = 8;
    private static final int CELLS = 1 << TABLE_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final long ONE = Double.doubleToRawLongBits(1);
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final double LN_2 = StrictMath.log(2);
    /** One over the middle of each cell of [1, 2), and minus its logarithm. */
    private static final double[] INVERSE = new double[CELLS];

    private static final double[] LOGARITHM = new double[CELLS];

    static {
        for (int c = 0; c < CELLS; c++) {
            INVERSE[c] = 1 / (1 + (c + 0.5) / CELLS);
            LOGARITHM[c] = -StrictMath.log(INVERSE[c]);
        }
    }

    private UnitLogarithm() {}

    /** ln((k + ½)/2³²) &lt; 0 for 0 ≤ k &lt; 2³². */
    static double of(long k) {
        long bits = Double.doubleToRawLongBits(k + 0.5);
        int exponent = (int) (bits >>> MANTISSA_BITS) - (1023 + 32);
        int cell = (int) (bits >>> (MANTISSA_BITS - TABLE_BITS)) & (CELLS - 1);
        double z = Double.longBitsToDouble((bits & MANTISSA) | ONE) * INVERSE[cell] - 1;
        double tail = z * z * (-0.5 + z * (1.0 / 3 + z * (-0.25 + z * 0.2)));
        return exponent * LN_2 + LOGARITHM[cell] + (z + tail);
    }
}
