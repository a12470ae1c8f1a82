package org.superpose.grid;

import java.io.Serializable;
import java.util.List;

/**
 * The points one task trains, one after another.
 *
 * @param points at least one; those of equal shape are neighbours
 * @param seconds predicted for all of them
 */
public record Bundle(List<Point> points, double seconds) implements Serializable {
    private static final long serialVersionUID = 1;

    public Bundle {
        points = List.copyOf(points);
    }
}
