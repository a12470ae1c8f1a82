package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Vectors and small symmetric matrices. Vectors are rows; nothing is modified. */
final class Linear {
    private Linear() {}

    /**
     * A symmetric matrix taken apart.
     *
     * @param values eigenvalues, descending
     * @param vectors the unit eigenvector of each, as rows
     */
    record Spectrum(double[] values, double[][] vectors) {
        /** How many eigenvalues exceed {@code relative} times the largest. */
        int rank(double relative) {
            return (int) Arrays.stream(values)
                    .filter(value -> value > relative * values[0])
                    .count();
        }
    }

    /** @throws IllegalArgumentException unless there are vectors, all of one positive length and finite */
    static void check(double[][] vectors) {
        if (vectors.length == 0 || vectors[0].length == 0) {
            throw new IllegalArgumentException("there are no feature vectors; give at least one with one coordinate");
        }
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != vectors[0].length) {
                throw new IllegalArgumentException("vector " + i + " has " + vectors[i].length
                        + " coordinates, vector 0 has " + vectors[0].length + "; all need the same number");
            }
            for (double coordinate : vectors[i]) {
                if (!Double.isFinite(coordinate)) {
                    throw new IllegalArgumentException(
                            "vector " + i + " has the coordinate " + coordinate + "; leave diverged models out");
                }
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double distance(double[] a, double[] b) {
        return norm(minus(a, b));
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, k -> a[k] - b[k]);
        return difference;
    }

    /** ŵ = w/‖w‖; 0 stays 0. */
    static double[] unit(double[] vector) {
        double norm = norm(vector);
        double[] unit = new double[vector.length];
        Arrays.setAll(unit, k -> norm == 0 ? 0 : vector[k] / norm);
        return unit;
    }

    static double[][] units(double[][] vectors) {
        return Arrays.stream(vectors).map(Linear::unit).toArray(double[][]::new);
    }

    /** G_ij = w_i·w_j. */
    static double[][] gram(double[][] vectors) {
        double[][] gram = new double[vectors.length][vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i][j] = dot(vectors[i], vectors[j]);
                gram[j][i] = gram[i][j];
            }
        }
        return gram;
    }

    /** F = Σ_i w_i w_iᵀ. */
    static double[][] frame(double[][] vectors) {
        int m = vectors[0].length;
        double[][] frame = new double[m][m];
        for (double[] vector : vectors) {
            for (int k = 0; k < m; k++) {
                for (int l = 0; l < m; l++) {
                    frame[k][l] += vector[k] * vector[l];
                }
            }
        }
        return frame;
    }

    static Spectrum spectrum(double[][] symmetric) {
        EigenDecomposition decomposition = new EigenDecomposition(new Array2DRowRealMatrix(symmetric, false));
        int size = symmetric.length;
        double[][] vectors = new double[size][];
        Arrays.setAll(vectors, q -> decomposition.getEigenvector(q).toArray());
        return new Spectrum(decomposition.getRealEigenvalues(), vectors);
    }

    /** The rows {@code which} of {@code vectors}. */
    static double[][] select(double[][] vectors, Iterable<Integer> which) {
        List<double[]> selected = new ArrayList<>();
        which.forEach(i -> selected.add(vectors[i]));
        return selected.toArray(double[][]::new);
    }

    /**
     * An orthonormal basis of the span of k vectors, by Gram–Schmidt with the longest remainder first, so that it spans the same plane
     * whatever the order.
     *
     * @param least the shortest remainder that still counts as a direction
     * @return k rows, or null if the vectors are dependent or nearly so
     */
    static double[][] basis(double[][] vectors, double least) {
        double[][] rest = Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
        for (int q = 0; q < rest.length; q++) {
            int longest = q;
            for (int i = q + 1; i < rest.length; i++) {
                longest = norm(rest[i]) > norm(rest[longest]) ? i : longest;
            }
            double[] direction = rest[longest];
            rest[longest] = rest[q];
            if (!(norm(direction) >= least)) {
                return null;
            }
            rest[q] = cleared(direction, rest, q);
            for (int i = q + 1; i < rest.length; i++) {
                subtract(rest[i], rest[q]);
            }
        }
        return rest;
    }

    /** Makes a vector orthogonal to the first {@code count} rows once more, and of length 1. */
    private static double[] cleared(double[] direction, double[][] rows, int count) {
        for (int q = 0; q < count; q++) {
            subtract(direction, rows[q]);
        }
        return unit(direction);
    }

    private static void subtract(double[] from, double[] unit) {
        double length = dot(from, unit);
        for (int k = 0; k < from.length; k++) {
            from[k] -= length * unit[k];
        }
    }

    /** P = QᵀQ of orthonormal rows Q. */
    static double[][] projector(double[][] basis) {
        return frame(basis);
    }
}
