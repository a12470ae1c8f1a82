package org.superpose.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes a table by columns, each in the shortest of three forms: an array of values; {@code {"d": distinct values, "i": index of each row's}};
 * or, where neighbours are alike, {@code {"v": value of each run, "n": its rows}}. Fractions keep {@value #DIGITS} significant digits, as
 * many as the page shows of one, and it stays small; what points are told apart by, or differences are taken of, keeps {@value #FINE_DIGITS}.
 */
final class PackedTable {
    static final int DIGITS = 4;
    static final int FINE_DIGITS = 7;

    private static final Set<String> FINE = Set.of(
            "p",
            "r",
            "ratio",
            "decay",
            "importance_last",
            "limit_p",
            "limit_r",
            "loss",
            "loss_limit",
            "loss_linear",
            "envelope",
            "alpha",
            "limit",
            "amplitude");

    private final JsonGenerator json;

    PackedTable(JsonGenerator json) {
        this.json = json;
    }

    /** {@code {"sql": …, "rows": count, "columns": {name: column, …}}}. */
    void write(Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("sql", table.sql());
        json.writeNumberField("rows", table.rows().size());
        json.writeObjectFieldStart("columns");
        for (int c = 0; c < table.columns().size(); c++) {
            String name = table.columns().get(c);
            int digits = FINE.contains(name) ? FINE_DIGITS : DIGITS;
            json.writeFieldName(name);
            List<Object> values = new ArrayList<>(table.rows().size());
            for (Row row : table.rows()) {
                values.add(shown(row.get(c), digits));
            }
            column(values);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void column(List<Object> values) throws IOException {
        Map<Object, Integer> distinct = new LinkedHashMap<>();
        List<Integer> indices = new ArrayList<>(values.size());
        List<Object> runs = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (Object value : values) {
            indices.add(distinct.computeIfAbsent(value, unseen -> distinct.size()));
            int last = runs.size() - 1;
            if (last >= 0 && Objects.equals(runs.get(last), value)) {
                lengths.set(last, lengths.get(last) + 1);
            } else {
                runs.add(value);
                lengths.add(1);
            }
        }
        long plain = size(values);
        long indexed = size(distinct.keySet()) + size(indices);
        long run = size(runs) + size(lengths);
        if (plain <= Math.min(indexed, run)) {
            array(values);
        } else {
            json.writeStartObject();
            json.writeFieldName(indexed <= run ? "d" : "v");
            array(indexed <= run ? distinct.keySet() : runs);
            json.writeFieldName(indexed <= run ? "i" : "n");
            array(indexed <= run ? indices : lengths);
            json.writeEndObject();
        }
    }

    /** About how many bytes the values take. */
    private static long size(Iterable<?> values) {
        long size = 0;
        for (Object value : values) {
            size += 1 + String.valueOf(value).length();
        }
        return size;
    }

    /** The value as the page will have it: doubles and floats as text, with no more than the given number of digits. */
    private static Object shown(Object value, int digits) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? new Numeral(numeral(number, digits)) : null;
        }
        if (value instanceof Seq<?> values) {
            List<Object> list = new ArrayList<>(values.size());
            CollectionConverters.asJava(values).forEach(element -> list.add(shown(element, digits)));
            return list;
        }
        return value;
    }

    /** A number with the given number of significant digits, written as 0.0012 or as 12e-4, whichever is shorter. */
    static String numeral(double value, int digits) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        String exponential = rounded.unscaledValue() + "e" + -rounded.scale();
        // It is longer in any case, up to hundreds of zeros.
        if (Math.abs(rounded.scale()) > FINE_DIGITS + exponential.length()) {
            return exponential;
        }
        String plain = rounded.toPlainString();
        return plain.length() <= exponential.length() ? plain : exponential;
    }

    private void array(Iterable<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            value(value);
        }
        json.writeEndArray();
    }

    private void value(Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Numeral number) {
            json.writeNumber(number.text());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof List<?> values) {
            array(values);
        } else {
            json.writeString(value.toString());
        }
    }

    /** A number as it is written in JSON. */
    private record Numeral(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}
