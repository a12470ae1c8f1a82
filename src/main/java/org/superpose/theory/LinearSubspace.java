package org.superpose.theory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/**
 * How far a trained linear model is from where theory says that it ends (Baldi and Hornik 1989): W = W_out W_in the orthogonal projector on the
 * axes of the m most important of independent features.
 *
 * <p>The axes are predicted only for a model with a bias whose m-th importance exceeds the next, or with m = n; otherwise (equal importance,
 * say) projectors on many subspaces are equally good, and the angles are null. What remains then is the distance to a projector.
 *
 * <p>Takes time in proportion to n m².
 *
 * @param encoderAngle the largest principal angle in radians between the row space of W_in and the predicted axes, π/2 if the rank is below
 *     m; from its sine, so that small angles keep their digits
 * @param decoderAngle the same of the column space of W_out
 * @param projectorDistance ‖W − P‖_F with P the orthogonal projector of rank m on the row space of W_in. Zero exactly if W is an orthogonal
 *     projector of rank m, at most 1 + √2 times the distance to the nearest of them, and that very distance for a tied model whose Gram
 *     matrix has rank m
 */
public record LinearSubspace(Double encoderAngle, Double decoderAngle, double projectorDistance) {
    /** Whether a model is linear. */
    public static boolean isLinear(ModelSpec spec) {
        return spec.hidden() == Activation.IDENTITY && spec.output().equals(OutputFunction.IDENTITY);
    }

    /**
     * The distances of one model of independent features with equal p.
     *
     * @param weights of a linear model, finite, not modified
     * @throws IllegalArgumentException if the model is not linear
     */
    public static LinearSubspace of(Weights weights, Importance importance) {
        return of(weights, importance.weights(weights.layout().n()));
    }

    /** The distances of a model of dependent features, or of importance that depends on x. There the axes are not predicted. */
    public static LinearSubspace of(Weights weights) {
        return of(weights, (double[]) null);
    }

    /**
     * The distances of a model of independent features.
     *
     * @param merits I_i Var x_i up to a factor: the axes of the m largest are predicted
     */
    public static LinearSubspace of(Weights weights, double[] merits) {
        Layout layout = weights.layout();
        if (!isLinear(layout.spec())) {
            throw new IllegalArgumentException("only a linear model has a predicted subspace; got " + layout.spec());
        }
        double[][] encoder = transposed(weights, layout.encoder());
        double[][] basis = OrthonormalRows.of(encoder);
        double distance = projectorDistance(weights, encoder, basis);
        boolean[] kept = merits == null ? null : predictedAxes(layout, merits);
        if (kept == null) {
            return new LinearSubspace(null, null, distance);
        }
        double encoderAngle = largestAngle(basis, kept, layout.m());
        double decoderAngle = layout.spec().tied()
                ? encoderAngle
                : largestAngle(OrthonormalRows.of(transposed(weights, layout.decoder())), kept, layout.m());
        return new LinearSubspace(encoderAngle, decoderAngle, distance);
    }

    /** Whether feature i is one of the m that are kept; null if that is not decided. */
    private static boolean[] predictedAxes(Layout layout, double[] weights) {
        int n = layout.n();
        int m = layout.m();
        int[] descending = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -weights[i]))
                .mapToInt(i -> i)
                .toArray();
        boolean unique = m == n || (layout.spec().bias() && weights[descending[m - 1]] > weights[descending[m]]);
        if (!unique) {
            return null;
        }
        boolean[] kept = new boolean[n];
        Arrays.stream(descending, 0, m).forEach(i -> kept[i] = true);
        return kept;
    }

    /** The largest angle between the span of an orthonormal basis and as many axes: its sine is the norm of what lies on other axes. */
    private static double largestAngle(double[][] basis, boolean[] kept, int m) {
        if (basis.length < m) {
            return Math.PI / 2;
        }
        double[][] outside = new double[m][];
        for (int k = 0; k < m; k++) {
            outside[k] = basis[k].clone();
            for (int i = 0; i < kept.length; i++) {
                if (kept[i]) {
                    outside[k][i] = 0;
                }
            }
        }
        return Math.asin(Math.min(1, LargestSingularValue.of(outside)));
    }

    /**
     * With orthonormal rows Q and W_in = R Q the difference W − QᵀQ = (W_out R − Qᵀ) Q has the norm of the parenthesis. Of a rank r below m,
     * P needs m − r more directions, on which W is zero.
     */
    private static double projectorDistance(Weights weights, double[][] encoder, double[][] basis) {
        Layout layout = weights.layout();
        int m = layout.m();
        double[][] r = new double[basis.length][m];
        for (int q = 0; q < basis.length; q++) {
            for (int k = 0; k < m; k++) {
                r[q][k] = OrthonormalRows.dot(encoder[k], basis[q]);
            }
        }
        double sum = m - basis.length;
        double[] row = new double[m];
        for (int i = 0; i < layout.n(); i++) {
            for (int k = 0; k < m; k++) {
                row[k] = weights.values()[layout.decoder() + i * m + k];
            }
            for (int q = 0; q < basis.length; q++) {
                double difference = OrthonormalRows.dot(row, r[q]) - basis[q][i];
                sum += difference * difference;
            }
        }
        return Math.sqrt(sum);
    }

    /** A tensor stored feature by feature as m rows of n. */
    private static double[][] transposed(Weights weights, int from) {
        int n = weights.layout().n();
        int m = weights.layout().m();
        double[][] rows = new double[m][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < m; k++) {
                rows[k][i] = weights.values()[from + i * m + k];
            }
        }
        return rows;
    }
}
