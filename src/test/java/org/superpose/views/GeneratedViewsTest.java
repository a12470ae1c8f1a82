package org.superpose.views;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.superpose.Generated;
import org.superpose.columns.Column;
import org.superpose.columns.Columns;
import org.superpose.columns.Trait;
import org.superpose.columns.Type;
import org.superpose.measure.Measurement;
import org.superpose.results.DerivedStatistic;
import org.superpose.results.Findings;
import org.superpose.results.ModelRecord;
import org.superpose.results.RowOrder;
import org.superpose.results.SweepPoint;
import org.superpose.results.Tables;

/**
 * {@code conf/views.sql} is its template with the declared columns filled in. In the template stand {@code {{models}}} and {@code {{planned}}} for the
 * columns of a table with their types; {@code {{nested}}} for the names of the columns of {@code models} that are not one value; {@code {{order}}} for the order of a model's rows; {@code {{key}}} for
 * what tells models apart; {@code {{min a..b}}} for {@code min(x) AS x} of the columns from a to b that points have, or to the last of them; and
 * {@code {{seeds}}} for what {@code points} makes of the results of its seeds.
 */
class GeneratedViewsTest {
    private static final Path TEMPLATE = Path.of("conf", "views.template");
    private static final Pattern PLACE = Pattern.compile("(?m)( *)(.*?)\\{\\{([a-z]+)(?: (\\w+)\\.\\.(\\w*))?}}");
    private static final int WIDTH = 120;

    /** Long, or with another meaning in a view with a row for each feature. */
    private static final Set<String> NOT_IN_KEY = Set.of("parameters", "bias");

    @Test
    void viewsFollowFromTheColumns() throws IOException {
        Matcher places = PLACE.matcher(Files.readString(TEMPLATE));
        Generated.file(
                "conf/views.sql",
                places.replaceAll(place -> Matcher.quoteReplacement(place.group(1)
                        + place.group(2)
                        + wrapped(filled(place.group(3), place.group(4), place.group(5)), place.group(1)))));
    }

    private static String filled(String name, String from, String to) {
        return switch (name) {
            case "models" -> typed(Tables.MODELS_SCHEMA);
            case "planned" -> typed(Tables.PLANNED_SCHEMA);
            case "nested" ->
                Findings.COLUMNS.all().stream()
                        .filter(column -> !column.scalar())
                        .map(Column::name)
                        .collect(joining(", "));
            case "key" ->
                SweepPoint.COLUMNS.names().stream()
                        .filter(column -> !NOT_IN_KEY.contains(column))
                        .collect(joining(", "));
            case "min" ->
                range(SweepPoint.COLUMNS.names(), from, to).stream()
                        .map(column -> "min(" + column + ") AS " + column)
                        .collect(joining(", "));
            case "seeds" -> seeds();
            case "order" -> RowOrder.SQL;
            default -> throw new IllegalArgumentException("{{" + name + "}} in " + TEMPLATE);
        };
    }

    private static String typed(StructType schema) {
        return Stream.of(schema.fields())
                .map(field -> field.name() + " " + field.dataType().sql())
                .collect(joining(", "));
    }

    private static List<String> range(List<String> names, String from, String to) {
        return names.subList(names.indexOf(from), to.isEmpty() ? names.size() : names.indexOf(to) + 1);
    }

    /**
     * What depends on the point alone, fields of structures included; then means over seeds: of results, of what is made of two, of fields of structures,
     * and of the rest.
     */
    private static String seeds() {
        List<String> names = Findings.COLUMNS.names();
        List<Column<?>> found = new ArrayList<>(Findings.COLUMNS.all());
        List<Column<?>> rest = ModelRecord.COLUMNS.all().stream()
                .filter(column -> !names.contains(column.name()))
                .<Column<?>>map(Function.identity())
                .toList();
        List<Column<?>> structures = found.stream()
                .filter(column -> column.type() instanceof Type.Struct)
                .toList();
        return Stream.of(
                        points(found, "", ""),
                        structures.stream()
                                .flatMap(column -> points(fields(column), column.name() + ".", column.name() + "_")),
                        means(found, "", ""),
                        DerivedStatistic.ALL.stream()
                                .filter(derived -> derived.traits().contains(Trait.MEAN))
                                .map(derived -> mean(derived.sql(GeneratedViewsTest::path), derived.name())),
                        structures.stream()
                                .flatMap(column -> means(fields(column), column.name() + ".", column.name() + "_")),
                        means(rest, "", ""))
                .flatMap(Function.identity())
                .collect(joining(",\n"));
    }

    /** Where {@code models} has what {@code outcomes} has under a name. */
    private static String path(String column) {
        boolean field = Measurement.THEORY.names().contains(column);
        return field ? "theory." + column : column;
    }

    private static Stream<String> points(List<Column<?>> columns, String path, String prefix) {
        return columns.stream()
                .filter(column -> column.is(Trait.POINT))
                .map(column -> "min(" + path + column.name() + ") AS " + prefix + column.name());
    }

    private static List<Column<?>> fields(Column<?> structure) {
        Columns<?> fields = ((Type.Struct) structure.type()).fields();
        return List.copyOf(fields.all());
    }

    private static Stream<String> means(List<Column<?>> columns, String path, String prefix) {
        return columns.stream()
                .filter(column -> column.is(Trait.MEAN))
                .map(column -> mean(path + column.name(), prefix + column.name()));
    }

    private static String mean(String value, String name) {
        return "avg(%1$s) AS %2$s_mean, stddev_samp(%1$s) / sqrt(count(%1$s)) AS %2$s_sem".formatted(value, name);
    }

    /** Broken after commas into lines of at most so many characters, each indented. */
    private static String wrapped(String text, String indent) {
        StringBuilder lines = new StringBuilder();
        int width = indent.length();
        for (String item : text.split("(?<=\n)|(?<=, )", 0)) {
            if (width + item.stripTrailing().length() > WIDTH) {
                lines.setLength(lines.length() - 1);
                lines.append('\n').append(indent);
                width = indent.length();
            }
            lines.append(item);
            width += item.length();
            if (item.endsWith("\n")) {
                lines.append(indent);
                width = indent.length();
            }
        }
        return lines.toString();
    }
}
