package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.measure.Representation;
import org.superpose.model.Weights;

/**
 * How a model represents its features, and what that adds up to.
 *
 * @param features one of each, in order
 * @param dimensionalitySum Σ_i D_i, at most the rank: D_i ≤ Π_ii, Π the projector on the range of the Gram matrix, by Cauchy and Schwarz;
 *     equal to it where every w_i is an eigenvector of F
 * @param rank eigenvalues of the frame operator above {@value #RANK} of the largest; of W its numerical rank
 * @param frameSpectrum eigenvalues of F = Σ_i w_i w_iᵀ, m of them, descending; of W its m largest singular values, which for a tied model
 *     are the same
 * @param tight whether the first {@code rank} of them lie within {@value #TIGHT} of their mean: F = c·𝟙 on its range
 */
public record ModelGeometry(
        List<FeaturePlace> features, double dimensionalitySum, int rank, double[] frameSpectrum, boolean tight) {
    /** The most features. More would take an n × n matrix that is not worth holding. */
    public static final int MOST_FEATURES = 4096;

    private static final double RANK = 1e-5;
    private static final double TIGHT = 0.01;

    public ModelGeometry {
        features = List.copyOf(features);
    }

    /** By the columns of the encoder. Those of an untied model depend on the basis of its hidden layer; see {@link #ofInteraction}. */
    public static ModelGeometry ofEncoder(Weights weights) {
        return of(FeatureVectors.encoder(weights));
    }

    /**
     * Of vectors w_i.
     *
     * @param vectors n rows of m numbers
     * @throws IllegalArgumentException of more than {@value #MOST_FEATURES} vectors, or if a number is not finite
     */
    public static ModelGeometry of(double[][] vectors) {
        checkSize(vectors);
        return of(Linear.gram(vectors), Linear.spectrum(Linear.frame(vectors)).values());
    }

    /**
     * By W = W_out W_in, which no change of the hidden basis W_in → C W_in, W_out → W_out C⁻¹ alters: ‖w_i‖² is read as W_ii (0 if that is
     * negative) and w_i·w_j as W_ij, so that the interference of i is Σ_{j≠i} W_ij²/W_ii and D_i = W_ii²/Σ_j W_ij². Overlaps for
     * partners and antipodes are the symmetric part's, (W_ij + W_ji)/2 over √(W_ii W_jj). For a tied model this is {@link #ofEncoder};
     * Σ_i D_i ≤ rank W holds for any W by the same proof, with the projector on the span of the rows.
     */
    public static ModelGeometry ofInteraction(Weights weights) {
        double[][] encoder = FeatureVectors.encoder(weights);
        double[][] decoder = FeatureVectors.decoder(weights);
        checkSize(encoder);
        checkSize(decoder);
        int n = encoder.length;
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i][j] = Linear.dot(decoder[i], encoder[j]);
            }
        }
        return of(w, interactionSpectrum(encoder, decoder));
    }

    private static void checkSize(double[][] vectors) {
        Linear.check(vectors);
        if (vectors.length > MOST_FEATURES) {
            throw new IllegalArgumentException("the geometry of " + vectors.length
                    + " features needs too much memory; at most " + MOST_FEATURES + " can be given: choose some");
        }
    }

    /** The m singular values of W = BA, by the non-zero eigenvalues of (BᵀB)^{1/2} (AAᵀ) (BᵀB)^{1/2}: for a tied model the eigenvalues of F. */
    private static double[] interactionSpectrum(double[][] encoder, double[][] decoder) {
        double[][] root = squareRoot(Linear.frame(decoder));
        double[][] middle = Linear.frame(encoder);
        double[] squares =
                Linear.spectrum(symmetric(times(times(root, middle), root))).values();
        return Arrays.stream(squares)
                .map(square -> Math.sqrt(Math.max(0, square)))
                .toArray();
    }

    private static double[][] squareRoot(double[][] positive) {
        Linear.Spectrum spectrum = Linear.spectrum(positive);
        double[][] scaled = new double[positive.length][];
        for (int q = 0; q < scaled.length; q++) {
            double factor = Math.pow(Math.max(0, spectrum.values()[q]), 0.25);
            scaled[q] =
                    Arrays.stream(spectrum.vectors()[q]).map(x -> factor * x).toArray();
        }
        return Linear.frame(scaled);
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] symmetric(double[][] matrix) {
        double[][] symmetric = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                symmetric[i][j] = (matrix[i][j] + matrix[j][i]) / 2;
            }
        }
        return symmetric;
    }

    private static ModelGeometry of(double[][] w, double[] spectrum) {
        int n = w.length;
        double[] norms2 = new double[n];
        Arrays.setAll(norms2, i -> Math.max(0, w[i][i]));
        List<FeaturePlace> features = new ArrayList<>(n);
        Overlaps overlaps = new Overlaps(w, norms2);
        for (int i = 0; i < n; i++) {
            features.add(overlaps.place(i));
        }
        double sum = features.stream().mapToDouble(FeaturePlace::dimensionality).sum();
        int rank = (int)
                Arrays.stream(spectrum).filter(x -> x > RANK * spectrum[0]).count();
        return new ModelGeometry(features, sum, rank, spectrum, tight(spectrum, rank));
    }

    private static boolean tight(double[] spectrum, int rank) {
        double mean = Arrays.stream(spectrum, 0, rank).average().orElse(0);
        return rank > 0 && spectrum[0] - mean <= TIGHT * mean && mean - spectrum[rank - 1] <= TIGHT * mean;
    }

    /** The cosines between the vectors of all pairs of features. */
    private record Overlaps(double[][] w, double[] norms2) {
        FeaturePlace place(int i) {
            double norm = Math.sqrt(norms2[i]);
            double interference = norm == 0 ? 0 : energy(i) / norms2[i];
            double dimensionality = norm == 0 ? 0 : norms2[i] / (norms2[i] + interference);
            FeaturePlace.Role role = FeaturePlace.Role.of(norm, dimensionality);
            List<Integer> partners = role == FeaturePlace.Role.SUPERPOSED ? partners(i) : List.of();
            return new FeaturePlace(i, norm, interference, dimensionality, role, partners, antipode(i));
        }

        private double energy(int i) {
            double energy = 0;
            for (int j = 0; j < w.length; j++) {
                energy += j == i ? 0 : w[i][j] * w[i][j];
            }
            return energy;
        }

        private boolean represented(int i) {
            return norms2[i] > Representation.REPRESENTED * Representation.REPRESENTED;
        }

        /** Returns the cosine between two features, and 0 where one of them is not represented. */
        private double cosine(int i, int j) {
            return represented(i) && represented(j) ? (w[i][j] + w[j][i]) / 2 / Math.sqrt(norms2[i] * norms2[j]) : 0;
        }

        private List<Integer> partners(int i) {
            List<Integer> partners = new ArrayList<>();
            for (int j = 0; j < w.length; j++) {
                if (j != i && Math.abs(cosine(i, j)) > FeaturePlace.OVERLAP) {
                    partners.add(j);
                }
            }
            return partners;
        }

        private Integer antipode(int i) {
            int opposite = opposite(i);
            boolean mutual = cosine(i, opposite) < FeaturePlace.OPPOSITE && opposite(opposite) == i;
            return mutual ? opposite : null;
        }

        private int opposite(int i) {
            int opposite = i;
            for (int j = 0; j < w.length; j++) {
                opposite = cosine(i, j) < cosine(i, opposite) ? j : opposite;
            }
            return opposite;
        }
    }
}
