package org.superpose.config;

import java.io.Serializable;
import java.util.List;

/** The values one setting takes in a grid, at least one. */
public record Axis(Setting setting, Position position, List<Value> values) implements Serializable {
    public Axis {
        values = List.copyOf(values);
    }
}
