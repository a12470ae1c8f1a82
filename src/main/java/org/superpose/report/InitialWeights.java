package org.superpose.report;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.model.Weights;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Weights before the first step, which are a pure function of point and seed: drawn again where {@code measure.trajectory_weights} did not keep
 * them. Those of models that another {@code algo_version} trained, or that began with a model made for them, are not known here.
 */
final class InitialWeights {
    private static final List<String> COLUMNS = List.of("w_in_0", "w_out_0", "b_0");

    private final Map<String, Long> seeds = new HashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();

    /**
     * @param models rows of (model_key, seed, best_start)
     * @param families rows of (point_key, parameters)
     */
    InitialWeights(List<Row> models, List<Row> families) {
        models.forEach(row -> {
            Long start = row.getAs("best_start");
            seeds.put(row.getAs("model_key"), row.getAs("seed"));
            starts.put(row.getAs("model_key"), start == null ? 0 : Math.toIntExact(start));
        });
        families.forEach(row -> parameters.put(row.getAs("point_key"), row.getAs("parameters")));
    }

    /** The same table with {@code w_in_0} [m,n], {@code w_out_0} [n,m], NULL for a tied model, and {@code b_0} where they were NULL and are known. */
    Table in(Table weights) {
        return weights.with(weights.rows().stream()
                .map(row -> row.getAs("w_in_0") == null ? drawn(weights, row) : row)
                .toList());
    }

    private Row drawn(Table weights, Row row) {
        Optional<Point> point = point(row);
        if (point.isEmpty()) {
            return row;
        }
        Optional<Weights> drawn = point.get()
                .training()
                .drawn(point.get().layout(), point.get().modelKey(), starts.get(row.<String>getAs("model_key")));
        if (drawn.isEmpty()) {
            return row;
        }
        Weights start = drawn.get();
        boolean tied = point.get().model().tied();
        List<float[]> found = Arrays.asList(start.encoderRows(), tied ? null : start.decoderRows(), start.biases());
        Object[] values = new Object[row.size()];
        for (int c = 0; c < values.length; c++) {
            int at = COLUMNS.indexOf(weights.columns().get(c));
            values[c] = at < 0 ? row.get(c) : found.get(at) == null ? null : sequence(found.get(at));
        }
        return new GenericRowWithSchema(values, row.schema());
    }

    private Optional<Point> point(Row row) {
        String key = row.getAs("model_key");
        String text = parameters.get(row.<String>getAs("point_key"));
        Long seed = seeds.get(key);
        if (text == null || seed == null) {
            return Optional.empty();
        }
        try {
            Point point = Identity.parse(text, seed);
            return point.trained() && point.modelKey().startsWith(key) ? Optional.of(point) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Of another version, or not of this program.
            return Optional.empty();
        }
    }

    private static Object sequence(float[] values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, k -> values[k]);
        return CollectionConverters.asScala(Arrays.asList(boxed)).toSeq();
    }
}
