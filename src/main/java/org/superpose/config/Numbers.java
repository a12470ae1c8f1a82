package org.superpose.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Numbers of sweep files: how they are read and rounded. */
public final class Numbers {
    private static final MathContext TWELVE_DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:(?:0|[1-9]\\d*)(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?");
    private static final int LONGEST = 64;

    private Numbers() {}

    /** The nearest double to the value rounded to 12 significant digits; never −0. */
    public static double round12(double value) {
        return new BigDecimal(value).round(TWELVE_DIGITS).doubleValue() + 0.0;
    }

    /** The number a plain scalar spells in decimal, or null if it spells none or one that is not finite. */
    static Double parse(Node.Scalar scalar) {
        String text = scalar.text();
        if (scalar.quoted() || text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
            return null;
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? value + 0.0 : null;
    }

    /** A number as messages show it and files spell it: whole numbers without a fraction, powers as {@code 1e-9}. */
    public static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value).replace(".0E", "e").replace('E', 'e');
    }
}
