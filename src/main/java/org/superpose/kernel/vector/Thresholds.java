package org.superpose.kernel.vector;

/**
 * Where one way to compute overtakes another. Ways differ in rounding only.
 *
 * @param denseInput fraction of non-zero x above which W_in x is a dense product
 * @param denseOutput fraction of outputs with a gradient above which a tile's backward pass is a dense product
 */
record Thresholds(double denseInput, double denseOutput) {
    static final Thresholds MEASURED = new Thresholds(0.3, 0.5);
    static final Thresholds ALWAYS_SPARSE = new Thresholds(2, 2);
    static final Thresholds ALWAYS_DENSE = new Thresholds(-1, -1);
}
