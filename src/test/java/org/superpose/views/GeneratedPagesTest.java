package org.superpose.views;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superpose.Generated;
import org.superpose.columns.Column;
import org.superpose.columns.Columns;
import org.superpose.columns.Type;
import org.superpose.results.ModelRecord;

/** The documentation's table of columns and its lists of fits are those declared. */
class GeneratedPagesTest {
    private static final String PAGES = "src/site/markdown/";

    @Test
    void everyColumnOfModelsIsExplained() throws IOException {
        Generated.section(PAGES + "tables.md", "columns", table(ModelRecord.COLUMNS));
    }

    @Test
    void everyColumnOfAFitIsExplained() throws IOException {
        Generated.section(PAGES + "finite-size.md", "fits", table(ScalingColumns.FIT));
    }

    @Test
    void everyFittedStatisticIsNamed() throws IOException {
        String rows = FittedStatistic.ALL.stream()
                .map(statistic -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                statistic.name(),
                                statistic.sql().equals(statistic.name()) ? "column" : '`' + statistic.sql() + '`',
                                statistic.nonnegative() ? "no" : "yes",
                                statistic.terms() ? "n − 1" : "n"))
                .collect(joining("\n"));
        Generated.section(
                PAGES + "finite-size.md",
                "fitted",
                "| statistic | from `models` | may be negative | fitted over |\n|---|---|---|---|\n" + rows);
    }

    private static String table(Columns<?> columns) {
        return rows("", columns).collect(joining("\n", "| column | type | is |\n|---|---|---|\n", ""));
    }

    /** A row for each column, and after a structure one for each of its fields. */
    private static Stream<String> rows(String path, Columns<?> columns) {
        return columns.all().stream().flatMap(column -> {
            String name = path + column.name();
            String row = "| `%s` | %s | %s |".formatted(name, type(column.type()), meaning(column));
            Type inner = column.type() instanceof Type.Many many ? many.of() : column.type();
            return Stream.concat(
                    Stream.of(row),
                    inner instanceof Type.Struct struct ? rows(name + ".", struct.fields()) : Stream.empty());
        });
    }

    private static String meaning(Column<?> column) {
        return column.meaning().replace("|", "\\|");
    }

    private static String type(Type type) {
        if (type instanceof Type.Many many) {
            return "array of " + (many.of() instanceof Type.Scalar scalar ? name(scalar) : plural(many.of()));
        }
        return type instanceof Type.Scalar scalar ? name(scalar) : "structure";
    }

    private static String plural(Type type) {
        return type instanceof Type.Many many ? type(many).replaceFirst("array", "arrays") : type(type) + "s";
    }

    private static String name(Type.Scalar scalar) {
        return scalar.toString().toLowerCase(Locale.ROOT);
    }
}
