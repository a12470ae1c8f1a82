package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.codes.KnownBlocks;
import org.superpose.config.ConfigException;
import org.superpose.config.SweepFile;
import org.superpose.construct.Construction;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.ModelKind;

/** Models that are built: their points, keys, mistakes and costs. */
class ModelKindTest {
    private static final CostModel CPU = CostModel.of("cpu");

    private static Grid expand(String text) {
        return Expansion.expand(SweepFile.read(text, "f", List.of()));
    }

    private static String failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> expand(text)).getMessage();
    }

    @Test
    void trainingIsNoPartOfABuiltModel() {
        Point point = expand("grid: {n: 64, m: 16, density: 0.1, model.kind: rug}")
                .points()
                .get(0);
        assertThat(point.parameters())
                .isEqualTo("{\"algo_version\":3,\"data\":{\"kind\":\"independent\"},\"density\":0.1,"
                        + "\"importance\":{\"decay\":1},\"m\":16,\"model\":{\"bias\":true,\"hidden\":\"identity\","
                        + "\"kind\":\"rug\",\"output\":\"relu\",\"tied\":false},\"n\":64}");
        assertThat(point.recipe()).isNull();
        assertThat(point.trained()).isFalse();
        assertThatThrownBy(point::training).hasMessageContaining("rug is not trained");
        assertThat(point.steps()).isZero();
        assertThat(point.batch()).isZero();
    }

    @Test
    void theKindOfATrainedModelIsNotInItsKey() {
        String grid = "grid: {n: 64, m: 16, density: 0.1}\n";
        assertThat(expand(grid + "model: {kind: trained}").points())
                .isEqualTo(expand(grid).points());
        assertThat(expand(grid).points().get(0).parameters()).doesNotContain("\"kind\":\"trained\"");
    }

    @Test
    void trainingAxesMultiplyTrainedModelsOnly() {
        Grid grid = expand("""
                grid: {n: 64, m: 16, density: 0.1, model.kind: [trained, rug, projector], training.steps: [10, 20]}
                training: {recipe: paper, batch: 1048576}
                seeds: 2
                """);
        assertThat(grid.points())
                .extracting(Point::kind, Point::steps, Point::seed)
                .containsExactly(
                        tuple(ModelKind.TRAINED, 10, 0L),
                        tuple(ModelKind.TRAINED, 10, 1L),
                        tuple(ModelKind.TRAINED, 20, 0L),
                        tuple(ModelKind.TRAINED, 20, 1L),
                        tuple(ModelKind.RUG, 0, 0L),
                        tuple(ModelKind.RUG, 0, 1L),
                        tuple(ModelKind.PROJECTOR, 0, 0L),
                        tuple(ModelKind.PROJECTOR, 0, 1L));
        assertThat(grid.notices()).containsExactly("2 combinations repeat others and are trained once");
    }

    @Test
    void parametersReadBackAreTheSamePoint() {
        List<Point> points = expand("""
                grid: {n: 64, ratio: [0.25, 0.5], density: 0.1, model.kind: [trained, rug, projector], model.tied: [true, false]}
                seeds: [0, 5]
                """).points();
        assertThat(points).hasSize(24);
        for (Point point : points) {
            Point read = Identity.parse(point.parameters(), point.seed());
            assertThat(read.modelKey()).isEqualTo(point.modelKey());
            assertThat(read.trained()).isEqualTo(point.trained());
            if (point.trained()) {
                assertThat(read.training()).isEqualTo(point.training());
            } else {
                assertThat(read.construction()).isEqualTo(point.construction());
            }
        }
        assertThat(points.stream().map(Point::modelKey).distinct()).hasSize(24);
    }

    @Test
    void aTiledModelIsItsBlockAndItsCopies() {
        Grid grid = expand("grid: {n: 64, m: 16, density: 0.1}\nmodel: {kind: tiled, from: [a, b]}\nseeds: [3, 4]");
        assertThat(grid.points()).hasSize(1);
        Point open = grid.points().get(0);
        assertThat(open.seed()).isEqualTo(3);
        assertThat(open.construction()).isEqualTo(Construction.Tiled.of(List.of("a", "b")));
        Point point = Identity.built(open, tiled(new Construction.Copies("cafe", 4, "b")));
        assertThat(point.parameters())
                .contains("\"block\":\"cafe\"", "\"copies\":4")
                .doesNotContain("from");
        assertThat(point.modelKey())
                .isEqualTo(Identity.modelKey(point.parameters(), 3))
                .isNotEqualTo(open.modelKey());
        assertThat(Identity.parse(point.parameters(), 3).construction())
                .isEqualTo(tiled(new Construction.Copies("cafe", 4, null)));
    }

    private static Construction.Tiled tiled(Construction.Copies... blocks) {
        return new Construction.Tiled(List.of(blocks), List.of());
    }

    /** The key tells each block and its copies, whatever the order in which they were found. */
    @Test
    void aMixtureIsItsBlocksAndTheirCopies() {
        Point open = expand("grid: {n: 25, m: 6, density: 0.1}\nmodel: {kind: tiled, from: a}")
                .points()
                .get(0);
        Construction.Copies cafe = new Construction.Copies("cafe", 2, "a");
        Construction.Copies babe = new Construction.Copies("babe", 1, "a");
        Point point = Identity.built(open, tiled(cafe, babe));
        assertThat(point.parameters())
                .isEqualTo("{\"algo_version\":3,\"data\":{\"kind\":\"independent\"},\"density\":0.1,"
                        + "\"importance\":{\"decay\":1},\"m\":6,\"model\":{\"bias\":true,\"blocks\":{\"babe\":1,\"cafe\":2},"
                        + "\"hidden\":\"identity\",\"kind\":\"tiled\",\"output\":\"relu\",\"tied\":false},\"n\":25}");
        assertThat(Identity.built(open, tiled(babe, cafe)).modelKey()).isEqualTo(point.modelKey());
        assertThat(Identity.built(open, tiled(new Construction.Copies("babe", 2, "a"), cafe))
                        .modelKey())
                .isNotEqualTo(point.modelKey());
        assertThat(Identity.parse(point.parameters(), 0).construction())
                .isEqualTo(tiled(new Construction.Copies("babe", 1, null), new Construction.Copies("cafe", 2, null)));
        assertThat(Identity.parse(point.parameters(), 0).modelKey()).isEqualTo(point.modelKey());
        String single = point.parameters().replace("\"babe\":1,", "");
        assertThatThrownBy(() -> Identity.parse(single, 0)).hasMessageContaining("not the parameters of a point");
    }

    /** Another seed would be the same code again. */
    @Test
    void codesAreBuiltOnceAndKnowTheirList() {
        List<Point> points = expand(
                        "grid: {n: 64, m: 16, density: 0.1, model.kind: [circle, spherical, ladder]}\nseeds: 3")
                .points();
        assertThat(points).hasSize(3);
        assertThat(points)
                .extracting(Point::construction)
                .containsExactly(
                        new Construction.Circle(),
                        new Construction.Spherical(KnownBlocks.VERSION),
                        new Construction.Ladder(KnownBlocks.VERSION));
        assertThat(points.get(0).parameters()).contains("\"kind\":\"circle\"").doesNotContain("codes");
        assertThat(points.get(1).parameters()).contains("\"codes\":" + KnownBlocks.VERSION);
        for (Point point : points) {
            Point read = Identity.parse(point.parameters(), point.seed());
            assertThat(read.modelKey()).isEqualTo(point.modelKey());
            assertThat(read.construction()).isEqualTo(point.construction());
        }
    }

    /** Quotes and line ends stand in a directory's name too. */
    @Test
    void parametersAreJsonWhateverTheDirectoryIsCalled() throws IOException {
        String grid = "grid: {n: 64, m: 16, density: 0.1}\nmodel: {kind: tiled, from: [\"a\\\"b\", 'c\\d']}";
        String parameters = expand(grid).points().get(0).parameters();
        assertThat(new ObjectMapper().readTree(parameters).at("/model/from").textValue())
                .isEqualTo("a\"b\nc\\d");
    }

    @Test
    void oneDirectoryIsAListOfOneAndCanBeAnAxis() {
        String grid = "grid: {n: 64, m: 16, density: 0.1, model.kind: tiled";
        assertThat(expand(grid + "}\nmodel: {from: results/a}").points().get(0).construction())
                .isEqualTo(Construction.Tiled.of(List.of("results/a")));
        assertThat(expand(grid + ", model.from: [a, b]}").points())
                .extracting(Point::construction)
                .containsExactly(Construction.Tiled.of(List.of("a")), Construction.Tiled.of(List.of("b")));
        assertThat(failure(grid + "}\nmodel: {from: ''}"))
                .isEqualTo("f:2:15: model.from: must be a directory of results, or a list of such; got \"\"");
        assertThat(failure(grid + "}\nmodel: {from: []}")).contains("model.from: is an empty list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n: 48, m: 16, density: 0.1, model.kind: rug | f:1:11: n: must be a power of 2 for kind rug; got 48."
                        + " The kind projector works for any n",
                "n: 64, m: 64, density: 0.1, model.kind: rug | f:1:18: m: kind rug has at most n - 1 hidden dimensions,"
                        + " because row 0 is left out; got m = 64 with n = 64",
                "n: 64, ratio: 1, density: 0.1, model.kind: rug | f:1:22: ratio: kind rug has at most",
                "n: 64, m: 16, density: 0.1, model.kind: rug, decay: 0.9 | importance.decay: must be 1 for kind rug",
                "n: 64, m: 16, density: 0.1, model.kind: projector, importance.last: 2 | importance.last: must be 1 for",
                "n: 64, m: 16, density: 0.1, model.kind: rug, model.hidden: relu | model.hidden: must be identity for kind rug",
                "n: 64, m: 16, density: 0.1, model.kind: projector, model.output: identity | model.output: must be relu for",
                "n: 64, m: 16, density: 0.1, model.kind: projector, model.bias: false | model.bias: must be true for",
                "n: 64, m: 16, density: 0.1, model.kind: tiled | model.kind: tiled needs model.from",
                "n: 64, m: 1, density: 0.1, model.kind: tiled, model.from: a | m: kind tiled needs at least 2 hidden dimensions",
                "n: 64, ratio: 0.02, density: 0.1, model.kind: tiled, model.from: a | ratio: kind tiled needs at least 2 hidden",
                "n: 64, m: 16, density: 0.1, model.kind: tiled, model.from: a, model.output: top_k | model.output: top_k does not go"
                        + " with kind tiled",
                "n: 64, m: 16, density: 0.1, model.kind: [rug, trained], model.from: a | model.from: belongs to model.kind"
                        + " tiled, and no model here is",
                "n: 64, m: 16, density: 0.1, model.kind: rugs | must be one of trained, rug, projector, tiled, circle, spherical, ladder",
                "n: 64, m: 2, density: 0.1, model.kind: circle | f:1:18: m: kind circle needs m of at least 3 or of at least n/2,"
                        + " which antipodal pairs need; got m = 2 with n = 64",
                "n: 25, m: 2, density: 0.1, model.kind: ladder | of 2 for at most 24 features, or of at least n/2",
                "n: 64, ratio: 0.03, density: 0.1, model.kind: spherical | ratio: kind spherical needs m of at least 3 or of",
                "n: 64, m: 16, density: 0.1, model.kind: circle, model.tied: true | model.tied: must be false for kind circle",
                "n: 64, m: 16, density: 0.1, model.kind: spherical, model.output: identity | model.output: must be relu for",
                "n: 64, m: 16, density: 0.1, model.kind: spherical, data.kind: correlated | data.kind: must be independent for"
                        + " model.kind spherical",
                "n: 64, m: 16, density: 0.1, model.kind: circle, decay: 0.9 | importance.decay: must be 1 for kind circle"
            })
    void whatCannotBeBuiltIsAMistake(String grid, String message) {
        assertThat(failure("grid: {" + grid + "}")).contains(message);
    }

    @Test
    void plansKnowThatNothingIsTrained() {
        List<Point> points = expand("grid: {n: [64, 4096], ratio: 0.25, density: 0.045, model.kind: [rug, projector]}")
                .points();
        for (Point point : points) {
            assertThat(CostModel.expectedSteps(point)).isZero();
            assertThat(CPU.seconds(point)).isBetween(0.1, 60.0);
            assertThat(MemoryCost.taskBytes(point, MeasureSpec.DEFAULT)).isBetween(1L << 24, 1L << 28);
        }
        Plan plan = Plan.of(points, CPU, 2, 2);
        assertThat(plan.largest().kind()).isEqualTo(ModelKind.PROJECTOR);
        assertThat(plan.wallSeconds()).isFinite().isPositive();
    }
}
