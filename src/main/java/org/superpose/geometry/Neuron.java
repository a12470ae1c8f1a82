package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.superpose.model.Activation;
import org.superpose.model.Weights;

/**
 * What one unit of a hidden layer with ReLU responds to. Such a layer has a privileged basis; without ReLU a unit means nothing.
 *
 * @param k its number
 * @param kind by how many features drive it
 * @param features those with |W_kj| > {@value #SHARE} max_j |W_kj|, W the encoder, ascending; none of a dead unit
 * @param selectivity max_j W_kj²/Σ_j W_kj²: 1 where one feature alone drives it, 0 for W_k = 0
 */
public record Neuron(int k, Kind kind, List<Integer> features, double selectivity) {
    /** A unit is dead if none of its weights exceeds this. */
    public static final double DEAD = 0.1;
    /** Weights below this share of the largest are noise. */
    public static final double SHARE = 0.2;

    /** The classes of units, by how many features drive them. */
    public enum Kind {
        DEAD,
        MONOSEMANTIC,
        POLYSEMANTIC;

        /** The name used in tables: the constant in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Neuron {
        features = List.copyOf(features);
    }

    /**
     * All units of a model.
     *
     * @throws IllegalArgumentException if the hidden layer has no ReLU
     */
    public static List<Neuron> of(Weights weights) {
        if (weights.layout().spec().hidden() != Activation.RELU) {
            throw new IllegalArgumentException("hidden units mean something only behind a ReLU; this model has hidden: "
                    + weights.layout().spec().hidden().label());
        }
        double[][] encoder = FeatureVectors.encoder(weights);
        Linear.check(encoder);
        List<Neuron> neurons = new ArrayList<>();
        for (int k = 0; k < encoder[0].length; k++) {
            int unit = k;
            neurons.add(of(k, Arrays.stream(encoder).mapToDouble(w -> w[unit]).toArray()));
        }
        return neurons;
    }

    private static Neuron of(int k, double[] row) {
        double most = Arrays.stream(row).map(Math::abs).max().orElse(0);
        if (most <= DEAD) {
            return new Neuron(k, Kind.DEAD, List.of(), selectivity(row, most));
        }
        List<Integer> features = new ArrayList<>();
        for (int j = 0; j < row.length; j++) {
            if (Math.abs(row[j]) > SHARE * most) {
                features.add(j);
            }
        }
        Kind kind = features.size() == 1 ? Kind.MONOSEMANTIC : Kind.POLYSEMANTIC;
        return new Neuron(k, kind, features, selectivity(row, most));
    }

    private static double selectivity(double[] row, double most) {
        return most == 0 ? 0 : most * most / Linear.dot(row, row);
    }
}
