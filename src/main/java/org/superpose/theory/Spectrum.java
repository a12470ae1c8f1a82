package org.superpose.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix: Σ = Σ_k λ_k u_k u_kᵀ.
 *
 * @param values λ_1 ≥ … ≥ λ_n
 * @param vectors n × n, column k is u_k; not to be modified
 */
public record Spectrum(double[] values, RealMatrix vectors) {
    private static final double ASYMMETRY = 1e-12;
    /** Eigenvalues that differ by less, against the largest, are taken for one. */
    private static final double EQUAL = 1e-10;

    /**
     * An eigenvalue with all of its eigenvectors.
     *
     * @param from the index of the first of them
     * @param dimension how many there are
     * @param value the eigenvalue
     */
    public record Eigenspace(int from, int dimension, double value) {
        /** The indices of the eigenvectors. */
        int[] indices() {
            return IntStream.range(from, from + dimension).toArray();
        }
    }

    /**
     * The spectrum of Σ = Σ_t x_t x_tᵀ, a sum and not a mean, not centred (Baldi and Hornik 1989).
     *
     * @param samples x_t in row t; not modified
     */
    public static Spectrum ofSamples(double[][] samples) {
        RealMatrix x = new Array2DRowRealMatrix(samples, false);
        return of(x.transpose().multiply(x));
    }

    /**
     * The spectrum of Σ.
     *
     * @param sigma n × n, not modified
     * @throws IllegalArgumentException unless Σ is symmetric and finite
     */
    public static Spectrum of(RealMatrix sigma) {
        if (!MatrixUtils.isSymmetric(sigma, ASYMMETRY) || !Double.isFinite(sigma.getNorm())) {
            throw new IllegalArgumentException("a spectrum needs a finite symmetric matrix; got " + sigma);
        }
        try {
            EigenDecomposition decomposition = new EigenDecomposition(sigma);
            return new Spectrum(decomposition.getRealEigenvalues(), decomposition.getV());
        } catch (MaxCountExceededException e) {
            return shifted(sigma);
        }
    }

    /**
     * By way of Σ + c 𝟙 with c ≥ ‖Σ‖, all of whose eigenvalues are far from 0: the iteration stops where neighbours on the diagonal dwarf
     * what is between them, which never happens among many eigenvalues that are 0 up to roundings.
     */
    private static Spectrum shifted(RealMatrix sigma) {
        double shift = 2 * sigma.getNorm();
        RealMatrix moved = sigma.add(
                MatrixUtils.createRealIdentityMatrix(sigma.getRowDimension()).scalarMultiply(shift));
        EigenDecomposition decomposition = new EigenDecomposition(moved);
        double[] values = Arrays.stream(decomposition.getRealEigenvalues())
                .map(value -> value - shift)
                .toArray();
        return new Spectrum(values, decomposition.getV());
    }

    /**
     * The spectrum of E[x xᵀ] of n independent sparse uniform features, or of their covariance v₁ 𝟙: in closed form, so that equal eigenvalues
     * are equal to the bit. The eigenvectors are (1, …, 1)/√n and Helmert's contrasts (1, …, 1, −k, 0, …, 0)/√(k(k + 1)).
     *
     * @param density p in (0, 1]
     * @param centred whether the mean is taken off: the covariance
     */
    public static Spectrum ofPopulation(int n, double density, boolean centred) {
        PopulationSpectrum population = PopulationSpectrum.of(n, density);
        double[] values = new double[n];
        Arrays.fill(values, population.rest());
        values[0] = centred ? population.rest() : population.largest();
        RealMatrix vectors = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            vectors.setEntry(i, 0, 1 / Math.sqrt(n));
            for (int k = Math.max(1, i); k < n; k++) {
                vectors.setEntry(i, k, (i < k ? 1 : -k) / Math.sqrt(k * (k + 1.0)));
            }
        }
        return new Spectrum(values, vectors);
    }

    /**
     * The spectrum of the mean of x_t x_tᵀ, or of the covariance of the samples, with the number of samples as divisor in both.
     *
     * @param samples x_t in row t; not modified
     * @param centred whether the mean of the samples is taken off first
     */
    public static Spectrum ofMeanSquares(double[][] samples, boolean centred) {
        int n = samples[0].length;
        double[] mean = new double[n];
        if (centred) {
            for (int i = 0; i < n; i++) {
                int column = i;
                mean[i] = Arrays.stream(samples)
                        .mapToDouble(sample -> sample[column])
                        .average()
                        .orElseThrow();
            }
        }
        double root = Math.sqrt(samples.length);
        double[][] scaled = new double[samples.length][n];
        for (int t = 0; t < samples.length; t++) {
            for (int i = 0; i < n; i++) {
                scaled[t][i] = (samples[t][i] - mean[i]) / root;
            }
        }
        Spectrum spectrum = ofSamples(scaled);
        double[] values = Arrays.stream(spectrum.values)
                .map(value -> value > EQUAL * spectrum.values[0] ? value : 0)
                .toArray();
        return new Spectrum(values, spectrum.vectors);
    }

    /** The distinct eigenvalues, descending: those that differ by at most {@value #EQUAL} of the largest from the first of their group are one. */
    public List<Eigenspace> eigenspaces() {
        List<Eigenspace> spaces = new ArrayList<>();
        for (int from = 0; from < size(); ) {
            int to = from + 1;
            while (to < size() && values[from] - values[to] <= EQUAL * values[0]) {
                to++;
            }
            spaces.add(new Eigenspace(from, to - from, values[from]));
            from = to;
        }
        return List.copyOf(spaces);
    }

    /** Σ_k λ_k. */
    public double trace() {
        return sum(0);
    }

    /** λ_m+1 + … + λ_n, the least loss of rank m; the smallest are added first. */
    public double sum(int m) {
        double sum = 0;
        for (int k = size() - 1; k >= m; k--) {
            sum += values[k];
        }
        return sum;
    }

    /**
     * The same matrix with other eigenvectors where eigenvalues are equal: within each eigenspace those that make UᵀWU diagonal,
     * descending. Any basis of an eigenspace is as good as another; this one lets the modes of a flow from W start apart from one another.
     *
     * @param w n × n, of which the symmetric part counts; not modified
     */
    public Spectrum adaptedTo(RealMatrix w) {
        RealMatrix adapted = vectors.copy();
        for (Eigenspace space : eigenspaces()) {
            if (space.dimension > 1) {
                RealMatrix basis = basis(space.indices());
                RealMatrix inside = basis.transpose().multiply(w).multiply(basis);
                RealMatrix turned =
                        basis.multiply(of(inside.add(inside.transpose()).scalarMultiply(0.5)).vectors);
                for (int q = 0; q < space.dimension; q++) {
                    adapted.setColumnVector(space.from + q, turned.getColumnVector(q));
                }
            }
        }
        return new Spectrum(values, adapted);
    }

    /** n. */
    public int size() {
        return values.length;
    }

    /** U_I, n × |I|: the eigenvectors u_k of k ∈ I, in the order given. */
    public RealMatrix basis(int... indices) {
        RealMatrix basis = new Array2DRowRealMatrix(size(), indices.length);
        for (int q = 0; q < indices.length; q++) {
            basis.setColumnVector(q, vectors.getColumnVector(indices[q]));
        }
        return basis;
    }
}
