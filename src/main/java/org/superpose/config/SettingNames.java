package org.superpose.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What settings are called in sweep files: by their dotted keys and the abbreviations of these, {@code training.schedule.kind} or {@code training.schedule}. */
public final class SettingNames {
    private static final Map<String, Setting> BY_NAME = byName();

    private SettingNames() {}

    /** The setting of a dotted key or its abbreviation, null if there is none. */
    public static Setting named(String name) {
        return BY_NAME.get(name);
    }

    /** Every name an axis can have. */
    static List<String> all() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The names that can follow {@code prefix.} in a section, in order. */
    static List<String> children(String prefix) {
        String start = prefix + ".";
        return BY_NAME.keySet().stream()
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .filter(name -> name.indexOf('.') < 0)
                .distinct()
                .toList();
    }

    private static Map<String, Setting> byName() {
        Map<String, Setting> byName = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            if (setting.alias() != null) {
                byName.put(setting.alias(), setting);
            }
            byName.put(setting.key(), setting);
        }
        return byName;
    }
}
