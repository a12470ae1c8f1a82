package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.superpose.config.SweepFile;

class IdentityTest {
    private static final String EVERYTHING = """
            blocks:
              - n: [4, 64]
                ratio: [0.25, 0.3, 1]
                sparsity: [0, 0.7, 0.999]
                decay: [1, 0.7]
                model.tied: [true, false]
                model.hidden: [relu, identity]
                model.output: [relu, identity]
                model.bias: [true, false]
              - {n: 8, m: 2, density: 0.1, importance.last: [0.5, 2]}
              - {n: 8, m: 2, density: 0.1, model.output: leaky_relu, model.slope: [0.02, 0.1]}
              - {n: 8, m: 2, density: 0.1, model.output: [soft_threshold, trec], model.threshold: [0.15, 0.5]}
              - {n: 8, m: 2, density: 0.1, model.output: top_k, model.k: [1, 5]}
              - {n: 8, m: 2, density: 0.1, model.output: gated, model.temperature: [0.15, 0.2]}
              - {n: 8, m: 2, density: 0.1, model.output: [leaky_relu, soft_threshold, trec, top_k, gated]}
              - {n: 8, m: 2, density: 0.1, training.recipe: [paper, anthropic, fast]}
              - {n: 8, m: 2, density: 0.1, training.batch: [16, 32], training.steps: [100, 200]}
              - {n: 8, m: 2, density: 0.1, training.learningRate: [1e-3, 1e-4]}
              - {n: 8, m: 2, density: 0.1, training.schedule: [constant, linear], training.warmup: [1, 2]}
              - {n: 8, m: 2, density: 0.1, training.optimizer: [adamw], training.optimizer.weightDecay: [0.1, 0.2]}
              - {n: 8, m: 2, density: 0.1, training.optimizer.beta1: [0.8, 0.7], training.optimizer.beta2: [0.9, 0.99]}
              - {n: 8, m: 2, density: 0.1, training.optimizer.epsilon: [1e-6, 1e-5]}
              - {n: 8, m: 2, density: 0.1, training.init: xavier, training.init.instances: [1, 2]}
              - {n: 8, m: 2, density: 0.1, training.init: [uniform, mirrored], training.recipe: [paper, fast]}
              - {n: 8, m: 2, density: 0.1, training.stop.window: [100, 300], training.stop.every: [7, 8]}
              - {n: 8, m: 2, density: 0.1, data.kind: [correlated, anticorrelated, powerlaw]}
              - {n: 8, m: 2, density: 0.1, data.kind: correlated, data.size: [3, 8]}
              - {n: 8, m: 2, density: 0.1, data.kind: anticorrelated, data.size: [3, 4], data.marginal: [shared, each]}
              - {n: 8, m: 2, density: 0.1, data.kind: powerlaw, data.exponent: [0.5, 2]}
            seeds: [0, 1, 9007199254740991]
            """;

    private static Grid expand(String text) {
        return Expansion.expand(SweepFile.read(text, "f", List.of()));
    }

    private static String key(String grid) {
        return expand("grid: {n: 64, m: 16, " + grid + "}\ntraining: {recipe: paper}")
                .points()
                .get(0)
                .modelKey();
    }

    /** The JSON and both hashes were made outside Java, with Python's json and hashlib. */
    @Test
    void keysAreTheHashesOfCanonicalJson() {
        Point point = expand("grid: {n: 64, ratio: 0.25, sparsity: 0.999}\nseeds: [7]\ntraining: {recipe: paper}")
                .points()
                .get(0);
        assertThat(point.parameters())
                .isEqualTo("{\"algo_version\":3,\"data\":{\"kind\":\"independent\"},\"density\":0.001,"
                        + "\"importance\":{\"decay\":1},\"m\":16,\"model\":{\"bias\":true,\"hidden\":\"identity\","
                        + "\"output\":\"relu\",\"tied\":false},\"n\":64,\"training\":{\"batch\":1024,"
                        + "\"init\":{\"kind\":\"uniform\"},\"learningRate\":0.000375,\"optimizer\":{\"beta1\":0.9,"
                        + "\"beta2\":0.999,\"epsilon\":1e-7,\"weightDecay\":0},\"schedule\":{\"kind\":\"constant\","
                        + "\"warmup\":0},\"steps\":45000,\"stop\":{\"every\":30,\"rule\":\"plateau\","
                        + "\"window\":200}}}");
        assertThat(point.pointKey()).isEqualTo("290e7525f07e4db15885ac9cf20905b0");
        assertThat(point.modelKey()).isEqualTo("93bb1013ac0f96f4033ecc7dde29f846");
    }

    @Test
    void spellingsOfOnePointShareItsKey() {
        String key = key("density: 0.001");
        for (String same : List.of(
                "density: 1e-3",
                "sparsity: 0.999",
                "sparsity: 9.99e-1",
                "density: {logspace: [0.001, 1, 4]}",
                "density: 0.001, decay: 1",
                "density: 0.001, decay: 1.0",
                "density: 0.001, importance.last: 1",
                "density: 0.001, training.batch: 1024.0",
                "density: 0.001, training.stop.every: 30",
                "density: 0.001, training.learningRate: 0.000375")) {
            assertThat(key(same)).as(same).isEqualTo(key);
        }
        assertThat(key("density: 0.002")).isNotEqualTo(key);
    }

    @Test
    void namesKernelAndMeasureAreNotInIt() {
        String grid = "grid: {n: 16, m: 4, density: 0.5}\n";
        String written =
                "training: {recipe: paper, batch: 256, starts: 4, steps: 60000, learningRate: 0.1, init: mirrored,"
                        + " schedule: {kind: cosine, warmup: 6000}, optimizer: {kind: adam, beta1: 0.9, beta2: 0.95, epsilon: 1e-8},"
                        + " stop: none}";
        String key = expand(grid).points().get(0).modelKey();
        assertThat(expand(grid + "name: x\nkernel: nd4j\nmeasure: {weights: true, curve: 0}")
                        .points()
                        .get(0)
                        .modelKey())
                .isEqualTo(key);
        assertThat(expand(grid + written).points().get(0).modelKey()).isEqualTo(key);
        assertThat(expand("grid: {n: 16, ratio: 0.25, density: 0.5}")
                        .points()
                        .get(0)
                        .modelKey())
                .isEqualTo(key);
    }

    @Test
    void differentPointsHaveDifferentKeys() {
        Grid grid = expand(EVERYTHING);
        Map<String, Point> byKey = new HashMap<>();
        Set<Object> contents = new HashSet<>();
        for (Point point : grid.points()) {
            byKey.put(point.modelKey(), point);
            contents.add(content(point));
        }
        assertThat(grid.points()).hasSizeGreaterThan(1000);
        assertThat(byKey).hasSameSizeAs(grid.points());
        assertThat(contents).hasSameSizeAs(grid.points());
        assertThat(grid.points().stream().map(Point::pointKey).distinct())
                .hasSize(grid.points().size() / 3);
    }

    @Test
    void parametersReadBackToTheSamePoint() {
        for (Point point : expand(EVERYTHING).points()) {
            Point again = Identity.parse(point.parameters(), point.seed());
            assertThat(content(again)).isEqualTo(content(point));
            assertThat(again.modelKey()).isEqualTo(point.modelKey());
            assertThat(again.pointKey()).isEqualTo(point.pointKey());
        }
    }

    /** Only an output with a parameter has it in its JSON, so the keys of the others are what they were before there were any. */
    @Test
    void anOutputsParameterIsPartOfItsPoint() {
        String grid = "grid: {n: 8, m: 2, density: 0.5}\nmodel: ";
        assertThat(model(grid + "{output: trec, threshold: 0.25}"))
                .contains("\"model\":{\"bias\":true,\"hidden\":\"identity\",\"output\":\"trec\",\"threshold\":0.25,");
        assertThat(model(grid + "{output: top_k, k: 3}"))
                .contains("\"model\":{\"bias\":true,\"hidden\":\"identity\",\"k\":3,\"output\":\"top_k\",");
        // ⌈8·½ + 2 √(8·¼)⌉ = ⌈6.83⌉
        assertThat(model(grid + "{output: top_k}")).isEqualTo(model(grid + "{output: top_k, k: 7}"));
        assertThat(model(grid + "{output: leaky_relu}")).isEqualTo(model(grid + "{output: leaky_relu, slope: 0.01}"));
        assertThat(model(grid + "{output: gated, temperature: 0.2}")).contains("\"temperature\":0.2");
        assertThat(model(grid + "{output: relu}")).isEqualTo(model("grid: {n: 8, m: 2, density: 0.5}"));
    }

    private static String model(String text) {
        return expand(text).points().get(0).parameters();
    }

    @Test
    void refusesOtherParameters() {
        String good = expand("grid: {n: 8, m: 2, density: 0.5}").points().get(0).parameters();
        for (String bad : List.of(
                "",
                "{",
                "[]",
                "{}",
                "7",
                good + " ",
                good.replace("\"algo_version\":3", "\"algo_version\":1"),
                good.replace("relu", "gelu"),
                good.replace("relu", "trec"),
                good.replace("\"relu\"", "\"relu\",\"slope\":0.1"),
                good.replace("\"relu\"", "\"top_k\"").replace("\"hidden\"", "\"k\":0,\"hidden\""),
                good.replace("\"independent\"", "\"independent\",\"size\":2"),
                good.replace("\"independent\"", "\"correlated\""),
                good.replace("\"independent\"", "\"powerlaw\",\"exponent\":1"),
                good.replace("\"n\":8", "\"n\":8.0"),
                good.replace("\"n\":8", "\"n\":1"),
                good.replace("\"decay\":1", "\"decay\":-1"),
                good.replace("\"n\":8", "\"n\":1e15"),
                good.replace("\"n\":8", "\"n\":1000000000000000"),
                good.replaceFirst("\"batch\":\\d+", "\"batch\":1000000000000000"),
                good.replaceFirst("\"kind\":\"cosine\",", ""),
                good.replace("\"cosine\"", "null"),
                good.replace("\"m\":2,", ""))) {
            assertThatThrownBy(() -> Identity.parse(bad, 0)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keysDoNotDependOnWhereTheyAreMade() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        List<String> keys = keys();
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "de-DE", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
                assertThat(keys()).as(tag).isEqualTo(keys);
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static List<String> keys() {
        return expand(EVERYTHING).points().stream().map(Point::modelKey).toList();
    }

    private static List<Object> content(Point point) {
        List<Object> content = new ArrayList<>(List.of(point.n(), point.m(), point.density(), point.importance()));
        content.addAll(List.of(point.model(), point.data(), point.training(), point.seed()));
        return content;
    }
}
