package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.config.ConfigException;
import org.superpose.config.SweepFile;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;

class DataChoiceTest {
    private static List<Point> expand(String text) {
        return Expansion.expand(SweepFile.read(text, "f", List.of())).points();
    }

    private static String failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> expand(text)).getMessage();
    }

    private static DataSpec data(String text) {
        return expand("grid: {n: 8, m: 2, density: 0.1}\ndata: " + text).get(0).data();
    }

    @Test
    void defaultsArePairsSharedAndOne() {
        DataSpec.Kind anti = DataSpec.Kind.ANTICORRELATED;
        assertThat(data("{kind: correlated}")).isEqualTo(new DataSpec(DataSpec.Kind.CORRELATED, 2, null, 0));
        assertThat(data("{kind: correlated, size: 3}")).isEqualTo(new DataSpec(DataSpec.Kind.CORRELATED, 3, null, 0));
        assertThat(data("{kind: anticorrelated}")).isEqualTo(new DataSpec(anti, 2, DataSpec.Marginal.SHARED, 0));
        assertThat(data("{kind: anticorrelated, marginal: each, size: 4}"))
                .isEqualTo(new DataSpec(anti, 4, DataSpec.Marginal.EACH, 0));
        assertThat(data("{kind: powerlaw}")).isEqualTo(new DataSpec(DataSpec.Kind.POWERLAW, 0, null, 1));
        assertThat(data("{kind: powerlaw, exponent: 1.1}"))
                .isEqualTo(new DataSpec(DataSpec.Kind.POWERLAW, 0, null, 1.1));
    }

    @Test
    void defaultsOfHiddenStructure() {
        assertThat(data("{kind: graph}")).isEqualTo(new DataSpec(DataSpec.Kind.GRAPH, 0, null, FeatureTree.PATH, 0.5));
        assertThat(data("{kind: graph, graph: star, correlation: -0.1}"))
                .isEqualTo(new DataSpec(DataSpec.Kind.GRAPH, 0, null, FeatureTree.STAR, -0.1));
        assertThat(data("{kind: topics}")).isEqualTo(new DataSpec(DataSpec.Kind.TOPICS, 2, null, 0.5));
        assertThat(data("{kind: topics, size: 4, share: 0.2}"))
                .isEqualTo(new DataSpec(DataSpec.Kind.TOPICS, 4, null, 0.2));
        assertThat(data("{kind: blocks}")).isEqualTo(new DataSpec(DataSpec.Kind.BLOCKS, 2, null, 10));
        assertThat(data("{kind: blocks, size: 4, contrast: 3}"))
                .isEqualTo(new DataSpec(DataSpec.Kind.BLOCKS, 4, null, 3));
    }

    /** Parameters can be read back as the same point, of every kind. */
    @ParameterizedTest
    @EnumSource(DataSpec.Kind.class)
    void everyKindIsReadBack(DataSpec.Kind kind) {
        Point point = expand("grid: {n: 8, m: 2, density: 0.1}\ndata: {kind: " + kind.label() + "}")
                .get(0);
        Point parsed = Identity.parse(point.parameters(), 0);
        assertThat(parsed.data()).isEqualTo(new DataSpec(kind));
        assertThat(parsed.modelKey()).isEqualTo(point.modelKey());
    }

    @Test
    void refusesHiddenStructureThatThereIsNot() {
        String grid = "grid: {n: 8, m: 2, density: 0.1}\n";
        assertThat(failure(grid + "data: {kind: graph, correlation: -0.2}"))
                .contains("data.correlation: must be at least -min(p/(1 - p), (1 - p)/p) = -0.111");
        assertThat(failure(grid + "data: {kind: topics, share: 0.05}"))
                .contains("data.share: must be at least p, because");
        assertThat(failure("grid: {n: 8, m: 2, density: 0.6}\ndata: {kind: topics}"))
                .contains("data.kind: share must be at least p");
        assertThat(failure(grid + "data: {kind: blocks, contrast: 1}")).contains("data.contrast: must be");
        assertThat(failure(grid + "data: {kind: correlated, share: 0.5}"))
                .contains("data.share: belongs to topics, but data.kind is correlated");
        assertThat(failure(grid + "data: {kind: graph, graph: ring}")).contains("path, tree, star");
        assertThat(failure(grid + "data: {kind: graph, corelation: 0.1}")).contains("correlation");
        assertThat(failure(grid + "data: {kind: graph}\nmodel: {kind: tiled, from: x}"))
                .contains("copies of a smaller model do not see graph data");
    }

    /** Only what belongs to the kind is in the JSON, so the keys of independent data are what they were. */
    @Test
    void whatBelongsToTheKindIsPartOfThePoint() {
        String grid = "grid: {n: 8, m: 2, density: 0.1}\ndata: ";
        assertThat(expand(grid + "{kind: independent}").get(0).parameters())
                .contains("\"data\":{\"kind\":\"independent\"}")
                .isEqualTo(expand("grid: {n: 8, m: 2, density: 0.1}").get(0).parameters());
        assertThat(expand(grid + "{kind: correlated}").get(0).parameters())
                .contains("\"data\":{\"kind\":\"correlated\",\"size\":2}");
        assertThat(expand(grid + "{kind: anticorrelated}").get(0).parameters())
                .contains("\"data\":{\"kind\":\"anticorrelated\",\"marginal\":\"shared\",\"size\":2}");
        assertThat(expand(grid + "{kind: powerlaw}").get(0).parameters())
                .contains("\"data\":{\"exponent\":1,\"kind\":\"powerlaw\"}");
        assertThat(expand(grid + "{kind: graph}").get(0).parameters())
                .contains("\"data\":{\"correlation\":0.5,\"graph\":\"path\",\"kind\":\"graph\"}");
        assertThat(expand(grid + "{kind: topics}").get(0).parameters())
                .contains("\"data\":{\"kind\":\"topics\",\"share\":0.5,\"size\":2}");
        assertThat(expand(grid + "{kind: blocks}").get(0).parameters())
                .contains("\"data\":{\"contrast\":10,\"kind\":\"blocks\",\"size\":2}");
    }

    @Test
    void refusesWhatIsNotTheKinds() {
        assertThat(failure("""
                        grid: {n: 8, m: 2, density: 0.1}
                        data: {kind: correlated, marginal: each, exponent: 2}
                        """).lines())
                .containsExactlyInAnyOrder(
                        "f:2:36: data.marginal: belongs to anticorrelated, but data.kind is correlated; set data.kind to"
                                + " anticorrelated, or leave this out",
                        "f:2:52: data.exponent: belongs to powerlaw, but data.kind is correlated; set data.kind to"
                                + " powerlaw, or leave this out");
        assertThat(failure("grid: {n: 8, m: 2, density: 0.1}\ndata: {size: 3}"))
                .contains(
                        "f:2:14: data.size: belongs to correlated, anticorrelated, topics or blocks, but data.kind is independent");
    }

    @Test
    void refusesSetsThatAreTooLarge() {
        assertThat(failure("grid: {n: [3, 8], m: 2, density: [0.1, 0.2]}\ndata: {kind: correlated, size: 4}"))
                .isEqualTo(
                        "f:2:32: data.size: must not exceed n; got size = 4 with n = 3: lower size, or raise n (in 2 combinations)");
        assertThat(failure("grid: {n: 8, m: 2, density: 0.3}\ndata: {kind: anticorrelated, size: 4, marginal: each}"))
                .isEqualTo(
                        "f:2:36: data.size: must be at most 1/p where each member of a set is active with probability p"
                                + " and no two are; got size = 4 with p = 0.3: set data.marginal to shared, or lower size or"
                                + " density");
        assertThat(failure("grid: {n: 8, m: 2, density: 0.6}\ndata: {kind: anticorrelated, marginal: each}"))
                .startsWith("f:2:14: data.kind: size must be at most 1/p");
        assertThat(failure("grid: {n: 8, m: 2, density: 0.3}\ndata: {kind: powerlaw, exponent: 6}"))
                .contains("f:2:34: data.exponent: must be");
    }

    @Test
    void refusesWhatSpeaksOfIndependentFeatures() {
        String grid = "grid: {n: 8, m: 2, density: 0.1}\n";
        assertThat(failure(grid + "data: {kind: powerlaw}\nmeasure: {active: 2}"))
                .isEqualTo("f:2:14: data.kind: the distribution of the number of active features, which measure.active"
                        + " needs, is known of independent features only; set measure.active to 0, or data.kind to"
                        + " independent");
        assertThat(failure(grid + "data: {kind: correlated}\nmodel: {kind: rug}"))
                .isEqualTo("f:2:14: data.kind: must be independent for model.kind rug");
        assertThat(failure(grid + "data: {kind: powerlaw}\nmodel: {kind: tiled, from: x}"))
                .contains("f:2:14: data.kind: copies of a smaller model do not see powerlaw data");
        assertThat(expand(grid + "data: {kind: correlated}\nmodel: {kind: tiled, from: x}"))
                .hasSize(1);
    }

    /** Recipes depend on how many features are active: of a pair of which one is on, each is half as often. */
    @Test
    void theRecipeIsThatOfTheMarginals() {
        Point shared = expand("grid: {n: 64, m: 16, density: 0.2}\ndata: {kind: anticorrelated}")
                .get(0);
        Point same = expand("grid: {n: 64, m: 16, density: 0.1}").get(0);
        assertThat(shared.training()).isEqualTo(same.training());
        assertThat(shared.density()).isEqualTo(0.2);
    }
}
