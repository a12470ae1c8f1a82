package org.superpose.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.data.RandomStream;
import org.superpose.model.Layout;
import org.superpose.model.Weights;
import org.superpose.theory.ClosedForms;

/** Row sums of W = W_out W_in and of the encoder's Gram matrix, and the statistics made from them. */
final class Interactions {
    private static final double REPRESENTED = 0.5;

    private final Measurement.Subject subject;
    private final Layout layout;
    private final int n;
    /** W_ii. */
    private final double[] diagonal;
    /** ‖w_i‖². */
    private final double[] norms2;

    private final InteractionScan scan;
    /** Σ_{j≠i} (w_i·w_j)². */
    private final double[] gramEnergy;

    private Interactions(Measurement.Subject subject) {
        this.subject = subject;
        this.layout = subject.weights().layout();
        this.n = layout.n();
        float[] values = subject.weights().values();
        this.diagonal = rowProducts(values, layout.decoder());
        this.norms2 = rowProducts(values, layout.encoder());
        this.scan = InteractionScan.of(values, layout.decoder(), layout.encoder(), n, layout.m());
        this.gramEnergy = layout.spec().tied()
                ? scan.energy
                : InteractionScan.of(values, layout.encoder(), layout.encoder(), n, layout.m()).energy;
    }

    static Interactions of(Measurement.Subject subject) {
        return new Interactions(subject);
    }

    /** The products of each row of the matrix at {@code offset} with the same row of the encoder. */
    private double[] rowProducts(float[] values, int offset) {
        double[] products = new double[n];
        for (int i = 0; i < n; i++) {
            products[i] = product(values, offset + i * layout.m(), layout.encoder() + i * layout.m());
        }
        return products;
    }

    private double product(float[] values, int left, int right) {
        double sum = 0;
        for (int k = 0; k < layout.m(); k++) {
            sum += (double) values[left + k] * values[right + k];
        }
        return sum;
    }

    Symmetry symmetry() {
        Moments diag = Moments.of(diagonal);
        Moments bias = Moments.of(biases(subject.weights()));
        Moments energy = Moments.of(scan.energy);
        double v1 = ClosedForms.featureVariance(subject.density());
        Moments noiseVariance = Moments.of(scaled(scan.energy, v1));
        Moments noiseMean = Moments.of(scaled(scan.sums, subject.density() / 2));
        Range lyapunov = Range.of(lyapunov());
        Range raw = Range.of(rawLyapunov());
        NoiseNormality normality = normality(v1);
        double diagonal2 = squares(diagonal);
        return new Symmetry(
                diag.mean(),
                diag.variance(),
                bias.mean(),
                bias.variance(),
                energy.mean(),
                energy.variance(),
                noiseVariance.mean(),
                noiseVariance.variance(),
                noiseMean.variance(),
                lyapunov.mean(),
                lyapunov.least(),
                lyapunov.most(),
                raw.mean(),
                raw.least(),
                raw.most(),
                n - defined(),
                normality == null ? null : normality.statistic(),
                normality == null ? null : normality.pvalue(),
                Math.sqrt(diagonal2 + Arrays.stream(scan.energy).sum()),
                Math.sqrt(diagonal2 + scan.symmetric()),
                Math.sqrt(scan.antisymmetric()));
    }

    Representation representation() {
        double frobenius2 = Arrays.stream(norms2).sum();
        long represented = Arrays.stream(norms2)
                .filter(norm2 -> norm2 > REPRESENTED * REPRESENTED)
                .count();
        return new Representation(frobenius2, frobenius2 == 0 ? null : layout.m() / frobenius2, (int) represented);
    }

    List<Feature> features() {
        List<Feature> features = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double interference = norms2[i] == 0 ? 0 : gramEnergy[i] / norms2[i];
            double dimensionality = norms2[i] == 0 ? 0 : norms2[i] / (norms2[i] + interference);
            features.add(new Feature(
                    i,
                    (float) subject.importance().of(i, n),
                    (float) diagonal[i],
                    subject.weights().bias(i),
                    (float) scan.energy[i],
                    (float) scan.sums[i],
                    scan.energy[i] == 0 ? null : (float) lyapunov(i),
                    (float) Math.sqrt(norms2[i]),
                    (float) interference,
                    (float) dimensionality));
        }
        return List.copyOf(features);
    }

    /** Λ_i; at most 1 but for rounding. */
    private double lyapunov(int i) {
        return Math.min(1, scan.cubes[i] / (scan.energy[i] * Math.sqrt(scan.energy[i])));
    }

    private double[] lyapunov() {
        double[] ratios = new double[defined()];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (scan.energy[i] != 0) {
                ratios[count++] = lyapunov(i);
            }
        }
        return ratios;
    }

    private double[] rawLyapunov() {
        double[] ratios = new double[defined()];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (scan.energy[i] != 0) {
                ratios[count++] = scan.cubes[i] / scan.energy[i];
            }
        }
        return ratios;
    }

    private int defined() {
        return (int) Arrays.stream(scan.energy).filter(energy -> energy != 0).count();
    }

    /** Of the noise of output 0, null if it has none. */
    private NoiseNormality normality(double v1) {
        double[] epsilon = new double[n];
        for (int j = 1; j < n; j++) {
            epsilon[j] = product(subject.weights().values(), layout.decoder(), layout.encoder() + j * layout.m());
        }
        double variance = v1 * squares(epsilon);
        if (variance == 0) {
            return null;
        }
        double mean = subject.density() / 2 * Arrays.stream(epsilon).sum();
        return NoiseNormality.of(
                epsilon,
                subject.data().distribution(n, subject.density()),
                RandomStream.of(subject.modelKey(), "ks"),
                mean,
                variance);
    }

    private static double[] biases(Weights weights) {
        double[] biases = new double[weights.layout().n()];
        Arrays.setAll(biases, weights::bias);
        return biases;
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    /** Mean and extremes, all null of no values. */
    private record Range(Double mean, Double least, Double most) {
        static Range of(double[] values) {
            if (values.length == 0) {
                return new Range(null, null, null);
            }
            double least = Arrays.stream(values).min().orElseThrow();
            double most = Arrays.stream(values).max().orElseThrow();
            return new Range(Moments.of(values).mean(), least, most);
        }
    }
}
