package org.superpose.theory;

import java.util.Arrays;

/** Orthonormal bases of row spaces, and the loops on long rows that they need. */
public final class OrthonormalRows {
    private OrthonormalRows() {}

    /**
     * An orthonormal basis of the space that rows span, by Gram–Schmidt, again where a row lost half of its length (Giraud et al. 2005).
     *
     * @param rows m rows of n numbers, not modified
     * @return at most m rows: one that depends on those before it, up to n roundings, adds none
     */
    public static double[][] of(double[][] rows) {
        double[][] basis = new double[rows.length][];
        int rank = 0;
        for (double[] row : rows) {
            double[] left = row.clone();
            double length = Math.sqrt(dot(row, row));
            double floor = length * row.length * Math.ulp(1.0);
            double before;
            do {
                before = length;
                for (int q = 0; q < rank; q++) {
                    add(-dot(basis[q], left), basis[q], left);
                }
                length = Math.sqrt(dot(left, left));
            } while (length > floor && length < before / 2);
            if (length > floor) {
                scale(1 / length, left);
                basis[rank] = left;
                rank++;
            }
        }
        return Arrays.copyOf(basis, rank);
    }

    /** Σ a_i b_i, in four sums so that additions overlap. */
    public static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** y ← y + c x. */
    static void add(double factor, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * x[i];
        }
    }

    /** x ← c x. */
    static void scale(double factor, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }
}
