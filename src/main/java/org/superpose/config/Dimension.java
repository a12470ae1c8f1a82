package org.superpose.config;

import java.io.Serializable;
import java.util.List;

/**
 * One factor of a grid's product: a single axis, or several of equal length that step together ({@code zip}).
 *
 * @param axes at least one
 */
public record Dimension(List<Axis> axes) implements Serializable {
    public Dimension {
        axes = List.copyOf(axes);
    }

    /** The number of steps. */
    public int size() {
        return axes.get(0).values().size();
    }
}
