package org.superpose.measure;

import java.util.Arrays;
import org.superpose.kernel.RowProducts;

/**
 * One pass over the off-diagonal entries of W = D Eᵀ (D decoder, E encoder, both n × m), by pairs of blocks (W_IJ, W_JI), J ≥ I, so
 * that W_ij and W_ji are at hand together and W is never held. What is asked of W − Wᵀ is then a sum of squares of differences; the
 * short cut tr W² = tr((EᵀD)²) would leave it as a difference of large numbers. A symmetric W is computed by its upper half.
 *
 * <p>Products are in float (the weights are), sums in double. The scratch is two blocks of 1 MiB.
 */
final class InteractionScan {
    private static final int BLOCK = 512;
    private static final int TILE = 16;

    /** Σ_{j≠i} W_ij² of each row. */
    final double[] energy;

    /** Σ_{j≠i} |W_ij|³ of each row. */
    final double[] cubes;

    /** Σ_{j≠i} W_ij of each row. */
    final double[] sums;

    private double symmetric;
    private double antisymmetric;

    private InteractionScan(int n) {
        this.energy = new double[n];
        this.cubes = new double[n];
        this.sums = new double[n];
    }

    /**
     * Scans W = D Eᵀ.
     *
     * @param values holds both matrices, row major, not modified
     * @param decoder offset of D
     * @param encoder offset of E; equal to {@code decoder} for the Gram matrix of one of them
     */
    static InteractionScan of(float[] values, int decoder, int encoder, int n, int m) {
        InteractionScan scan = new InteractionScan(n);
        int block = Math.min(n, BLOCK);
        boolean gram = decoder == encoder;
        float[] upper = new float[block * block];
        float[] lower = gram ? upper : new float[block * block];
        for (int i = 0; i < n; i += block) {
            int rows = Math.min(block, n - i);
            for (int j = i; j < n; j += block) {
                int columns = Math.min(block, n - j);
                RowProducts.multiply(values, decoder + i * m, rows, values, encoder + j * m, columns, m, upper);
                if (i == j) {
                    clearDiagonal(upper, rows);
                    scan.addRows(upper, i, rows, rows);
                    if (!gram) {
                        scan.addParts(upper, upper, rows, rows, 0.5);
                    }
                } else if (gram) {
                    scan.addRows(upper, i, rows, columns);
                    scan.addColumns(upper, j, rows, columns);
                } else {
                    RowProducts.multiply(values, decoder + j * m, columns, values, encoder + i * m, rows, m, lower);
                    scan.addRows(upper, i, rows, columns);
                    scan.addRows(lower, j, columns, rows);
                    scan.addParts(upper, lower, rows, columns, 1);
                }
            }
        }
        if (gram) {
            scan.symmetric = Arrays.stream(scan.energy).sum();
        }
        return scan;
    }

    /** Σ_{i≠j} ((W_ij + W_ji)/2)². */
    double symmetric() {
        return symmetric;
    }

    /** Σ_{i≠j} ((W_ij − W_ji)/2)², exactly 0 for a Gram matrix. */
    double antisymmetric() {
        return antisymmetric;
    }

    private static void clearDiagonal(float[] block, int size) {
        for (int i = 0; i < size; i++) {
            block[i * size + i] = 0;
        }
    }

    /** Two sums of each kind, so that one addition need not wait for the one before. */
    private void addRows(float[] block, int first, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            int begin = i * columns;
            int end = begin + columns;
            double energy0 = 0;
            double energy1 = 0;
            double cubes0 = 0;
            double cubes1 = 0;
            double sums0 = 0;
            double sums1 = 0;
            int q = begin;
            for (; q + 1 < end; q += 2) {
                double w0 = block[q];
                double w1 = block[q + 1];
                energy0 += w0 * w0;
                energy1 += w1 * w1;
                cubes0 += Math.abs(w0) * (w0 * w0);
                cubes1 += Math.abs(w1) * (w1 * w1);
                sums0 += w0;
                sums1 += w1;
            }
            if (q < end) {
                double w = block[q];
                energy0 += w * w;
                cubes0 += Math.abs(w) * (w * w);
                sums0 += w;
            }
            energy[first + i] += energy0 + energy1;
            cubes[first + i] += cubes0 + cubes1;
            sums[first + i] += sums0 + sums1;
        }
    }

    /** Adds the rows of the block's transpose. */
    private void addColumns(float[] block, int first, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double w = block[i * columns + j];
                energy[first + j] += w * w;
                cubes[first + j] += Math.abs(w) * (w * w);
                sums[first + j] += w;
            }
        }
    }

    /**
     * Adds the squares of both parts of a pair of blocks, tile by tile because one of them is read by columns.
     *
     * @param lower W_JI
     * @param weight 1 for a pair of blocks; ½ for a block on the diagonal, whose pairs (i, j) all come twice
     */
    private void addParts(float[] upper, float[] lower, int rows, int columns, double weight) {
        double plus = 0;
        double minus = 0;
        for (int i0 = 0; i0 < rows; i0 += TILE) {
            int iEnd = Math.min(rows, i0 + TILE);
            for (int j0 = 0; j0 < columns; j0 += TILE) {
                int jEnd = Math.min(columns, j0 + TILE);
                for (int i = i0; i < iEnd; i++) {
                    for (int j = j0; j < jEnd; j++) {
                        double w = upper[i * columns + j];
                        double transposed = lower[j * rows + i];
                        plus += (w + transposed) * (w + transposed);
                        minus += (w - transposed) * (w - transposed);
                    }
                }
            }
        }
        symmetric += weight * plus / 2;
        antisymmetric += weight * minus / 2;
    }
}
