package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

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
                        "rug, not tied, relu",
                        "trained, not tied, relu",
                        "trained, tied, identity",
                        "trained, tied, relu");
        assertThat(families.of())
                .containsEntry("a", 3)
                .containsEntry("b", 1)
                .containsEntry("c", 2)
                .containsEntry("d", 0);
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
