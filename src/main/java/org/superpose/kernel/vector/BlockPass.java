package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;

import java.util.Arrays;
import org.superpose.kernel.Problem;
import org.superpose.model.KeyedSets;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;

/**
 * What follows a = W_out h + b for blocks of samples, by the loop of {@link BlockOutputs} that a problem asks for. The blocks that are worked on at the
 * same time have places of their own for what they need.
 */
final class BlockPass {
    private final OutputFunction psi;
    private final boolean outputRelu;
    private final int n;
    private final int lastBlock;
    private final float[] slope;
    /** The sets of features that share a key; null if importance does not depend on x. */
    private final KeyedSets keys;

    /** What takes the place of {@code slope} where the key of an output is missing. */
    private final float[] lesser;

    /**
     * What {@link BlockOutputs} takes for a block all of whose samples exist: 0 for each where ReLU is fused with the loss, elsewhere 1.
     */
    private final float[] mask = new float[SAMPLES_PER_BLOCK];

    /** Does the same for the last block, some of whose samples may only fill it up: +∞ for those, or 0. */
    private final float[] lastMask = new float[SAMPLES_PER_BLOCK];

    /** ψ' of a block in each place; empty where ψ' is fused with what follows. */
    private final float[][] derivative;

    private final TopK[] topK;
    private final float[][] losses;

    /**
     * @param rows the most outputs that come at once
     * @param places the most blocks that are worked on at the same time
     */
    BlockPass(Problem problem, int rows, int places) {
        this.n = problem.layout().n();
        this.psi = problem.layout().spec().output();
        this.keys = problem.keys();
        this.outputRelu = psi.kind() == Kind.RELU && keys == null;
        int samples = problem.batch();
        this.lastBlock = (samples - 1) / SAMPLES_PER_BLOCK;
        this.slope = new float[n];
        this.lesser = new float[n];
        for (int i = 0; i < n; i++) {
            slope[i] = (float) (2 * problem.importance()[i] / ((double) n * samples));
            lesser[i] = keys == null ? 0 : (float) (keys.withoutKey(i) * slope[i]);
        }
        boolean fused = keys == null && (outputRelu || psi.kind() == Kind.IDENTITY);
        this.derivative = new float[fused ? 0 : places][rows * SAMPLES_PER_BLOCK];
        this.topK = new TopK[psi.kind() == Kind.TOP_K ? places : 0];
        Arrays.setAll(topK, place -> new TopK(n, (int) psi.parameter()));
        this.losses = new float[places][SAMPLES_PER_BLOCK];
        Arrays.fill(mask, outputRelu ? 0 : 1);
        Arrays.fill(lastMask, outputRelu ? Float.POSITIVE_INFINITY : 0);
        Arrays.fill(lastMask, 0, (samples - 1) % SAMPLES_PER_BLOCK + 1, outputRelu ? 0 : 1);
    }

    /**
     * Puts the gradients of the outputs [i0, i0 + rows) of a block in place of a.
     *
     * @param a pre-activations, {@code rows} rows at {@code a[a0]}, overwritten
     * @param x targets, {@code rows} rows at {@code x[x0]}, not modified; the rows of lower features come before them
     * @return Σ_i slope_i r² of each sample, which is 2/(nB) times its sum of errors, until the place is used again
     */
    float[] apply(int block, int place, int i0, int rows, float[] a, int a0, float[] x, int x0) {
        float[] exists = block == lastBlock ? lastMask : mask;
        float[] loss = losses[place];
        if (outputRelu) {
            BlockOutputs.relu(rows, a, a0, x, x0, slope, i0, exists, loss);
        } else if (derivative.length == 0) {
            BlockOutputs.identity(rows, a, a0, x, x0, slope, i0, exists, loss);
        } else {
            other(place, i0, rows, a, a0, x, x0, exists, loss);
        }
        return loss;
    }

    private void other(
            int place, int i0, int rows, float[] a, int a0, float[] x, int x0, float[] exists, float[] loss) {
        float[] slopes = derivative[place];
        if (topK.length == 0) {
            OutputFunctions.apply(psi, a, a0, rows * SAMPLES_PER_BLOCK, slopes, 0);
        } else {
            topK[place].apply(a, a0, slopes);
        }
        if (keys == null) {
            BlockOutputs.other(rows, a, a0, slopes, x, x0, slope, i0, exists, loss);
        } else {
            BlockOutputs.conditional(rows, a, a0, slopes, x, x0, slope, lesser, i0, keys.size(), exists, loss);
        }
    }
}
