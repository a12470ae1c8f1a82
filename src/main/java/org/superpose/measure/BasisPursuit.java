package org.superpose.measure;

import java.util.Arrays;

/**
 * Non-negative basis pursuit on an encoder, the decoder of compressed sensing (Candès and Tao 2005; Donoho and Tanner 2005 for x ≥ 0):
 *
 * <pre>min Σ_j x̂_j  subject to  Σ_j x̂_j w_j = h, x̂ ≥ 0</pre>
 *
 * <p>as the end λ → 0 of the path of minimisers of ½‖h − Σ x̂_j w_j‖² + λ Σ x̂_j, which is linear between finitely many λ (the homotopy of
 * Osborne, Presnell and Turlach 2000; LARS, Efron et al. 2004). At every λ the active features have the correlation w_j·r = λ with the residual
 * r, the others at most λ. From λ = max w_j·h downwards a feature joins where its correlation meets λ, or leaves where x̂_j meets 0. With
 * G the Gram matrix of the active features, kept as its Cholesky factor, d x̂/dλ = −G⁻¹ 1.
 *
 * <p>Ties, several features that join or leave at one λ, can make the path go round in circles. Then the sum gets the weights 1 + ε_j with
 * tiny ε_j, which unties it and leaves the least sum where it is, up to ε.
 *
 * <p>A column that depends on the active ones (a copy of one, or zero) can never exceed λ and does not join; of equal columns the first is
 * used. All in double. Not thread safe: scratch is reused.
 */
final class BasisPursuit {
    /** A column whose distance to the span of the active ones is less than this share of its length depends on them. */
    private static final double DEPENDENT = 1e-7;
    /** Shares of the first λ: where the path has ended, and what counts as equal. */
    private static final double END = 1e-12;

    /** Most joins and departures, for each hidden dimension; typical paths take one for each feature found. */
    private static final int MOST_EVENTS = 20;

    /** The largest ε of each further attempt. */
    private static final double[] UNTIED = {1e-9, 1e-7, 1e-5};

    private static final double GOLDEN = 0.6180339887498949;

    private final int n;
    private final int m;
    /** w_j at {@code columns[j·m]}. */
    private final double[] columns;

    private final double[] solution;
    private final double[] correlation;
    private final double[] slope;
    private final double[] residual;
    private final double[] direction;
    private final boolean[] isActive;
    private final boolean[] excluded;
    private final ActiveSet active;

    /** @param columns w_j, n × m, not copied */
    BasisPursuit(double[] columns, int n, int m) {
        this.n = n;
        this.m = m;
        this.columns = columns;
        this.solution = new double[n];
        this.correlation = new double[n];
        this.slope = new double[n];
        this.residual = new double[m];
        this.direction = new double[m];
        this.isActive = new boolean[n];
        this.excluded = new boolean[n];
        this.active = new ActiveSet(columns, m);
    }

    /**
     * Solves for one h.
     *
     * @param h in the cone of the columns, m numbers, not modified
     * @return x̂, n numbers, overwritten by the next call; null if no attempt has ended after {@value #MOST_EVENTS} (m + 1) events
     */
    double[] solve(double[] h) {
        double[] found = path(h);
        for (int q = 0; q < UNTIED.length && found == null; q++) {
            found = untied(h, UNTIED[q]);
        }
        return found;
    }

    /** Weights 1 + ε_j of the sum are columns w_j/(1 + ε_j). */
    private double[] untied(double[] h, double most) {
        double[] scaled = columns.clone();
        double[] weights = new double[n];
        for (int j = 0; j < n; j++) {
            weights[j] = 1 + most * ((j + 1) * GOLDEN % 1);
            for (int k = 0; k < m; k++) {
                scaled[j * m + k] /= weights[j];
            }
        }
        double[] found = new BasisPursuit(scaled, n, m).path(h);
        for (int j = 0; found != null && j < n; j++) {
            found[j] /= weights[j];
        }
        return found;
    }

    private double[] path(double[] h) {
        begin(h);
        double lambda = Arrays.stream(correlation).max().orElse(0);
        double end = END * lambda;
        int left = -1;
        for (int event = 0; event < MOST_EVENTS * (m + 1); event++) {
            if (!(lambda > end)) {
                return finish(h);
            }
            admit(lambda, left);
            active.solveOnes();
            project();
            int joining = -1;
            double step = lambda;
            for (int j = 0; j < n; j++) {
                double gap = lambda - correlation[j];
                double rate = 1 - slope[j];
                // c_j − γ slope_j = λ − γ
                if (!isActive[j] && !excluded[j] && j != left && rate > END && gap < step * rate) {
                    step = Math.max(0, gap / rate);
                    joining = j;
                }
            }
            int leaving = active.firstToLeave(step);
            if (leaving >= 0) {
                step = active.stepOf(leaving);
                joining = -1;
            }
            advance(step);
            lambda -= step;
            left = leaving < 0 ? -1 : drop(leaving);
            if (joining >= 0) {
                correlation[joining] = lambda;
            }
        }
        return null;
    }

    private void begin(double[] h) {
        Arrays.fill(solution, 0);
        Arrays.fill(isActive, false);
        Arrays.fill(excluded, false);
        active.clear();
        System.arraycopy(h, 0, residual, 0, m);
        correlate();
    }

    private void correlate() {
        for (int j = 0; j < n; j++) {
            correlation[j] = Vectors.dot(columns, j * m, residual, 0, m);
        }
    }

    /** Lets every feature join whose correlation is λ, unless it depends on those before. */
    private void admit(double lambda, int left) {
        for (int j = 0; j < n; j++) {
            if (!isActive[j] && !excluded[j] && j != left && correlation[j] >= lambda * (1 - END)) {
                isActive[j] = active.add(j, DEPENDENT);
                excluded[j] = !isActive[j];
            }
        }
    }

    /** u = Σ_active (G⁻¹1)_j w_j, for which w_j·u = 1 on the active features, and w_j·u for all. */
    private void project() {
        active.combine(direction);
        for (int j = 0; j < n; j++) {
            slope[j] = isActive[j] ? 1 : Vectors.dot(columns, j * m, direction, 0, m);
        }
    }

    private void advance(double step) {
        active.advance(step);
        for (int j = 0; j < n; j++) {
            correlation[j] -= step * slope[j];
        }
    }

    /** Takes an active feature out; columns that depended on it may join again. */
    private int drop(int place) {
        int feature = active.remove(place);
        isActive[feature] = false;
        Arrays.fill(excluded, false);
        return feature;
    }

    /** At λ = 0 the active coefficients solve the equations themselves: least squares with one refinement, free of the path's rounding. */
    private double[] finish(double[] h) {
        active.fit(h);
        active.scatter(solution);
        return solution;
    }
}
