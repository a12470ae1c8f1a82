package org.superpose.data;

import java.util.Arrays;

/**
 * Moments of a Markov random field on a tree ({@link TreeFeatures}): with κ = p (1 − p)/4 and R_ij = ρ^d(i, j) the covariance matrix is (v₁ − κ) 𝟙 + κ R. R⁻¹
 * has 1 + k_i ρ²/(1 − ρ²) on its diagonal, k_i the edges at i, and −ρ/(1 − ρ²) at each edge, which makes every sum below one pass over the
 * tree.
 */
final class TreeMoments extends FeatureMoments {
    /** How many bits of an eigenvalue bisection finds, relative to the widest interval that the eigenvalues of R⁻¹ can span. */
    private static final int HALVINGS = 60;

    private final int n;
    private final FeatureTree tree;
    private final double correlation;
    private final double density;

    TreeMoments(int n, FeatureTree tree, double correlation, double density) {
        super(equal(n, density));
        this.n = n;
        this.tree = tree;
        this.correlation = correlation;
        this.density = density;
    }

    private static double[] equal(int n, double density) {
        double[] probabilities = new double[n];
        Arrays.fill(probabilities, density);
        return probabilities;
    }

    private double kappa() {
        return density * (1 - density) / 4;
    }

    /** p² + ρ^d p (1 − p); the distance by climbing from the higher number, which is never an ancestor of the lower. */
    @Override
    public double together(int i, int j) {
        double power = 1;
        int a = i;
        int b = j;
        while (a != b) {
            if (a > b) {
                a = tree.parent(a);
            } else {
                b = tree.parent(b);
            }
            power *= correlation;
        }
        return density * density + power * density * (1 - density);
    }

    /** 1 − (1 − p) (1 − p (1 − ρ))^{n−1}. */
    @Override
    public double anyActive() {
        double beside = Math.min(1, density * (1 - correlation));
        return -StrictMath.expm1(StrictMath.log1p(-density) + (n == 1 ? 0 : (n - 1) * StrictMath.log1p(-beside)));
    }

    /**
     * (v₁ − κ) Σ ε_i² + κ εᵀRε. With S_i = ε_i + ρ Σ S_c over the children c of i, the pairs that first meet in i contribute S_i² − ρ² Σ S_c², in
     * all Σ_i S_i² − ρ² Σ_{i≥1} S_i².
     */
    @Override
    public double variance(double[] epsilon) {
        double[] sums = epsilon.clone();
        double squares = 0;
        double form = 0;
        for (int i = n - 1; i >= 0; i--) {
            squares += epsilon[i] * epsilon[i];
            form += sums[i] * sums[i] * (i == 0 ? 1 : 1 - correlation * correlation);
            if (i > 0) {
                sums[tree.parent(i)] += correlation * sums[i];
            }
        }
        return Math.max(0, (variance(0) - kappa()) * squares + kappa() * form);
    }

    /** v₁ − κ + κ/λ for the eigenvalues λ of R⁻¹, each found by bisection. Takes time in proportion to n². */
    @Override
    public double[] spectrum() {
        double[] spectrum = new double[n];
        if (correlation == 0) {
            Arrays.fill(spectrum, variance(0));
            return spectrum;
        }
        double[] diagonal = diagonal();
        double edge = correlation / (1 - correlation * correlation);
        // Gershgorin; 1 is the eigenvalue of a single feature
        double most = 1;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, diagonal[i] + edges(i) * Math.abs(edge));
        }
        double[] pivots = new double[n];
        for (int k = 0; k < n; k++) {
            double low = 0;
            double high = most;
            for (int step = 0; step < HALVINGS; step++) {
                double middle = (low + high) / 2;
                if (below(middle, diagonal, edge * edge, pivots) > n - 1 - k) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            spectrum[k] = variance(0) - kappa() + kappa() / ((low + high) / 2);
        }
        return spectrum;
    }

    private double[] diagonal() {
        double[] diagonal = new double[n];
        double squared = correlation * correlation;
        Arrays.setAll(diagonal, i -> 1 + edges(i) * squared / (1 - squared));
        return diagonal;
    }

    private int edges(int i) {
        int edges = i == 0 ? 0 : 1;
        return edges
                + switch (tree) {
                    case PATH -> i < n - 1 ? 1 : 0;
                    case TREE -> Math.max(0, Math.min(2, n - 1 - 2 * i));
                    case STAR -> i == 0 ? n - 1 : 0;
                };
    }

    /** How many eigenvalues of R⁻¹ are below t: the negative pivots of R⁻¹ − t 𝟙, eliminated from the leaves (Sylvester's law of inertia). */
    private int below(double t, double[] diagonal, double edge2, double[] pivots) {
        for (int i = 0; i < n; i++) {
            pivots[i] = diagonal[i] - t;
        }
        int negative = 0;
        for (int i = n - 1; i >= 0; i--) {
            double pivot = pivots[i] == 0 ? -Double.MIN_NORMAL : pivots[i];
            negative += pivot < 0 ? 1 : 0;
            if (i > 0) {
                pivots[tree.parent(i)] -= edge2 / pivot;
            }
        }
        return negative;
    }
}
