package org.superpose.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints rows of named columns as an aligned table, CSV (RFC 4180) or JSON lines. */
final class Output {
    /** The formats of {@code --format}. */
    enum Format {
        TABLE,
        CSV,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private Output() {}

    /** Prints one record: a table has a row per key, CSV and JSON one row. */
    static void printRecord(PrintStream out, Format format, Map<String, ?> record) {
        if (format == Format.TABLE) {
            List<List<?>> rows = new ArrayList<>();
            record.forEach((key, value) -> rows.add(List.of(key, text(value))));
            printAligned(out, List.of("", ""), rows, false);
        } else {
            print(out, format, List.copyOf(record.keySet()), List.of(new ArrayList<>(record.values())));
        }
    }

    /** Prints rows; values are numbers, strings, booleans, nested lists and maps, or null. */
    static void print(PrintStream out, Format format, List<String> columns, Iterable<? extends List<?>> rows) {
        switch (format) {
            case TABLE -> {
                List<List<?>> all = new ArrayList<>();
                rows.forEach(all::add);
                printAligned(out, columns, all, true);
            }
            case CSV -> {
                out.println(columns.stream().map(Output::quoted).collect(Collectors.joining(",")));
                rows.forEach(row -> out.println(
                        row.stream().map(value -> quoted(plain(value))).collect(Collectors.joining(","))));
            }
            case JSON -> rows.forEach(row -> out.println(json(columns, row)));
        }
        out.flush();
    }

    private static void printAligned(PrintStream out, List<String> columns, List<List<?>> rows, boolean header) {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = columns.get(c).length();
            for (List<?> row : rows) {
                widths[c] = Math.max(widths[c], text(row.get(c)).length());
            }
        }
        if (header) {
            out.println(line(columns, widths));
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<?> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String text = text(row.get(c));
            String padding = " ".repeat(widths[c] - text.length());
            line.append(c == 0 ? "" : "  ").append(row.get(c) instanceof Number ? padding + text : text + padding);
        }
        return line.toString().stripTrailing();
    }

    /** For people: six significant digits. */
    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue());
        }
        return plain(value).replace("\n", "\\n").replace("\t", "\\t");
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (!(size >= 1e-4 && size < 1e7)) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        int decimals = Math.max(0, 5 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** For programs: shortest round trip. */
    private static String plain(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof List || value instanceof Map ? json(value) : value.toString();
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String json(List<String> columns, List<?> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int c = 0; c < columns.size(); c++) {
            object.put(columns.get(c), row.get(c));
        }
        return json(object);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
