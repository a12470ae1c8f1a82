package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.results.Tables;
import org.superpose.results.TestSpark;

/** The pages of the documentation explain every column and name every view, and the queries they show run. */
@Slow
class ReadmeTest {
    private static final Path PAGES = Path.of("src", "site", "markdown");
    private static final Pattern QUOTED = Pattern.compile("sql --out \\S+ (?:--format \\S+ )?\"([^\"]+)\"");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```sql\n(.*?)^```$");

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        ExampleTables.write(folder);
    }

    @Test
    void everyColumnOfModelsIsExplained() throws IOException {
        List<String> rows = Files.readAllLines(PAGES.resolve("tables.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (StructField column : Tables.MODELS_SCHEMA.fields()) {
            List<String> own = rows.stream()
                    .filter(row -> row.contains("`" + column.name() + "`") || row.contains("`" + column.name() + "."))
                    .toList();
            assertThat(own).as(column.name()).isNotEmpty();
            for (String nested : nested(column.name(), column.dataType())) {
                String last = nested.substring(nested.lastIndexOf('.') + 1);
                assertThat(own)
                        .as(nested)
                        .anyMatch(row -> row.contains("`" + nested + "`") || row.contains("`" + last + "`"));
            }
        }
    }

    @Test
    void everyColumnOfScalingIsExplained() throws IOException {
        String study = Files.readString(PAGES.resolve("finite-size.md"));
        assertThat(ScalingColumns.SCHEMA.fieldNames())
                .allSatisfy(column -> assertThat(study).contains("`" + column + "`"));
    }

    @Test
    void everyViewIsNamed() throws IOException {
        String tables = Files.readString(PAGES.resolve("tables.md"));
        assertThat(Views.NAMES).allSatisfy(view -> assertThat(tables).contains("\n| `" + view + "` |"));
    }

    @ParameterizedTest
    @MethodSource("shownQueries")
    void everyQueryShownRuns(String query) {
        Views.register(TestSpark.session(), ExampleTables.of(Path.of("any"), folder));
        assertThat(TestSpark.session().sql(query).columns()).isNotEmpty();
    }

    /** Spark's queries in the pages: in fences of SQL, and in quotes after {@code sql --out DIR}. */
    private static List<String> shownQueries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (Path page : List.of(
                Path.of("README.md"),
                PAGES.resolve("queries.md"),
                PAGES.resolve("finite-size.md"),
                PAGES.resolve("tables.md"))) {
            String text = Files.readString(page);
            QUOTED.matcher(text).results().forEach(match -> queries.add(match.group(1)));
            FENCED.matcher(text).results().forEach(match -> queries.addAll(Views.statements(match.group(1))));
        }
        queries.removeIf(query -> query.contains("read_parquet")); // DuckDB's
        assertThat(queries).hasSizeGreaterThan(8);
        return queries;
    }

    private static List<String> nested(String path, DataType type) {
        List<String> names = new ArrayList<>();
        DataType inner = type instanceof ArrayType array ? array.elementType() : type;
        if (inner instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                names.add(path + "." + field.name());
                names.addAll(nested(path + "." + field.name(), field.dataType()));
            }
        }
        return names;
    }
}
