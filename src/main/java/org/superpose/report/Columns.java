package org.superpose.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes a table by columns: an array of values or, where few are distinct, {@code {"d": distinct values, "i": index of each row's}}.
 * Doubles keep {@value #DOUBLE_DIGITS} significant digits and floats {@value #FLOAT_DIGITS}: evaluated losses have a standard error of
 * half a percent, and the page is to stay small.
 */
final class Columns {
    static final int DOUBLE_DIGITS = 8;
    static final int FLOAT_DIGITS = 5;

    private static final int REPEATS_WORTH_A_DICTIONARY = 4;

    private final JsonGenerator json;

    Columns(JsonGenerator json) {
        this.json = json;
    }

    /** {@code {"sql": …, "rows": count, "columns": {name: column, …}}}. */
    void write(Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("sql", table.sql());
        json.writeNumberField("rows", table.rows().size());
        json.writeObjectFieldStart("columns");
        for (int c = 0; c < table.columns().size(); c++) {
            json.writeFieldName(table.columns().get(c));
            column(table.rows(), c);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void column(List<Row> rows, int c) throws IOException {
        Map<Object, Integer> distinct = new LinkedHashMap<>();
        List<Integer> indices = new ArrayList<>(rows.size());
        for (Row row : rows) {
            indices.add(distinct.computeIfAbsent(shown(row.get(c)), value -> distinct.size()));
        }
        if (distinct.size() * REPEATS_WORTH_A_DICTIONARY > rows.size()) {
            json.writeStartArray();
            for (Row row : rows) {
                value(shown(row.get(c)));
            }
            json.writeEndArray();
            return;
        }
        json.writeStartObject();
        json.writeArrayFieldStart("d");
        for (Object value : distinct.keySet()) {
            value(value);
        }
        json.writeEndArray();
        json.writeFieldName("i");
        json.writeArray(indices.stream().mapToInt(Integer::intValue).toArray(), 0, indices.size());
        json.writeEndObject();
    }

    /** The value as the page will have it. */
    static Object shown(Object value) {
        if (value instanceof Double number) {
            return rounded(number, DOUBLE_DIGITS);
        }
        if (value instanceof Float number) {
            return rounded(number, FLOAT_DIGITS);
        }
        if (value instanceof Seq<?> values) {
            List<Object> list = new ArrayList<>(values.size());
            CollectionConverters.asJava(values).forEach(element -> list.add(shown(element)));
            return list;
        }
        return value;
    }

    private static BigDecimal rounded(double value, int digits) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros()
                : null;
    }

    private void value(Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof List<?> values) {
            json.writeStartArray();
            for (Object element : values) {
                value(element);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
