package org.superpose.kernel.vector;

/**
 * Where one way to compute overtakes another. Ways differ in rounding only. Measured on Zen 4 (AVX-512, one thread, B = 1024), ms per step:
 *
 * <pre>
 *                       sparse  dense                         sparse  dense
 * outputs active                          entries of x
 * 512 × 128     21 %      3.9    5.6      512 × 128     10 %     2.8    5.2
 *               50 %      5.7    5.6                    30 %     5.0    5.7
 *               79 %      7.7    5.6                    50 %     6.7    6.2
 * 1024 × 256    21 %     15.3   23.9      1024 × 256    20 %    15.8   21.7
 *               50 %     21.7   22.6                    30 %    24.3   23.0
 *              100 %     41.8   22.3                    50 %    29.6   24.1
 * </pre>
 *
 * @param denseInput fraction of non-zero x above which W_in x and its gradient are dense products
 * @param denseOutput fraction of outputs with a gradient above which a tile's backward pass is two dense products
 */
record Thresholds(double denseInput, double denseOutput) {
    static final Thresholds MEASURED = new Thresholds(0.35, 0.5);
    static final Thresholds ALWAYS_SPARSE = new Thresholds(2, 2);
    static final Thresholds ALWAYS_DENSE = new Thresholds(-1, -1);
}
