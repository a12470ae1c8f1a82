package org.superpose.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.superpose.errors.Printable;

/** One {@code grid}, alone or in {@code blocks}: axes, zip, where, and the sections that are its own. */
final class BlockReader {
    /** The keys of a grid that are neither axes nor sections. */
    static final List<String> OWN = List.of("zip", "where");

    private static final List<String> KEYS = Stream.of(SettingNames.all(), Setting.SECTIONS, OWN)
            .flatMap(List::stream)
            .toList();
    private static final List<String> COMMON = Stream.of(
                    List.of("n", "m", "ratio", "density", "sparsity", "decay"),
                    Setting.SECTIONS.stream().map(section -> section + ".…").toList(),
                    OWN)
            .flatMap(List::stream)
            .toList();

    private final Mistakes mistakes;
    private final ValueReader values;
    private final SectionReader sections;
    private final Map<Setting, Value> common;

    /** @param common the settings of the whole file */
    BlockReader(Mistakes mistakes, ValueReader values, SectionReader sections, Map<Setting, Value> common) {
        this.mistakes = mistakes;
        this.values = values;
        this.sections = sections;
        this.common = common;
    }

    /** @param key where the block starts, for what it lacks */
    GridBlock read(Node node, Position key, String name) {
        if (!(node instanceof Node.Mapping mapping)) {
            mistakes.add(
                    node.position(),
                    name,
                    "must be a section with axes such as n, ratio, density; got " + node.shown());
            return null;
        }
        Map<Setting, Axis> axes = axes(mapping, name);
        checkComplete(axes, key, name);
        List<List<Setting>> zipped = zip(mapping.get("zip"), axes, name + ".zip");
        Map<Setting, Value> settings = SectionReader.overlay(common, sections.sections(mapping));
        axes.keySet().forEach(setting -> SectionReader.removeRivals(settings, setting));
        Condition where = where(mapping.get("where"), name + ".where");
        return new GridBlock(key, dimensions(axes, zipped), settings, where);
    }

    /** The axes in the order of the file; one whose values are wrong is there without values. */
    private Map<Setting, Axis> axes(Node.Mapping mapping, String name) {
        Map<Setting, Axis> axes = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            Setting setting = SettingNames.named(key);
            if (setting != null) {
                Axis axis = new Axis(setting, entry.key(), values.axis(entry.value(), setting));
                Axis first = axes.putIfAbsent(setting, axis);
                if (first != null) {
                    mistakes.add(entry.key(), name + "." + key, "is given twice; the first is at " + first.position());
                }
            } else if (!KEYS.contains(key)) {
                unknown(entry.key(), name, key);
            }
        });
        return axes;
    }

    private void unknown(Position position, String name, String key) {
        String hint = SweepReader.KEYS.contains(key)
                ? "; " + key + " stands at the top level of the file"
                : Suggestion.hint(key, KEYS);
        String setting = hint.isEmpty() ? Suggestion.setting(key) : null;
        mistakes.add(
                position,
                name + "." + key,
                "unknown key; allowed: " + String.join(", ", COMMON)
                        + (setting == null ? hint : "; did you mean \"" + setting + "\"?"));
    }

    private void checkComplete(Map<Setting, Axis> axes, Position key, String name) {
        exactlyOne(axes, key, name, Setting.N, null);
        exactlyOne(axes, key, name, Setting.RATIO, Setting.M);
        exactlyOne(axes, key, name, Setting.DENSITY, Setting.SPARSITY);
        if (axes.containsKey(Setting.DECAY) && axes.containsKey(Setting.LAST)) {
            mistakes.add(axes.get(Setting.LAST).position(), name, "takes decay or importance.last, not both");
        }
    }

    private void exactlyOne(Map<Setting, Axis> axes, Position key, String name, Setting one, Setting other) {
        boolean first = axes.containsKey(one);
        boolean second = other != null && axes.containsKey(other);
        if (first && second) {
            mistakes.add(axes.get(other).position(), name, "takes " + other.key() + " or " + one.key() + ", not both");
        } else if (!first && !second) {
            mistakes.add(key, name, "needs " + one.key() + (other == null ? "" : " or " + other.key()));
        }
    }

    private List<List<Setting>> zip(Node node, Map<Setting, Axis> axes, String name) {
        if (node == null) {
            return List.of();
        }
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of();
        boolean several = !items.isEmpty() && items.stream().allMatch(Node.Sequence.class::isInstance);
        List<List<Setting>> groups = new ArrayList<>();
        Map<Setting, Position> used = new EnumMap<>(Setting.class);
        for (Node group : several ? items : List.of(node)) {
            List<Setting> members = group(group, axes, used, name);
            if (members.size() > 1 && equalLengths(members, axes, group.position(), name)) {
                groups.add(members);
            }
        }
        return groups;
    }

    private List<Setting> group(Node node, Map<Setting, Axis> axes, Map<Setting, Position> used, String name) {
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of();
        if (items.size() < 2 || !items.stream().allMatch(Node.Scalar.class::isInstance)) {
            mistakes.add(node.position(), name, "must be a list of at least two axes, or a list of such lists");
            return List.of();
        }
        List<Setting> members = new ArrayList<>();
        for (Node item : items) {
            String key = ((Node.Scalar) item).text();
            Setting setting = SettingNames.named(key);
            if (setting == null || !axes.containsKey(setting)) {
                String known = String.join(
                        ", ", axes.keySet().stream().map(Setting::key).toList());
                mistakes.add(
                        item.position(), name, Printable.quoted(key) + " is no axis of this grid; its axes: " + known);
                return List.of();
            }
            if (used.putIfAbsent(setting, item.position()) != null) {
                mistakes.add(item.position(), name, Printable.quoted(key) + " is zipped twice");
                return List.of();
            }
            members.add(setting);
        }
        return members;
    }

    private boolean equalLengths(List<Setting> members, Map<Setting, Axis> axes, Position position, String name) {
        List<Integer> lengths =
                members.stream().map(member -> axes.get(member).values().size()).toList();
        boolean wrongAlready = lengths.contains(0);
        if (!wrongAlready && lengths.stream().distinct().count() > 1) {
            List<String> shown = members.stream()
                    .map(member ->
                            member.key() + " has " + axes.get(member).values().size())
                    .toList();
            mistakes.add(position, name, "zipped axes must have equally many values; " + String.join(", ", shown));
            return false;
        }
        return !wrongAlready;
    }

    private Condition where(Node node, String name) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
            mistakes.add(node.position(), name, "must be a condition such as \"m < n\"; got " + node.shown());
            return null;
        }
        try {
            return ConditionParser.parse(scalar.text(), scalar.position());
        } catch (ConditionParser.SyntaxException e) {
            int inside = e.offset() + (scalar.quoted() ? 1 : 0);
            boolean oneLine = scalar.text().indexOf('\n') < 0;
            mistakes.add(oneLine ? scalar.position().right(inside) : scalar.position(), name, e.getMessage());
            return null;
        }
    }

    /** A zip group stands where its first axis stood. */
    private List<Dimension> dimensions(Map<Setting, Axis> axes, List<List<Setting>> zipped) {
        List<Dimension> dimensions = new ArrayList<>();
        for (Axis axis : axes.values()) {
            List<Setting> group = zipped.stream()
                    .filter(members -> members.contains(axis.setting()))
                    .findFirst()
                    .orElse(null);
            boolean first = group == null
                    || axes.keySet().stream()
                                    .filter(group::contains)
                                    .findFirst()
                                    .orElseThrow()
                            == axis.setting();
            if (axis.values().isEmpty()) {
                continue;
            }
            if (group == null) {
                List<Value> distinct = values.distinct(axis.values(), axis.setting());
                dimensions.add(new Dimension(List.of(new Axis(axis.setting(), axis.position(), distinct))));
            } else if (first) {
                dimensions.add(new Dimension(group.stream().map(axes::get).toList()));
            }
        }
        return dimensions;
    }
}
