package org.superpose.grid;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.superpose.config.GridBlock;
import org.superpose.config.Setting;
import org.superpose.config.SweepFile;

/**
 * What the points of a sweep differ in. For example the points of {@code n: [8, 16], m: 2, density: 0.1, training.steps: [100, 200]} differ in n, in the
 * ratio and in the steps.
 *
 * <p>An axis is each setting that has at least two values among the points and that the file gives, as an axis or in a section, of the whole sweep or
 * of one block; beside these n, m, ratio and density, which every point has, and the seed. Of a setting that only some of the blocks give, the points of
 * the others have its default. What nobody gave is no axis, although the points may differ in it: the learning rate of the recipe {@code fast} is a
 * function of n, m and p.
 */
public final class Axes {
    /** Stands for the value of a setting that does not apply to a point. */
    static final String NONE = "none";

    private static final Set<Setting> PLANE = EnumSet.of(Setting.N, Setting.M, Setting.RATIO, Setting.DENSITY);

    /** Numbers by their size, before words. */
    private static final Comparator<Object> ORDER = (a, b) -> {
        if (a instanceof Number one && b instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        if (a instanceof Number || b instanceof Number) {
            return a instanceof Number ? -1 : 1;
        }
        return a.toString().compareTo(b.toString());
    };

    private Axes() {}

    /**
     * The axes in the order of {@link Setting}, the seed last.
     *
     * @return by its key, for every value in ascending order the number of points that have it; a value is a Long, Double, Boolean or String
     */
    public static Map<String, Map<Object, Long>> of(SweepFile sweep, List<Point> points) {
        Map<String, Map<Object, Long>> axes = new LinkedHashMap<>();
        for (Setting setting : given(sweep)) {
            axes.put(setting.key(), counts(points, point -> shown(setting.of(point.spec()))));
        }
        axes.put("seed", counts(points, Point::seed));
        axes.values().removeIf(values -> values.size() < 2);
        return axes;
    }

    private static Set<Setting> given(SweepFile sweep) {
        Set<Setting> given = EnumSet.copyOf(PLANE);
        for (GridBlock block : sweep.blocks()) {
            given.addAll(block.settings().keySet());
            block.dimensions().forEach(dimension -> dimension.axes().forEach(axis -> given.add(axis.setting())));
        }
        return given;
    }

    private static Map<Object, Long> counts(List<Point> points, Function<Point, Object> value) {
        return points.stream().collect(Collectors.groupingBy(value, () -> new TreeMap<>(ORDER), Collectors.counting()));
    }

    private static Object shown(Object value) {
        if (value == null) {
            return NONE;
        }
        return value instanceof String text ? text.replace("\n", ", ") : value;
    }
}
