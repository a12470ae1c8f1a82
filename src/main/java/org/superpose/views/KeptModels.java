package org.superpose.views;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.errors.UserException;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;

/** The trained models whose weights a directory keeps. */
public final class KeptModels {
    private static final int KEYS_SHOWN = 5;

    private KeptModels() {}

    /**
     * A trained model.
     *
     * @param facts what identifies it: model_key, point_key, sweep, seed, parameters
     */
    public record Model(Weights weights, Map<String, String> facts) {}

    /**
     * The model of a key.
     *
     * @param key a model_key or the first characters of one
     * @throws UserException if no model or several begin so, or if its weights were not kept
     */
    public static Model find(SparkSession spark, ResultsDirectory directory, String key) {
        return Reads.retrying(directory, () -> {
            Views.register(spark, directory);
            String full = fullKey(spark, directory, key);
            return model(
                    spark.table("models").where(col("model_key").equalTo(full)).first());
        });
    }

    /**
     * The weights of several models by their keys.
     *
     * @param keys full ones of models that are there
     * @throws UserException if the weights of one were not kept
     */
    public static Map<String, Weights> weights(SparkSession spark, ResultsDirectory directory, Set<String> keys) {
        return Reads.retrying(directory, () -> {
            Views.register(spark, directory, List.of("models"));
            Map<String, Weights> found = new HashMap<>();
            spark.table("models")
                    .where(col("model_key").isInCollection(keys))
                    .collectAsList()
                    .forEach(row -> found.put(row.getAs("model_key"), model(row).weights()));
            return found;
        });
    }

    private static String fullKey(SparkSession spark, ResultsDirectory directory, String key) {
        List<String> keys = spark
                .table("models")
                .where(col("model_key").startsWith(key))
                .select("model_key")
                .orderBy("model_key")
                .limit(KEYS_SHOWN + 1)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
        if (key.isEmpty() || keys.isEmpty()) {
            throw new UserException(
                    "no model of " + directory + " has a key that begins with '" + key + "'; list them with: sql --out "
                            + directory + " \"SELECT model_key, n, m, sparsity, seed FROM models\"");
        }
        if (keys.size() > 1 && !keys.contains(key)) {
            String shown = String.join(", ", keys.subList(0, Math.min(KEYS_SHOWN, keys.size())));
            throw new UserException("the key '" + key + "' is ambiguous; it begins " + shown
                    + (keys.size() > KEYS_SHOWN ? ", …" : "") + ": give more of it");
        }
        return keys.contains(key) ? key : keys.get(0);
    }

    private static Model model(Row row) {
        String key = row.getAs("model_key");
        Row weights = row.getAs("weights");
        if (weights == null) {
            throw new UserException("the weights of model " + key + " (" + row.getAs("status")
                    + ") were not kept; set measure.weights: true in the sweep file and run it again");
        }
        Layout layout = new Layout(
                new ModelSpec(
                        row.<Boolean>getAs("tied"),
                        activation(row.getAs("hidden")),
                        output(row),
                        row.<Boolean>getAs("bias")),
                row.<Integer>getAs("n"),
                row.<Integer>getAs("m"));
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : List.of("model_key", "point_key", "sweep", "seed", "parameters")) {
            facts.put(name, String.valueOf(row.<Object>getAs(name)));
        }
        return new Model(weights(layout, weights), facts);
    }

    /** From W_in [m,n] and W_out [n,m], row-major, to the layout, which has both feature by feature. */
    private static Weights weights(Layout layout, Row row) {
        int n = layout.n();
        int m = layout.m();
        float[] values = new float[layout.size()];
        List<Float> encoder = row.getList(row.fieldIndex("w_in"));
        int e = 0;
        for (float weight : encoder) {
            values[layout.encoder() + e % n * m + e / n] = weight;
            e++;
        }
        if (!layout.spec().tied()) {
            copy(row.getList(row.fieldIndex("w_out")), values, layout.decoder());
        }
        if (layout.spec().bias()) {
            copy(row.getList(row.fieldIndex("b")), values, layout.bias());
        }
        return new Weights(layout, values);
    }

    private static void copy(List<Float> from, float[] to, int offset) {
        int q = offset;
        for (float value : from) {
            to[q++] = value;
        }
    }

    private static OutputFunction output(Row row) {
        String label = row.getAs("output");
        Double parameter = row.getAs("output_parameter");
        return new OutputFunction(
                OutputFunction.Kind.valueOf(label.toUpperCase(Locale.ROOT)), parameter == null ? 0 : parameter);
    }

    private static Activation activation(String label) {
        return Activation.valueOf(label.toUpperCase(Locale.ROOT));
    }
}
