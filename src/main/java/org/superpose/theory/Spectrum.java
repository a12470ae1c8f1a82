package org.superpose.theory;

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
        EigenDecomposition decomposition = new EigenDecomposition(sigma);
        return new Spectrum(decomposition.getRealEigenvalues(), decomposition.getV());
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
