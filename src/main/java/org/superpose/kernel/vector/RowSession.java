package org.superpose.kernel.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.superpose.cores.Team;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.kernel.SavedNumbers;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Training with weights in panels of hidden dimensions: a batch goes through {@link SparsePass} slice by slice, or through {@link DensePass}. */
final class RowSession implements Kernel.Session {
    /**
     * The samples in a slice of the batch of a small model, in whole tiles of six. The gradient and W_in are passed over once for each slice: where
     * they do not fit into the second cache, larger slices are faster (8192 × 1024, p = 0.01: 249 ms with 258 samples, 203 ms with 1032).
     */
    static final int SAMPLES_PER_SLICE = 258;

    /** Above this number of weights in a matrix slices are twice as large, and above four times this number four times as large. */
    private static final int MANY_WEIGHTS = 1 << 20;

    private final Problem problem;
    private final PaddedLayout layout;
    private final Thresholds thresholds;
    private final Team team;
    /** When the team is gathered for a step, and when for the losses alone. */
    private final Sharing steps;

    private final Sharing evaluations;
    /** The samples in a slice. */
    private final int slice;

    /** The pass over sparse batches; this and the next are made when first needed, and as a rule only one of them is. */
    private SparsePass sparse;

    private DensePass dense;
    private final float[] theta;
    private final double[] loss;
    /** The gradient, made when first needed: a session that only measures losses has none, and no {@code adam} either. */
    private float[] gradient = {};

    /** Whether Adam has left the gradient 0 everywhere. */
    private boolean cleared;

    private VectorAdam adam;

    RowSession(Problem problem, Weights initial, Thresholds thresholds, Team team) {
        this.problem = problem;
        this.layout = new PaddedLayout(problem.layout());
        this.slice = Math.min(samplesPerSlice(problem.layout()), problem.batch());
        this.thresholds = thresholds;
        this.team = team;
        this.steps = thresholds.sharing(problem, team);
        this.evaluations = thresholds.sharing(problem, team);
        this.theta = new float[layout.size];
        this.loss = new double[problem.batch()];
        layout.pad(initial.values(), theta);
    }

    private static int samplesPerSlice(Layout layout) {
        int weights = layout.n() * layout.m();
        if (weights < MANY_WEIGHTS) {
            return SAMPLES_PER_SLICE;
        }
        return weights < 4 * MANY_WEIGHTS ? 2 * SAMPLES_PER_SLICE : 4 * SAMPLES_PER_SLICE;
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        try {
            int threads = steps.begin();
            double mean = differentiate(batch, threads);
            adam().step(theta, gradient, learningRate, team, Ranges.number(threads));
            cleared = true;
            return mean;
        } finally {
            steps.end();
        }
    }

    @Override
    public double gradient(SparseBatch batch, float[] out) {
        try {
            double mean = differentiate(batch, steps.begin());
            layout.unpad(gradient, out);
            return mean;
        } finally {
            steps.end();
        }
    }

    @Override
    public void losses(SparseBatch batch, double[] losses) {
        try {
            evaluate(batch, null, evaluations.begin());
        } finally {
            evaluations.end();
        }
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
    public void save(DataOutput out) throws IOException {
        SavedNumbers.kind(out, RowSession.class);
        layout.save(theta, out);
        adam().save(out, moments -> layout.save(moments, out));
    }

    @Override
    public void resume(DataInput in) throws IOException {
        SavedNumbers.expect(in, RowSession.class);
        layout.resume(in, theta);
        adam().resume(in, moments -> layout.resume(in, moments));
    }

    @Override
    public void close() {
        // a session holds nothing outside the heap
    }

    private VectorAdam adam() {
        if (adam == null) {
            adam = new VectorAdam(problem.rule(), PaddedLayout.FIRST, layout.size);
        }
        return adam;
    }

    private double differentiate(SparseBatch batch, int threads) {
        if (gradient.length == 0) {
            gradient = new float[layout.size];
        } else if (!cleared) {
            Arrays.fill(gradient, 0);
        }
        cleared = false;
        evaluate(batch, gradient, threads);
        double sum = 0;
        for (int s = 0; s < loss.length; s++) {
            sum += batch.weight(s) * loss[s];
        }
        return sum / batch.n() / loss.length;
    }

    private void evaluate(SparseBatch batch, float[] derivative, int threads) {
        int samples = problem.batch();
        if (batch.size() != samples || batch.n() != problem.layout().n()) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        if (batch.entries() > thresholds.denseInput() * batch.n() * samples) {
            if (dense == null) {
                dense = new DensePass(problem, layout, samplesPerSlice(problem.layout()), team);
            }
            dense.run(batch, theta, derivative, loss, threads);
            return;
        }
        if (sparse == null) {
            sparse = new SparsePass(problem, layout, thresholds, slice, team);
        }
        for (int s0 = 0; s0 < samples; s0 += slice) {
            sparse.run(batch, s0, Math.min(slice, samples - s0), theta, derivative, loss, threads);
        }
    }
}
