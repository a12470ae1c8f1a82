package org.superpose.geometry;

/**
 * One bar of a barcode: a hole of the Vietoris–Rips complex.
 *
 * @param dimension 0 for a component, 1 for a loop, 2 for a void
 * @param birth the edge length at which it appears
 * @param death the edge length from which it is filled; null if it never is, which only the last component is
 */
public record PersistenceInterval(int dimension, double birth, Double death) {
    /** Whether birth ≤ {@code length} &lt; death. */
    public boolean alive(double length) {
        return birth <= length && (death == null || length < death);
    }

    /** death − birth, infinite for the last component. */
    public double persistence() {
        return death == null ? Double.POSITIVE_INFINITY : death - birth;
    }
}
