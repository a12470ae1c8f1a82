package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

/**
 * Training of small models, with the samples of the batch along the lanes. All five products are dense: weights are single numbers that are
 * spread over the lanes, and a vector of samples that all lack a feature is rare. Everything stays in the first two caches.
 */
final class BatchSession implements Kernel.Session {
    /**
     * The most blocks in a group. The sums of the gradient are loaded and stored once for each group, but larger groups leave the first cache: a
     * step of 128 × 32 takes 435 µs with four blocks, 465 µs with eight and 500 µs with sixteen.
     */
    private static final int MOST_BLOCKS_PER_GROUP = 4;

    private static final int LEAST_BLOCKS_PER_GROUP = 2;

    private final Problem problem;
    private final Layout layout;
    private final int n;
    private final int m;
    private final int samples;
    private final boolean hiddenRelu;
    private final OutputFunction psi;
    private final boolean outputRelu;
    private final boolean biased;
    /** The blocks of samples that pass between two rounds of gradient sums. */
    private final int blocksPerGroup;

    /** The parameters in the order of {@link Layout}, filled up to whole lanes. */
    private final float[] theta;
    /** W_out transposed: row k holds the n numbers of column k of W_out. */
    private final float[] decoder;

    private final float[] zeros;
    private final float[] slope;
    /** The sets of features that share a key; null if importance does not depend on x. */
    private final KeyedSets keys;

    /** What takes the place of {@code slope} where the key of an output is missing. */
    private final float[] lesser;

    /** The hidden numbers h and the pre-activations a of a group, block by block; the gradient of a takes its place. */
    private final float[] h;

    private final float[] a;
    private final float[] blockLoss = new float[SAMPLES_PER_BLOCK];
    /**
     * What {@link BlockOutputs} takes for the last block. Where ReLU is fused with the loss it is 0 for the samples that exist and +∞ for the
     * others, elsewhere 1 and 0.
     */
    private final float[] lastMask = new float[SAMPLES_PER_BLOCK];

    /** Does the same for the blocks before the last, all of whose samples exist. */
    private final float[] mask = new float[SAMPLES_PER_BLOCK];
    /** ψ' of a block; empty where ψ' is fused with what follows. */
    private final float[] derivative;

    private final TopK topK;
    private Training training;

    /** What only training needs, made when the first gradient is asked for. */
    private final class Training {
        final float[] gradient = new float[theta.length];
        final VectorAdam adam = new VectorAdam(problem.rule(), 0, theta.length);
        final float[] dh = new float[h.length];
        /** A vector of partial sums for each element of W_out. */
        final float[] decoderSums = new float[n * m * LANES];

        final float[] encoderSums = layout.spec().tied() ? decoderSums : new float[decoderSums.length];
        final float[] biasSums = new float[n * LANES];
    }

    BatchSession(Problem problem, Weights initial) {
        this.problem = problem;
        this.layout = problem.layout();
        this.n = layout.n();
        this.m = layout.m();
        this.samples = problem.batch();
        if ((long) n * m * LANES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the output "
                    + layout.spec().output().label() + " with n = " + n
                    + ", m = " + m + " needs more partial sums than fit in one array of the cpu kernel; ask for the"
                    + " kernel nd4j or reference");
        }
        this.hiddenRelu = layout.spec().hidden() == Activation.RELU;
        this.psi = layout.spec().output();
        this.keys = problem.keys();
        this.outputRelu = psi.kind() == Kind.RELU && keys == null;
        this.biased = layout.spec().bias();
        this.blocksPerGroup = Math.min(
                (samples + SAMPLES_PER_BLOCK - 1) / SAMPLES_PER_BLOCK,
                Math.max(LEAST_BLOCKS_PER_GROUP, Math.min(MOST_BLOCKS_PER_GROUP, m / 4)));
        this.theta = Arrays.copyOf(initial.values(), (layout.size() + LANES - 1) / LANES * LANES);
        this.decoder = new float[n * m];
        this.zeros = new float[n];
        this.slope = new float[n];
        this.lesser = new float[n];
        for (int i = 0; i < n; i++) {
            slope[i] = (float) (2 * problem.importance()[i] / ((double) n * samples));
            lesser[i] = keys == null ? 0 : (float) (keys.withoutKey(i) * slope[i]);
        }
        this.h = new float[blocksPerGroup * m * SAMPLES_PER_BLOCK];
        this.a = new float[blocksPerGroup * n * SAMPLES_PER_BLOCK];
        boolean fused = keys == null && (outputRelu || psi.kind() == Kind.IDENTITY);
        this.derivative = new float[fused ? 0 : n * SAMPLES_PER_BLOCK];
        this.topK = psi.kind() == Kind.TOP_K ? new TopK(n, (int) psi.parameter()) : null;
        Arrays.fill(mask, outputRelu ? 0 : 1);
        Arrays.fill(lastMask, outputRelu ? Float.POSITIVE_INFINITY : 0);
        Arrays.fill(lastMask, 0, (samples - 1) % SAMPLES_PER_BLOCK + 1, outputRelu ? 0 : 1);
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        double mean = evaluateGradient(batch);
        training.adam.step(theta, training.gradient, learningRate);
        return mean;
    }

    @Override
    public double gradient(SparseBatch batch, float[] out) {
        double mean = evaluateGradient(batch);
        System.arraycopy(training.gradient, 0, out, 0, layout.size());
        return mean;
    }

    @Override
    public void losses(SparseBatch batch, double[] losses) {
        evaluate(batch, losses, null);
    }

    @Override
    public Weights weights() {
        return new Weights(layout, Arrays.copyOf(theta, layout.size()));
    }

    @Override
    public void close() {
        // a session holds nothing outside the heap
    }

    private double evaluateGradient(SparseBatch batch) {
        if (training == null) {
            training = new Training();
        }
        Training sums = training;
        Arrays.fill(sums.decoderSums, 0);
        if (!layout.spec().tied()) {
            Arrays.fill(sums.encoderSums, 0);
        }
        Arrays.fill(sums.biasSums, 0);
        double mean = evaluate(batch, null, sums);
        BlockSums.total(sums.decoderSums, n * m, sums.gradient, layout.decoder());
        if (!layout.spec().tied()) {
            BlockSums.total(sums.encoderSums, n * m, sums.gradient, layout.encoder());
        }
        if (biased) {
            BlockSums.total(sums.biasSums, n, sums.gradient, layout.bias());
        }
        return mean;
    }

    /**
     * Returns the weighted mean loss of a batch.
     *
     * @param losses overwritten with the loss of each sample, not weighted; null where only the mean is wanted
     * @param sums what the gradient is added to; null where no gradient is wanted
     */
    private double evaluate(SparseBatch batch, double[] losses, Training sums) {
        if (batch.size() != samples || batch.n() != n) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        transposeDecoder();
        double total = 0;
        int blocks = batch.blockCount();
        for (int first = 0; first < blocks; first += blocksPerGroup) {
            int count = Math.min(blocksPerGroup, blocks - first);
            int x0 = batch.blocks(first, count);
            float[] x = batch.cells();
            for (int q = 0; q < count; q++) {
                forward(x, x0 + q * n * SAMPLES_PER_BLOCK, q, first + q == blocks - 1 ? lastMask : mask);
                total += addLosses(batch, (first + q) * SAMPLES_PER_BLOCK, losses);
                if (sums != null) {
                    backward(batch, (first + q) * SAMPLES_PER_BLOCK, q, sums);
                }
            }
            if (sums != null) {
                BlockSums.addOuter(count, n, a, 0, m, h, sums.decoderSums);
                BlockSums.addOuter(count, n, x, x0, m, sums.dh, sums.encoderSums);
            }
        }
        return total / samples;
    }

    private void transposeDecoder() {
        for (int i = 0; i < n; i++) {
            int row = layout.decoder() + i * m;
            for (int k = 0; k < m; k++) {
                decoder[k * n + i] = theta[row + k];
            }
        }
    }

    /** Computes h = φ(W_in x) and a = W_out h + b, then the loss and, in place of a, ∂L/∂a for block q of the group. */
    private void forward(float[] x, int x0, int q, float[] exists) {
        int h0 = q * m * SAMPLES_PER_BLOCK;
        int a0 = q * n * SAMPLES_PER_BLOCK;
        BlockProducts.multiply(m, n, theta, layout.encoder(), m, zeros, 0, x, x0, h, h0);
        if (hiddenRelu) {
            Hidden.relu(h, h0, m * SAMPLES_PER_BLOCK);
        }
        float[] start = biased ? theta : zeros;
        BlockProducts.multiply(n, m, decoder, 0, n, start, biased ? layout.bias() : 0, h, h0, a, a0);
        if (outputRelu) {
            BlockOutputs.relu(n, a, a0, x, x0, slope, 0, exists, blockLoss);
        } else if (derivative.length == 0) {
            BlockOutputs.identity(n, a, a0, x, x0, slope, 0, exists, blockLoss);
        } else {
            if (topK == null) {
                OutputFunctions.apply(psi, a, a0, n * SAMPLES_PER_BLOCK, derivative);
            } else {
                topK.apply(a, a0, derivative);
            }
            if (keys == null) {
                BlockOutputs.other(n, a, a0, derivative, x, x0, slope, 0, exists, blockLoss);
            } else {
                BlockOutputs.conditional(n, a, a0, derivative, x, x0, slope, lesser, 0, keys.size(), exists, blockLoss);
            }
        }
    }

    /** Weighs ∂L/∂a, adds it to ∂L/∂b and computes ∂L/∂z = φ'(z) W_outᵀ ∂L/∂a for block q of the group, whose first sample is s0. */
    private void backward(SparseBatch batch, int s0, int q, Training sums) {
        int h0 = q * m * SAMPLES_PER_BLOCK;
        int a0 = q * n * SAMPLES_PER_BLOCK;
        if (batch.weighted()) {
            SampleWeights.block(n, batch.weights(), s0, a, a0);
        }
        if (biased) {
            BlockOutputs.addRows(n, a, a0, sums.biasSums, 0);
        }
        BlockProducts.multiply(m, n, theta, layout.decoder(), m, zeros, 0, a, a0, sums.dh, h0);
        if (hiddenRelu) {
            Hidden.mask(h, sums.dh, h0, m * SAMPLES_PER_BLOCK);
        }
    }

    /** Adds up the weighted losses of the block from sample s0 on, which come as Σ_i slope_i r²: that is 2/B times the loss of a sample. */
    private double addLosses(SparseBatch batch, int s0, double[] losses) {
        int count = Math.min(SAMPLES_PER_BLOCK, samples - s0);
        Arrays.fill(blockLoss, count, SAMPLES_PER_BLOCK, 0);
        if (losses != null) {
            for (int s = 0; s < count; s++) {
                losses[s0 + s] = 0.5 * samples * blockLoss[s];
            }
        }
        if (batch.weighted()) {
            SampleWeights.block(1, batch.weights(), s0, blockLoss, 0);
        }
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += 4) {
            sum0 += blockLoss[s];
            sum1 += blockLoss[s + 1];
            sum2 += blockLoss[s + 2];
            sum3 += blockLoss[s + 3];
        }
        return 0.5 * samples * (sum0 + sum1 + (sum2 + sum3));
    }
}
