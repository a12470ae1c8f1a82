package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.config.MarkedSweep.told;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of values that are of the wrong type or out of range, as an axis and in a section. */
class ValueMistakesTest {
    private static final String WHOLE = "must be a whole number from 1 to 1048576; got ";
    private static final String GRID = "grid: {n: 8, m: 2, density: 0.5}\n";

    private static void assertTold(String marked, List<String> texts) {
        MarkedSweep.assertTold(marked, "s.yaml", texts, text -> SweepFile.read(text, "s.yaml", List.of()));
    }

    static Stream<Arguments> axes() {
        String density = "density: must be a number in [1e-9, 1]; got ";
        return Stream.of(
                told(
                        "grid: {n: ^0, m: ^-2, density: ^0}",
                        "n: " + WHOLE + "\"0\"",
                        "m: " + WHOLE + "\"-2\"",
                        density + "\"0\""),
                told("grid: {n: ^1048577, m: 2, density: ^1.1}", "n: " + WHOLE + "\"1048577\"", density + "\"1.1\""),
                told(
                        "grid: {n: ^5.7, m: ^two, density: ^5%}",
                        "n: " + WHOLE + "\"5.7\"", "m: " + WHOLE + "\"two\"", density + "\"5%\""),
                told(
                        "grid: {n: ^\"8\", m: ^'2', density: ^\"0.5\"}",
                        "n: " + WHOLE + "\"8\"; leave out the quotes",
                        "m: " + WHOLE + "\"2\"; leave out the quotes",
                        density + "\"0.5\"; leave out the quotes"),
                told("grid: {n: ^'0', m: 2, density: ^'0,5'}", "n: " + WHOLE + "\"0\"", density + "\"0,5\""),
                told(
                        "grid: {n:^ , m: ^~, density: ^null}",
                        "n: " + WHOLE + "nothing",
                        "m: " + WHOLE + "nothing",
                        density + "nothing"),
                told(
                        "grid: {n: ^0x10, m: ^012, density: ^1_0}",
                        "n: " + WHOLE + "\"0x10\"",
                        "m: " + WHOLE + "\"012\"",
                        density + "\"1_0\""),
                told(
                        "grid: {n: ^1e999999999, m: ^99999999999999999999999999999, density: ^.nan}",
                        "n: " + WHOLE + "\"1e999999999\"",
                        "m: " + WHOLE + "\"99999999999999999999999999999\"",
                        density + "\".nan\""),
                told("grid: {n: ^true, m: 2, density: ^NaN}", "n: " + WHOLE + "\"true\"", density + "\"NaN\""),
                told(
                        "grid: {n: 8, m: 2, density: [^.inf, ^1e-10, ^1e-999999999]}",
                        density + "\".inf\"",
                        density + "\"1e-10\"",
                        density + "\"1e-999999999\""),
                told("grid: {n: [^8 16], m: 2, density: 1}", "n: " + WHOLE + "\"8 16\""),
                told("grid: {n^, m: 2, density: 1}", "n: " + WHOLE + "nothing"),
                told(
                        "grid: {n: ^[], m: [^[2], 3], density: [^[], {^a: 1}]}",
                        "n: is an empty list; an axis needs at least one value",
                        "m: " + WHOLE + "a list",
                        density + "a list",
                        "density.a: unknown key; allowed: linspace, logspace, geomspace, pow2, range"),
                told(
                        "grid: {n: 8, ratio: [^0, ^1.01], sparsity: [^1, ^-0.1]}",
                        "ratio: must be a number in (0, 1]; got \"0\"",
                        "ratio: must be a number in (0, 1]; got \"1.01\"",
                        "sparsity: must be a number in [0, 0.999999999]; got \"1\"",
                        "sparsity: must be a number in [0, 0.999999999]; got \"-0.1\""),
                told(
                        "grid: {n: 8, m: 2, density: 1, model.tied: [true, ^\"true\", ^yes, ^TRUE], model.output: [relu, ^rleu, \"gated\"]}",
                        "model.tied: must be true or false; got \"true\"; leave out the quotes",
                        "model.tied: must be true or false; got \"yes\"",
                        "model.tied: must be true or false; got \"TRUE\"; did you mean \"true\"?",
                        "model.output: must be one of identity, relu, leaky_relu, soft_threshold, top_k, trec, gated; got"
                                + " \"rleu\"; did you mean \"relu\"?"),
                told(
                        "grid: {n: 8, m: 2, density: 1, training.optimizer: ^sgd, training.init.kind: [^he, ^xavir]}",
                        "training.optimizer.kind: must be one of adam, adamw; got \"sgd\"",
                        "training.init.kind: must be one of uniform, xavier, mirrored, code, grown; got \"he\"",
                        "training.init.kind: must be one of uniform, xavier, mirrored, code, grown; got \"xavir\"; did you mean \"xavier\"?"),
                told(
                        "grid: {n: 8, m: 2, density: 1, model.from: [a, ^[b], ^'', ^{c: d}]}",
                        "model.from: must be a directory of results, or a list of such; got a list",
                        "model.from: must be a directory of results, or a list of such; got \"\"",
                        "model.from: must be a directory of results, or a list of such; got a section"));
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                told(
                        GRID + "importance: {decay: ^0, size: ^1, otherwise: ^1}",
                        "importance.decay: must be a number in (0, 1]; got \"0\"",
                        "importance.size: must be a whole number from 2 to 1048576; got \"1\"",
                        "importance.otherwise: must be a number in [0, 1); got \"1\""),
                told(
                        GRID + "importance: {last: ^1e10}",
                        "importance.last: must be a number in (0, 1000000000]; got \"1e10\""),
                told(
                        GRID
                                + "model: {kind: ^rag, hidden: ^sigmoid, slope: ^1, threshold: ^0, k: ^1.5, temperature: ^-1, bias: ^no}",
                        "model.kind: must be one of trained, rug, projector, tiled, circle, spherical, ladder; got \"rag\"; did you mean \"rug\"?",
                        "model.hidden: must be one of identity, relu; got \"sigmoid\"",
                        "model.slope: must be a number in (0, 1); got \"1\"",
                        "model.threshold: must be a number in (0, 100]; got \"0\"",
                        "model.k: must be a whole number from 1 to 1048576; got \"1.5\"",
                        "model.temperature: must be a number in (0, 100]; got \"-1\"",
                        "model.bias: must be true or false; got \"no\""),
                told(
                        GRID + "model: {from: [^[b], ^'', ^{c: d}]}",
                        "model.from: must be a directory of results, or a list of such; got a list",
                        "model.from: must be a directory of results, or a list of such; got \"\"",
                        "model.from: must be a directory of results, or a list of such; got a section"),
                told(
                        GRID + "model: {slope: ^0, tied: ^yes}",
                        "model.slope: must be a number in (0, 1); got \"0\"",
                        "model.tied: must be true or false; got \"yes\""),
                told(
                        GRID + "model: {from: ^{c: d}}",
                        "model.from: must be a directory of results, or a list of such; got a section"),
                told(GRID + "model: {from: ^[]}", "model.from: is an empty list; an axis needs at least one value"),
                told(
                        GRID
                                + "data: {kind: ^correlatd, size: ^1, marginal: ^all, exponent: ^0, graph: ^ring, correlation: ^1,"
                                + " share: ^0, contrast: ^1}",
                        "data.kind: must be one of independent, correlated, anticorrelated, powerlaw, graph, topics, blocks;"
                                + " got \"correlatd\"; did you mean \"correlated\"?",
                        "data.size: must be a whole number from 2 to 1048576; got \"1\"",
                        "data.marginal: must be one of shared, each; got \"all\"",
                        "data.exponent: must be a number in (0, 5]; got \"0\"",
                        "data.graph: must be one of path, tree, star; got \"ring\"",
                        "data.correlation: must be a number in [-0.99999, 0.99999]; got \"1\"",
                        "data.share: must be a number in (0, 1]; got \"0\"",
                        "data.contrast: must be a number in (1, 1073741824]; got \"1\""),
                told(
                        GRID + "training: {recipe: ^papr, batch: ^1048577, steps: ^0, learningRate: ^0, warmup: ^-1,"
                                + " schedule: ^sine, optimizer: {beta1: ^1, beta2: ^-0.1, epsilon: ^0, weightDecay: ^11}}",
                        "training.recipe: must be one of paper, anthropic, quick, fast, thorough; got \"papr\"; did you mean \"paper\"?",
                        "training.batch: must be a whole number from 1 to 1048576; got \"1048577\"",
                        "training.steps: must be a whole number from 1 to 10000000; got \"0\"",
                        "training.learningRate: must be a number in (0, 100]; got \"0\"",
                        "training.warmup: must be a whole number from 0 to 10000000; got \"-1\"",
                        "training.schedule: must be one of constant, linear, cosine; got \"sine\"",
                        "training.optimizer.beta1: must be a number in [0, 1); got \"1\"",
                        "training.optimizer.beta2: must be a number in [0, 1); got \"-0.1\"",
                        "training.optimizer.epsilon: must be a number in [1e-16, 1]; got \"0\"",
                        "training.optimizer.weightDecay: must be a number in [0, 10]; got \"11\""),
                told(
                        GRID
                                + "training: {init: {kind: ^he, instances: ^0}, stop: {rule: ^never, window: ^0, every: ^0}}",
                        "training.init.kind: must be one of uniform, xavier, mirrored, code, grown; got \"he\"",
                        "training.init.instances: must be a whole number from 1 to 1048576; got \"0\"",
                        "training.stop.rule: must be one of plateau, none; got \"never\"",
                        "training.stop.window: must be a whole number from 1 to 1000000; got \"0\"",
                        "training.stop.every: must be a whole number from 1 to 1000000; got \"0\""));
    }

    @ParameterizedTest
    @MethodSource({"axes", "sections"})
    void tells(String marked, List<String> texts) {
        assertTold(marked, texts);
    }

    /** No setting is forgotten: each tells what it allows, whichever way it is given. */
    @ParameterizedTest
    @EnumSource
    void everySettingTellsWhatItAllows(Setting setting) {
        String others = Stream.of("n: 8", "m: 2", "density: 0.5")
                .filter(axis -> !axis.startsWith(setting.key() + ":"))
                .filter(axis -> !(setting == Setting.RATIO && axis.startsWith("m:")))
                .filter(axis -> !(setting == Setting.SPARSITY && axis.startsWith("density:")))
                .map(axis -> axis + ", ")
                .reduce("", String::concat);
        assertThat(setting.allowed()).isNotBlank();
        String text = setting.key() + ": must be " + setting.allowed() + "; got ";
        assertTold("grid: {" + others + setting.key() + ": ^''}", List.of(text + "\"\""));
        assertTold("grid: {" + others + setting.key() + ": [^[]]}", List.of(text + "a list"));
        int dot = setting.key().lastIndexOf('.');
        if (dot > 0) {
            String nested = setting.key().replace(".", ": {") + ": ^''"
                    + "}".repeat(setting.key().split("\\.", -1).length - 1);
            assertTold(GRID + nested, List.of(text + "\"\""));
        }
    }
}
