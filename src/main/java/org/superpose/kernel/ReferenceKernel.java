package org.superpose.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * The specification: plain loops in double precision, one sample after another. Every other kernel must agree with it. It keeps
 * its parameters in double and rounds to float only when they are read.
 */
public final class ReferenceKernel implements Kernel {
    @Override
    public String name() {
        return KernelId.REFERENCE.label();
    }

    @Override
    public String processor() {
        return "any";
    }

    @Override
    public String description() {
        return "scalar Java, double precision";
    }

    @Override
    public Session open(Problem problem, Weights initial) {
        return new ReferenceSession(problem, initial);
    }

    /**
     * L and ∂L/∂θ at θ for one batch.
     *
     * @param theta parameters in the order of {@link Layout}, not modified
     * @param gradient overwritten, or null
     * @param losses overwritten with the loss of each sample, not weighted, or null
     */
    static double evaluate(Problem problem, double[] theta, SparseBatch batch, double[] gradient, double[] losses) {
        if (batch.size() != problem.batch() || batch.n() != problem.layout().n()) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        Sample sample = new Sample(problem, theta);
        double sum = 0;
        for (int s = 0; s < batch.size(); s++) {
            double loss = sample.forward(batch, s);
            sum += batch.weight(s) * loss;
            if (losses != null) {
                losses[s] = loss;
            }
            if (gradient != null) {
                sample.backward(batch, s, gradient);
            }
        }
        return sum / batch.size();
    }

    /** Forward and backward pass of one sample: z = W_in x, h = φ(z), a = W_out h + b, x̂ = ψ(a). */
    private static final class Sample {
        private final Problem problem;
        private final double[] theta;
        private final int n;
        private final int m;
        private final double[] x;
        private final double[] z;
        private final double[] h;
        private final double[] a;
        private final double[] xHat;
        private final double[] slope;
        private final double[] dh;

        Sample(Problem problem, double[] theta) {
            this.problem = problem;
            this.theta = theta;
            this.n = problem.layout().n();
            this.m = problem.layout().m();
            this.x = new double[n];
            this.z = new double[m];
            this.h = new double[m];
            this.a = new double[n];
            this.xHat = new double[n];
            this.slope = new double[n];
            this.dh = new double[m];
        }

        double forward(SparseBatch batch, int s) {
            Layout layout = problem.layout();
            Arrays.fill(x, 0);
            Arrays.fill(z, 0);
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int j = batch.index()[e];
                x[j] = batch.value()[e];
                for (int k = 0; k < m; k++) {
                    z[k] += theta[layout.encoder() + j * m + k] * x[j];
                }
            }
            for (int k = 0; k < m; k++) {
                h[k] = apply(layout.spec().hidden(), z[k]);
            }
            for (int i = 0; i < n; i++) {
                double sum = layout.spec().bias() ? theta[layout.bias() + i] : 0;
                for (int k = 0; k < m; k++) {
                    sum += theta[layout.decoder() + i * m + k] * h[k];
                }
                a[i] = sum;
            }
            layout.spec().output().apply(a, xHat, slope);
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double residual = xHat[i] - x[i];
                loss += importance(i) * residual * residual;
            }
            return loss / n;
        }

        /** Adds this sample's share of ∂L/∂θ, L the weighted mean over the batch; call after {@link #forward}. */
        void backward(SparseBatch batch, int s, double[] gradient) {
            Layout layout = problem.layout();
            Arrays.fill(dh, 0);
            for (int i = 0; i < n; i++) {
                // L += weight_s I_i (ψ(a)_i − x_i)² / (n B)
                double da = 2 * importance(i) * (xHat[i] - x[i]) * slope[i];
                da /= (double) n * problem.batch();
                da *= batch.weight(s);
                if (da == 0) {
                    continue;
                }
                // a_i = W_out[i]·h + b_i
                for (int k = 0; k < m; k++) {
                    gradient[layout.decoder() + i * m + k] += da * h[k];
                    dh[k] += da * theta[layout.decoder() + i * m + k];
                }
                if (layout.spec().bias()) {
                    gradient[layout.bias() + i] += da;
                }
            }
            // h = φ(z), z = Σ_j x_j w_j
            for (int k = 0; k < m; k++) {
                dh[k] *= slope(layout.spec().hidden(), z[k]);
            }
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int j = batch.index()[e];
                for (int k = 0; k < m; k++) {
                    gradient[layout.encoder() + j * m + k] += dh[k] * x[j];
                }
            }
        }

        /** I_i(x) of the present sample. */
        private double importance(int i) {
            KeyedSets keys = problem.keys();
            double factor = keys == null || x[keys.key(i)] > 0 ? 1 : keys.withoutKey(i);
            return factor * problem.importance()[i];
        }

        private static double apply(Activation activation, double value) {
            // Math.max keeps NaN, which must reach the loss.
            return activation == Activation.RELU ? Math.max(value, 0) : value;
        }

        private static double slope(Activation activation, double value) {
            return activation == Activation.RELU && !(value > 0) ? 0 : 1;
        }
    }

    private static final class ReferenceSession implements Session {
        private final Problem problem;
        private final double[] theta;
        private final double[] gradient;
        private final double[] first;
        private final double[] second;
        private int steps;

        ReferenceSession(Problem problem, Weights initial) {
            this.problem = problem;
            this.theta = new double[problem.layout().size()];
            for (int q = 0; q < theta.length; q++) {
                theta[q] = initial.values()[q];
            }
            this.gradient = new double[theta.length];
            this.first = new double[theta.length];
            this.second = new double[theta.length];
        }

        @Override
        public double step(SparseBatch batch, double learningRate) {
            double loss = evaluate(problem, theta, batch, gradient, null);
            AdamRule rule = problem.rule();
            steps++;
            double correction1 = 1 - Math.pow(rule.beta1(), steps);
            double correction2 = 1 - Math.pow(rule.beta2(), steps);
            for (int q = 0; q < theta.length; q++) {
                first[q] = rule.beta1() * first[q] + (1 - rule.beta1()) * gradient[q];
                second[q] = rule.beta2() * second[q] + (1 - rule.beta2()) * gradient[q] * gradient[q];
                theta[q] -= learningRate * rule.weightDecay() * theta[q];
                theta[q] -=
                        learningRate * (first[q] / correction1) / (Math.sqrt(second[q] / correction2) + rule.epsilon());
            }
            return loss;
        }

        @Override
        public double gradient(SparseBatch batch, float[] gradient) {
            double[] exact = new double[theta.length];
            double loss = evaluate(problem, theta, batch, exact, null);
            for (int q = 0; q < exact.length; q++) {
                gradient[q] = (float) exact[q];
            }
            return loss;
        }

        @Override
        public void losses(SparseBatch batch, double[] losses) {
            evaluate(problem, theta, batch, null, losses);
        }

        @Override
        public Weights weights() {
            float[] values = new float[theta.length];
            for (int q = 0; q < values.length; q++) {
                values[q] = (float) theta[q];
            }
            return new Weights(problem.layout(), values);
        }

        @Override
        public void save(DataOutput out) throws IOException {
            SavedNumbers.kind(out, ReferenceSession.class);
            out.writeInt(steps);
            SavedNumbers.write(out, theta);
            SavedNumbers.write(out, first);
            SavedNumbers.write(out, second);
        }

        @Override
        public void resume(DataInput in) throws IOException {
            SavedNumbers.expect(in, ReferenceSession.class);
            steps = in.readInt();
            SavedNumbers.read(in, theta);
            SavedNumbers.read(in, first);
            SavedNumbers.read(in, second);
        }

        @Override
        public void close() {
            // nothing outside the heap
        }
    }
}
