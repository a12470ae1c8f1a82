package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/**
 * A direct sum whose summands are known: sets of unit vectors in orthogonal subspaces, relabelled, turned at random, with Gaussian noise.
 *
 * @param vectors one row to a feature
 * @param groups the features of each summand
 */
record Planted(double[][] vectors, Set<Set<Integer>> groups) {
    /** @param noise standard deviation of what is added to each coordinate */
    static Planted of(List<double[][]> summands, double noise, long seed) {
        Random random = new Random(seed);
        double[][] sum = summands.stream().reduce(KnownCodes::sum).orElseThrow();
        int[] order = order(sum.length, random);
        double[][] turned = turned(sum, random);
        double[][] vectors = new double[sum.length][];
        for (int i = 0; i < sum.length; i++) {
            vectors[order[i]] = Arrays.stream(turned[i])
                    .map(x -> x + noise * random.nextGaussian())
                    .toArray();
        }
        Set<Set<Integer>> groups = new HashSet<>();
        int first = 0;
        for (double[][] summand : summands) {
            groups.add(Set.copyOf(
                    Arrays.stream(order, first, first + summand.length).boxed().toList()));
            first += summand.length;
        }
        return new Planted(vectors, groups);
    }

    private static int[] order(int n, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            order.add(random.nextInt(i + 1), i);
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Turned by a rotation that is uniform among all of them (up to a reflection). */
    static double[][] turned(double[][] vectors, Random random) {
        int m = vectors[0].length;
        double[][] gaussian = gaussian(m, m, random);
        double[][] axes = new double[m][];
        for (int q = 0; q < m; q++) {
            double[] axis = gaussian[q].clone();
            for (int repeat = 0; repeat < 2; repeat++) {
                for (int l = 0; l < q; l++) {
                    double length = dot(axis, axes[l]);
                    double[] other = axes[l];
                    double[] rest = axis;
                    axis = new double[m];
                    for (int k = 0; k < m; k++) {
                        axis[k] = rest[k] - length * other[k];
                    }
                }
            }
            double norm = Math.sqrt(dot(axis, axis));
            axes[q] = Arrays.stream(axis).map(x -> x / norm).toArray();
        }
        return Arrays.stream(vectors)
                .map(vector -> Arrays.stream(axes)
                        .mapToDouble(axis -> dot(axis, vector))
                        .toArray())
                .toArray(double[][]::new);
    }

    static double[][] gaussian(int n, int m, Random random) {
        double[][] vectors = new double[n][m];
        for (double[] vector : vectors) {
            Arrays.setAll(vector, k -> random.nextGaussian());
        }
        return vectors;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    static Weights model(boolean tied, Activation hidden, double[][] encoder, double[][] decoder, double[] bias) {
        int n = encoder.length;
        int m = encoder[0].length;
        Layout layout = new Layout(new ModelSpec(tied, hidden, Activation.RELU, true), n, m);
        float[] values = new float[layout.size()];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < m; k++) {
                values[layout.decoder() + i * m + k] = (float) decoder[i][k];
                values[layout.encoder() + i * m + k] = (float) encoder[i][k];
            }
            values[layout.bias() + i] = (float) bias[i];
        }
        return new Weights(layout, values);
    }
}
