package org.superpose.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.superpose.grid.Point;
import org.superpose.results.FinishedModels;
import org.superpose.train.Trainer;

/** What {@code plan} and {@code run} say of a sweep before it begins, though nothing is wrong with it. */
final class Notices {
    private Notices() {}

    /** A sentence for each thing to know of these points, and of what the directory holds of them. */
    static List<String> of(List<Point> points, FinishedModels finished) {
        List<String> notices = new ArrayList<>(finished.outdated(points));
        notices.addAll(finished.laterDates());
        notices.addAll(of(points));
        return notices;
    }

    /** A sentence for each thing to know of these points alone. */
    static List<String> of(List<Point> points) {
        long unseen = points.stream()
                .filter(Point::trained)
                .filter(point ->
                        point.training().activePerFeature(point.activity(), point.steps()) < Trainer.LEAST_ACTIVE)
                .count();
        return unseen == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%d of %d points cannot learn: a feature is active fewer than %.0f times in all their batches. They end with the"
                                + " stop_reason too_few_active; training.sampling: stratified or more steps help.",
                        unseen,
                        points.size(),
                        Trainer.LEAST_ACTIVE));
    }
}
