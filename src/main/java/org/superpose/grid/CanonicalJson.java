package org.superpose.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/**
 * JSON with exactly one spelling for each value (RFC 8785): keys sorted, no spaces, and the shortest digits that read back as the same double. Not
 * {@link Double#toString}, whose digits differ between Java versions.
 */
final class CanonicalJson {
    private static final ObjectMapper STRINGS = JsonMapper.builder()
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    /** Below it every whole double prints as a whole number, digit for digit. */
    private static final double WHOLE = 0x1p53;

    private CanonicalJson() {}

    /** @param value a SortedMap with String keys, a String, a Boolean, a Number, or null */
    static String write(Object value) {
        StringBuilder json = new StringBuilder(512);
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof SortedMap<?, ?> map) {
            json.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
                Map.Entry<?, ?> entry = entries.next();
                json.append(quoted((String) entry.getKey())).append(':');
                append(json, entry.getValue());
                json.append(entries.hasNext() ? "," : "");
            }
            json.append('}');
        } else if (value instanceof String word) {
            json.append(quoted(word));
        } else if (value instanceof Number number) {
            json.append(number(number.doubleValue()));
        } else {
            json.append(value);
        }
    }

    /** A text in quotes, with what JSON does not allow in it escaped as the standard does: \\n, \\", and \\u001f in small letters. */
    private static String quoted(String text) {
        try {
            return STRINGS.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("JSON has no such text", e);
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
