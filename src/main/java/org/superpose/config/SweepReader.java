package org.superpose.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.superpose.kernel.Kernels;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.TimeLimits;

/** The top level of a sweep file. */
final class SweepReader {
    private static final double MOST_SECONDS = 1e9;
    private static final Kind KERNEL = new Kind.Choice(Kernels.requests());
    private static final Kind SEED = new Kind.Whole(0, (1L << 53) - 1);
    private static final Kind CHECKPOINT = Kind.Real.closed(0, MOST_SECONDS);
    private static final Kind TIMEOUT = Kind.Real.positive(MOST_SECONDS);
    private static final Kind SEEDS = new Kind.Whole(1, 1_000_000);
    /** The keys of the top level. */
    static final List<String> KEYS = Stream.of(
                    List.of("name", "grid", "blocks", "seeds"),
                    Setting.SECTIONS,
                    List.of("measure", "kernel", "checkpoint", "timeout"))
            .flatMap(List::stream)
            .toList();

    private final Node.Mapping root;
    private final Mistakes mistakes;
    private final List<String> notices;
    private final ValueReader values;
    private final SectionReader sections;

    private SweepReader(Node.Mapping root, Mistakes mistakes, List<String> notices) {
        this.root = root;
        this.mistakes = mistakes;
        this.notices = notices;
        this.values = new ValueReader(mistakes, notices);
        this.sections = new SectionReader(mistakes, values);
    }

    /**
     * Reads a document.
     *
     * @param mistakes those already found
     * @param notices those already made, modified
     * @throws ConfigException with every mistake
     */
    static SweepFile read(Node root, String source, Mistakes mistakes, List<String> notices) {
        if (!(root instanceof Node.Mapping mapping)) {
            String text = "a sweep file is a section with name, grid, seeds, …; this is " + root.shown();
            throw new ConfigException(List.of(new Mistake(root.position(), "", text)));
        }
        return new SweepReader(mapping, mistakes, notices).sweep(source);
    }

    private SweepFile sweep(String source) {
        root.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                unknown(key, entry.key());
            }
        });
        String name = name(source);
        Value kernel = optional("kernel", KERNEL);
        MeasureSpec measure = measure();
        TimeLimits limits = new TimeLimits(
                seconds("checkpoint", CHECKPOINT, TimeLimits.DEFAULT.checkpoint()),
                seconds("timeout", TIMEOUT, TimeLimits.DEFAULT.timeout()));
        List<Long> seeds = seeds();
        List<GridBlock> blocks = blocks(sections.sections(root));
        mistakes.raise();
        return new SweepFile(
                name, kernel == null ? Kernels.AUTO : kernel.word(), measure, limits, blocks, seeds, notices);
    }

    private void unknown(String key, Position position) {
        String hint = Suggestion.hint(key, KEYS);
        String place = hint.isEmpty() ? place(key) : null;
        mistakes.add(
                position,
                key,
                "unknown key; allowed: " + String.join(", ", KEYS)
                        + (place == null ? hint : "; did you mean " + place + "?"));
    }

    /** How a setting is written that stands at the top level by mistake, such as {@code training: {batch: …}}; null if the key is of none. */
    private static String place(String key) {
        String name = BlockReader.OWN.contains(key) ? key : Suggestion.setting(key);
        if (name == null) {
            return null;
        }
        String path = name.contains(".") ? name : "grid." + name;
        return path.replace(".", ": {") + ": …" + "}".repeat(path.split("\\.", -1).length - 1);
    }

    private Value optional(String key, Kind kind) {
        Node node = root.get(key);
        return node == null ? null : values.scalar(node, key, kind);
    }

    private double seconds(String key, Kind kind, double standard) {
        Value value = optional(key, kind);
        return value == null ? standard : ((Number) value.content()).doubleValue();
    }

    private String name(String source) {
        Node node = root.get("name");
        if (node == null) {
            Path file = Path.of(source.replace('\0', '-')).getFileName();
            String stem = file == null ? "" : file.toString().replaceFirst("\\.[A-Za-z]+$", "");
            String safe = stem.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
            return safe.isEmpty() ? "sweep" : safe.substring(0, Math.min(100, safe.length()));
        }
        if (node instanceof Node.Scalar scalar && scalar.text().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            return scalar.text();
        }
        mistakes.add(
                node.position(),
                "name",
                "must start with a letter or digit and hold only letters, digits, '.', '_', '-' (at most 100); got "
                        + node.shown());
        return "";
    }

    private MeasureSpec measure() {
        Node node = root.get("measure");
        if (node == null) {
            return MeasureSpec.DEFAULT;
        }
        List<String> keys = MeasureSetting.keys();
        if (!(node instanceof Node.Mapping mapping)) {
            String text = "must be a section with " + String.join(", ", keys) + "; got " + node.shown();
            mistakes.add(node.position(), "measure", text);
            return MeasureSpec.DEFAULT;
        }
        mapping.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                mistakes.unknown(entry.key(), "measure", key, keys);
            }
        });
        Value trajectory = given(mapping, MeasureSetting.TRAJECTORY);
        return new MeasureSpec(
                flag(mapping, MeasureSetting.FEATURES),
                whole(mapping, MeasureSetting.CURVE),
                flag(mapping, MeasureSetting.WEIGHTS),
                whole(mapping, MeasureSetting.ACTIVE),
                whole(mapping, MeasureSetting.L1),
                flag(mapping, MeasureSetting.GEOMETRY),
                trajectory == null ? MeasureSpec.DEFAULT.trajectory() : (int) trajectory.whole(),
                trajectoryWeights(mapping, trajectory),
                ((Number) measured(mapping, MeasureSetting.PRECISION)).doubleValue());
    }

    /** @param trajectory null where none is given or it is wrong, which is told already */
    private boolean trajectoryWeights(Node.Mapping mapping, Value trajectory) {
        boolean asked = flag(mapping, MeasureSetting.TRAJECTORY_WEIGHTS);
        boolean steps = trajectory != null && trajectory.whole() > 0;
        if (asked && !steps && (trajectory != null || mapping.get(MeasureSetting.TRAJECTORY.key()) == null)) {
            String key = MeasureSetting.TRAJECTORY_WEIGHTS.key();
            mistakes.add(
                    mapping.get(key).position(),
                    "measure." + key,
                    "there are no steps to keep weights of, because measure.trajectory is 0; set it to 16, or leave this out");
        }
        return asked && steps;
    }

    private int whole(Node.Mapping mapping, MeasureSetting setting) {
        return ((Number) measured(mapping, setting)).intValue();
    }

    private boolean flag(Node.Mapping mapping, MeasureSetting setting) {
        return (Boolean) measured(mapping, setting);
    }

    /** The value given, or after a mistake or where none is given the default. */
    private Object measured(Node.Mapping mapping, MeasureSetting setting) {
        Value value = given(mapping, setting);
        return value == null ? setting.standard() : value.content();
    }

    /** Returns null after a mistake, or where none is given. */
    private Value given(Node.Mapping mapping, MeasureSetting setting) {
        Node node = mapping.get(setting.key());
        return node == null ? null : values.scalar(node, "measure." + setting.key(), setting.kind());
    }

    private List<Long> seeds() {
        Node node = root.get("seeds");
        if (node == null) {
            return List.of(0L);
        }
        if (!(node instanceof Node.Sequence list)) {
            Value count = values.scalar(node, "seeds", SEEDS);
            return count == null
                    ? List.of()
                    : LongStream.range(0, count.whole()).boxed().toList();
        }
        if (list.items().isEmpty()) {
            mistakes.add(list.position(), "seeds", "is an empty list; give a count or at least one seed");
        }
        Set<Long> seeds = new LinkedHashSet<>();
        for (Node item : list.items()) {
            Value seed = values.scalar(item, "seeds", SEED);
            if (seed != null && !seeds.add(seed.whole())) {
                notices.add(seed.position() + ": seeds: " + seed.whole() + " is given twice and used once");
            }
        }
        return List.copyOf(seeds);
    }

    private List<GridBlock> blocks(Map<Setting, Value> common) {
        Node.Entry grid = root.entries().get("grid");
        Node.Entry blocks = root.entries().get("blocks");
        BlockReader reader = new BlockReader(mistakes, values, sections, common);
        if (grid != null && blocks != null) {
            mistakes.add(blocks.key(), "blocks", "stands in place of grid; a sweep file has one or the other");
        } else if (grid != null) {
            GridBlock block = reader.read(grid.value(), grid.key(), "grid");
            return block == null ? List.of() : List.of(block);
        } else if (blocks == null) {
            mistakes.add(root.position(), "grid", "is missing; a sweep file needs grid: {n: …, ratio: …, density: …}");
        } else if (!(blocks.value() instanceof Node.Sequence list)
                || list.items().isEmpty()) {
            mistakes.add(blocks.value().position(), "blocks", "must be a list of at least one grid");
        } else {
            return list.items().stream()
                    .map(item -> reader.read(item, item.position(), "blocks"))
                    .filter(Objects::nonNull)
                    .toList();
        }
        return List.of();
    }
}
