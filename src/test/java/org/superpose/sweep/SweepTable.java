package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import org.superpose.results.TestSpark;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table {@code models} of a directory, every bit of it.
 *
 * @param rows physical rows, copies of a key included
 */
public record SweepTable(List<Row> rows) {
    /** The columns of the run that may differ; {@code algo_version} may not. */
    static final Set<String> RUN_COLUMNS = Set.of(
            "kernel",
            "device",
            "host",
            "run_number",
            "attempt",
            "seconds",
            "core_seconds",
            "predicted_seconds",
            "started_at",
            "invocation");

    public static SweepTable of(Path directory) {
        return of(directory.toString());
    }

    /** The table of a directory on any file system. */
    public static SweepTable of(String location) {
        return new SweepTable(
                ResultsDirectory.existing(location).models(TestSpark.session()).collectAsList());
    }

    /** Committed files, without asking Spark. */
    public static int files(Path directory) {
        Path models = directory.resolve(Tables.MODELS);
        if (!Files.isDirectory(models)) {
            return 0;
        }
        try (Stream<Path> paths = Files.find(
                models,
                2,
                (path, facts) ->
                        facts.isRegularFile() && path.getFileName().toString().startsWith("part-"))) {
            return (int) paths.count();
        } catch (UncheckedIOException | IOException e) {
            // A folder may go while it is listed.
            return 0;
        }
    }

    /** Results by key as raw bits. Copies of a key must be equal. */
    public Map<String, String> bits() {
        Map<String, String> bits = new TreeMap<>();
        for (Row row : rows) {
            String key = row.getAs("model_key");
            String results = Arrays.stream(row.schema().fieldNames())
                    .filter(name -> !RUN_COLUMNS.contains(name))
                    .map(name -> name + "=" + shown(row.getAs(name)))
                    .collect(Collectors.joining("\n"));
            String copy = bits.put(key, results);
            assertThat(copy == null || copy.equals(results))
                    .as("copies of %s are equal", key)
                    .isTrue();
        }
        return bits;
    }

    public int copies() {
        return rows.size()
                - (int) rows.stream()
                        .map(row -> row.<String>getAs("model_key"))
                        .distinct()
                        .count();
    }

    private static String shown(Object value) {
        if (value instanceof Double number) {
            return Long.toHexString(Double.doubleToRawLongBits(number)) + "d";
        }
        if (value instanceof Float number) {
            return Integer.toHexString(Float.floatToRawIntBits(number)) + "f";
        }
        if (value instanceof Row row) {
            return Stream.iterate(0, i -> i < row.size(), i -> i + 1)
                    .map(i -> shown(row.get(i)))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Seq<?> values) {
            return CollectionConverters.asJava(values).stream()
                    .map(SweepTable::shown)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return String.valueOf(value);
    }
}
