package org.superpose.grid;

import static org.superpose.config.MarkedSweep.told;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.config.MarkedSweep;
import org.superpose.config.SweepFile;

/** What is told of values that are right each by itself and do not go together, once for all points that have them. */
class ChoiceMistakesTest {
    private static final String GRID = "grid: {n: 8, m: 2, density: 0.1}\n";
    private static final String BELONGS = ", or leave this out";

    static Stream<Arguments> shapes() {
        String large = "n: n = 1048576 with m = 1048576 has more parameters than fit in one array, 2^31";
        String cells = "batch × n must not exceed 2^30; got ";
        return Stream.of(
                told("grid: {n: 8, m: ^9, density: 0.5}", "m: must not exceed n; got m = 9 with n = 8"),
                told(
                        "grid: {n: [4, 8, 16], m: [2, ^^9], density: 0.5}",
                        "m: must not exceed n; got m = 9 with n = 4",
                        "m: must not exceed n; got m = 9 with n = 8"),
                told(
                        "grid: {n: 8, m: ^9, density: [0.5, 0.1]}",
                        "m: must not exceed n; got m = 9 with n = 8 (in 2 combinations)"),
                told("grid: {n: ^1048576, m: 1048576, density: 0.5}", large),
                told("grid: {n: ^1048576, ratio: 1, density: 0.5}", large),
                told(
                        "grid: {n: 1048576, m: 1, density: 0.5}\ntraining: {batch: ^2048}",
                        "training.batch: " + cells + "2048 × 1048576"),
                told(
                        "^grid: {n: {range: [1, 90000, 1]}, m: 1, density: {linspace: [0.1, 0.9, 1000]}}",
                        "grid: the axes have 9.00e+07 combinations; at most 10000000 are expanded: split the sweep"),
                told(
                        "^grid: {n: 8, m: 2, density: {linspace: [0.1, 0.9, 1001]}}\nseeds: 1000",
                        "grid: the sweep has more than 1000000 points, seeds included: split it"),
                told(
                        "grid: {n: ^4096, m: 1024, density: 0.1}\nmeasure: {trajectory: 10000, trajectory_weights: true}",
                        "n: n = 4096 with m = 1024 at 10000 recorded steps with all weights (measure.trajectory_weights) would"
                                + " make a row of 8.41e+10 numbers, and at most 1.68e+07 are written; set measure.trajectory to"
                                + " 1 or less"));
    }

    static Stream<Arguments> conditions() {
        String none = "grid: no point is left: where excludes every combination";
        return Stream.of(
                told("^grid: {n: 8, m: 2, density: 0.5, where: m > n}", none),
                told(
                        "blocks:\n  - ^{n: 8, m: 2, density: 0.1, where: m > n}\n  - {n: 8, m: 2, density: 0.2, where: m > n}\n",
                        none),
                told(
                        "blocks:\n  - {n: 8, m: 2, density: 0.1, where: m > n}\n  - {n: 8, m: ^9, density: 0.1}\n",
                        "m: must not exceed n; got m = 9 with n = 8"),
                told(
                        "grid: {n: 8, m: 2, density: 0.5, where: ^1/0 > 0/0}",
                        "where: a quantity is undefined, such as 0/0"),
                told(
                        "grid: {n: 8, m: 2, density: 0.5, importance.last: [2, 3], where: ^decay > 0.5}",
                        "where: decay is undefined where importance.last is given (in 2 combinations)"));
    }

    static Stream<Arguments> training() {
        return Stream.of(
                told(
                        GRID + "training: {steps: 10, starts: ^6}",
                        "training.starts: must be at most half of the steps, 5, so that each takes one; got 6"),
                told(
                        GRID + "training: {steps: 10, warmup: ^10}",
                        "training.schedule.warmup: must be fewer than the steps, 10; got 10"),
                told(
                        "grid: {n: 8, m: 2, density: 0.1, training.steps: [5, 10, 20], training.warmup: [4, ^^10]}",
                        "training.schedule.warmup: must be fewer than the steps, 5; got 10",
                        "training.schedule.warmup: must be fewer than the steps, 10; got 10"),
                told(
                        GRID + "training: {optimizer: {kind: adam, weightDecay: ^0.1}}",
                        "training.optimizer.weightDecay: adam has no weight decay; set optimizer.kind to adamw, or this to 0"),
                told(
                        GRID + "training: {init: {instances: ^3}}",
                        "training.init.instances: belongs to xavier; set init.kind to xavier" + BELONGS),
                told(
                        GRID + "training: {recipe: anthropic, init: {kind: uniform, instances: ^3}}",
                        "training.init.instances: belongs to xavier; set init.kind to xavier" + BELONGS),
                told(
                        GRID + "training: {stop: {rule: none, every: ^3}}",
                        "training.stop.every: belongs to the rule plateau, but the rule is none"),
                told(
                        GRID + "training: {stop: {rule: none, window: ^3, every: 3}}",
                        "training.stop.window: belongs to the rule plateau, but the rule is none"));
    }

    static Stream<Arguments> madeStarts() {
        String noise = "training.init.noise: belongs to code and grown; set init.kind to one of them";
        return Stream.of(
                told(GRID + "training: {init: {noise: ^0.1}}", noise + BELONGS),
                told(GRID + "training: {init: {kind: xavier, noise: ^0.1}}", noise + BELONGS),
                told(
                        GRID + "training: {init: grown, starts: ^2}",
                        "training.starts: must be 1 for training.init grown, which is one start"),
                told(
                        "grid: {n: 8, m: ^1, density: 0.1}\ntraining: {init: grown}",
                        "m: training.init grown needs at least 2 hidden dimensions, because each smaller model has its own; got m = 1"
                                + " with n = 8"),
                told(
                        "grid: {n: 8192, m: ^100, density: 0.1}\ntraining: {init: grown}",
                        "m: training.init grown mixes smaller models up to n = 4096 and copies one beyond, which needs n/m to be that of"
                                + " one of them, of up to 4 hidden dimensions; got m = 100 with n = 8192"),
                told(
                        GRID + "data: {kind: ^correlated}\ntraining: {init: grown}",
                        "data.kind: must be independent for training.init grown"),
                told(
                        GRID + "model: {output: ^top_k}\ntraining: {init: grown}",
                        "model.output: top_k does not go with training.init grown, because it would keep the largest outputs of all"
                                + " smaller models together"),
                told(
                        "grid: {n: 8, m: 4, density: 0.1, decay: ^0.9}\ntraining: {init: code}",
                        "importance.decay: must be 1 for training.init code, whose features are all alike"),
                told(
                        "grid: {n: 8, m: 4, density: 0.1}\nmodel: {tied: ^true}\ntraining: {init: code}",
                        "model.tied: must be false for training.init code"),
                told(
                        "grid: {n: 8, m: ^2, density: 0.1}\ntraining: {init: code}",
                        "m: training.init code needs m of at least 3 or of at least n/2, which antipodal pairs need; got m = 2 with n ="
                                + " 8"));
    }

    static Stream<Arguments> outputs() {
        String slope = "model.slope: belongs to leaky_relu, but model.output is relu; set model.output to leaky_relu"
                + BELONGS;
        return Stream.of(
                told(GRID + "model: {slope: ^0.1}", slope),
                told("grid: {n: 8, m: 2, density: 0.1, model.output: [relu, leaky_relu], model.slope: ^0.1}", slope),
                told(
                        GRID + "model: {output: leaky_relu, threshold: ^0.1, k: ^3, temperature: ^1}",
                        "model.threshold: belongs to soft_threshold or trec, but model.output is leaky_relu; set model.output"
                                + " to soft_threshold or trec" + BELONGS,
                        "model.k: belongs to top_k, but model.output is leaky_relu; set model.output to top_k"
                                + BELONGS,
                        "model.temperature: belongs to gated, but model.output is leaky_relu; set model.output to gated"
                                + BELONGS),
                told(GRID + "model: {output: top_k, k: ^9}", "model.k: must not exceed n; got k = 9 with n = 8"),
                told(
                        "grid: {n: [4, 8], m: 2, density: 0.5, model.output: top_k, model.k: [3, ^5]}",
                        "model.k: must not exceed n; got k = 5 with n = 4"));
    }

    static Stream<Arguments> built() {
        return Stream.of(
                told(
                        GRID + "model: {from: ^x}",
                        "model.from: belongs to model.kind tiled, and no model here is; leave it out"),
                told(
                        GRID + "model: {kind: ^tiled}",
                        "model.kind: tiled needs model.from: the directory of results that holds the blocks, or a list"),
                told(
                        "grid: {n: ^48, m: 16, density: 0.5}\nmodel: {kind: rug, hidden: ^relu, output: ^identity, bias: ^false}",
                        "n: must be a power of 2 for kind rug; got 48. The kind projector works for any n",
                        "model.hidden: must be identity for kind rug",
                        "model.output: must be relu for kind rug",
                        "model.bias: must be true for kind rug"),
                told(
                        "grid: {n: 64, m: ^64, density: 0.5}\nmodel: {kind: rug}\nimportance: {decay: ^0.9}",
                        "m: kind rug has at most n - 1 hidden dimensions, because row 0 is left out; got m = 64 with n = 64",
                        "importance.decay: must be 1 for kind rug, whose features are all alike"),
                told(
                        "grid: {n: 64, ratio: ^1, density: 0.5}\nmodel: {kind: rug}",
                        "ratio: kind rug has at most n - 1 hidden dimensions, because row 0 is left out; got m = 64 with n = 64"),
                told(
                        "grid: {n: 64, m: 16, density: 0.5, importance.last: ^2}\nmodel: {kind: projector}",
                        "importance.last: must be 1 for kind projector, whose features are all alike"),
                told(
                        GRID + "importance: {size: ^2}\nmodel: {kind: projector}",
                        "importance.size: does not go with kind projector, whose features are all alike; leave it out"),
                told(
                        GRID + "importance: {otherwise: ^0.5}\nmodel: {kind: tiled, from: a}",
                        "importance.otherwise: does not go with kind tiled, whose features are all alike; leave it out"),
                told(
                        "grid: {n: 64, m: ^1, density: 0.5}\nmodel: {kind: tiled, from: a, output: ^top_k}",
                        "m: kind tiled needs at least 2 hidden dimensions, because each smaller model has its own; got m = 1 with"
                                + " n = 64",
                        "model.output: top_k does not go with kind tiled, because it would keep the largest outputs of all"
                                + " smaller models together"),
                told(
                        GRID + "model: {kind: projector}\ndata: {kind: ^correlated}",
                        "data.kind: must be independent for model.kind projector"),
                told(
                        GRID + "data: {kind: ^graph}\nmodel: {kind: tiled, from: x}",
                        "data.kind: copies of a smaller model do not see graph data; model.kind tiled needs independent,"
                                + " correlated, anticorrelated or topics"));
    }

    static Stream<Arguments> data() {
        String is = ", but data.kind is independent; set data.kind to ";
        String sets = "correlated, anticorrelated, topics or blocks";
        return Stream.of(
                told(
                        GRID
                                + "data: {size: ^3, marginal: ^each, exponent: ^2, graph: ^path, correlation: ^0, share: ^0.5,"
                                + " contrast: ^3}",
                        "data.size: belongs to " + sets + is + sets + BELONGS,
                        "data.marginal: belongs to anticorrelated" + is + "anticorrelated" + BELONGS,
                        "data.exponent: belongs to powerlaw" + is + "powerlaw" + BELONGS,
                        "data.graph: belongs to graph" + is + "graph" + BELONGS,
                        "data.correlation: belongs to graph" + is + "graph" + BELONGS,
                        "data.share: belongs to topics" + is + "topics" + BELONGS,
                        "data.contrast: belongs to blocks" + is + "blocks" + BELONGS),
                told(
                        GRID + "data: {kind: correlated, size: ^9}",
                        "data.size: must not exceed n; got size = 9 with n = 8: lower size, or raise n"),
                told(
                        "grid: {n: 1, m: 1, density: 0.1}\ndata: {kind: ^correlated}",
                        "data.kind: size must not exceed n; got size = 2 with n = 1: lower size, or raise n"),
                told(
                        "grid: {n: 8, m: 2, density: 0.9}\ndata: {kind: ^anticorrelated, marginal: each}",
                        "data.kind: size must be at most 1/p where each member of a set is active with probability p and no"
                                + " two are; got size = 2 with p = 0.9: set data.marginal to shared, or lower size or density"),
                told(
                        GRID + "data: {kind: graph, correlation: ^-0.5}",
                        "data.correlation: must be at least -min(p/(1 - p), (1 - p)/p) = -0.11111111111111112 for p = 0.1,"
                                + " where one of two neighbours is never, or always, active beside the other; got correlation ="
                                + " -0.5: raise correlation, or move density towards 0.5"),
                told(
                        "grid: {n: 8, m: 2, density: 0.6}\ndata: {kind: ^topics}",
                        "data.kind: share must be at least p, because features are active only where their topic is; got share"
                                + " = 0.5 with p = 0.6: raise share, or lower density"),
                told(
                        GRID + "data: {kind: ^correlated}\nmeasure: {active: 2}",
                        "data.kind: the distribution of the number of active features, which measure.active needs, is known of"
                                + " independent features only; set measure.active to 0, or data.kind to independent"));
    }

    static Stream<Arguments> importances() {
        String active =
                "importance that depends on other features does not go with measure.active; set that to 0" + BELONGS;
        return Stream.of(
                told(
                        GRID + "importance: {size: ^9}",
                        "importance.size: a set must not exceed n; got size = 9 with n = 8"),
                told(
                        "grid: {n: 1, m: 1, density: 0.1}\nimportance: {otherwise: ^0.5}",
                        "importance.otherwise: a set must not exceed n; got size = 2 with n = 1"),
                told(GRID + "importance: {otherwise: ^0.5}\nmeasure: {active: 2}", "importance.otherwise: " + active),
                told(
                        GRID + "importance: {size: ^^9}\nmeasure: {active: 2}",
                        "importance.size: a set must not exceed n; got size = 9 with n = 8",
                        "importance.size: " + active));
    }

    /** From the top of the file down, whatever was found first. */
    static Stream<Arguments> several() {
        return Stream.of(told(
                """
                training: {warmup: ^50, steps: 50, optimizer: {kind: adam, weightDecay: ^1}, init: {instances: ^2}}
                model: {output: top_k, k: ^7, slope: ^0.5}
                data: {share: ^0.5}
                importance: {size: ^7}
                grid: {n: [5, 8], m: [2, ^6], density: 0.1}
                """,
                "training.schedule.warmup: must be fewer than the steps, 50; got 50 (in 3 combinations)",
                "training.optimizer.weightDecay: adam has no weight decay; set optimizer.kind to adamw, or this to 0"
                        + " (in 3 combinations)",
                "training.init.instances: belongs to xavier; set init.kind to xavier" + BELONGS
                        + " (in 3 combinations)",
                "model.k: must not exceed n; got k = 7 with n = 5",
                "model.slope: belongs to leaky_relu, but model.output is top_k; set model.output to leaky_relu"
                        + BELONGS + " (in 3 combinations)",
                "data.share: belongs to topics, but data.kind is independent; set data.kind to topics" + BELONGS
                        + " (in 3 combinations)",
                "importance.size: a set must not exceed n; got size = 7 with n = 5",
                "m: must not exceed n; got m = 6 with n = 5"));
    }

    @ParameterizedTest
    @MethodSource({
        "shapes",
        "conditions",
        "training",
        "madeStarts",
        "outputs",
        "built",
        "data",
        "importances",
        "several"
    })
    void tells(String marked, List<String> texts) {
        MarkedSweep.assertTold(
                marked, "s.yaml", texts, text -> Expansion.expand(SweepFile.read(text, "s.yaml", List.of())));
    }
}
