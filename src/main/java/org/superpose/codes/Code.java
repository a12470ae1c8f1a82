package org.superpose.codes;

import java.util.Arrays;
import org.superpose.geometry.KnownCodes;
import org.superpose.theory.SecondOrderLoss;

/**
 * g features in m dimensions with W = D Eᵀ of unit diagonal and without a positive entry off it, but for the small ones of a {@link Ladder}, so that one active
 * feature is reproduced exactly with b = 0. Six features on a circle, for example, have W_ij = 2 cos(π(i − j)/3) − 1 of rank 3: 1, 0, −2, −3, −2, 0.
 *
 * @param name what it is called
 * @param decoder D, g rows of m numbers, not modified
 * @param encoder E, g rows of m numbers, not modified
 */
public record Code(String name, double[][] decoder, double[][] encoder) {
    /** Entries of W above this are positive beyond rounding, which is some 1e-8 in a circle of 16 384 features. */
    private static final double ROUNDING = 1e-6;

    /** One feature in a dimension of its own. */
    public static final Code DEDICATED = new Code("dedicated", new double[][] {{1}}, new double[][] {{1}});

    /** Two features in one dimension, W = [[1, −1], [−1, 1]]. */
    public static final Code PAIR = gram("pair", new double[][] {{1}, {-1}});

    /** The best pair of two scales, W = [[1, −3], [−1/3, 1]]: 25/162 against the 1/6 of {@link #PAIR}. */
    public static final Code UNEVEN_PAIR =
            new Code("uneven pair", new double[][] {{Math.sqrt(3)}, {-1 / Math.sqrt(3)}}, new double[][] {
                {1 / Math.sqrt(3)}, {-Math.sqrt(3)}
            });

    /** g features at equal angles: rank 3. */
    public static Code circle(int g) {
        if (g < 3) {
            throw new IllegalArgumentException("a circle has at least 3 features; got " + g);
        }
        double[] nearest = new double[g];
        Arrays.fill(nearest, Math.cos(2 * Math.PI / g));
        return shifted("circle", KnownCodes.polygon(g), nearest);
    }

    /**
     * The coefficient of {@link #circle}: C = (g − 3)/3 − (1 + 2c)/(6(1 + c)) with c = cos(2π/g). All features but the two neighbours have w ≥ 1, so f = 1/3 −
     * 1/(6w), and by the poles of T_g′/(T_g − 1), T_g the Chebyshev polynomial, Σ 1/(c − cos(2πk/g)) over all k ≠ ±1 is c/(1 − c²).
     */
    static double circleCoefficient(int g) {
        double c = Math.cos(2 * Math.PI / g);
        return Math.max(0, (g - 3) / 3.0 - (1 + 2 * c) / (6 * (1 + c)));
    }

    /**
     * W_ij = (v_i·v_j − c_i)/(1 − c_i) with c_i = max_{j≠i} v_i·v_j, of rank k + 1: feature i is told from the others by the hyperplane across v_i that
     * touches the nearest of them. Where all have equally near neighbours all c_i are one c.
     *
     * @param vectors unit vectors in k dimensions, at least two and all different
     */
    public static Code shifted(String name, double[][] vectors) {
        double[] nearest = new double[vectors.length];
        Arrays.setAll(nearest, i -> nearest(vectors, i));
        return shifted(name, vectors, nearest);
    }

    private static Code shifted(String name, double[][] vectors, double[] nearest) {
        int k = vectors[0].length;
        double[][] decoder = new double[vectors.length][];
        double[][] encoder = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            if (!(nearest[i] < 1)) {
                throw new IllegalArgumentException("vector " + i + " of the code " + name + " is another's too");
            }
            decoder[i] = Arrays.copyOf(vectors[i], k + 1);
            decoder[i][k] = -nearest[i];
            for (int q = 0; q <= k; q++) {
                decoder[i][q] /= 1 - nearest[i];
            }
            encoder[i] = Arrays.copyOf(vectors[i], k + 1);
            encoder[i][k] = 1;
        }
        return new Code(name, decoder, encoder);
    }

    /** W_ij = v_i·v_j, of rank k: for unit vectors of which no two have a positive inner product. */
    public static Code gram(String name, double[][] vectors) {
        return new Code(name, vectors, vectors);
    }

    private static double nearest(double[][] vectors, int i) {
        double nearest = -1;
        for (int j = 0; j < vectors.length; j++) {
            if (j != i) {
                nearest = Math.max(nearest, dot(vectors[i], vectors[j]));
            }
        }
        return nearest;
    }

    /** The number g of features. */
    public int features() {
        return decoder.length;
    }

    /** The number m of dimensions. */
    public int dimensions() {
        return decoder[0].length;
    }

    /** W, g × g, a new array. */
    public double[][] interactions() {
        double[][] w = new double[features()][features()];
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                w[i][j] = dot(decoder[i], encoder[j]);
            }
        }
        return w;
    }

    /** Whether one active feature is reproduced but for rounding: no entry of W off the diagonal is positive, as some of a {@link Ladder} are. */
    public boolean exact() {
        for (int i = 0; i < features(); i++) {
            for (int j = 0; j < features(); j++) {
                if (i != j && dot(decoder[i], encoder[j]) > ROUNDING) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The loss per feature over p² as p → 0. */
    public double coefficient() {
        return SecondOrderLoss.coefficient(interactions());
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int q = 0; q < a.length; q++) {
            sum += a[q] * b[q];
        }
        return sum;
    }

    @Override
    public String toString() {
        return name + " " + features() + " × " + dimensions();
    }
}
