package org.superpose.grid;

import java.util.List;

/**
 * The points of a sweep, each once.
 *
 * @param points in the order of the file: blocks, then axes with the first varying slowest, then seeds
 * @param notices what the user should know, one line each
 */
public record Grid(List<Point> points, List<String> notices) {
    public Grid {
        points = List.copyOf(points);
        notices = List.copyOf(notices);
    }
}
