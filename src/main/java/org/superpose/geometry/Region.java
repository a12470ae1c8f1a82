package org.superpose.geometry;

import java.util.List;

/**
 * One region of the hidden plane, m = 2, within which the same outputs fire.
 *
 * @param firing the features i with w_i·h + b_i > 0, ascending
 * @param area infinite if the region is unbounded
 * @param inside a point of it
 */
public record Region(List<Integer> firing, double area, double[] inside) {
    public Region {
        firing = List.copyOf(firing);
    }

    public boolean bounded() {
        return area < Double.POSITIVE_INFINITY;
    }
}
