package org.superpose.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superpose.model.ModelSpec;

/**
 * How points are packed into tasks and what that will take. A pure function of points, cost model and slots.
 *
 * @param bundles the longest first, the order in which slots should take them
 * @param coreHours predicted, all points together
 * @param wallSeconds predicted, when each free slot takes the next bundle and, after the last, helps those that still run
 * @param largest the point that takes longest, null without points
 */
public record Plan(List<Bundle> bundles, double coreHours, double wallSeconds, Point largest) {
    /** Bundles per slot, so that the last ones to finish are a small part of the whole. */
    static final int BUNDLES_PER_SLOT = 20;
    /** A bundle's most seconds, unless it is a single point: what a crash may lose. */
    static final double MOST_SECONDS = 120;
    /** A bundle's seconds below which starting a task would count. */
    static final double LEAST_SECONDS = 0.2;

    public Plan {
        bundles = List.copyOf(bundles);
    }

    /** A point with its cost and its place in the sweep. */
    private record Costed(Point point, String model, double seconds, int place) {}

    /** The order in which points fill bundles: equal shapes together, the dearest first. */
    private static final Comparator<Costed> ORDER = Comparator.comparing(
                    (Costed costed) -> costed.point().n())
            .thenComparing(costed -> costed.point().m())
            .thenComparing(Costed::model)
            .thenComparing(costed -> costed.point().batch())
            .reversed()
            .thenComparing(Costed::seconds, Comparator.reverseOrder())
            .thenComparing(Costed::place);

    /** A plan for slots that are all there from the beginning, see {@link #of(List, CostModel, int, int, int)}. */
    public static Plan of(List<Point> points, CostModel model, int slots, int cores) {
        return of(points, model, slots, cores, slots);
    }

    /**
     * Packs points.
     *
     * <p>A bundle is closed before it exceeds total/(20·cutFor) seconds, within 0.2 … 120; a longer point is a bundle of its own. Where such points
     * leave fewer than 20·cutFor bundles, the bound is halved until there are as many, or it reaches 0.2 s.
     *
     * @param slots tasks at a time, at least 1
     * @param cores those of them that share a JVM, where the free ones help
     * @param cutFor the slots that bundles are small enough for, at least {@code slots}: where more may come later
     */
    public static Plan of(List<Point> points, CostModel model, int slots, int cores, int cutFor) {
        if (slots < 1) {
            throw new IllegalArgumentException("a plan needs at least one slot; got " + slots);
        }
        List<Costed> costed = new ArrayList<>(points.size());
        Map<ModelSpec, String> models = new HashMap<>();
        for (Point point : points) {
            String family = models.computeIfAbsent(point.model(), ModelSpec::toString);
            costed.add(new Costed(point, family, model.seconds(point), costed.size()));
        }
        costed.sort(ORDER);
        double total = costed.stream().mapToDouble(Costed::seconds).sum();
        List<Bundle> bundles = bundles(costed, total, cutFor);
        Point largest = costed.stream()
                .max(Comparator.comparingDouble(Costed::seconds))
                .map(Costed::point)
                .orElse(null);
        List<Makespan.Load> loads = bundles.stream()
                .map(bundle -> new Makespan.Load(bundle.seconds(), sharedSeconds(bundle, model)))
                .toList();
        return new Plan(bundles, total / 3600, Makespan.of(loads, slots, Math.max(1, cores)), largest);
    }

    private static double sharedSeconds(Bundle bundle, CostModel model) {
        return bundle.points().stream().mapToDouble(model::sharedSeconds).sum();
    }

    private static List<Bundle> bundles(List<Costed> costed, double total, int slots) {
        long wanted = Math.min(costed.size(), (long) BUNDLES_PER_SLOT * slots);
        double target = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, total / ((double) BUNDLES_PER_SLOT * slots)));
        List<Bundle> bundles = pack(costed, target);
        while (bundles.size() < wanted && target > LEAST_SECONDS) {
            target = Math.max(LEAST_SECONDS, target / 2);
            bundles = pack(costed, target);
        }
        return bundles;
    }

    private static List<Bundle> pack(List<Costed> costed, double target) {
        List<Bundle> bundles = new ArrayList<>();
        List<Point> open = new ArrayList<>();
        double seconds = 0;
        for (Costed next : costed) {
            if (!open.isEmpty() && seconds + next.seconds() > target) {
                bundles.add(new Bundle(open, seconds));
                open = new ArrayList<>();
                seconds = 0;
            }
            open.add(next.point());
            seconds += next.seconds();
        }
        if (!open.isEmpty()) {
            bundles.add(new Bundle(open, seconds));
        }
        bundles.sort(Comparator.comparingDouble(Bundle::seconds).reversed());
        return bundles;
    }
}
