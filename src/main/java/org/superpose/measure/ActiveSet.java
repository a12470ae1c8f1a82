package org.superpose.measure;

import java.util.Arrays;

/**
 * The active features of {@link BasisPursuit}, at most m: their coefficients, and the Cholesky factor R of the Gram matrix G = RᵀR of
 * their columns, of which a column is added or taken out in O(m²).
 */
final class ActiveSet {
    private final double[] columns;
    private final int m;
    private final int[] features;
    private final double[] coefficients;
    private final double[] ones;
    private final double[] work;
    private final double[] rest;
    /** R, upper triangular: column q at {@code factor[q·m]}, its first q + 1 numbers. */
    private final double[] factor;

    private int size;

    /** @param columns w_j at {@code columns[j·m]}, not copied */
    ActiveSet(double[] columns, int m) {
        this.columns = columns;
        this.m = m;
        this.features = new int[m];
        this.coefficients = new double[m];
        this.ones = new double[m];
        this.work = new double[m];
        this.rest = new double[m];
        this.factor = new double[m * m];
    }

    void clear() {
        size = 0;
    }

    /** Adds a feature with the coefficient 0; false if its column depends on those that are here. */
    boolean add(int feature, double tolerance) {
        double length2 = Vectors.dot(columns, feature * m, columns, feature * m, m);
        if (size == m || length2 == 0) {
            return false;
        }
        int at = size * m;
        for (int q = 0; q < size; q++) {
            double product = Vectors.dot(columns, features[q] * m, columns, feature * m, m);
            factor[at + q] = (product - Vectors.dot(factor, q * m, factor, at, q)) / factor[q * m + q];
        }
        double pivot2 = length2 - Vectors.dot(factor, at, factor, at, size);
        if (!(pivot2 > tolerance * tolerance * length2)) {
            return false;
        }
        factor[at + size] = Math.sqrt(pivot2);
        features[size] = feature;
        coefficients[size] = 0;
        size++;
        return true;
    }

    /** Takes out the feature at a place and makes R triangular again by Givens rotations; the feature. */
    int remove(int place) {
        int feature = features[place];
        size--;
        for (int q = place; q < size; q++) {
            features[q] = features[q + 1];
            coefficients[q] = coefficients[q + 1];
            System.arraycopy(factor, (q + 1) * m, factor, q * m, q + 2);
        }
        for (int q = place; q < size; q++) {
            double a = factor[q * m + q];
            double b = factor[q * m + q + 1];
            double length = Math.hypot(a, b);
            double cos = a / length;
            double sin = b / length;
            for (int c = q; c < size; c++) {
                double upper = factor[c * m + q];
                double lower = factor[c * m + q + 1];
                factor[c * m + q] = cos * upper + sin * lower;
                factor[c * m + q + 1] = cos * lower - sin * upper;
            }
        }
        return feature;
    }

    /** G⁻¹ 1, by which the coefficients grow as λ falls. */
    void solveOnes() {
        Arrays.fill(ones, 0, size, 1);
        solve(ones);
    }

    /** x ← G⁻¹ x. */
    private void solve(double[] x) {
        for (int q = 0; q < size; q++) {
            x[q] = (x[q] - Vectors.dot(factor, q * m, x, 0, q)) / factor[q * m + q];
        }
        for (int q = size - 1; q >= 0; q--) {
            x[q] /= factor[q * m + q];
            Vectors.add(-x[q], factor, q * m, x, 0, q);
        }
    }

    /** u = Σ (G⁻¹1)_q w_q, overwritten. */
    void combine(double[] u) {
        Arrays.fill(u, 0);
        for (int q = 0; q < size; q++) {
            Vectors.add(ones[q], columns, features[q] * m, u, 0, m);
        }
    }

    /** Returns the place of the coefficient that reaches 0 first within a step of λ, or −1 if none does. */
    int firstToLeave(double step) {
        int first = -1;
        double least = step;
        for (int q = 0; q < size; q++) {
            if (ones[q] < 0 && stepOf(q) < least) {
                least = stepOf(q);
                first = q;
            }
        }
        return first;
    }

    /** The step of λ after which the coefficient at a place is 0. */
    double stepOf(int place) {
        return -coefficients[place] / ones[place];
    }

    void advance(double step) {
        for (int q = 0; q < size; q++) {
            coefficients[q] += step * ones[q];
        }
    }

    /** The coefficients nearest to Σ_q x_q w_q = h, in the sense of least squares, refined once. */
    void fit(double[] h) {
        Arrays.fill(coefficients, 0, size, 0);
        for (int round = 0; round < 2; round++) {
            System.arraycopy(h, 0, rest, 0, m);
            for (int q = 0; q < size; q++) {
                Vectors.add(-coefficients[q], columns, features[q] * m, rest, 0, m);
            }
            for (int q = 0; q < size; q++) {
                work[q] = Vectors.dot(columns, features[q] * m, rest, 0, m);
            }
            solve(work);
            Vectors.add(1, work, 0, coefficients, 0, size);
        }
    }

    /** Writes the coefficients, negative rounding errors as 0, to their features. */
    void scatter(double[] solution) {
        for (int q = 0; q < size; q++) {
            solution[features[q]] = Math.max(0, coefficients[q]);
        }
    }
}
