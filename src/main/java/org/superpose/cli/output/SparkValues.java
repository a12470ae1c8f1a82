package org.superpose.cli.output;

import java.sql.Timestamp;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as the values {@link Output} prints: numbers, strings, booleans, lists, maps and null; times in ISO 8601, UTC. */
public final class SparkValues {
    private SparkValues() {}

    public static List<?> of(Row row) {
        List<Object> values = new ArrayList<>(row.size());
        for (int c = 0; c < row.size(); c++) {
            values.add(of(row.get(c)));
        }
        return values;
    }

    private static Object of(Object value) {
        if (value instanceof Row row) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int c = 0; c < row.size(); c++) {
                fields.put(row.schema().fieldNames()[c], of(row.get(c)));
            }
            return fields;
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return CollectionConverters.asJava(sequence).stream()
                    .map(SparkValues::of)
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            CollectionConverters.asJava(map).forEach((key, entry) -> entries.put(String.valueOf(of(key)), of(entry)));
            return entries;
        }
        return scalar(value);
    }

    private static Object scalar(Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        boolean text = value instanceof java.sql.Date || value instanceof Temporal || value instanceof TemporalAmount;
        boolean known = value == null || value instanceof Number || value instanceof Boolean || value instanceof String;
        return text || !known ? value.toString() : value;
    }

    /** Column names, a name that comes again with a number after it: a JSON object has each key once. */
    public static List<String> distinct(String[] columns) {
        Set<String> taken = new HashSet<>(Arrays.asList(columns));
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String name = column;
            for (int k = 2; !seen.add(name); k++) {
                name = taken.contains(column + "_" + k) ? name : column + "_" + k;
            }
            names.add(name);
        }
        return names;
    }
}
