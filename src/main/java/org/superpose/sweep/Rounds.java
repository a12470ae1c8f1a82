package org.superpose.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superpose.grid.Bundle;
import org.superpose.grid.Point;

/**
 * In which order a run trains what is missing: first the points that no JVM has ended with, then those that were there when one did, and at last those that
 * were there twice, each alone in its JVM. Where no JVM ended there is one round, of all points.
 */
final class Rounds {
    private final RunContext run;
    private final MarkFolder marks;
    private final CheckpointFolder checkpoints;
    private final Function<List<Point>, List<Bundle>> packing;
    private int next;
    private State before;

    /** @param packing points into the bundles of tasks */
    Rounds(RunContext run, Function<List<Point>, List<Bundle>> packing) {
        this.run = run;
        this.marks = new MarkFolder(run.directory());
        this.checkpoints = new CheckpointFolder(run.directory());
        this.packing = packing;
    }

    record Round(List<Bundle> bundles, Watch watch) {}

    /** What is left, and what is known against it; when a round has changed neither, another would not. */
    private record State(List<Point> left, List<Mark> ended) {}

    /**
     * The next round; empty where there is nothing to train.
     *
     * @param left the points that have no row yet
     */
    Optional<Round> next(List<Point> left) throws IOException {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        State now = new State(left, marks.ended(""));
        if (now.equals(before)) {
            return Optional.empty();
        }
        before = now;
        Map<String, Long> states = checkpoints.newest();
        Map<Care, List<Point>> byCare = new EnumMap<>(Care.class);
        for (Point point : left) {
            Suspicion suspicion =
                    Suspicion.of(point.modelKey(), now.ended(), states.getOrDefault(point.modelKey(), 0L));
            Care care = suspicion.care() == Care.GIVEN_UP ? Care.NONE : suspicion.care();
            byCare.computeIfAbsent(care, first -> new ArrayList<>()).add(point);
        }
        // in the order of the constants, the kindest first
        Map.Entry<Care, List<Point>> first = byCare.entrySet().iterator().next();
        tell(first.getKey(), first.getValue().size());
        return Optional.of(round(first.getKey() == Care.ALONE, first.getValue(), now.ended(), states));
    }

    private Round round(boolean last, List<Point> points, List<Mark> ended, Map<String, Long> states) {
        List<Bundle> bundles = last
                ? points.stream()
                        .map(point -> new Bundle(List.of(point), run.costs().seconds(point)))
                        .toList()
                : packing.apply(points);
        return new Round(
                bundles, new Watch(marks, run.number(), next++, run.context().isLocal(), last, ended, states));
    }

    private void tell(Care care, int points) {
        if (care == Care.MARKED) {
            run.log().printf("last come %d points that a JVM had to train when it ended%n", points);
        } else if (care == Care.ALONE) {
            run.log()
                    .printf(
                            "last come %d points that a JVM had to train when it ended, twice: one at a time in each JVM%n",
                            points);
        }
    }
}
