package org.superpose.codes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Codes with few different inner products that the geometry of small models does not name: the 24-cell, and the corners of Gosset's polytopes, where
 * each feature disturbs few others. Of the 27 features of 2_21, for example, each has 16 with W_ij = 0 and 10 with W_ij = −1.
 */
final class SharpCodes {
    /** Eigenvalues of W below this are zero but for rounding. */
    private static final double RANK = 1e-9;

    private SharpCodes() {}

    static List<Code> all() {
        double[][] gosset = gram(gosset());
        double[][] schlaefli = neighbours(gosset);
        double[][] clebsch = neighbours(schlaefli);
        return List.of(
                Code.shifted("24-cell", cell24()),
                ofGram("demipenteract", clebsch),
                ofGram("2_21 polytope", schlaefli),
                ofGram("3_21 polytope", gosset));
    }

    /** The 24 permutations of (±1, ±1, 0, 0)/√2. */
    private static double[][] cell24() {
        List<double[]> vectors = new ArrayList<>();
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < a; b++) {
                for (int signs = 0; signs < 4; signs++) {
                    double[] vector = new double[4];
                    vector[a] = (signs & 1) == 0 ? Math.sqrt(0.5) : -Math.sqrt(0.5);
                    vector[b] = (signs & 2) == 0 ? Math.sqrt(0.5) : -Math.sqrt(0.5);
                    vectors.add(vector);
                }
            }
        }
        return vectors.toArray(new double[0][]);
    }

    /** The 56 corners of 3_21, ± the permutations of (3, 3, −1, −1, −1, −1, −1, −1)/√24, which span seven dimensions: inner products ±1/3 and ±1. */
    private static double[][] gosset() {
        List<double[]> vectors = new ArrayList<>();
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b < a; b++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    double[] vector = new double[8];
                    for (int q = 0; q < 8; q++) {
                        vector[q] = sign * (q == a || q == b ? 3 : -1) / Math.sqrt(24);
                    }
                    vectors.add(vector);
                }
            }
        }
        return vectors.toArray(new double[0][]);
    }

    private static double[][] gram(double[][] vectors) {
        double[][] gram = new double[vectors.length][vectors.length];
        for (int i = 0; i < gram.length; i++) {
            for (int j = 0; j < gram.length; j++) {
                gram[i][j] = Code.dot(vectors[i], vectors[j]);
            }
        }
        return gram;
    }

    /** The Gram matrix of those that are nearest to vector 0, seen from it: (x·y − c²)/(1 − c²). */
    private static double[][] neighbours(double[][] gram) {
        double largest = largest(gram);
        int[] near = IntStream.range(1, gram.length)
                .filter(i -> gram[0][i] > largest - RANK)
                .toArray();
        double square = largest * largest;
        double[][] seen = new double[near.length][near.length];
        for (int i = 0; i < near.length; i++) {
            for (int j = 0; j < near.length; j++) {
                seen[i][j] = (gram[near[i]][near[j]] - square) / (1 - square);
            }
        }
        return seen;
    }

    /** The largest inner product of two different vectors, by the first row, to which all others are alike. */
    private static double largest(double[][] gram) {
        double largest = -1;
        for (int j = 1; j < gram.length; j++) {
            largest = Math.max(largest, gram[0][j]);
        }
        return largest;
    }

    /** W_ij = (x_i·x_j − c)/(1 − c). */
    private static Code ofGram(String name, double[][] gram) {
        double largest = largest(gram);
        double[][] w = new double[gram.length][gram.length];
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                w[i][j] = i == j ? 1 : Math.min(0, (gram[i][j] - largest) / (1 - largest));
            }
        }
        return factored(name, w);
    }

    /** D and E with D Eᵀ = W for a symmetric W: its eigenvectors with an eigenvalue λ, times √|λ|, and in D by the sign of λ. */
    private static Code factored(String name, double[][] w) {
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(w, false));
        double[] values = eigen.getRealEigenvalues();
        int[] kept = IntStream.range(0, w.length)
                .filter(q -> Math.abs(values[q]) > RANK)
                .toArray();
        double[][] decoder = new double[w.length][kept.length];
        double[][] encoder = new double[w.length][kept.length];
        for (int q = 0; q < kept.length; q++) {
            double value = values[kept[q]];
            for (int i = 0; i < w.length; i++) {
                double entry = Math.sqrt(Math.abs(value)) * eigen.getV().getEntry(i, kept[q]);
                encoder[i][q] = entry;
                decoder[i][q] = Math.signum(value) * entry;
            }
        }
        return new Code(name, decoder, encoder);
    }
}
