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
import java.util.Map;
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

    private CanonicalJson() {}

    /** @param value a SortedMap with String keys, a String, a Boolean, a Number, or null */
    static String write(Object value) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof SortedMap<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Number number) {
            json.writeNumber(number(number.doubleValue()));
        } else {
            json.writeObject(value);
        }
    }

    /** A finite double as ECMAScript writes it. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return Long.toString((long) value);
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
