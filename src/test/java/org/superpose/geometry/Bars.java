package org.superpose.geometry;

import java.util.List;

/** What tests count in a barcode. */
final class Bars {
    private Bars() {}

    /** The Betti number β_dimension of the complex at edge length {@code length}. */
    static int betti(Barcode barcode, int dimension, double length) {
        return (int) barcode.intervals().stream()
                .filter(interval -> interval.dimension() == dimension && interval.alive(length))
                .count();
    }

    /** The intervals of one dimension that last longer than {@code least}. */
    static List<PersistenceInterval> longer(Barcode barcode, int dimension, double least) {
        return barcode.intervals().stream()
                .filter(interval -> interval.dimension() == dimension && interval.persistence() > least)
                .toList();
    }
}
