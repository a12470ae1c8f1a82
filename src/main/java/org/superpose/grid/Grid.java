package org.superpose.grid;

import java.util.List;

/**
 * The points of a sweep.
 *
 * @param points each model once, in the order of the file: blocks, then axes with the first varying slowest, then seeds
 * @param otherRatios the models among them that the file also names by another ratio, because both give the same m: to be listed with the
 *     planned points, not to be trained again
 * @param notices what the user should know, one line each
 */
public record Grid(List<Point> points, List<Point> otherRatios, List<String> notices) {
    public Grid {
        points = List.copyOf(points);
        otherRatios = List.copyOf(otherRatios);
        notices = List.copyOf(notices);
    }
}
