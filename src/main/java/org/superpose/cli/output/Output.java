package org.superpose.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.superpose.errors.Printable;

/** Prints rows of named columns as an aligned table, CSV (RFC 4180) or JSON lines. */
public final class Output {
    /** The formats of {@code --format}. */
    public enum Format {
        TABLE,
        CSV,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final int ALIGNED_ROWS = 1000;
    private static final int ROWS_BETWEEN_CHECKS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Output() {}

    /** Prints one record: a table has a row per key, CSV and JSON one row. */
    public static void printRecord(PrintStream out, Format format, Map<String, ?> record) {
        if (format == Format.TABLE) {
            List<List<?>> rows = new ArrayList<>();
            record.forEach((key, value) -> rows.add(List.of(key, text(value))));
            printAligned(out, List.of("", ""), rows, false);
        } else {
            print(out, format, List.copyOf(record.keySet()), List.of(new ArrayList<>(record.values())));
        }
    }

    /**
     * Prints rows as they come, until the reader of {@code out} is gone; values are numbers, strings, booleans, nested lists and maps, or
     * null. A table is as wide as its first {@value #ALIGNED_ROWS} rows; nothing is cut.
     */
    public static void print(PrintStream out, Format format, List<String> columns, Iterable<? extends List<?>> rows) {
        switch (format) {
            case TABLE -> printAligned(out, columns, rows, true);
            case CSV -> {
                out.println(columns.stream().map(Output::quoted).collect(Collectors.joining(",")));
                printLines(
                        out,
                        rows.iterator(),
                        row -> row.stream().map(Output::csv).collect(Collectors.joining(",")));
            }
            case JSON -> printLines(out, rows.iterator(), row -> json(columns, row));
        }
        out.flush();
    }

    private static void printLines(
            PrintStream out, Iterator<? extends List<?>> rows, Function<? super List<?>, String> line) {
        for (long printed = 1; rows.hasNext(); printed++) {
            out.println(line.apply(rows.next()));
            if (printed % ROWS_BETWEEN_CHECKS == 0 && out.checkError()) {
                return;
            }
        }
    }

    private static void printAligned(
            PrintStream out, List<String> columns, Iterable<? extends List<?>> rows, boolean header) {
        Iterator<? extends List<?>> remaining = rows.iterator();
        List<List<?>> first = new ArrayList<>();
        while (first.size() < ALIGNED_ROWS && remaining.hasNext()) {
            first.add(remaining.next());
        }
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = text(columns.get(c)).length();
            for (List<?> row : first) {
                widths[c] = Math.max(widths[c], text(row.get(c)).length());
            }
        }
        if (header) {
            out.println(line(columns, widths));
        }
        printLines(out, first.iterator(), row -> line(row, widths));
        printLines(out, remaining, row -> line(row, widths));
    }

    private static String line(List<?> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String text = text(row.get(c));
            String padding = " ".repeat(Math.max(0, widths[c] - text.length()));
            line.append(c == 0 ? "" : "  ").append(row.get(c) instanceof Number ? padding + text : text + padding);
        }
        return line.toString().stripTrailing();
    }

    /** A value as people read it: a number with six significant digits, and of a text nothing that a terminal would obey. */
    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue());
        }
        return Printable.line(plain(value));
    }

    public static String number(double value) {
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

    /** A number for programs, with the fewest digits that read back as the same number. */
    private static String plain(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof List || value instanceof Map ? json(value) : value.toString();
    }

    /** A value in CSV: null is nothing between two commas, and the empty string is two quotes. */
    private static String csv(Object value) {
        return "".equals(value) ? "\"\"" : quoted(plain(value));
    }

    private static String quoted(String text) {
        boolean special = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
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
            // JSON lets any character be escaped: what a terminal would obey, and half of a pair, which UTF-8 does not
            // know.
            return Printable.line(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
