package org.superpose.train;

import java.io.Serializable;
import org.superpose.data.RandomStream;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** How the parameters are drawn before the first step. */
public sealed interface Initialisation extends Serializable {
    /** Fresh parameters; each number is a pure function of the stream and its place. */
    Weights draw(Layout layout, RandomStream stream);

    /**
     * U(−1/√fan_in, 1/√fan_in) for every tensor, PyTorch's rule for linear layers: fan_in = n for W_in, m for W_out and b (for a
     * tied model W is W_in).
     */
    record Uniform() implements Initialisation {
        @Override
        public Weights draw(Layout layout, RandomStream stream) {
            float[] values = new float[layout.size()];
            double[] uniforms = stream.uniforms(0, values.length);
            double encoder = 1 / Math.sqrt(layout.n());
            double rest = 1 / Math.sqrt(layout.m());
            int firstOfRest = layout.n() * layout.m();
            for (int q = 0; q < values.length; q++) {
                values[q] = (float) ((2 * uniforms[q] - 1) * (q < firstOfRest ? encoder : rest));
            }
            return new Weights(layout, values);
        }
    }

    /**
     * W_out = W_inᵀ with entries U(−c, c), c = √(3/(4m)), so that E‖w_i‖² = ¼; b = 0.
     *
     * <p>Every feature begins with W_ii = ‖w_i‖² &gt; 0. From independent matrices half of them begin below zero, and at small densities
     * many of those never recover, nor do outputs whose bias begins negative: their ReLU passes no gradient. See {@link Recipe#FAST} for
     * what that costs.
     */
    record Mirrored() implements Initialisation {
        private static final double NORM2 = 0.25;

        @Override
        public Weights draw(Layout layout, RandomStream stream) {
            float[] values = new float[layout.size()];
            double bound = Math.sqrt(3 * NORM2 / layout.m());
            double[] uniforms = stream.uniforms(0, layout.n() * layout.m());
            for (int q = 0; q < uniforms.length; q++) {
                values[layout.encoder() + q] = (float) (bound * (2 * uniforms[q] - 1));
            }
            System.arraycopy(values, layout.encoder(), values, layout.decoder(), uniforms.length);
            return new Weights(layout, values);
        }
    }

    /**
     * W ~ N(0, 2/(m(n + instances))) for both matrices, b = 0: Xavier's rule applied to a tensor of shape (instances, n, m), as in
     * the notebook of Elhage et al. 2022.
     *
     * @param instances how many models the notebook would train side by side
     */
    record Xavier(int instances) implements Initialisation {
        @Override
        public Weights draw(Layout layout, RandomStream stream) {
            float[] values = new float[layout.size()];
            int normals = layout.bias();
            double[] uniforms = stream.uniforms(0, normals + 1);
            double std = Math.sqrt(2 / (layout.m() * ((double) layout.n() + instances)));
            for (int q = 0; q < normals; q += 2) {
                // Box–Muller
                double radius = std * Math.sqrt(-2 * StrictMath.log(uniforms[q]));
                double angle = 2 * Math.PI * uniforms[q + 1];
                values[q] = (float) (radius * StrictMath.cos(angle));
                if (q + 1 < normals) {
                    values[q + 1] = (float) (radius * StrictMath.sin(angle));
                }
            }
            return new Weights(layout, values);
        }
    }
}
