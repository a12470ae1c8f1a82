package org.superpose.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.superpose.data.SparseBatch;
import org.superpose.model.Weights;

/**
 * An implementation of the training step. Kernels are stateless and shared; a {@link Session} belongs to one model and one thread,
 * which others may help ({@link TeamKernel}), and may keep its state wherever it computes (heap, native memory, a GPU).
 *
 * <p>For the same problem, initial weights and batches a kernel gives the same bits on every run on one type of processor.
 */
public interface Kernel {
    /** The name in sweep files and in the column {@code kernel}. */
    String name();

    /** One line for people: how it computes here, lanes or device included. */
    String description();

    /**
     * What of the machine decides the bits, but for its architecture and Java: two processors of which this says the same give the same ones. The type of a GPU, for
     * example, but not its number.
     */
    String processor();

    /**
     * Starts training one model.
     *
     * @param initial copied, not modified
     */
    Session open(Problem problem, Weights initial);

    /** The state of one model in training: parameters, moments, scratch. */
    interface Session extends AutoCloseable {
        /**
         * One step of the rule on a batch, along the gradient of its loss as {@link Problem} defines it: of B samples with the weights weight_s,
         * L = (1/B) Σ_s weight_s loss_s, where each weight is 1 unless the batch is {@link SparseBatch#weighted}.
         *
         * @return L before the update; not finite if the model has diverged
         */
        double step(SparseBatch batch, double learningRate);

        /**
         * The loss L of a batch, weighted as in {@link #step}, and its gradient; the state stays as it is.
         *
         * @param gradient ∂L/∂θ, overwritten, in the order of {@link org.superpose.model.Layout}
         * @return L
         */
        double gradient(SparseBatch batch, float[] gradient);

        /**
         * The loss of each sample by itself, loss_s = (1/n) Σ_i I_i (x_i − x̂_i)², whatever weights the batch carries; the state stays as it is.
         *
         * @param losses overwritten, one per sample
         */
        void losses(SparseBatch batch, double[] losses);

        /** A copy of the parameters as they are now. */
        Weights weights();

        /** Writes the state: parameters, both moments, and the number of steps. A session that {@linkplain #resume resumes} it takes the same steps. */
        void save(DataOutput out) throws IOException;

        /**
         * Takes over the state that a session of the same kernel, problem and type of processor {@linkplain #save saved}, in place of its own.
         *
         * @throws IOException if it cannot be read, or is of another kind of session; this session is then of no use
         */
        void resume(DataInput in) throws IOException;

        @Override
        void close();
    }
}
