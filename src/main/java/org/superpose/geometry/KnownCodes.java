package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/** Arrangements of unit vectors that are known by name, one row to a vector. */
public final class KnownCodes {
    private static final double PRECISION = 1e-12;
    private static final int EVALUATIONS = 200;
    private static final String[] POLYGONS = {"triangle", "square", "pentagon", "hexagon"};

    private KnownCodes() {}

    /** A code and what it is called. */
    public record Named(String name, double[][] vectors) {}

    /** All codes of {@code count} vectors that span {@code dimension} dimensions; those that are direct sums too. */
    public static List<Named> of(int count, int dimension) {
        List<Named> codes = new ArrayList<>();
        if (count == dimension + 1) {
            codes.add(new Named(simplexName(dimension), simplex(dimension)));
        } else if (dimension == 2 && count > 3) {
            codes.add(new Named(polygonName(count), polygon(count)));
        } else if (count == 2 * dimension && dimension > 2) {
            codes.add(new Named(dimension == 3 ? "octahedron" : "cross-polytope", crossPolytope(dimension)));
        }
        if (dimension == 3) {
            addSpatial(count, codes);
        }
        return codes;
    }

    private static void addSpatial(int count, List<Named> codes) {
        if (count == 5 || count == 7 || count == 8) {
            codes.add(new Named(bipyramidName(count - 2), bipyramid(count - 2)));
        }
        if (count == 8) {
            codes.add(new Named("square antiprism", antiprism()));
            codes.add(new Named("cube", cube()));
        }
        if (count == 12) {
            codes.add(new Named("icosahedron", icosahedron()));
        }
    }

    static String simplexName(int dimension) {
        return switch (dimension) {
            case 1 -> "digon";
            case 2 -> "triangle";
            case 3 -> "tetrahedron";
            default -> "simplex";
        };
    }

    static String polygonName(int corners) {
        return corners < 7 ? POLYGONS[corners - 3] : corners + "-gon";
    }

    static String bipyramidName(int corners) {
        return switch (corners) {
            case 3 -> "triangular bipyramid";
            case 4 -> "octahedron";
            case 5 -> "pentagonal bipyramid";
            case 6 -> "hexagonal bipyramid";
            default -> corners + "-gonal bipyramid";
        };
    }

    /** The corners of a regular polygon, the first at (1, 0), counter-clockwise. */
    public static double[][] polygon(int corners) {
        double[][] vectors = new double[corners][];
        Arrays.setAll(vectors, i -> onCircle(2 * Math.PI * i / corners));
        return vectors;
    }

    private static double[] onCircle(double angle) {
        return new double[] {Math.cos(angle), Math.sin(angle)};
    }

    /** d + 1 vectors in d dimensions with cosines −1/d: e_i less their mean, in a basis of the space where coordinates add up to 0. */
    static double[][] simplex(int d) {
        double[][] vectors = new double[d + 1][d];
        for (int i = 0; i <= d; i++) {
            for (int k = 1; k <= d; k++) {
                double scale = Math.sqrt((d + 1.0) / d / (k * (k + 1.0)));
                vectors[i][k - 1] = i < k ? scale : i == k ? -k * scale : 0;
            }
        }
        return vectors;
    }

    static double[][] crossPolytope(int d) {
        double[][] vectors = new double[2 * d][d];
        for (int i = 0; i < 2 * d; i++) {
            vectors[i][i / 2] = i % 2 == 0 ? 1 : -1;
        }
        return vectors;
    }

    static double[][] bipyramid(int corners) {
        return sum(polygon(corners), simplex(1));
    }

    static double[][] cube() {
        double[][] vectors = new double[8][3];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 3; k++) {
                vectors[i][k] = ((i >> k & 1) == 0 ? 1 : -1) / Math.sqrt(3);
            }
        }
        return vectors;
    }

    /** Two squares, one turned by 45°, at the heights ±z with the least Thomson energy. */
    static double[][] antiprism() {
        double height = new BrentOptimizer(PRECISION, PRECISION)
                .optimize(
                        new MaxEval(EVALUATIONS),
                        GoalType.MINIMIZE,
                        new SearchInterval(0.1, 0.9, 0.5),
                        new UnivariateObjectiveFunction(z -> SphericalCode.riesz(antiprism(z), 1)))
                .getPoint();
        return antiprism(height);
    }

    private static double[][] antiprism(double height) {
        double[][] vectors = new double[8][];
        double radius = Math.sqrt(1 - height * height);
        for (int i = 0; i < 8; i++) {
            double[] corner = onCircle(Math.PI / 4 * i);
            vectors[i] = new double[] {radius * corner[0], radius * corner[1], i % 2 == 0 ? height : -height};
        }
        return vectors;
    }

    static double[][] icosahedron() {
        double golden = (1 + Math.sqrt(5)) / 2;
        double[][] vectors = new double[12][3];
        for (int i = 0; i < 12; i++) {
            int axis = i / 4;
            vectors[i][axis] = (i & 1) == 0 ? 1 : -1;
            vectors[i][(axis + 1) % 3] = (i & 2) == 0 ? golden : -golden;
        }
        return Linear.units(vectors);
    }

    /** The direct sum of two sets of vectors: (a, 0) and (0, b). */
    static double[][] sum(double[][] a, double[][] b) {
        int m = a[0].length + b[0].length;
        double[][] sum = new double[a.length + b.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = Arrays.copyOf(a[i], m);
        }
        for (int i = 0; i < b.length; i++) {
            sum[a.length + i] = new double[m];
            System.arraycopy(b[i], 0, sum[a.length + i], a[0].length, b[0].length);
        }
        return sum;
    }
}
