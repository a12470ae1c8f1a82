package org.superpose.theory;

/**
 * The largest singular value of a matrix S by Lanczos' method on S Sᵀ, every vector kept orthogonal to all before. It is relatively exact
 * however small it is, and costs a few dozen products with S instead of a decomposition.
 */
final class LargestSingularValue {
    private static final double CONVERGED = 1e-13;
    private static final int MOST_STEPS = 400;
    private static final int STEPS_PER_CHECK = 5;
    private static final int BISECTIONS = 60;

    private final double[][] rows;
    private final double[][] basis;
    private final double[] diagonal;
    private final double[] beside;

    private LargestSingularValue(double[][] rows) {
        this.rows = rows;
        this.basis = new double[Math.min(rows.length, MOST_STEPS)][];
        this.diagonal = new double[basis.length];
        this.beside = new double[basis.length];
    }

    /** @param rows S, m ≥ 1 rows of n numbers, not modified */
    static double of(double[][] rows) {
        return Math.sqrt(Math.max(0, new LargestSingularValue(rows).largestOfGram()));
    }

    private double largestOfGram() {
        double[] next = start(rows.length);
        double value = 0;
        for (int k = 0; k < basis.length; k++) {
            basis[k] = next.clone();
            next = timesGram(basis[k]);
            diagonal[k] = OrthonormalRows.dot(next, basis[k]);
            orthogonalise(next, k + 1);
            beside[k] = Math.sqrt(OrthonormalRows.dot(next, next));
            boolean exhausted = k + 1 == basis.length || !(beside[k] > CONVERGED * diagonal[0]);
            if (exhausted || k % STEPS_PER_CHECK == 0) {
                double before = value;
                value = largestOfTridiagonal(k + 1);
                if (exhausted || value - before <= CONVERGED * value) {
                    break;
                }
            }
            OrthonormalRows.scale(1 / beside[k], next);
        }
        return value;
    }

    /** A unit vector without a pattern: the fractional parts of multiples of the golden ratio, less ½. */
    private static double[] start(int m) {
        double[] start = new double[m];
        for (int k = 0; k < m; k++) {
            double multiple = (k + 1) * 0.6180339887498949;
            start[k] = multiple - Math.floor(multiple) - 0.5;
        }
        OrthonormalRows.scale(1 / Math.sqrt(OrthonormalRows.dot(start, start)), start);
        return start;
    }

    /** S Sᵀ v. */
    private double[] timesGram(double[] v) {
        double[] sum = new double[rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            OrthonormalRows.add(v[k], rows[k], sum);
        }
        double[] product = new double[rows.length];
        for (int k = 0; k < rows.length; k++) {
            product[k] = OrthonormalRows.dot(rows[k], sum);
        }
        return product;
    }

    private void orthogonalise(double[] vector, int size) {
        for (int pass = 0; pass < 2; pass++) {
            for (int q = 0; q < size; q++) {
                OrthonormalRows.add(-OrthonormalRows.dot(basis[q], vector), basis[q], vector);
            }
        }
    }

    /** The largest eigenvalue of the leading size × size part, between the largest diagonal entry and Gershgorin's bound. */
    private double largestOfTridiagonal(int size) {
        double low = 0;
        double high = 0;
        for (int k = 0; k < size; k++) {
            low = Math.max(low, diagonal[k]);
            double radius = (k > 0 ? beside[k - 1] : 0) + (k + 1 < size ? beside[k] : 0);
            high = Math.max(high, diagonal[k] + radius);
        }
        for (int q = 0; q < BISECTIONS; q++) {
            double middle = low + (high - low) / 2;
            if (allBelow(middle, size)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Whether bound − T is positive definite: all its pivots are (Sturm). */
    private boolean allBelow(double bound, int size) {
        double pivot = bound - diagonal[0];
        for (int k = 1; k < size && pivot > 0; k++) {
            pivot = bound - diagonal[k] - beside[k - 1] * beside[k - 1] / pivot;
        }
        return pivot > 0;
    }
}
