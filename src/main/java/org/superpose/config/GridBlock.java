package org.superpose.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One grid: the product of its dimensions, the first varying slowest, filtered by a condition.
 *
 * @param settings what is the same for all points: the file's sections, overlaid by the block's own; no setting of a dimension is in it
 * @param where null keeps every point
 */
public record GridBlock(Position position, List<Dimension> dimensions, Map<Setting, Value> settings, Condition where)
        implements Serializable {
    public GridBlock {
        dimensions = List.copyOf(dimensions);
        Map<Setting, Value> copy = new EnumMap<>(Setting.class);
        copy.putAll(settings);
        settings = Collections.unmodifiableMap(copy);
    }
}
