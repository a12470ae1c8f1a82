package org.superpose.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.data.RandomStream;
import org.superpose.linear.GramSums;
import org.superpose.linear.InteractionSums;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Row sums of W = W_out W_in and of the encoder's Gram matrix, and the statistics made from them. */
public final class Interactions {
    private final Measurement.Subject subject;
    private final Layout layout;
    private final int n;
    private final InteractionSums sums;
    /** ‖w_i‖². */
    private final double[] norms2;

    private final Noise noise;
    private final LyapunovRatios ratios;

    private Interactions(Measurement.Subject subject) {
        this.subject = subject;
        this.layout = subject.weights().layout();
        this.n = layout.n();
        float[] values = subject.weights().values();
        this.sums = InteractionSums.of(values, layout.decoder(), layout.encoder(), n, layout.m());
        this.noise = new Noise(subject, sums);
        this.norms2 = layout.spec().tied()
                ? sums.diagonal
                : InteractionSums.squaredNorms(values, layout.encoder(), n, layout.m());
        double[] decoderNorms2 = layout.spec().tied()
                ? sums.diagonal
                : InteractionSums.squaredNorms(values, layout.decoder(), n, layout.m());
        this.ratios = new LyapunovRatios(sums, decoderNorms2, norms2);
    }

    public static Interactions of(Measurement.Subject subject) {
        return new Interactions(subject);
    }

    private double product(float[] values, int left, int right) {
        double sum = 0;
        for (int k = 0; k < layout.m(); k++) {
            sum += (double) values[left + k] * values[right + k];
        }
        return sum;
    }

    Noise noise() {
        return noise;
    }

    public Symmetry symmetry() {
        return symmetry(normality());
    }

    /**
     * The permutation-symmetry statistics.
     *
     * @param normality null if it is not asked for or does not exist
     */
    public Symmetry symmetry(NoiseNormality normality) {
        return new Symmetry(sums, ratios, noise, biases(subject.weights()), normality);
    }

    /** What the model's own rows predict; null where there is no such prediction. */
    GaussianPicture gaussianPicture() {
        return GaussianPicture.of(subject, sums, noise);
    }

    public Representation representation() {
        return Representation.of(layout.m(), norms2, sums.diagonal);
    }

    public List<Feature> features() {
        List<Feature> features = new ArrayList<>(n);
        double[] gramEnergy = gramEnergy();
        for (int i = 0; i < n; i++) {
            double interference = norms2[i] == 0 ? 0 : gramEnergy[i] / norms2[i];
            double dimensionality = norms2[i] == 0 ? 0 : norms2[i] / (norms2[i] + interference);
            double own = sums.diagonal[i] * sums.diagonal[i];
            features.add(new Feature(
                    i,
                    (float) subject.importance().of(i, n),
                    (float) sums.diagonal[i],
                    subject.weights().bias(i),
                    (float) sums.squares[i],
                    (float) sums.sums[i],
                    lyapunov(i),
                    (float) Math.sqrt(norms2[i]),
                    (float) interference,
                    (float) dimensionality,
                    (float) (own == 0 ? 0 : own / (own + sums.squares[i]))));
        }
        return List.copyOf(features);
    }

    private Float lyapunov(int i) {
        Double ratio = ratios.of(i);
        return ratio == null ? null : ratio.floatValue();
    }

    /** Σ_{j≠i} (w_i·w_j)². */
    private double[] gramEnergy() {
        return layout.spec().tied()
                ? sums.squares
                : GramSums.of(subject.weights().values(), layout.encoder(), n, layout.m(), norms2);
    }

    /** The test of the noise on output 0; null if that output has no noise, or none but rounding. */
    private NoiseNormality normality() {
        if (!ratios.defined(0)) {
            return null;
        }
        double[] epsilon = new double[n];
        for (int j = 1; j < n; j++) {
            epsilon[j] = product(subject.weights().values(), layout.decoder(), layout.encoder() + j * layout.m());
        }
        double variance = noise.variance(epsilon);
        if (variance == 0) {
            return null;
        }
        return NoiseNormality.of(
                epsilon,
                subject.data().distribution(n, subject.density()),
                RandomStream.of(subject.modelKey(), "ks"),
                noise.mean(epsilon),
                variance);
    }

    private static double[] biases(Weights weights) {
        double[] biases = new double[weights.layout().n()];
        Arrays.setAll(biases, weights::bias);
        return biases;
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
