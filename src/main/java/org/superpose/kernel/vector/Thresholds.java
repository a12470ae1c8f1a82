package org.superpose.kernel.vector;

/**
 * Where one way to compute overtakes another. Ways differ in rounding only. Measured on Emerald Rapids (AVX-512, one thread, B = 1024),
 * ms per step of the parts that differ:
 *
 * <pre>
 *                       sparse  dense                         sparse  dense
 * outputs active                          entries of x
 * 512 × 128      4 %      0.3    1.3      512 × 128      5 %     0.4    1.6
 *               23 %      1.1    1.3                    20 %     1.4    2.1
 *               52 %      2.2    1.3
 * 1024 × 256     5 %      1.5    5.7
 *               24 %      4.6    5.9
 *               52 %      9.1    5.8
 * </pre>
 *
 * @param denseInput fraction of non-zero x above which all products are dense ({@link DensePass}): so many outputs have a gradient then
 * @param denseOutput fraction of outputs with a gradient above which a panel's backward pass is two dense products
 */
record Thresholds(double denseInput, double denseOutput) {
    static final Thresholds MEASURED = new Thresholds(0.3, 0.3);
    static final Thresholds ALWAYS_SPARSE = new Thresholds(2, 2);
    static final Thresholds ALWAYS_DENSE = new Thresholds(-1, -1);
}
