package org.superpose.config;

import static org.superpose.config.MarkedSweep.told;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of keys: unknown, missing, doubled, excluding one another, or with something of the wrong shape. */
class MistakesTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.5}\n";
    private static final String TOP =
            "unknown key; allowed: name, grid, blocks, seeds, model, data, importance, training, measure, kernel, checkpoint, timeout";
    private static final String GRID = "unknown key; allowed: n, m, ratio, density, sparsity, decay, model.…, data.…,"
            + " importance.…, training.…, zip, where";
    private static final String MODEL = "kind, from, tied, hidden, output, slope, threshold, k, temperature, bias";
    private static final String DATA = "kind, size, marginal, exponent, graph, correlation, share, contrast";
    private static final String TRAINING =
            "recipe, sampling, batch, starts, steps, learningRate, schedule, warmup, optimizer, init, stop";
    private static final String MEASURE =
            "features, curve, weights, active, l1, geometry, trajectory, trajectory_weights, precision";
    private static final String NAME =
            "name: must start with a letter or digit and hold only letters, digits, '.', '_',"
                    + " '-' (at most 100); got ";
    private static final String AXES = "must be a section with axes such as n, ratio, density; got ";
    private static final String ZIP = "grid.zip: must be a list of at least two axes, or a list of such lists";

    private static void assertTold(String marked, List<String> texts) {
        MarkedSweep.assertTold(marked, "s.yaml", texts, text -> SweepFile.read(text, "s.yaml", List.of()));
    }

    static Stream<Arguments> topLevel() {
        return Stream.of(
                told(GOOD + "^nmae: x", "nmae: " + TOP + "; did you mean \"name\"?"),
                told(GOOD + "^Seeds: 1", "Seeds: " + TOP + "; did you mean \"seeds\"?"),
                told(GOOD + "^wholly-other: 1", "wholly-other: " + TOP),
                told(GOOD + "^'': 1", TOP),
                told(GOOD + "^batch: 3", "batch: " + TOP + "; did you mean training: {batch: …}?"),
                told(GOOD + "^warmup: 3", "warmup: " + TOP + "; did you mean training: {warmup: …}?"),
                told(GOOD + "^beta1: 0", "beta1: " + TOP + "; did you mean training: {optimizer: {beta1: …}}?"),
                told(GOOD + "^training.batch: 3", "training.batch: " + TOP + "; did you mean training: {batch: …}?"),
                told(GOOD + "^decay: 0.5", "decay: " + TOP + "; did you mean grid: {decay: …}?"),
                told(GOOD + "^where: n > 3", "where: " + TOP + "; did you mean grid: {where: …}?"),
                told(GOOD + "^size: 3", "size: " + TOP),
                told(
                        "{grid: {n: 8, m: 2, density: 1}, ^seeds:3: }",
                        "seeds:3: " + TOP + "; write a space after the colon"),
                told("^name: x", "grid: is missing; a sweep file needs grid: {n: …, ratio: …, density: …}"),
                told("^{}", "grid: is missing; a sweep file needs grid: {n: …, ratio: …, density: …}"),
                told(
                        GOOD + "^blocks: [{n: 8, m: 2, density: 0.5}]",
                        "blocks: stands in place of grid; a sweep file has one or the other"),
                told(GOOD + "name: ^../etc", NAME + "\"../etc\""),
                told(GOOD + "name: ^'a b'", NAME + "\"a b\""),
                told(GOOD + "name: ^[a]", NAME + "a list"),
                told(GOOD + "name: ^{a: b}", NAME + "a section"),
                told(GOOD + "name:^ ", NAME + "nothing"),
                told(
                        GOOD + "kernel: ^gpu",
                        "kernel: must be one of auto, reference, cpu, nd4j; got \"gpu\"; did you mean \"cpu\"?"),
                told(GOOD + "checkpoint: ^-1", "checkpoint: must be a number in [0, 1000000000]; got \"-1\""),
                told(GOOD + "checkpoint: ^never", "checkpoint: must be a number in [0, 1000000000]; got \"never\""),
                told(GOOD + "timeout: ^0", "timeout: must be a number in (0, 1000000000]; got \"0\""),
                told(GOOD + "timeout: ^.nan", "timeout: must be a number in (0, 1000000000]; got \".nan\""),
                told(GOOD + "kernel: ^[cpu]", "kernel: must be one of auto, reference, cpu, nd4j; got a list"),
                told(GOOD + "kernel:^ ", "kernel: must be one of auto, reference, cpu, nd4j; got nothing"));
    }

    static Stream<Arguments> seeds() {
        String count = "seeds: must be a whole number from 1 to 1000000; got ";
        String seed = "seeds: must be a whole number from 0 to 9007199254740991; got ";
        return Stream.of(
                told(GOOD + "seeds: ^0", count + "\"0\""),
                told(GOOD + "seeds: ^-1", count + "\"-1\""),
                told(GOOD + "seeds: ^1000001", count + "\"1000001\""),
                told(GOOD + "seeds: ^2.5", count + "\"2.5\""),
                told(GOOD + "seeds: ^many", count + "\"many\""),
                told(GOOD + "seeds: ^'3'", count + "\"3\"; leave out the quotes"),
                told(GOOD + "seeds:^ ", count + "nothing"),
                told(GOOD + "seeds: ^{range: [0, 4, 1]}", count + "a section"),
                told(GOOD + "seeds: ^1\n  - 2", count + "\"1 - 2\""),
                told(GOOD + "seeds: ^[]", "seeds: is an empty list; give a count or at least one seed"),
                told(
                        GOOD + "seeds: [0, ^-1, ^x, ^9007199254740992, ^{a: b}, ^[1], ^1.5]",
                        seed + "\"-1\"",
                        seed + "\"x\"",
                        seed + "\"9007199254740992\"",
                        seed + "a section",
                        seed + "a list",
                        seed + "\"1.5\""));
    }

    static Stream<Arguments> grids() {
        return Stream.of(
                told("grid:^", "grid: " + AXES + "nothing"),
                told("grid: ^3", "grid: " + AXES + "\"3\""),
                told("grid: ^[]", "grid: " + AXES + "a list"),
                told("^^^grid: {}", "grid: needs n", "grid: needs ratio or m", "grid: needs density or sparsity"),
                told("^grid: {m: 2, density: 0.5}", "grid: needs n"),
                told("^grid: {n: 8, density: 0.5}", "grid: needs ratio or m"),
                told("^grid: {n: 8, m: 2}", "grid: needs density or sparsity"),
                told("grid: {n: 8, ^m: 2, ratio: 0.5, density: 0.5}", "grid: takes m or ratio, not both"),
                told("grid: {n: 8, ratio: 0.5, ^m: 2, density: 0.5}", "grid: takes m or ratio, not both"),
                told("grid: {n: 8, m: 2, density: 0.5, ^sparsity: 0.5}", "grid: takes sparsity or density, not both"),
                told(
                        "grid: {n: 8, m: 2, density: 0.5, decay: 0.9, ^importance.last: 2}",
                        "grid: takes decay or importance.last, not both"),
                told(
                        "grid: {n: 8, m: 2, density: 0.5, decay: 0.9, ^importance.decay: 0.8}",
                        "grid.importance.decay: is given twice; the first is at s.yaml:1:34"),
                told(
                        "grid: {n: 8, m: 2, density: 0.5, training.schedule: cosine, ^training.schedule.kind: linear}",
                        "grid.training.schedule.kind: is given twice; the first is at s.yaml:1:34"),
                told(
                        "grid: {n: 8, m: 2, ^densty: 0.5, density: 1}",
                        "grid.densty: " + GRID + "; did you mean \"density\"?"),
                told(
                        "grid: {n: 8, m: 2, density: 1, ^batch: 3}",
                        "grid.batch: " + GRID + "; did you mean \"training.batch\"?"),
                told(
                        "grid: {n: 8, m: 2, density: 1, ^training.learning_rate: 3}",
                        "grid.training.learning_rate: " + GRID + "; did you mean \"training.learningRate\"?"),
                told("grid: {n: 8, m: 2, density: 1, ^size: 3}", "grid.size: " + GRID),
                told(
                        "grid: {n: 8, m: 2, density: 1, ^seeds: 3, ^measure: {curve: 3}}",
                        "grid.seeds: " + GRID + "; seeds stands at the top level of the file",
                        "grid.measure: " + GRID + "; measure stands at the top level of the file"),
                told(
                        "^grid: {^n:8, m: 2, density: 1}",
                        "grid: needs n",
                        "grid.n:8: " + GRID + "; write a space after the colon"),
                told(
                        "grid: {n: 8, m: 2, density: 1, model: {tied: ^perhaps}, training: ^3}",
                        "model.tied: must be true or false; got \"perhaps\"",
                        "training: must be a section with " + TRAINING + "; got \"3\""),
                told("blocks: ^[]", "blocks: must be a list of at least one grid"),
                told("blocks: ^3", "blocks: must be a list of at least one grid"),
                told("blocks:^", "blocks: must be a list of at least one grid"),
                told("blocks: ^{n: 8, m: 2, density: 1}", "blocks: must be a list of at least one grid"),
                told(
                        "blocks: [^3, {n: 8, m: 2, density: 1}, ^[], ^{n: 8, m: 2}]",
                        "blocks: " + AXES + "\"3\"",
                        "blocks: " + AXES + "a list",
                        "blocks: needs density or sparsity"),
                told(
                        "blocks:\n  - n: 8\n    m: 2\n    density: 1\n    ^modle: {tied: true}\n",
                        "blocks.modle: " + GRID + "; did you mean \"model\"?"));
    }

    static Stream<Arguments> zips() {
        String grid = "grid: {n: [8, 9], m: [2, 3], density: [0.1, 0.2, 0.3], zip: ";
        String axes = " is no axis of this grid; its axes: n, m, density";
        String lengths = "grid.zip: zipped axes must have equally many values; ";
        return Stream.of(
                told(grid + "^n}", ZIP),
                told(grid + "^[n]}", ZIP),
                told(grid + "^[]}", ZIP),
                told(grid.stripTrailing() + "^ }", ZIP),
                told(grid + "^{n: m}}", ZIP),
                told(grid + "[^[n], ^[m]]}", ZIP, ZIP),
                told(grid + "^[[n, m], density]}", ZIP),
                told(grid + "[n, ^mm]}", "grid.zip: \"mm\"" + axes),
                told(grid + "[n, ^ratio]}", "grid.zip: \"ratio\"" + axes),
                told(grid + "[n, ^n]}", "grid.zip: \"n\" is zipped twice"),
                told(grid + "[[n, m], [^m, density]]}", "grid.zip: \"m\" is zipped twice"),
                told(grid + "^[n, density]}", lengths + "n has 2, density has 3"),
                told(grid + "^[n, m, density]}", lengths + "n has 2, m has 2, density has 3"));
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                told(
                        GOOD + "model: ^relu\ndata:^\nimportance: ^3\ntraining: ^[1]\n",
                        "model: must be a section with " + MODEL + "; got \"relu\"",
                        "data: must be a section with " + DATA + "; got nothing",
                        "importance: must be a section with decay, last, size, otherwise; got \"3\"",
                        "training: must be a section with " + TRAINING + "; got a list"),
                told(
                        GOOD + "model: {^outptu: relu, ^relu: true}",
                        "model.outptu: unknown key; allowed: " + MODEL + "; did you mean \"output\"?",
                        "model.relu: unknown key; allowed: " + MODEL),
                told(
                        GOOD + "data: {^knd: blocks}",
                        "data.knd: unknown key; allowed: " + DATA + "; did you mean \"kind\"?"),
                told(
                        GOOD + "importance: {^lsat: 2}",
                        "importance.lsat: unknown key; allowed: decay, last, size, otherwise; did you mean \"last\"?"),
                told(
                        GOOD + "training: {^learning_rate: 3}",
                        "training.learning_rate: unknown key; allowed: " + TRAINING
                                + "; did you mean \"learningRate\"?"),
                told(
                        GOOD
                                + "training: {optimizer: {^beta3: 1}, schedule: {^steps: 3}, init: {^instance: 3}, stop: {^windw: 3}}",
                        "training.optimizer.beta3: unknown key; allowed: kind, beta1, beta2, epsilon, weightDecay;"
                                + " did you mean \"beta1\"?",
                        "training.schedule.steps: unknown key; allowed: kind, warmup",
                        "training.init.instance: unknown key; allowed: kind, noise, instances; did you mean \"instances\"?",
                        "training.stop.windw: unknown key; allowed: rule, window, every; did you mean \"window\"?"),
                told(GOOD + "importance: {decay: 0.5, last: ^2}", "importance: takes decay or last, not both"),
                told(
                        GOOD + "training: {warmup: 3, schedule: {^warmup: 4}}",
                        "training.schedule.warmup: is given twice; the first is at s.yaml:2:20"),
                told(
                        GOOD + "model: {tied: ^[true, false], output: ^{a: b}}",
                        "model.tied: is a list; to vary it, make it an axis: grid: {model.tied: […]}",
                        "model.output: must be one of identity, relu, leaky_relu, soft_threshold, top_k, trec, gated;"
                                + " got a section"),
                told(
                        GOOD + "training: {batch: ^{pow2: [5, 6]}, schedule: {kind: ^[linear, cosine]}}",
                        "training.batch: is a section; to vary it, make it an axis: grid: {training.batch: {…}}",
                        "training.schedule.kind: is a list; to vary it, make it an axis: grid: {training.schedule.kind: […]}"),
                told(
                        GOOD + "training: {optimizer: ^[adam], init:^ }",
                        "training.optimizer: is a list; to vary it, make it an axis: grid: {training.optimizer: […]}",
                        "training.init: must be one of uniform, xavier, mirrored, code, grown; got nothing"));
    }

    static Stream<Arguments> measures() {
        String noSteps =
                "measure.trajectory_weights: there are no steps to keep weights of, because measure.trajectory is"
                        + " 0; set it to 16, or leave this out";
        return Stream.of(
                told(GOOD + "measure: ^3", "measure: must be a section with " + MEASURE + "; got \"3\""),
                told(GOOD + "measure:^", "measure: must be a section with " + MEASURE + "; got nothing"),
                told(GOOD + "measure: ^[curve]", "measure: must be a section with " + MEASURE + "; got a list"),
                told(
                        GOOD + "measure: {^curves: 3, ^geometri: true}",
                        "measure.curves: unknown key; allowed: " + MEASURE + "; did you mean \"curve\"?",
                        "measure.geometri: unknown key; allowed: " + MEASURE + "; did you mean \"geometry\"?"),
                told(
                        GOOD
                                + "measure: {features: ^1, curve: ^10001, weights: ^'true', active: ^65, l1: ^-1, geometry: ^ture,"
                                + " trajectory: ^10001, trajectory_weights: ^maybe}",
                        "measure.features: must be true or false; got \"1\"",
                        "measure.curve: must be a whole number from 0 to 10000; got \"10001\"",
                        "measure.weights: must be true or false; got \"true\"; leave out the quotes",
                        "measure.active: must be a whole number from 0 to 64; got \"65\"",
                        "measure.l1: must be a whole number from 0 to 10000000; got \"-1\"",
                        "measure.geometry: must be true or false; got \"ture\"; did you mean \"true\"?",
                        "measure.trajectory: must be a whole number from 0 to 10000; got \"10001\"",
                        "measure.trajectory_weights: must be true or false; got \"maybe\""),
                told(
                        GOOD + "measure: {features: ^[true], curve: ^{a: 1}, weights:^ }",
                        "measure.features: must be true or false; got a list",
                        "measure.curve: must be a whole number from 0 to 10000; got a section",
                        "measure.weights: must be true or false; got nothing"),
                told(
                        GOOD + "measure: {curve: ^-1, trajectory: 4, ^trajectory_weight: true}",
                        "measure.curve: must be a whole number from 0 to 10000; got \"-1\"",
                        "measure.trajectory_weight: unknown key; allowed: " + MEASURE
                                + "; did you mean \"trajectory_weights\"?"),
                told(
                        GOOD + "measure: {precision: ^0}",
                        "measure.precision: must be a number in [5e-4, 0.1]; got \"0\""),
                told(
                        GOOD + "measure: {precision: ^1 %}",
                        "measure.precision: must be a number in [5e-4, 0.1]; got \"1 %\""),
                told(
                        GOOD + "measure: {precision: ^0.2}",
                        "measure.precision: must be a number in [5e-4, 0.1]; got \"0.2\""),
                told(GOOD + "measure: {trajectory_weights: ^true}", noSteps),
                told(GOOD + "measure: {trajectory: 0, trajectory_weights: ^true}", noSteps),
                told(GOOD + "measure: {trajectory: 0.0, trajectory_weights: ^true}", noSteps),
                told(
                        GOOD + "measure: {trajectory: ^-1, trajectory_weights: true}",
                        "measure.trajectory: must be a whole number from 0 to 10000; got \"-1\""));
    }

    static Stream<Arguments> several() {
        return Stream.of(told(
                """
                ^nmae: x
                ^grid:
                  n: [8, ^two]
                  ratio: ^1.5
                  ^densty: 0.5
                seeds: ^0
                model: {output: ^relo}
                training:
                  ^stpes: 10
                  optimizer: {beta1: ^1}
                kernel: ^gpu
                """,
                "nmae: " + TOP + "; did you mean \"name\"?",
                "grid: needs density or sparsity",
                "n: must be a whole number from 1 to 1048576; got \"two\"",
                "ratio: must be a number in (0, 1]; got \"1.5\"",
                "grid.densty: " + GRID + "; did you mean \"density\"?",
                "seeds: must be a whole number from 1 to 1000000; got \"0\"",
                "model.output: must be one of identity, relu, leaky_relu, soft_threshold, top_k, trec, gated; got \"relo\";"
                        + " did you mean \"relu\"?",
                "training.stpes: unknown key; allowed: " + TRAINING + "; did you mean \"steps\"?",
                "training.optimizer.beta1: must be a number in [0, 1); got \"1\"",
                "kernel: must be one of auto, reference, cpu, nd4j; got \"gpu\"; did you mean \"cpu\"?"));
    }

    @ParameterizedTest
    @MethodSource({"topLevel", "seeds", "grids", "zips", "sections", "measures", "several"})
    void tells(String marked, List<String> texts) {
        assertTold(marked, texts);
    }
}
