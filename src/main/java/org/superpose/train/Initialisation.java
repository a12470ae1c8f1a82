package org.superpose.train;

import java.io.Serializable;
import java.util.Arrays;
import org.superpose.data.RandomStream;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Where training begins: at parameters that are drawn, or at a model that is made before the first step. */
public sealed interface Initialisation extends Serializable {
    /** The name used in sweep files and in the parameters of a point. */
    String label();

    /** Parameters that nothing but chance decides on. */
    sealed interface Drawn extends Initialisation {
        /** Fresh parameters; each number is a pure function of the stream and its place. */
        Weights draw(Layout layout, RandomStream stream);
    }

    /** A model that is made; if training does not lower its loss, it is the one that is kept. */
    sealed interface Made extends Initialisation {
        /** The number of fresh batches on which it is compared with what training ends at. */
        int COMPARED = 200;

        /** σ of the normal noise that is added to every entry of the matrices. */
        double noise();

        /** Which version of the rule made it: another one makes other models, with other keys. */
        int version();

        /** How much of the recipe's learning rate training takes from there. */
        double rate();
    }

    /**
     * U(−1/√fan_in, 1/√fan_in) for every tensor, PyTorch's rule for linear layers: fan_in = n for W_in, m for W_out and b (for a
     * tied model W is W_in).
     */
    record Uniform() implements Drawn {
        @Override
        public String label() {
            return "uniform";
        }

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
     * W_out = W_inᵀ with entries U(−c, c), c = √(3 norm2/m), so that E‖w_i‖² = norm2; b such that a sample of means μ = mean·1 is answered by
     * itself where ψ lets it pass: b = μ − W_out φ(W_in μ), and θ more where ψ has a threshold θ.
     *
     * <p>Every feature begins with W_ii = ‖w_i‖² &gt; 0. From independent matrices half of them begin below zero, and at small densities
     * many of those never recover, nor do outputs whose bias begins negative: their ReLU passes no gradient. At large densities it is the common
     * part of the answers, Σ_j W_ij E x_j, that ends outputs: at b = 0 it is far from E x_i, for some on the wrong side of their ReLU. See
     * {@link OwnTraining} for what that costs.
     *
     * @param norm2 E‖w_i‖²
     * @param mean E x_i
     */
    record Mirrored(double norm2, double mean) implements Drawn {
        @Override
        public String label() {
            return "mirrored";
        }

        @Override
        public Weights draw(Layout layout, RandomStream stream) {
            float[] values = new float[layout.size()];
            double bound = Math.sqrt(3 * norm2 / layout.m());
            double[] uniforms = stream.uniforms(0, layout.n() * layout.m());
            for (int q = 0; q < uniforms.length; q++) {
                values[layout.encoder() + q] = (float) (bound * (2 * uniforms[q] - 1));
            }
            System.arraycopy(values, layout.encoder(), values, layout.decoder(), uniforms.length);
            if (layout.spec().bias()) {
                centre(layout, values);
            }
            return new Weights(layout, values);
        }

        private void centre(Layout layout, float[] values) {
            double[] hidden = hiddenOfMeans(layout, values);
            double start = mean + layout.spec().output().onset();
            for (int i = 0; i < layout.n(); i++) {
                double answer = 0;
                for (int k = 0; k < layout.m(); k++) {
                    answer += values[layout.decoder() + i * layout.m() + k] * hidden[k];
                }
                values[layout.bias() + i] = (float) (start - answer);
            }
        }

        /** φ(W_in μ), m. */
        private double[] hiddenOfMeans(Layout layout, float[] values) {
            double[] hidden = new double[layout.m()];
            for (int q = 0; q < layout.n() * layout.m(); q++) {
                hidden[q % layout.m()] += mean * values[layout.encoder() + q];
            }
            if (layout.spec().hidden() == Activation.RELU) {
                Arrays.setAll(hidden, k -> Math.max(0, hidden[k]));
            }
            return hidden;
        }
    }

    /**
     * W ~ N(0, 2/(m(n + instances))) for both matrices, b = 0: Xavier's rule applied to a tensor of shape (instances, n, m), as in
     * the notebook of Elhage et al. 2022.
     *
     * @param instances how many models the notebook would train side by side
     */
    record Xavier(int instances) implements Drawn {
        @Override
        public String label() {
            return "xavier";
        }

        @Override
        public Weights draw(Layout layout, RandomStream stream) {
            float[] values = new float[layout.size()];
            double std = Math.sqrt(2 / (layout.m() * ((double) layout.n() + instances)));
            double[] normals = stream.normals(0, layout.bias(), std);
            for (int q = 0; q < normals.length; q++) {
                values[q] = (float) normals[q];
            }
            return new Weights(layout, values);
        }
    }

    /**
     * The best codes known along the diagonal, {@link org.superpose.construct.Construction.Spherical}: all of one scale, so that steps of one rate suit all
     * parameters. At (120, 30, 0.045) they lose 0.00354, and training ends at 0.00269; at p = 1e-3 1.90e-6, and it ends at 1.81e-6. At 1e-5 they lose 1.902e-10:
     * a tenth of the rate gains 0.3 %, and all of it nothing. From a ladder, whose features differ in scale by orders of magnitude, any rate of Adam's leads away.
     */
    record Code(double noise, int version) implements Made {
        @Override
        public String label() {
            return "code";
        }

        @Override
        public double rate() {
            return 1;
        }
    }

    /**
     * The best smaller models of the same ratio and density along the diagonal, trained for this one ({@link Growth}). They are a minimum of the larger model too. At
     * (120, 30, 0.045) 3000 steps from copies of a 12 × 3 model end 0.01 % above them at 0.03 of the rate of {@code fast}, 11 % above at 0.3, and 19 % above with noise
     * of 0.02. At (240, 60, 0.045) 1000 steps from copies of an 8 × 2 model, some of whose weights are large and others small, end 0.3 % above at 0.03 and 120 % at 0.3.
     */
    record Grown(double noise, int version) implements Made {
        @Override
        public String label() {
            return "grown";
        }

        @Override
        public double rate() {
            return 0.02;
        }
    }
}
