package org.superpose.theory;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.optim.univariate.UnivariatePointValuePair;

/**
 * The least loss of permutation-symmetric models at n → ∞ and fixed r = m/n, where one output sees only a = W_ii, its bias b and
 * Gaussian noise of the least variance v₁(1/r − 1) ("The Persian Rug", sections 4.1 to 4.3):
 *
 * <pre>L*(p, r) = min over a, b of E(x − ReLU(a(x + σZ) + b))²</pre>
 *
 * <p>With b = aβ the best a is a closed form, and β is found by a scan for every local minimum followed by Brent's method: for small r
 * a thresholding and a nearly linear solution compete.
 *
 * @param loss L*
 * @param scale a*
 * @param bias b*, the mean of the noise included
 * @param sigma σ* = √(v₁(1/r − 1)), the noise at a = 1
 */
public record ThermodynamicLimit(double loss, double scale, double bias, double sigma) {
    private static final double BRENT_RELATIVE = 1e-9;
    private static final double BRENT_ABSOLUTE = 1e-14;
    private static final int BRENT_EVALUATIONS = 500;
    private static final int MOST_KEPT = 10_000;

    /** The results found in this JVM. Seeds of a point, and sizes of one ratio, ask for the same one again. */
    private static final Map<Case, ThermodynamicLimit> KNOWN = new ConcurrentHashMap<>();

    private record Case(double density, double ratio) {}

    /**
     * The limit at a point.
     *
     * @param density p in (0, 1]
     * @param ratio r = m/n in (0, 1]; at 1 there is no noise and no loss
     */
    public static ThermodynamicLimit of(double density, double ratio) {
        if (KNOWN.size() >= MOST_KEPT) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(new Case(density, ratio), ThermodynamicLimit::compute);
    }

    /** σ* = √(v₁(1/r − 1)), the least noise at a = 1. */
    static double leastNoise(double density, double ratio) {
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio m/n must be in (0, 1]; got " + ratio);
        }
        return Math.sqrt(ClosedForms.featureVariance(density) * ((1 - ratio) / ratio));
    }

    private static ThermodynamicLimit compute(Case point) {
        double density = point.density();
        double ratio = point.ratio();
        double sigma = leastNoise(density, ratio);
        if (sigma == 0) {
            return new ThermodynamicLimit(0, 1, 0, 0);
        }
        SymmetricLoss loss = new SymmetricLoss(density, sigma);
        double shift = bestShift(loss::withBestScale, candidates(density, ratio, sigma));
        double scale = loss.bestScale(shift);
        return new ThermodynamicLimit(loss.at(scale, shift), scale, scale * shift, sigma);
    }

    /** Sorted values of β that are dense on the scales of the noise, of the features and of the linear solution. */
    static double[] candidates(double density, double ratio, double sigma) {
        double linear = density / 2 * (1 - ratio) / ratio;
        DoubleStream noise = IntStream.rangeClosed(-40, 40).mapToDouble(q -> q * 0.25 * sigma);
        DoubleStream features = IntStream.rangeClosed(-80, 40).mapToDouble(q -> q * 0.025);
        DoubleStream far = IntStream.rangeClosed(0, 60).mapToDouble(q -> (linear + sigma) * Math.pow(10, 1 - q * 0.1));
        return DoubleStream.concat(DoubleStream.concat(noise, features), far)
                .sorted()
                .distinct()
                .toArray();
    }

    /**
     * β at the least of the local minima of a loss; a loss that falls to an end of the scan has its minimum elsewhere.
     *
     * @param loss of β, at the best scale
     * @param shifts ascending, close enough to hold each minimum between three of them
     */
    static double bestShift(DoubleUnaryOperator loss, double[] shifts) {
        double[] values = Arrays.stream(shifts).map(loss).toArray();
        double best = shifts[0];
        double least = Double.POSITIVE_INFINITY;
        for (int q = 1; q + 1 < shifts.length; q++) {
            if (values[q] <= values[q - 1] && values[q] <= values[q + 1]) {
                UnivariatePointValuePair minimum = minimum(loss, shifts[q - 1], shifts[q], shifts[q + 1]);
                if (minimum.getValue() < least) {
                    least = minimum.getValue();
                    best = minimum.getPoint();
                }
            }
        }
        return best;
    }

    static UnivariatePointValuePair minimum(DoubleUnaryOperator loss, double low, double start, double high) {
        return new BrentOptimizer(BRENT_RELATIVE, BRENT_ABSOLUTE)
                .optimize(
                        GoalType.MINIMIZE,
                        new MaxEval(BRENT_EVALUATIONS),
                        new UnivariateObjectiveFunction(loss::applyAsDouble),
                        new SearchInterval(low, high, start));
    }
}
