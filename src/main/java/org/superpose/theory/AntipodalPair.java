package org.superpose.theory;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.superpose.model.Importance;

/**
 * Two sparse uniform features that share one dimension in opposite directions, w = (1, −1) and b = 0: x̂ = (ReLU(x_0 − x_1), ReLU(x_1 − x_0))
 * (Elhage et al. 2022). It errs only where both are active, by the smaller of the two in each output.
 *
 * @param density p in (0, 1]
 */
public record AntipodalPair(double density) {
    /** The c of the untied pair with the least loss. */
    public static final double BEST_RATIO = 3;

    private static final double BOTH_LOSS = 1 / 6.0;

    public AntipodalPair {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("density must be in (0, 1]; got " + density);
        }
    }

    /** p²/6 per feature: both are active with odds p², and then E min(u, v)² = 1/6. */
    public double loss() {
        return density * density * BOTH_LOSS;
    }

    /**
     * The loss per feature of the untied pair W = [[1, −c], [−1/c, 1]], b = 0:
     *
     * <pre>½ p² (1/3 − 1/(6c) + 1/(3c²) − 1/(6c³)),  c ≥ 1,</pre>
     *
     * and that of 1/c below 1. c = 1 is a maximum, so the tied pair is a saddle of the untied model; at c = 3 it is least, 25p²/162.
     *
     * @param ratio c > 0
     */
    public double untiedLoss(double ratio) {
        if (!(ratio > 0)) {
            throw new IllegalArgumentException("the ratio of an untied pair must be positive; got " + ratio);
        }
        double c = Math.max(ratio, 1 / ratio);
        return density * density / 2 * (1 / 3.0 - 1 / (6 * c) + 1 / (3 * c * c) - 1 / (6 * c * c * c));
    }

    /**
     * The loss per feature of n features in m dimensions where the 2(n − m) least important ones form pairs and every other has a dimension
     * of its own: p²/(6n) times their importance, (1 − r) p²/3 if all are equal. Empty for {@code m < n/2}, where there are too many for pairs.
     */
    public static OptionalDouble lossOfPairs(int n, int m, double density, Importance importance) {
        if (n > 2L * m) {
            return OptionalDouble.empty();
        }
        double[] ascending = importance.weights(n);
        Arrays.sort(ascending);
        double paired = Arrays.stream(ascending, 0, 2 * (n - m)).sum();
        return OptionalDouble.of(new AntipodalPair(density).loss() * paired / n);
    }
}
