package org.superpose.results;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of the tables from the columns that matter to a test, the others null. */
public final class TestRows {
    private TestRows() {}

    /** A row of {@code models}; {@code status} converged and {@code started_at} the epoch unless given. */
    public static Row model(String key, Object... namesAndValues) {
        return row(
                Tables.MODELS_SCHEMA,
                new Object[] {"model_key", key, "status", "converged", "started_at", new Timestamp(0)},
                namesAndValues);
    }

    /** A row of {@code models} of the family that theory speaks of, trained by {@code fast}. */
    public static Row ofTheFamily(String key, Object... namesAndValues) {
        List<Object> columns =
                new ArrayList<>(List.of("tied", false, "hidden", "identity", "output", "relu", "bias", true));
        columns.addAll(List.of("data_kind", "independent", "decay", 1.0, "recipe", "fast"));
        columns.addAll(Arrays.asList(namesAndValues));
        return model(key, columns.toArray());
    }

    /** A row of {@code planned}. */
    public static Row planned(String key, Object... namesAndValues) {
        return row(Tables.PLANNED_SCHEMA, new Object[] {"model_key", key}, namesAndValues);
    }

    private static Row row(StructType schema, Object[] defaults, Object[] namesAndValues) {
        Object[] values = new Object[schema.size()];
        for (Object[] pairs : List.of(defaults, namesAndValues)) {
            for (int k = 0; k < pairs.length; k += 2) {
                values[schema.fieldIndex((String) pairs[k])] = pairs[k + 1];
            }
        }
        return RowFactory.create(values);
    }

    /** Writes one invocation's models, one file. */
    public static UUID writeModels(ResultsDirectory directory, Row... rows) {
        UUID invocation = UUID.randomUUID();
        write(directory, directory.models(invocation), Tables.MODELS_SCHEMA, rows);
        return invocation;
    }

    /** Writes one invocation's planned points, one file. */
    public static UUID writePlanned(ResultsDirectory directory, Row... rows) {
        UUID invocation = UUID.randomUUID();
        write(directory, directory.planned(invocation), Tables.PLANNED_SCHEMA, rows);
        return invocation;
    }

    private static void write(ResultsDirectory directory, Path folder, StructType schema, Row... rows) {
        TableWriter.write(
                TestSpark.session().createDataFrame(Arrays.asList(rows), schema).coalesce(1), directory, folder);
    }

    /** The rows of a query as maps by column name. */
    public static List<Map<String, Object>> query(String sql) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Row row : TestSpark.session().sql(sql).collectAsList()) {
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            for (int c = 0; c < row.size(); c++) {
                map.put(row.schema().fieldNames()[c], row.get(c));
            }
            rows.add(map);
        }
        return rows;
    }
}
