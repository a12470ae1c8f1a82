package org.superpose.theory;

import java.util.Arrays;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Training of an untied linear autoencoder in continuous time under ½ Σ_t ‖x_t − W_out W_in x_t‖² (Saxe et al. 2014; theory.md, section 1):
 *
 * <pre>dW_out/dt = (𝟙 − W_out W_in) Σ W_inᵀ,  dW_in/dt = W_outᵀ (𝟙 − W_out W_in) Σ.</pre>
 *
 * <p>W_outᵀ W_out − W_in W_inᵀ is conserved. From a balanced start along eigenvectors of Σ, W_out = W_inᵀ = U √s₀, it equals the
 * {@link TiedGradientFlow}, and each mode follows its {@link ModeCurve}.
 *
 * @param sigma Σ, n × n, symmetric
 * @param start the model at t = 0
 */
public record UntiedGradientFlow(RealMatrix sigma, Model start) {
    /**
     * An untied linear model.
     *
     * @param decoder W_out, n × m
     * @param encoder W_in, m × n
     */
    public record Model(RealMatrix decoder, RealMatrix encoder) {
        /** W_outᵀ W_out − W_in W_inᵀ, m × m: zero when balanced, constant along the flow. */
        public RealMatrix imbalance() {
            return decoder.transpose().multiply(decoder).subtract(encoder.multiply(encoder.transpose()));
        }
    }

    /**
     * The model at each time.
     *
     * @param times ascending, not negative
     */
    public Model[] path(double... times) {
        int n = sigma.getRowDimension();
        return Arrays.stream(MatrixFlow.path(stacked -> stack(velocity(split(stacked, n))), stack(start), times))
                .map(stacked -> split(stacked, n))
                .toArray(Model[]::new);
    }

    /** (dW_out/dt, dW_in/dt). */
    public Model velocity(Model model) {
        RealMatrix back = model.decoder.transpose();
        RealMatrix driven = sigma.multiply(model.encoder.transpose());
        RealMatrix missing = back.subtract(back.multiply(model.decoder).multiply(model.encoder));
        return new Model(
                driven.subtract(model.decoder.multiply(model.encoder.multiply(driven))), missing.multiply(sigma));
    }

    /** Σ_t ‖x_t − W_out W_in x_t‖² = tr((𝟙 − W) Σ (𝟙 − W)ᵀ). */
    public double loss(Model model) {
        RealMatrix missing = MatrixUtils.createRealIdentityMatrix(sigma.getRowDimension())
                .subtract(model.decoder.multiply(model.encoder));
        RealMatrix driven = missing.multiply(sigma);
        double trace = 0;
        for (int i = 0; i < sigma.getRowDimension(); i++) {
            trace += driven.getRowVector(i).dotProduct(missing.getRowVector(i));
        }
        return trace;
    }

    /** W_out above W_inᵀ, 2n × m. */
    private static RealMatrix stack(Model model) {
        int n = model.decoder.getRowDimension();
        RealMatrix stacked = MatrixUtils.createRealMatrix(2 * n, model.decoder.getColumnDimension());
        stacked.setSubMatrix(model.decoder.getData(), 0, 0);
        stacked.setSubMatrix(model.encoder.transpose().getData(), n, 0);
        return stacked;
    }

    private static Model split(RealMatrix stacked, int n) {
        int last = stacked.getColumnDimension() - 1;
        return new Model(
                stacked.getSubMatrix(0, n - 1, 0, last),
                stacked.getSubMatrix(n, 2 * n - 1, 0, last).transpose());
    }
}
