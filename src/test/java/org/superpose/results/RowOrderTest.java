package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;

@Slow
class RowOrderTest {
    private static final int MODELS = 40;
    private static final int ROWS = 12;

    /** A value, or NULL as in older rows. */
    private static Object maybe(Random random, Object value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    private static Row row(Random random, String key) {
        String status = List.of("converged", "max_steps", "diverged", "failed").get(random.nextInt(4));
        Row row = TestRows.model(key, "status", status);
        Object[] values = new Object[row.size() + 1];
        for (int c = 0; c < row.size(); c++) {
            values[c] = row.get(c);
        }
        values[index("kept")] = maybe(random, (long) random.nextInt(2));
        values[index("run_number")] = maybe(random, (long) random.nextInt(3));
        values[index("started_at")] = maybe(random, new Timestamp(random.nextInt(3)));
        values[index("attempt")] = maybe(random, random.nextInt(2));
        values[index("seconds")] = maybe(random, (double) random.nextInt(2));
        values[row.size()] = Integer.toString(random.nextInt());
        return RowFactory.create(values);
    }

    private static int index(String column) {
        return Tables.MODELS_SCHEMA.fieldIndex(column);
    }

    /** The order of the views, in SQL, and that of run, in Java, put the same row first, also where values are NULL. */
    @Test
    void sqlAndJavaPutTheSameRowFirst() {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MODELS; m++) {
            for (int r = 0; r < ROWS; r++) {
                rows.add(row(random, "model " + m));
            }
        }
        Dataset<Row> table = TestSpark.session()
                .createDataFrame(rows, Tables.MODELS_SCHEMA.add(Tables.INVOCATION, DataTypes.StringType));
        table.createOrReplaceTempView("rows_in_disorder");
        Map<String, String> first = new HashMap<>();
        TestSpark.session()
                .sql(
                        "SELECT model_key, invocation FROM rows_in_disorder QUALIFY row_number() OVER (PARTITION BY model_key ORDER BY "
                                + RowOrder.SQL + ") = 1")
                .collectAsList()
                .forEach(row -> first.put(row.getString(0), row.getString(1)));
        List<Column> columns = new ArrayList<>(RowOrder.columns());
        columns.add(functions.col("model_key"));
        Map<String, RowOrder> greatest = new HashMap<>();
        table.select(columns.toArray(Column[]::new))
                .collectAsList()
                .forEach(row -> greatest.merge(
                        row.getString(columns.size() - 1),
                        RowOrder.of(row),
                        (one, two) -> one.compareTo(two) >= 0 ? one : two));
        assertThat(first).hasSize(MODELS);
        greatest.forEach((key, order) -> assertThat(first).as(key).containsEntry(key, order.invocation()));
    }

    /** Whoever has what another row has, and more of it, has a greater number. */
    @Test
    void whatIsKeptCounts() {
        String none = "array()";
        String curve = "array(named_struct('step', 1, 'loss', 0.5D, 'learning_rate', 0.1D))";
        String longer =
                "array(named_struct('step', 1, 'loss', 0.5D, 'learning_rate', 0.1D), named_struct('step', 2, 'loss', 0.5D, 'learning_rate', 0.1D))";
        String weights = "named_struct('w_in', array(1F), 'w_out', array(1F), 'b', array(1F))";
        assertThat(kept("curve", none)).isZero();
        assertThat(kept("curve", curve)).isGreaterThan(0);
        assertThat(kept("curve", longer)).isGreaterThan(kept("curve", curve));
        assertThat(kept("curve", curve, "weights", weights)).isGreaterThan(kept("curve", longer));
        assertThat(kept("weights", weights)).isEqualTo(1_000_000_000);
    }

    private static long kept(String... namesAndValues) {
        Dataset<Row> row = TestSpark.session().createDataFrame(List.of(TestRows.model("a")), Tables.MODELS_SCHEMA);
        for (int k = 0; k < namesAndValues.length; k += 2) {
            boolean none = namesAndValues[k + 1].equals("array()");
            row = row.withColumn(
                    namesAndValues[k],
                    (none ? functions.lit(null) : functions.expr(namesAndValues[k + 1]))
                            .cast(Tables.MODELS_SCHEMA.apply(namesAndValues[k]).dataType()));
        }
        return row.select(NestedData.kept()).first().getLong(0);
    }
}
