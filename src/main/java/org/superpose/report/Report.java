package org.superpose.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.results.Build;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.theory.ThermodynamicLimit;
import org.superpose.views.Views;

/**
 * The results of a directory as one page, which draws itself in a browser and needs nothing else.
 *
 * @param models how many trained models it tells of
 * @param html the page
 */
public record Report(int models, String html) {
    /**
     * Reads the directory as it is now. Arrays over features, steps and weights are aggregated in Spark, or read of a bounded number of
     * models; what comes here is some hundred bytes a model.
     */
    public static Report of(SparkSession spark, ResultsDirectory directory) {
        return keeping(List.of(Table.OUTCOMES), spark, directory, report -> report);
    }

    /** Does as {@link #of}. While the report is used, all that the view {@code scaling} holds is still there, so that reading it fits nothing anew. */
    public static <T> T use(SparkSession spark, ResultsDirectory directory, Function<Report, T> use) {
        return keeping(List.of(Table.OUTCOMES, Table.SCALING), spark, directory, use);
    }

    private static <T> T keeping(
            List<String> views, SparkSession spark, ResultsDirectory directory, Function<Report, T> use) {
        try {
            List<Table> tables = Reads.retrying(directory, () -> tables(views, spark, directory));
            return use.apply(new Report(rows(tables, Table.MODELS).size(), Page.of(data(tables))));
        } finally {
            forget(views, spark);
        }
    }

    private static List<Table> tables(List<String> kept, SparkSession spark, ResultsDirectory directory) {
        forget(kept, spark);
        Views.register(spark, directory, Table.views());
        kept.forEach(spark.catalog()::cacheTable);
        // Alone: where a file turns out damaged while several threads fill tables that are kept, Spark waits for ever.
        spark.table(Table.OUTCOMES).count();
        List<Table> tables =
                Table.NAMES.parallelStream().map(name -> Table.of(spark, name)).toList();
        InitialWeights initial = new InitialWeights(rows(tables, Table.MODELS), rows(tables, Table.FAMILIES));
        return tables.stream()
                .map(table -> table.name().equals(Table.WEIGHTS) ? initial.in(table) : table)
                .toList();
    }

    private static void forget(List<String> views, SparkSession spark) {
        views.stream().filter(spark.catalog()::tableExists).forEach(spark.catalog()::uncacheTable);
    }

    /** The data of the page as JSON that may stand in a script element: markup in it is escaped. */
    static String data(List<Table> tables) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new ObjectMapper().createGenerator(text)) {
            json.setCharacterEscapes(new NoMarkup());
            json.writeStartObject();
            json.writeStringField("version", Build.current().version());
            json.writeStringField("revision", Build.current().revision());
            json.writeNumberField("digits", PackedTable.DIGITS);
            json.writePOJOField("statistics", Statistics.ALL);
            json.writeObjectFieldStart("tables");
            for (Table table : tables) {
                if (table.name().equals(Table.FAMILIES)) {
                    continue;
                }
                json.writeFieldName(table.name());
                new PackedTable(json).write(table);
            }
            json.writeEndObject();
            families(json, Families.of(rows(tables, Table.FAMILIES)));
            limits(json, rows(tables, Table.WEIGHTS));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Row> rows(List<Table> tables, String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .map(Table::rows)
                .orElse(List.of());
    }

    private static void families(JsonGenerator json, Families families) throws IOException {
        json.writeObjectFieldStart("families");
        json.writeArrayFieldStart("labels");
        for (String label : families.labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("of");
        for (Map.Entry<String, Integer> entry : families.of().entrySet()) {
            if (entry.getValue() > 0) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** {@code {model key: [a*, b*]}}, the scale and bias of the thermodynamic limit, of models that have one. */
    private static void limits(JsonGenerator json, List<Row> weights) throws IOException {
        json.writeObjectFieldStart("limits");
        for (Row row : weights) {
            if (row.getAs("limit_p") != null) {
                ThermodynamicLimit limit = ThermodynamicLimit.of(row.getAs("limit_p"), row.getAs("limit_r"));
                json.writeArrayFieldStart(row.getAs("model_key"));
                json.writeNumber(limit.scale());
                json.writeNumber(limit.bias());
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    /** Nothing in a string can end the script element it stands in, or begin a comment there. */
    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            for (char c : new char[] {'<', '>', '&', '\''}) {
                escapes[c] = ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return null;
        }
    }
}
