package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedTableTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "0.5, 0.5",
        "-0.25, -0.25",
        "0.01, 0.01",
        "0.00080951158, 80951e-8",
        "7.0556898e-121, 70557e-125",
        "123456, 123460",
        "1e300, 1e300",
        "2.0000001, 2",
        "4.9e-324, 49e-325"
    })
    void numbersAreShort(double value, String text) {
        assertThat(PackedTable.numeral(value, 5)).isEqualTo(text);
    }

    @Test
    void numbersAreRoundedAndNothingElse() {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 10_000; k++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30));
            BigDecimal rounded = new BigDecimal(PackedTable.numeral(value, 5));
            assertThat(rounded).isEqualByComparingTo(new BigDecimal(Double.toString(value)).round(new MathContext(5)));
        }
    }

    private static String column(Object... values) throws IOException {
        List<Row> rows = Arrays.stream(values).map(RowFactory::create).toList();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new PackedTable(json).write(new Table("t", "q", List.of("x"), rows));
        }
        return text.toString().replaceAll(".*\"x\":|\\}\\}$", "");
    }

    @Test
    void aColumnHasTheShortestForm() throws IOException {
        assertThat(column(1.5, 2.5, null, Double.NaN)).isEqualTo("[1.5,2.5,null,null]");
        assertThat(column("converged", "failed", "converged", "failed", "converged"))
                .isEqualTo("{\"d\":[\"converged\",\"failed\"],\"i\":[0,1,0,1,0]}");
        assertThat(column(0.123, 0.123, 0.123, 0.456, 0.456, null, null, null))
                .isEqualTo("{\"v\":[0.123,0.456,null],\"n\":[3,2,3]}");
        assertThat(column(IntStream.range(0, 1000).mapToObj(k -> true).toArray()))
                .isEqualTo("{\"v\":[true],\"n\":[1000]}");
    }
}
