package org.superpose.theory;

import org.apache.commons.math3.linear.RealMatrix;

/**
 * Training of a tied linear autoencoder in continuous time, W_out = W_inᵀ = A (theory.md, section 1): the untied gradient of W_out under
 * the loss ½ Σ_t ‖x_t − A Aᵀ x_t‖², with the tie kept,
 *
 * <pre>dA/dt = (𝟙 − A Aᵀ) Σ A.</pre>
 *
 * <p>In components, for Σ = 𝟙: dw_i/dt = (1 − ‖w_i‖²) w_i − Σ_{j≠i} (w_i·w_j) w_j, gradient descent on a quarter of {@link FeatureEnergy}.
 * From A = U_I √s C, C orthogonal, it stays of this form, and each strength s_k follows its own {@link ModeCurve}.
 *
 * <p>The signs of the eigenvalues of 𝟙 − AᵀA never change, because (𝟙 − AᵀA)' = −(𝟙 − AᵀA)S − S(𝟙 − AᵀA) with S = AᵀΣA; and from ‖A‖ ≤ 1 the
 * {@link #loss} never rises. From almost every start A Aᵀ ends at the projector on the m largest eigenvectors.
 *
 * @param sigma Σ, n × n, symmetric
 * @param start A(0), n × m
 */
public record TiedGradientFlow(RealMatrix sigma, RealMatrix start) {
    /**
     * A(t) at each time.
     *
     * @param times ascending, not negative
     */
    public RealMatrix[] path(double... times) {
        return MatrixFlow.path(this::velocity, start, times);
    }

    /** (𝟙 − A Aᵀ) Σ A, n × m. */
    public RealMatrix velocity(RealMatrix decoder) {
        RealMatrix driven = sigma.multiply(decoder);
        return driven.subtract(decoder.multiply(decoder.transpose().multiply(driven)));
    }

    /** Σ_t ‖x_t − A Aᵀ x_t‖² = tr((𝟙 − A Aᵀ) Σ (𝟙 − A Aᵀ)). */
    public double loss(RealMatrix decoder) {
        return new UntiedGradientFlow(sigma, null).loss(new UntiedGradientFlow.Model(decoder, decoder.transpose()));
    }
}
