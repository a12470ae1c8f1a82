package org.superpose.kernel.vector;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Weights;

/** Training with the m hidden numbers of a sample along the lanes, block by block of samples ({@link BlockPass}). */
final class RowSession implements Kernel.Session {
    /**
     * Samples in a block: whole register blocks, and enough that passing over the gradient once for each block costs little. Times of
     * 132 … 1032 differ by 5 %.
     */
    private static final int BLOCK = 258;

    private final Problem problem;
    private final PaddedLayout layout;
    private final BlockPass pass;
    private final int block;
    private final float[] theta;
    private final double[] loss;
    /** Made when first needed: a session that only measures losses has neither. */
    private float[] gradient = {};

    private Adam adam;

    RowSession(Problem problem, Weights initial, Thresholds thresholds) {
        this.problem = problem;
        this.layout = new PaddedLayout(problem.layout());
        this.block = Math.min(BLOCK, problem.batch());
        this.pass = new BlockPass(problem, layout, thresholds, block);
        this.theta = new float[layout.size];
        this.loss = new double[problem.batch()];
        layout.pad(initial.values(), theta);
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        double mean = differentiate(batch);
        if (adam == null) {
            adam = new Adam(problem.rule(), PaddedLayout.FIRST, layout.size);
        }
        adam.step(theta, gradient, learningRate);
        return mean;
    }

    @Override
    public double gradient(SparseBatch batch, float[] out) {
        double mean = differentiate(batch);
        layout.unpad(gradient, out);
        return mean;
    }

    @Override
    public void losses(SparseBatch batch, double[] losses) {
        evaluate(batch, null);
        for (int s = 0; s < loss.length; s++) {
            losses[s] = loss[s] / batch.n();
        }
    }

    @Override
    public Weights weights() {
        float[] values = new float[problem.layout().size()];
        layout.unpad(theta, values);
        return new Weights(problem.layout(), values);
    }

    @Override
    public void close() {
        // nothing outside the heap
    }

    private double differentiate(SparseBatch batch) {
        if (gradient.length == 0) {
            gradient = new float[layout.size];
        }
        Arrays.fill(gradient, 0);
        evaluate(batch, gradient);
        double sum = 0;
        for (double one : loss) {
            sum += one;
        }
        return sum / batch.n() / loss.length;
    }

    private void evaluate(SparseBatch batch, float[] derivative) {
        int samples = problem.batch();
        if (batch.size() != samples || batch.n() != problem.layout().n()) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        for (int s0 = 0; s0 < samples; s0 += block) {
            pass.run(batch, s0, Math.min(block, samples - s0), theta, derivative, loss);
        }
    }
}
