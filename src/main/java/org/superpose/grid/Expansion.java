package org.superpose.grid;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.superpose.config.Axis;
import org.superpose.config.ConfigException;
import org.superpose.config.Dimension;
import org.superpose.config.GridBlock;
import org.superpose.config.Mistake;
import org.superpose.config.Setting;
import org.superpose.config.Spec;
import org.superpose.config.SweepFile;
import org.superpose.model.ModelKind;

/** Multiplies a sweep file out into points. A pure function. */
public final class Expansion {
    private static final Set<ModelKind> OF_BLOCKS =
            EnumSet.of(ModelKind.TILED, ModelKind.CIRCLE, ModelKind.SPHERICAL, ModelKind.LADDER);

    /** Settings of which each value is another point, of whatever kind the models are. */
    private static final Set<Setting> DISTINCT = EnumSet.of(Setting.N, Setting.M, Setting.DENSITY, Setting.SPARSITY);

    /** The most combinations of axes, before {@code where}. */
    static final int MOST_COMBINATIONS = 10_000_000;
    /** The most points, seeds included. */
    static final int MOST_POINTS = 1_000_000;

    /** How many points get their keys together. */
    private static final int TOGETHER = 4096;

    private static final CompletableFuture<List<Keyed>> NONE = CompletableFuture.completedFuture(List.of());

    private final SweepFile sweep;
    private final int mostCombinations;
    private final int mostPoints;
    private final PointMistakes mistakes = new PointMistakes();
    /** By the key of a point the nominal ratio that it first came with; empty if with none. */
    private final Map<String, Optional<Double>> firstRatios = new HashMap<>();

    /** The points that came again under another nominal ratio. */
    private final Set<Named> named = new HashSet<>();

    private final List<Point> points = new ArrayList<>();
    private final List<Point> otherRatios = new ArrayList<>();

    /** Points without keys, of the block that is being expanded. */
    private final List<Spec> waiting = new ArrayList<>();

    /** The points before them, of the same block. */
    private CompletableFuture<List<Keyed>> keyed = NONE;

    private int repeated;

    private Expansion(SweepFile sweep, int mostCombinations, int mostPoints) {
        this.sweep = sweep;
        this.mostCombinations = mostCombinations;
        this.mostPoints = mostPoints;
    }

    /**
     * Every point of the sweep, once.
     *
     * @throws ConfigException with everything that does not fit together: m &gt; n, warm-up as long as the training, an empty grid, more than
     *     1 000 000 points, …
     */
    public static Grid expand(SweepFile sweep) {
        return expand(sweep, MOST_COMBINATIONS, MOST_POINTS);
    }

    static Grid expand(SweepFile sweep, int mostCombinations, int mostPoints) {
        return new Expansion(sweep, mostCombinations, mostPoints).grid();
    }

    /** What is composed of blocks has no chance in it, but for how scales are fitted: one seed says all. */
    private List<Long> seeds(Spec spec) {
        return OF_BLOCKS.contains(spec.origin().kind()) ? sweep.seeds().subList(0, 1) : sweep.seeds();
    }

    /** A point before it has a seed. */
    private record Keyed(Spec spec, String parameters, String pointKey) {
        static Keyed of(Spec spec) {
            String parameters = Identity.parameters(spec);
            return new Keyed(spec, parameters, Identity.pointKey(parameters));
        }
    }

    /** A model under one nominal ratio. */
    private record Named(String pointKey, Double ratio) {}

    private Grid grid() {
        checkSize();
        for (GridBlock block : sweep.blocks()) {
            expand(block);
        }
        mistakes.raise();
        if (points.isEmpty()) {
            throw mistake(sweep.blocks().get(0), "no point is left: where excludes every combination");
        }
        List<String> notices = new ArrayList<>(sweep.notices());
        if (repeated > 0) {
            notices.add(repeated + " combinations repeat others and are trained once");
        }
        return new Grid(points, otherRatios, notices);
    }

    private void checkSize() {
        double combinations = 0;
        for (GridBlock block : sweep.blocks()) {
            double product = 1;
            for (Dimension dimension : block.dimensions()) {
                product *= dimension.size();
            }
            combinations += product;
            if (combinations > mostCombinations) {
                throw mistake(
                        block,
                        String.format(
                                Locale.ROOT,
                                "the axes have %.3g combinations; at most %d are expanded: split the sweep",
                                combinations,
                                mostCombinations));
            }
            if (leastPoints(block) > mostPoints) {
                throw tooManyPoints(block);
            }
        }
    }

    /** How many points a block has at least, as its axes alone tell; of its other axes some values may make no difference. */
    private double leastPoints(GridBlock block) {
        if (block.where() != null) {
            return 0;
        }
        double product = 1;
        boolean trained = !block.settings().containsKey(Setting.KIND);
        for (Dimension dimension : block.dimensions()) {
            trained &= dimension.axes().stream().noneMatch(axis -> axis.setting() == Setting.KIND);
            if (dimension.axes().stream().anyMatch(axis -> DISTINCT.contains(axis.setting()))) {
                product *= dimension.size();
            }
        }
        return trained ? product * sweep.seeds().size() : product;
    }

    private ConfigException tooManyPoints(GridBlock block) {
        return mistake(block, "the sweep has more than " + mostPoints + " points, seeds included: split it");
    }

    private static ConfigException mistake(GridBlock block, String text) {
        return new ConfigException(List.of(new Mistake(block.position(), "grid", text)));
    }

    /** Counts through all combinations, the last dimension fastest. */
    private void expand(GridBlock block) {
        Choices choices = new Choices(block.settings(), mistakes);
        PointMaker maker = new PointMaker(block, choices, mistakes, sweep.measure());
        List<Dimension> dimensions = block.dimensions();
        int[] at = new int[dimensions.size()];
        for (int q = 0; q < at.length; q++) {
            choose(choices, dimensions.get(q), 0);
        }
        int changed;
        boolean tiled = false;
        do {
            tiled |= ConstructionChoice.tiled(choices);
            Spec spec = maker.spec();
            if (spec != null) {
                waiting.add(spec);
            }
            if (waiting.size() == TOGETHER) {
                keyWaiting(block);
            }
            changed = at.length - 1;
            while (changed >= 0 && ++at[changed] == dimensions.get(changed).size()) {
                at[changed] = 0;
                choose(choices, dimensions.get(changed), 0);
                changed--;
            }
            if (changed >= 0) {
                choose(choices, dimensions.get(changed), at[changed]);
            }
        } while (changed >= 0 && !mistakes.full());
        keyWaiting(block);
        addKeyed(block);
        if (!tiled && choices.has(Setting.FROM)) {
            choices.wrong(Setting.FROM, "belongs to model.kind tiled, and no model here is; leave it out");
        }
    }

    private static void choose(Choices choices, Dimension dimension, int step) {
        for (Axis axis : dimension.axes()) {
            choices.choose(axis.setting(), axis.values().get(step));
        }
    }

    /** Has keys made for what waits, which takes half of the time, on the other cores; and adds what has got its keys meanwhile. */
    private void keyWaiting(GridBlock block) {
        List<Spec> specs = List.copyOf(waiting);
        waiting.clear();
        addKeyed(block);
        keyed = CompletableFuture.supplyAsync(
                () -> specs.parallelStream().map(Keyed::of).toList());
    }

    private void addKeyed(GridBlock block) {
        keyed.join().forEach(next -> add(next, block));
        keyed = NONE;
    }

    private void add(Keyed keyed, GridBlock block) {
        Spec spec = keyed.spec();
        String pointKey = keyed.pointKey();
        Optional<Double> ratio = Optional.ofNullable(spec.ratioNominal());
        Optional<Double> first = firstRatios.putIfAbsent(pointKey, ratio);
        boolean repeats = first != null;
        repeated += repeats ? 1 : 0;
        if (repeats && (ratio.isEmpty() || ratio.equals(first) || !named.add(new Named(pointKey, ratio.get())))) {
            return;
        }
        List<Point> list = repeats ? otherRatios : points;
        if ((long) list.size() + sweep.seeds().size() > mostPoints) {
            throw tooManyPoints(block);
        }
        for (long seed : seeds(spec)) {
            list.add(Identity.point(spec, keyed.parameters(), pointKey, seed));
        }
    }
}
