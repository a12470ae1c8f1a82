package org.superpose.theory;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * The tied ReLU model whose k features point to the corners of a regular k-gon in m = 2 dimensions, x̂ = ReLU(WᵀW x + b 1) with
 * w_i = l (cos(2πi/k), sin(2πi/k)) (Elhage et al. 2022; Chen et al. 2023). By symmetry all outputs have the same loss, and it is exact for
 * independent sparse uniform features, at any density: a sum over who is active of polynomials ({@link TruncatedMoments}).
 *
 * @param corners k from 3 to {@value #MOST_CORNERS}
 * @param radius l = ‖w_i‖
 * @param bias b
 */
public record RegularPolygon(int corners, double radius, double bias) {
    /** The most corners. Beyond it the exact sum is neither fast nor precise; from 9 corners on an optimum at p > 0 takes a second or more. */
    public static final int MOST_CORNERS = 12;

    private static final int STARTS = 4;
    private static final int MOST_EVALUATIONS = 5000;
    private static final double TOLERANCE = 1e-15;

    /** @throws IllegalArgumentException unless 3 ≤ k ≤ {@value #MOST_CORNERS} and l > 0 */
    public RegularPolygon {
        if (corners < 3 || corners > MOST_CORNERS || !(radius > 0) || !Double.isFinite(bias)) {
            throw new IllegalArgumentException("a polygon needs 3 to " + MOST_CORNERS
                    + " corners, a positive radius and a finite bias; got " + corners + ", " + radius + ", " + bias);
        }
    }

    /**
     * The k-gon with the least {@link #loss} over radius and bias.
     *
     * @param density p in (0, 1]
     */
    public static RegularPolygon optimum(int corners, double density) {
        return optimum(corners, polygon -> polygon.loss(density) / density);
    }

    /** The k-gon with the least {@link #potential}: the optimum as p → 0. */
    public static RegularPolygon sparseOptimum(int corners) {
        return optimum(corners, RegularPolygon::potential);
    }

    /**
     * L = E(x_0 − x̂_0)² per feature; up to 8 corners 13 digits of it for l ≥ ½, 9 for l = ¼.
     *
     * @param density p in (0, 1]
     */
    public double loss(double density) {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("density must be in (0, 1]; got " + density);
        }
        double own = radius * radius;
        double[] gains = IntStream.range(0, corners).mapToDouble(this::gain).toArray();
        double[] others = IntStream.range(1, corners).mapToDouble(this::gain).toArray();
        TruncatedMoments noise = new TruncatedMoments(density, others);
        double product =
                noise.mean(2, bias + own) / own - (noise.mean(3, bias + own) - noise.mean(3, bias)) / (own * own);
        double square = 2 * new TruncatedMoments(density, gains).mean(2, bias);
        return density * (1 / 3.0 - 2 * product) + square;
    }

    /**
     * The k-gon's potential h_k of one active feature (Chen et al. 2023, Lemma 3.1), three times the sum over the outputs and over the active
     * feature: h_k = 3k (∫₀¹ (u − ReLU(l²u + b))² du + Σ_{j≠0} ∫₀¹ ReLU(g_j u + b)² du), g_j = l² cos(2πj/k).
     */
    public double potential() {
        double own = radius * radius;
        TruncatedMoments nothing = new TruncatedMoments(1);
        double product =
                nothing.mean(2, bias + own) / own - (nothing.mean(3, bias + own) - nothing.mean(3, bias)) / (own * own);
        double square = IntStream.range(0, corners)
                .mapToDouble(j -> 2 * new TruncatedMoments(1, gain(j)).mean(2, bias))
                .sum();
        return 3 * corners * (1 / 3.0 - 2 * product + square);
    }

    /**
     * The loss of one active feature among c, summed over outputs, of this k-gon beside c − k features that are not represented:
     * (h_k + c − k)/(3c), less 1/(4c²) for each of those with the bias 1/(2c) instead of one ≤ 0, and k (c − k)/c · b² more where b > 0.
     *
     * @param features c ≥ k
     * @param biased how many of the c − k have that bias
     */
    public double oneHotLoss(int features, int biased) {
        if (features < corners || biased < 0 || biased > features - corners) {
            throw new IllegalArgumentException(
                    features + " features, " + biased + " of them biased, beside a polygon of " + corners + " corners");
        }
        double c = features;
        double idle = c - corners;
        double answered = Math.max(0, bias);
        return (potential() + idle) / (3 * c) - biased / (4 * c * c) + corners * idle / c * answered * answered;
    }

    /** g_j = l² cos(2πj/k), the answer of output 0 to feature j. */
    private double gain(int j) {
        return radius * radius * Math.cos(2 * Math.PI * j / corners);
    }

    /** A scan over (ln l², b), then Nelder and Mead's method from its lowest points. */
    private static RegularPolygon optimum(int corners, ToDoubleFunction<RegularPolygon> loss) {
        PointValuePair best = scan().map(point -> new PointValuePair(point, loss.applyAsDouble(at(corners, point))))
                .sorted(Comparator.comparingDouble(PointValuePair::getValue))
                .limit(STARTS)
                .map(start -> descend(corners, loss, start.getPoint()))
                .min(Comparator.comparingDouble(PointValuePair::getValue))
                .orElseThrow();
        return at(corners, best.getPoint());
    }

    /** l² from 0.06 to 4, b from −1.8 to 0.9. */
    private static Stream<double[]> scan() {
        return IntStream.range(0, 16)
                .boxed()
                .flatMap(r ->
                        IntStream.range(0, 19).mapToObj(q -> new double[] {Math.log(4) - 0.28 * r, -1.8 + 0.15 * q}));
    }

    private static PointValuePair descend(int corners, ToDoubleFunction<RegularPolygon> loss, double[] start) {
        return new SimplexOptimizer(new SimpleValueChecker(TOLERANCE, TOLERANCE))
                .optimize(
                        GoalType.MINIMIZE,
                        new MaxEval(MOST_EVALUATIONS),
                        new ObjectiveFunction(point -> loss.applyAsDouble(at(corners, point))),
                        new InitialGuess(start),
                        new NelderMeadSimplex(new double[] {0.1, 0.1}));
    }

    private static RegularPolygon at(int corners, double[] point) {
        return new RegularPolygon(corners, Math.exp(point[0] / 2), point[1]);
    }
}
