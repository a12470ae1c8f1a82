package org.superpose.data;

/** The specification of {@link Deviates}, one word after another. */
final class PlainDeviates implements Deviates {
    @Override
    public int uniforms(int[] words, int from, int count, int threshold, float scale, float[] out, int at) {
        int positive = 0;
        for (int q = 0; q < count; q++) {
            int k = words[from + q] >>> 1;
            // all bits where k < threshold: both below 2³¹, or the threshold is 2³¹ itself
            int on = (k - threshold) >> 31;
            k &= on;
            out[at + q] = k * scale;
            positive -= -k >> 31;
        }
        return positive;
    }

    @Override
    public void gaps(int[] words, int count, double inverseLog, long[] gaps) {
        for (int q = 0; q < count; q++) {
            double gap = Math.min(logarithm(words[q]) * inverseLog, LONGEST_GAP);
            gaps[q / 64 * 64 + q % 2 * 32 + q % 64 / 2] =
                    Double.doubleToRawLongBits(gap - 0.5 + ROUND) - Double.doubleToRawLongBits(ROUND);
        }
    }

    /** ln((word + ½)/2³²): that of the number's power of two, and 2 artanh f/(2 + f) of the rest 1 + f, √½ ≤ 1 + f &lt; √2. */
    static double logarithm(int word) {
        double x = (word ^ Integer.MIN_VALUE) + (0x1p31 + 0.5);
        long bits = Double.doubleToRawLongBits(x) + ABOVE_ROOT;
        double exponent = Double.longBitsToDouble(bits >>> 52 | WHOLE) - EXPONENT;
        double f = Double.longBitsToDouble((bits & MANTISSA) + ROOT_HALF) - 1;
        double s = f / (f + 2);
        double z = s * s;
        double series = z * (z * (z * (z * (z * (2.0 / 11) + 2.0 / 9) + 2.0 / 7) + 2.0 / 5) + 2.0 / 3) + 2;
        return exponent * LN_2 + s * series;
    }
}
