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
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.grid.Identity;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.Recipe;
import org.superpose.train.TrainingSpec;
import org.superpose.train.UsualTraining;

class FamiliesTest {
    private static final StructType SCHEMA = new StructType()
            .add("point_key", DataTypes.StringType)
            .add("model_kind", DataTypes.StringType)
            .add("recipe", DataTypes.StringType)
            .add("parameters", DataTypes.StringType);

    private static Row point(String key, String kind, String recipe, String parameters) {
        return new GenericRowWithSchema(new Object[] {key, kind, recipe, parameters}, SCHEMA);
    }

    private static Families families(Row... points) {
        return Families.of(Arrays.asList(points));
    }

    @Test
    void whatFollowsFromTheSizeTellsNothingApart() {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":4,\"density\":0.1,\"training\":{\"steps\":10}}"),
                point("b", "trained", "fast", "{\"n\":8,\"density\":0.1,\"training\":{\"steps\":20}}"),
                point("c", "trained", "fast", "{\"n\":8,\"density\":0.2,\"training\":{\"steps\":30}}"));
        assertThat(families.labels()).containsExactly("");
        assertThat(families.of().values()).containsOnly(0);
    }

    @Test
    void whatDiffersAtOneSizeDoes() {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":4,\"model\":{\"tied\":true,\"output\":\"relu\"}}"),
                point("b", "trained", "fast", "{\"n\":4,\"model\":{\"tied\":false,\"output\":\"relu\"}}"),
                point("c", "trained", "fast", "{\"n\":4,\"model\":{\"tied\":true,\"output\":\"identity\"}}"),
                point("d", "rug", null, "{\"n\":4,\"model\":{\"tied\":false,\"output\":\"relu\"}}"));
        assertThat(families.labels())
                .containsExactly(
                        "rug, not tied, output relu",
                        "trained, not tied, output relu",
                        "trained, tied, output identity",
                        "trained, tied, output relu");
        assertThat(families.of())
                .containsEntry("a", 3)
                .containsEntry("b", 1)
                .containsEntry("c", 2)
                .containsEntry("d", 0);
    }

    /** A block of tied models at small ratios beside one of untied models at large ones is two families, whatever tells the blocks apart. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"model\":{\"tied\":true}; \"model\":{\"tied\":false}; not tied; tied",
                "\"model\":{\"hidden\":\"relu\"}; \"model\":{\"hidden\":\"identity\"}; hidden identity; hidden relu",
                "\"model\":{\"output\":\"relu\"}; \"model\":{\"output\":\"gated\"}; output gated; output relu",
                "\"model\":{\"bias\":true}; \"model\":{\"bias\":false}; bias; not bias",
                "\"data\":{\"kind\":\"topics\"}; \"data\":{\"kind\":\"graph\"}; kind graph; kind topics",
                "\"data\":{\"size\":2}; \"data\":{\"size\":3}; size 2; size 3",
                "\"algo_version\":2; \"algo_version\":3; version 2; version 3",
            })
    void kindsDifferThoughNoTwoPointsShareASize(String one, String other, String firstLabel, String lastLabel) {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":8,\"m\":2,\"density\":0.1," + one + "}"),
                point("b", "trained", "fast", "{\"n\":8,\"m\":4,\"density\":0.1," + one + "}"),
                point("c", "trained", "fast", "{\"n\":8,\"m\":6,\"density\":0.1," + other + "}"));
        assertThat(families.labels()).containsExactly(firstLabel, lastLabel);
        assertThat(families.of().get("a"))
                .isEqualTo(families.of().get("b"))
                .isNotEqualTo(families.of().get("c"));
    }

    @Test
    void modelKindsDifferThoughNoTwoPointsShareASizeAndRecipesOfNoneTellNothing() {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":8,\"m\":2}"), point("b", "rug", null, "{\"n\":8,\"m\":4}"));
        assertThat(families.labels()).containsExactly("rug", "trained");
    }

    /** What the version of this build takes from the size is no family, what the user gave in its place is. */
    @Test
    void stepsThatFollowFromTheSizeAreToldFromStepsThatWereGiven() {
        Families own = families(
                point("a", "trained", "fast", parameters(4, null)), point("b", "trained", "fast", parameters(8, null)));
        assertThat(own.labels()).containsExactly("");
        Families given = families(
                point("a", "trained", "fast", parameters(4, null)), point("b", "trained", "fast", parameters(8, 777)));
        assertThat(given.labels()).containsExactly("", "steps 777");
        assertThat(given.of()).containsEntry("a", 0).containsEntry("b", 1);
    }

    private static String parameters(int n, Integer steps) {
        TrainingSpec usual = UsualTraining.of(Recipe.FAST, n, 2, 0.1);
        TrainingSpec training = new TrainingSpec(
                usual.sampling(),
                usual.batch(),
                steps == null ? usual.starts() : 1,
                steps == null ? usual.steps() : steps,
                usual.learningRate(),
                usual.schedule(),
                usual.rule(),
                usual.init(),
                usual.stop());
        ModelSpec model = new ModelSpec(false, Activation.IDENTITY, OutputFunction.RELU, true);
        DataSpec data = new DataSpec(DataSpec.Kind.INDEPENDENT);
        return Identity.point(
                        new Spec(
                                n,
                                2,
                                null,
                                new Objective(data, 0.1, new Importance.Decay(1)),
                                model,
                                new Origin.Trained("fast", training)),
                        0)
                .parameters();
    }

    @Test
    void aBatchThatGoesWithTheSizeTellsNothingApart() {
        assertThat(families(
                                point("a", "trained", "fast", "{\"n\":4,\"training\":{\"batch\":256}}"),
                                point("b", "trained", "fast", "{\"n\":8,\"training\":{\"batch\":512}}"))
                        .labels())
                .containsExactly("");
        assertThat(families(
                                point("a", "trained", "fast", "{\"n\":8,\"training\":{\"batch\":256}}"),
                                point("b", "trained", "fast", "{\"n\":8,\"training\":{\"batch\":512}}"))
                        .labels())
                .containsExactly("batch 256", "batch 512");
    }

    @Test
    void aRecipeExplainsItsRates() {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":4,\"training\":{\"learningRate\":0.1,\"steps\":10}}"),
                point("b", "trained", "paper", "{\"n\":4,\"training\":{\"learningRate\":0.2,\"steps\":90}}"),
                point("c", "trained", "fast", "{\"n\":8,\"training\":{\"learningRate\":0.3,\"steps\":20}}"));
        assertThat(families.labels()).containsExactly("fast", "paper");
        assertThat(families.of()).containsEntry("a", 0).containsEntry("b", 1).containsEntry("c", 0);
    }

    @Test
    void importanceIsNoFamily() {
        Families families = families(
                point("a", "trained", "fast", "{\"n\":4,\"importance\":{\"last\":0.5}}"),
                point("b", "trained", "fast", "{\"n\":4,\"importance\":{\"last\":2}}"));
        assertThat(families.labels()).isEqualTo(List.of(""));
    }

    @Test
    void parametersThatAreNoJsonAreComparedAsText() {
        assertThat(families(point("a", "trained", null, "{"), point("b", "trained", null, "}"))
                        .labels())
                .containsExactly("parameters {", "parameters }");
    }
}
