package org.superpose.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sections ({@code model}, {@code training}, …) to settings, each a single value. */
final class SectionReader {
    private final Mistakes mistakes;
    private final ValueReader reader;

    SectionReader(Mistakes mistakes, ValueReader reader) {
        this.mistakes = mistakes;
        this.reader = reader;
    }

    /** Every setting in the sections of a mapping. */
    Map<Setting, Value> sections(Node.Mapping mapping) {
        Map<Setting, Value> settings = new EnumMap<>(Setting.class);
        for (String section : Setting.SECTIONS) {
            Node node = mapping.get(section);
            if (node instanceof Node.Mapping inner) {
                section(inner, section, settings);
            } else if (node != null) {
                String keys = String.join(", ", SettingNames.children(section));
                mistakes.add(node.position(), section, "must be a section with " + keys + "; got " + node.shown());
            }
        }
        if (settings.containsKey(Setting.DECAY) && settings.containsKey(Setting.LAST)) {
            mistakes.add(settings.get(Setting.LAST).position(), "importance", "takes decay or last, not both");
        }
        return settings;
    }

    /** Lays {@code own} over {@code base}; an importance replaces the other kind of importance. */
    static Map<Setting, Value> overlay(Map<Setting, Value> base, Map<Setting, Value> own) {
        Map<Setting, Value> merged = new EnumMap<>(Setting.class);
        merged.putAll(base);
        own.forEach((setting, value) -> {
            removeRivals(merged, setting);
            merged.put(setting, value);
        });
        return merged;
    }

    /** Takes out what {@code setting} makes void: itself, and the other kind of importance. */
    static void removeRivals(Map<Setting, Value> settings, Setting setting) {
        settings.keySet().removeIf(other -> other == setting || other.excludes(setting));
    }

    private void section(Node.Mapping mapping, String prefix, Map<Setting, Value> settings) {
        List<String> known = SettingNames.children(prefix);
        mapping.entries().forEach((key, entry) -> {
            String full = prefix + "." + key;
            Setting setting = SettingNames.named(full);
            if (!known.contains(key)) {
                mistakes.unknown(entry.key(), prefix, key, known);
            } else if (entry.value() instanceof Node.Mapping inner
                    && !SettingNames.children(full).isEmpty()) {
                section(inner, full, settings);
            } else if (entry.value() instanceof Node.Sequence list && setting.kind() instanceof Kind.Directories) {
                put(settings, setting, reader.directories(list, setting), entry, full);
            } else if (entry.value() instanceof Node.Sequence || Series.writes(entry.value())) {
                mistakes.add(
                        entry.value().position(),
                        full,
                        "is " + entry.value().shown() + "; to vary it, make it an axis: grid: {" + full + ": "
                                + (entry.value() instanceof Node.Sequence ? "[…]" : "{…}") + "}");
            } else {
                put(settings, setting, reader.scalar(entry.value(), full, setting.kind()), entry, full);
            }
        });
    }

    private void put(Map<Setting, Value> settings, Setting setting, Value value, Node.Entry entry, String name) {
        Value first = value == null ? null : settings.putIfAbsent(setting, value);
        if (first != null) {
            mistakes.add(entry.key(), name, "is given twice; the first is at " + first.position());
        }
    }
}
