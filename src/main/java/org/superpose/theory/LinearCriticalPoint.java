package org.superpose.theory;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A critical point of full rank of the linear autoencoder, L(W_out, W_in) = Σ_t ‖x_t − W_out W_in x_t‖² with Σ = Σ_t x_t x_tᵀ
 * (Baldi and Hornik 1989; theory.md, section 1): for a set I of m eigenvectors
 *
 * <pre>W = P_I = U_I U_Iᵀ,  W_out = U_I C,  W_in = C⁻¹ U_Iᵀ,  L = tr Σ − Σ_{k∈I} λ_k.</pre>
 *
 * <p>Every other critical point than the global minimum, I = the m largest, is a saddle, see {@link #descent}. C = 𝟙 here.
 *
 * @param spectrum eigenpairs of Σ
 * @param kept I: distinct indices into the spectrum, ascending
 */
public record LinearCriticalPoint(Spectrum spectrum, int... kept) {
    /** @throws IllegalArgumentException unless I has between 1 and n distinct indices from 0 to n − 1 */
    public LinearCriticalPoint {
        int n = spectrum.size();
        int[] distinct = Arrays.stream(kept).sorted().distinct().toArray();
        if (distinct.length == 0
                || distinct.length < kept.length
                || distinct[0] < 0
                || distinct[distinct.length - 1] >= n) {
            throw new IllegalArgumentException("a critical point keeps distinct eigenvectors, numbered 0 to " + (n - 1)
                    + "; got " + Arrays.toString(kept));
        }
        kept = distinct;
    }

    /** L = Σ_{k∉I} λ_k. */
    public double loss() {
        double sum = 0;
        for (int k = spectrum.size() - 1; k >= 0; k--) {
            sum += keeps(k) ? 0 : spectrum.values()[k];
        }
        return sum;
    }

    /** W_out = U_I, n × m. */
    public RealMatrix decoder() {
        return spectrum.basis(kept);
    }

    /** W_in = U_Iᵀ, m × n. */
    public RealMatrix encoder() {
        return decoder().transpose();
    }

    /** The steepest exchange of one kept eigenvector for another; empty at the global minimum. */
    public Optional<Descent> descent() {
        double[] values = spectrum.values();
        int worst = kept[0];
        for (int k : kept) {
            worst = values[k] < values[worst] ? k : worst;
        }
        int best = -1;
        for (int k = 0; k < values.length; k++) {
            best = !keeps(k) && (best < 0 || values[k] > values[best]) ? k : best;
        }
        return best >= 0 && values[best] > values[worst]
                ? Optional.of(new Descent(this, worst, best))
                : Optional.empty();
    }

    private boolean keeps(int k) {
        return Arrays.binarySearch(kept, k) >= 0;
    }

    /**
     * A direction in which the loss falls from a saddle: u_i is replaced by (u_i + ε u_j)/√(1 + ε²) in both W_out and W_in.
     *
     * @param lost i ∈ I
     * @param gained j ∉ I, λ_j > λ_i
     */
    public record Descent(LinearCriticalPoint saddle, int lost, int gained) {
        /** W_out at ε, n × m. */
        public RealMatrix decoder(double epsilon) {
            RealMatrix decoder = saddle.decoder();
            RealMatrix vectors = saddle.spectrum.vectors();
            int column = Arrays.binarySearch(saddle.kept, lost);
            decoder.setColumnVector(
                    column,
                    vectors.getColumnVector(lost)
                            .combine(1, epsilon, vectors.getColumnVector(gained))
                            .mapDivide(Math.sqrt(1 + epsilon * epsilon)));
            return decoder;
        }

        /** W_in at ε, m × n. */
        public RealMatrix encoder(double epsilon) {
            return decoder(epsilon).transpose();
        }

        /** The exact change of the loss, −ε²/(1 + ε²) · (λ_j − λ_i). */
        public double change(double epsilon) {
            double[] values = saddle.spectrum.values();
            return -epsilon * epsilon / (1 + epsilon * epsilon) * (values[gained] - values[lost]);
        }
    }
}
