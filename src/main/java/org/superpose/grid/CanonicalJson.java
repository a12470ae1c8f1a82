package org.superpose.grid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SortedMap;

/**
 * JSON with exactly one spelling for each value (RFC 8785). For example <code>{"m":2,"p":1e-9}</code>: keys sorted, no spaces, and the shortest digits that
 * read back as the same double. {@link Double#toString} would not do, because its digits differ between Java versions.
 */
final class CanonicalJson {
    /** Escapes in a text what RFC 8785 escapes, and in the same way: hexadecimal digits are small letters. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    /** Below it every whole double prints as a whole number, digit for digit. */
    private static final double WHOLE = 0x1p53;

    /** The characters of a number with a decimal point that has no more than 15 digits, so that no shorter number is the same double. */
    private static final int SHORT = 16;

    /** Numbers that were written before, because the points of a sweep share most of theirs. Threads may miss one another's, which costs time only. */
    private static final Written[] RECENT = new Written[256];

    private CanonicalJson() {}

    private record Written(double value, String text) {}

    /**
     * Writes a value at the end of a text.
     *
     * @param value a SortedMap with String keys, a String, a Boolean, or a Number
     */
    static void write(StringBuilder text, Object value) {
        if (value instanceof String string) {
            text.append(quoted(string));
        } else if (value instanceof Number number) {
            text.append(number(number.doubleValue()));
        } else if (value instanceof Boolean) {
            text.append(value);
        } else {
            text.append('{');
            ((SortedMap<?, ?>) value).forEach((key, inner) -> {
                text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
                write(text, key);
                write(text.append(':'), inner);
            });
            text.append('}');
        }
    }

    /** A text in quotes. */
    static String quoted(String string) {
        if (plain(string)) {
            return '"' + string + '"';
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeString(string);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    /** Whether a text needs no escape, as words and hashes do not. */
    private static boolean plain(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** A finite double as ECMAScript writes it. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return Long.toString((long) value);
        }
        Written written = RECENT[Double.hashCode(value) & (RECENT.length - 1)];
        if (written == null || written.value() != value) {
            written = new Written(value, fraction(value));
            RECENT[Double.hashCode(value) & (RECENT.length - 1)] = written;
        }
        return written.text();
    }

    private static String fraction(double value) {
        String usual = Double.toString(value);
        if (usual.length() <= SHORT && usual.indexOf('E') < 0 && !usual.endsWith("0")) {
            return usual;
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + placed(digits, point);
    }

    /** The digits 0.d₁d₂… × 10^point. */
    private static String placed(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String fraction = count == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
    }

    /**
     * The fewest digits that read back as the same double, nearest to it among those; no trailing zeros. Two decimals of at most 15 digits are
     * never the same normal double, so if 15 digits read back, they are those digits and zeros.
     */
    private static BigDecimal shortest(double value) {
        // Java's own digits always read back, and may be more than are needed.
        BigDecimal usual = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value >= Double.MIN_NORMAL && usual.precision() <= 15) {
            return usual;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = value < Double.MIN_NORMAL ? 1 : 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
