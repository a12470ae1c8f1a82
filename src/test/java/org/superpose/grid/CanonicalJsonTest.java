package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    /** RFC 8785, appendix B, and the places where {@link Double#toString} of Java 17 is not shortest. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsTheStandardDoes(String bits, String expected) {
        assertThat(CanonicalJson.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void everyNumberReadsBackAndNeedsItsDigits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 2_000; trial++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = CanonicalJson.number(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value);
                assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
            }
        }
    }

    /** Decimals as they stand in sweep files, of at most 15 digits, against their own plain spelling. */
    @Test
    void decimalsOfTheUsualSizeKeepTheirSpelling() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 20_000; trial++) {
            int digits = random.nextInt(1, 16);
            BigDecimal decimal = BigDecimal.valueOf(random.nextLong((long) Math.pow(10, digits)), random.nextInt(0, 20))
                    .stripTrailingZeros();
            if (decimal.compareTo(new BigDecimal("0.000001")) >= 0) {
                assertThat(CanonicalJson.number(decimal.doubleValue())).isEqualTo(decimal.toPlainString());
                assertThat(CanonicalJson.number(-decimal.doubleValue())).isEqualTo("-" + decimal.toPlainString());
            }
        }
    }

    /** The example of RFC 8785, section 3.2.2. */
    @Test
    void writesTextsAsTheStandardDoes() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/";
        assertThat(written(text)).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(written("\b\t\f\r\u001f\u007f\u2028\ud83d\ude00"))
                .isEqualTo("\"\\b\\t\\f\\r\\u001f\u007f\u2028\ud83d\ude00\"");
    }

    @Test
    void refusesWhatJsonHasNot() {
        assertThatThrownBy(() -> written(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(Object value) {
        StringBuilder text = new StringBuilder();
        CanonicalJson.write(text, value);
        return text.toString();
    }

    private static int digits(String number) {
        String mantissa = number.split("[eE]", 2)[0].replaceAll("[-.]", "");
        return mantissa.replaceAll("^0+", "").replaceAll("0+$", "").length();
    }
}
