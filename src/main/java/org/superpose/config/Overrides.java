package org.superpose.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superpose.errors.Printable;

/** {@code --set key=value}: lays values over the tree of a sweep file before it is checked. */
final class Overrides {
    private final Mistakes mistakes;
    private final List<String> notices;

    /**
     * @param mistakes gets the overrides that are no {@code key=value}
     * @param notices gets the axes that an override replaces by one value
     */
    Overrides(Mistakes mistakes, List<String> notices) {
        this.mistakes = mistakes;
        this.notices = notices;
    }

    /** Applies the overrides in order to the tree itself. */
    void apply(Node root, List<String> sets) {
        if (root instanceof Node.Mapping mapping) {
            for (String set : sets) {
                try {
                    apply(mapping, set);
                } catch (ConfigException e) {
                    mistakes.addAll(e.mistakes());
                }
            }
        }
    }

    private void apply(Node.Mapping root, String set) {
        String option = "--set " + Printable.brief(set);
        Position position = Position.of(option);
        int equals = set.indexOf('=');
        if (equals < 0
                || set.substring(0, equals).isBlank()
                || set.substring(equals + 1).isBlank()) {
            mistakes.add(position, "", "must be key=value, for instance --set training.steps=100");
            return;
        }
        String key = set.substring(0, equals).strip();
        Node value = TreeReader.readOption(set.substring(equals + 1), option);
        Node.Entry entry = new Node.Entry(position, value);
        String section = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
        if (section.equals("grid") && key.contains(".")) {
            for (Node.Mapping grid : grids(root, position)) {
                setAxis(grid, key.substring(key.indexOf('.') + 1), entry);
            }
        } else {
            if (Setting.SECTIONS.contains(section)) {
                grids(root, null).forEach(grid -> {
                    noteAxes(grid, key, option);
                    forget(grid, key);
                });
                forget(root, key);
            }
            put(root, List.of(key.split("\\.", -1)), entry);
        }
    }

    /** The grid or all blocks; without either a new grid, if {@code missing} says where to put it. */
    private static List<Node.Mapping> grids(Node.Mapping root, Position missing) {
        List<Node> candidates = new ArrayList<>();
        if (root.get("blocks") instanceof Node.Sequence blocks) {
            candidates.addAll(blocks.items());
        }
        if (missing != null && root.get("grid") == null && root.get("blocks") == null) {
            root.entries().put("grid", new Node.Entry(missing, new Node.Mapping(missing, new LinkedHashMap<>())));
        }
        if (root.get("grid") != null) {
            candidates.add(root.get("grid"));
        }
        return candidates.stream()
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .toList();
    }

    private static void setAxis(Node.Mapping grid, String key, Node.Entry entry) {
        Setting setting = SettingNames.named(key);
        grid.entries().keySet().removeIf(name -> !name.equals(key) && replaces(setting, SettingNames.named(name)));
        grid.entries().put(key, entry);
    }

    private void noteAxes(Node.Mapping grid, String key, String option) {
        grid.entries().forEach((name, axis) -> {
            Setting setting = SettingNames.named(name);
            if (setting != null && overrides(key, setting) && !(axis.value() instanceof Node.Scalar)) {
                notices.add(option + ": replaces the axis " + name + " of the grid; --set grid." + name
                        + "=… sets the axis itself");
            }
        });
    }

    /** Whether a section's key decides this setting: it is the same, excludes it, or is a section around it. */
    private static boolean overrides(String key, Setting other) {
        return replaces(SettingNames.named(key), other) || other.key().startsWith(key + ".");
    }

    /** Whether the one setting, given, leaves no room for the other: they are the same, or exclude each other. */
    private static boolean replaces(Setting setting, Setting other) {
        return setting != null && other != null && (other == setting || other.excludes(setting));
    }

    /** Takes a section's key, and what it excludes, out of axes and sections, so that the override decides. */
    private static void forget(Node.Mapping mapping, String key) {
        for (Setting other : Setting.values()) {
            if (overrides(key, other)) {
                mapping.entries().keySet().removeIf(name -> SettingNames.named(name) == other);
                forgetInSections(mapping, "", other);
            }
        }
    }

    private static void forgetInSections(Node.Mapping mapping, String prefix, Setting setting) {
        for (Map.Entry<String, Node.Entry> entry : List.copyOf(mapping.entries().entrySet())) {
            String name = prefix + entry.getKey();
            if (entry.getValue().value() instanceof Node.Mapping inner) {
                if (prefix.isEmpty()
                        ? Setting.SECTIONS.contains(name)
                        : !SettingNames.children(name).isEmpty()) {
                    forgetInSections(inner, name + ".", setting);
                }
            } else if (SettingNames.named(name) == setting) {
                mapping.entries().remove(entry.getKey());
            }
        }
    }

    private void put(Node.Mapping root, List<String> path, Node.Entry entry) {
        Node.Mapping mapping = root;
        for (int depth = 0; depth < path.size() - 1; depth++) {
            String prefix = String.join(".", path.subList(0, depth + 1));
            Node.Entry inner = mapping.entries().get(path.get(depth));
            if (inner != null && inner.value() instanceof Node.Mapping next) {
                mapping = next;
            } else {
                boolean blank = inner == null || (inner.value() instanceof Node.Scalar scalar && scalar.isNull());
                String kind = word(prefix);
                if (!blank && kind == null) {
                    mistakes.add(
                            entry.key(),
                            String.join(".", path),
                            Printable.quoted(prefix) + " is no section in this file");
                    return;
                }
                Map<String, Node.Entry> entries = new LinkedHashMap<>();
                if (!blank) {
                    entries.put(kind, inner);
                }
                Node.Mapping next = new Node.Mapping(entry.key(), entries);
                mapping.entries().put(path.get(depth), new Node.Entry(entry.key(), next));
                mapping = next;
            }
        }
        mapping.entries().put(path.get(path.size() - 1), entry);
    }

    /** The key a single word stands for in place of a section, as {@code kind} in {@code schedule: cosine}; null if it stands for none. */
    private static String word(String section) {
        Setting setting = SettingNames.named(section);
        return setting == null || !setting.key().startsWith(section + ".")
                ? null
                : setting.key().substring(section.length() + 1);
    }
}
