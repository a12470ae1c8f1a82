package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Trainer;
import org.superpose.train.TrainingSpec;
import org.superpose.train.UsualTraining;

class InitialWeightsTest {
    private static final StructType MODEL =
            new StructType().add("model_key", "string").add("seed", "long").add("best_start", "long");
    private static final StructType FAMILY =
            new StructType().add("point_key", "string").add("parameters", "string");
    private static final StructType WEIGHTS = new StructType()
            .add("model_key", "string")
            .add("point_key", "string")
            .add("w_in_0", DataTypes.createArrayType(DataTypes.FloatType))
            .add("w_out_0", DataTypes.createArrayType(DataTypes.FloatType))
            .add("b_0", DataTypes.createArrayType(DataTypes.FloatType));

    private static Row row(StructType schema, Object... values) {
        return new GenericRowWithSchema(values, schema);
    }

    private static Row filled(Point point, String parameters) {
        return filled(point, parameters, null);
    }

    private static Row filled(Point point, String parameters, Long start) {
        String model = point.modelKey().substring(0, 12);
        String key = point.pointKey().substring(0, 12);
        Row row = row(WEIGHTS, model, key, null, null, null);
        return new InitialWeights(
                        List.of(row(MODEL, model, point.seed(), start)), List.of(row(FAMILY, key, parameters)))
                .in(new Table("weights", "", List.of(WEIGHTS.fieldNames()), List.of(row)))
                .rows()
                .get(0);
    }

    private static Point point(boolean tied, boolean bias) {
        TrainingSpec recipe = UsualTraining.of(Recipe.FAST, 8, 3, 0.1);
        TrainingSpec still = new TrainingSpec(
                Sampling.PLAIN, 16, 1, Float.MIN_VALUE, recipe.schedule(), recipe.rule(), recipe.init(), null);
        return Identity.point(
                new Spec(
                        8,
                        3,
                        null,
                        new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 0.1, new Importance.Decay(1)),
                        new ModelSpec(tied, Activation.IDENTITY, OutputFunction.RELU, bias),
                        new Origin.Trained("fast", still)),
                5);
    }

    /** What a step of no length leaves is what was before it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areThoseATrainingBeginsWith(boolean tied) {
        Point point = point(tied, !tied);
        Weights expected = Trainer.train(point.job(0), Kernels.named("reference"), Trainer.Monitor.none())
                .weights();
        Row row = filled(point, point.parameters());
        assertThat(row.<Float>getList(row.fieldIndex("w_in_0"))).containsExactly(boxed(expected.encoderRows()));
        assertThat(row.<Float>getList(row.fieldIndex("b_0"))).containsExactly(boxed(expected.biases()));
        if (tied) {
            assertThat(row.<Object>getAs("w_out_0")).isNull();
        } else {
            assertThat(row.<Float>getList(row.fieldIndex("w_out_0"))).containsExactly(boxed(expected.decoderRows()));
        }
    }

    @Test
    void areThoseOfTheStartThatWasGoneOnWith() {
        Point point = point(false, true);
        Weights expected =
                point.training().drawn(point.layout(), point.modelKey(), 2).orElseThrow();
        Row row = filled(point, point.parameters(), 2L);
        assertThat(row.<Float>getList(row.fieldIndex("w_in_0"))).containsExactly(boxed(expected.encoderRows()));
    }

    @Test
    void areNotMadeUp() {
        Point point = point(false, true);
        String version = "\"algo_version\":";
        assertThat(filled(point, "{\"n\":8}").<Object>getAs("w_in_0")).isNull();
        assertThat(filled(point, point.parameters().replace(version + Identity.algoVersion(point.spec()), version + 2))
                        .<Object>getAs("w_in_0"))
                .isNull();
        assertThat(filled(point, point(true, true).parameters()).<Object>getAs("w_in_0"))
                .as("another model's")
                .isNull();
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, k -> values[k]);
        return boxed;
    }
}
