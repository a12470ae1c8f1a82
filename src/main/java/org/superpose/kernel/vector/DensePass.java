package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;

/**
 * Loss and gradient of a batch of dense data, from x to ∂L/∂θ, by five dense products. These read the samples as {@link SparseBatch#blocks} holds
 * them, 64 samples along a row, and a = W_out h is computed in that order too, so that neither x nor the weights have to be turned round: only h
 * is. Blocks are taken in groups and, within a group, outputs in rounds: those of a round are computed first, and then their gradients are used.
 */
final class DensePass {
    /** The features that are worked on together; their rows in a panel of weights fill two thirds of the first cache. */
    private static final int FEATURES_AT_ONCE = 2 * COLUMNS_PER_PANEL;

    /** The outputs whose gradients are kept before they are used: the more, the less often h and its gradient pass through the cache. */
    private static final int OUTPUTS_PER_ROUND = 4 * COLUMNS_PER_PANEL;

    private final PaddedLayout layout;
    private final boolean hiddenRelu;
    private final OutputFunction psi;
    private final boolean outputRelu;
    private final boolean biased;
    private final int n;
    private final int m;
    private final int samples;
    /** The most blocks in a group. */
    private final int blocksPerGroup;

    private final int outputsPerRound;
    /** The hidden numbers h: panel q of sample s of block b is row (q·blocksPerGroup + b)·SAMPLES_PER_BLOCK + s of COLUMNS_PER_PANEL columns. */
    private final float[] h;
    /** The blocks of h transposed: number k of panel q in block b is row (q·blocksPerGroup + b)·COLUMNS_PER_PANEL + k of SAMPLES_PER_BLOCK columns. */
    private final float[] turned;
    /** The gradient of h, laid out as h; made when first needed. */
    private float[] dh = {};
    /** The pre-activations a, then their gradients: output i of the round in block b is row b·outputsPerRound + i of SAMPLES_PER_BLOCK columns. */
    private final float[] g;

    /** ψ' of the outputs of a round in one block; empty where ψ' is fused with what follows. */
    private final float[] derivative;

    private final float[] slope;
    /** The sets of features that share a key; null if importance does not depend on x. */
    private final KeyedSets keys;

    /** What takes the place of {@code slope} where the key of an output is missing. */
    private final float[] lesser;
    /** A vector of partial sums for each output's bias. */
    private final float[] biasSums;

    private final float[] blockLoss = new float[SAMPLES_PER_BLOCK];
    /** What {@link BlockOutputs} takes for a block all of whose samples exist. */
    private final float[] mask = new float[SAMPLES_PER_BLOCK];

    /** Does the same for the last block, some of whose samples may only fill it up. */
    private final float[] lastMask = new float[SAMPLES_PER_BLOCK];

    /** @param size the most samples in a group, which is rounded down to whole blocks */
    DensePass(Problem problem, PaddedLayout layout, int size) {
        Layout model = problem.layout();
        this.layout = layout;
        this.hiddenRelu = model.spec().hidden() == Activation.RELU;
        this.psi = model.spec().output();
        this.keys = problem.keys();
        this.outputRelu = psi.equals(OutputFunction.RELU) && keys == null;
        this.biased = model.spec().bias();
        this.n = model.n();
        this.m = model.m();
        this.samples = problem.batch();
        this.blocksPerGroup = Math.min(size, samples + SAMPLES_PER_BLOCK - 1) / SAMPLES_PER_BLOCK;
        this.outputsPerRound = Math.min(n, OUTPUTS_PER_ROUND);
        this.h = new float
                [Math.addExact(
                        PaddedLayout.FIRST,
                        Math.multiplyExact(layout.panels * COLUMNS_PER_PANEL, blocksPerGroup * SAMPLES_PER_BLOCK))];
        this.turned = new float[h.length];
        this.g = new float
                [Math.addExact(
                        PaddedLayout.FIRST, Math.multiplyExact(outputsPerRound, blocksPerGroup * SAMPLES_PER_BLOCK))];
        boolean fused = keys == null && (outputRelu || psi.equals(OutputFunction.IDENTITY));
        this.derivative = new float[fused ? 0 : outputsPerRound * SAMPLES_PER_BLOCK];
        this.slope = new float[n];
        this.lesser = new float[n];
        for (int i = 0; i < n; i++) {
            slope[i] = (float) (2 * problem.importance()[i] / ((double) n * samples));
            lesser[i] = keys == null ? 0 : (float) (keys.withoutKey(i) * slope[i]);
        }
        this.biasSums = new float[biased ? n * LANES : 0];
        Arrays.fill(mask, outputRelu ? 0 : 1);
        Arrays.fill(lastMask, outputRelu ? Float.POSITIVE_INFINITY : 0);
        Arrays.fill(lastMask, 0, (samples - 1) % SAMPLES_PER_BLOCK + 1, outputRelu ? 0 : 1);
    }

    /**
     * Computes the loss and the gradient of all samples of a batch.
     *
     * @param gradient ∂L/∂θ, added to; null where only the loss is wanted
     * @param loss Σ_i I_i (x_i − x̂_i)² of each sample, not weighted, overwritten
     */
    void run(SparseBatch batch, float[] theta, float[] gradient, double[] loss) {
        Arrays.fill(loss, 0);
        Arrays.fill(biasSums, 0);
        if (gradient != null && dh.length == 0) {
            dh = new float[h.length];
        }
        for (int first = 0; first < batch.blockCount(); first += blocksPerGroup) {
            int blocks = Math.min(blocksPerGroup, batch.blockCount() - first);
            int x0 = batch.blocks(first, blocks);
            float[] x = batch.cells();
            encode(blocks, first, x, x0, theta);
            if (gradient != null) {
                Arrays.fill(dh, 0);
            }
            for (int i0 = 0; i0 < n; i0 += outputsPerRound) {
                int rows = Math.min(outputsPerRound, n - i0);
                for (int b = 0; b < blocks; b++) {
                    decode(i0, rows, b, theta);
                    finish(i0, rows, b, first, batch, x0, loss);
                }
                if (gradient != null) {
                    backward(i0, rows, blocks, first, theta, gradient);
                }
            }
            if (gradient != null) {
                encoderGradient(blocks, first, x, x0, gradient);
            }
        }
        if (gradient != null && biased) {
            BlockSums.total(biasSums, n, gradient, layout.bias);
        }
    }

    /** Returns where block b of panel q of the hidden numbers begins, turned or not. */
    private int at(int q, int b) {
        return (q * blocksPerGroup + b) * SAMPLES_PER_BLOCK * COLUMNS_PER_PANEL + PaddedLayout.FIRST;
    }

    /** Returns where the outputs of the round in block b begin. */
    private int outputsAt(int b) {
        return b * outputsPerRound * SAMPLES_PER_BLOCK + PaddedLayout.FIRST;
    }

    /** Returns the samples in a block of the batch: fewer than usual in the last. */
    private int count(int block) {
        return Math.min(SAMPLES_PER_BLOCK, samples - block * SAMPLES_PER_BLOCK);
    }

    /** Computes h_s = φ(Σ_j x_sj w_j) for a group of blocks, and turns it. */
    private void encode(int blocks, int first, float[] x, int x0, float[] theta) {
        Arrays.fill(h, 0);
        for (int j0 = 0; j0 < n; j0 += FEATURES_AT_ONCE) {
            int depth = Math.min(FEATURES_AT_ONCE, n - j0);
            for (int b = 0; b < blocks; b++) {
                int from = x0 + (b * n + j0) * SAMPLES_PER_BLOCK;
                for (int q = 0; q < layout.panels; q++) {
                    multiplyTransposed(
                            count(first + b),
                            depth,
                            x,
                            from,
                            theta,
                            layout.encoder(q, j0),
                            layout.width(q),
                            h,
                            at(q, b));
                }
            }
        }
        if (hiddenRelu) {
            Hidden.relu(h, PaddedLayout.FIRST, h.length - PaddedLayout.FIRST);
        }
        for (int q = 0; q < layout.panels; q++) {
            for (int b = 0; b < blocks; b++) {
                turn(at(q, b));
            }
        }
    }

    private void turn(int from) {
        for (int k = 0; k < COLUMNS_PER_PANEL; k++) {
            int to = from + k * SAMPLES_PER_BLOCK;
            for (int s = 0; s < SAMPLES_PER_BLOCK; s++) {
                turned[to + s] = h[from + k + s * COLUMNS_PER_PANEL];
            }
        }
    }

    /** Computes a = W_out h + b for the outputs [i0, i0 + rows) and block b of the group. */
    private void decode(int i0, int rows, int b, float[] theta) {
        for (int i = 0; i < rows; i++) {
            int row = outputsAt(b) + i * SAMPLES_PER_BLOCK;
            Arrays.fill(g, row, row + SAMPLES_PER_BLOCK, biased ? theta[layout.bias + i0 + i] : 0);
        }
        for (int q = 0; q < layout.panels; q++) {
            int d0 = layout.decoder(q, i0);
            int width = layout.width(q);
            if (width == COLUMNS_PER_PANEL) {
                PanelProducts.add(
                        rows, layout.used(q), theta, d0, turned, at(q, b), g, outputsAt(b), SAMPLES_PER_BLOCK);
            } else {
                Products.add(
                        rows,
                        SAMPLES_PER_BLOCK,
                        layout.used(q),
                        theta,
                        d0,
                        width,
                        1,
                        turned,
                        at(q, b),
                        SAMPLES_PER_BLOCK,
                        g,
                        outputsAt(b),
                        SAMPLES_PER_BLOCK);
            }
        }
    }

    /** Adds the losses and puts the weighted gradients of the outputs in place of a. Losses come as Σ_i slope_i r², which is 2/(nB) times what is wanted. */
    private void finish(int i0, int rows, int b, int first, SparseBatch batch, int x0, double[] loss) {
        int a0 = outputsAt(b);
        float[] x = batch.cells();
        int from = x0 + (b * n + i0) * SAMPLES_PER_BLOCK;
        float[] exists = first + b == batchBlocks() - 1 ? lastMask : mask;
        if (outputRelu) {
            BlockOutputs.relu(rows, g, a0, x, from, slope, i0, exists, blockLoss);
        } else if (derivative.length == 0) {
            BlockOutputs.identity(rows, g, a0, x, from, slope, i0, exists, blockLoss);
        } else {
            OutputFunctions.apply(psi, g, a0, rows * SAMPLES_PER_BLOCK, derivative);
            if (keys == null) {
                BlockOutputs.other(rows, g, a0, derivative, x, from, slope, i0, exists, blockLoss);
            } else {
                BlockOutputs.conditional(
                        rows, g, a0, derivative, x, from, slope, lesser, i0, keys.size(), exists, blockLoss);
            }
        }
        int s0 = (first + b) * SAMPLES_PER_BLOCK;
        for (int s = 0; s < count(first + b); s++) {
            loss[s0 + s] += 0.5 * n * samples * blockLoss[s];
        }
        if (batch.weighted()) {
            SampleWeights.block(rows, batch.weights(), s0, g, a0);
        }
        if (biased) {
            BlockOutputs.addRows(rows, g, a0, biasSums, i0 * LANES);
        }
    }

    private int batchBlocks() {
        return (samples + SAMPLES_PER_BLOCK - 1) / SAMPLES_PER_BLOCK;
    }

    /** Computes ∂L/∂h_s += Σ_i g_si d_i and ∂L/∂d_i += Σ_s g_si h_s over the outputs [i0, i0 + rows). */
    private void backward(int i0, int rows, int blocks, int first, float[] theta, float[] gradient) {
        for (int q = 0; q < layout.panels; q++) {
            int d0 = layout.decoder(q, i0);
            int width = layout.width(q);
            for (int b = 0; b < blocks; b++) {
                int depth = count(first + b);
                multiplyTransposed(depth, rows, g, outputsAt(b), theta, d0, width, dh, at(q, b));
                multiply(rows, depth, g, outputsAt(b), h, at(q, b), gradient, d0, width);
            }
        }
    }

    /** Computes ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s for all features j. */
    private void encoderGradient(int blocks, int first, float[] x, int x0, float[] gradient) {
        if (hiddenRelu) {
            Hidden.mask(h, dh, PaddedLayout.FIRST, h.length - PaddedLayout.FIRST);
        }
        for (int j0 = 0; j0 < n; j0 += FEATURES_AT_ONCE) {
            int rows = Math.min(FEATURES_AT_ONCE, n - j0);
            for (int q = 0; q < layout.panels; q++) {
                for (int b = 0; b < blocks; b++) {
                    int from = x0 + (b * n + j0) * SAMPLES_PER_BLOCK;
                    int e0 = layout.encoder(q, j0);
                    multiply(rows, count(first + b), x, from, dh, at(q, b), gradient, e0, layout.width(q));
                }
            }
        }
    }

    /** Adds A·B to C for a block A, a panel B and a panel C whose rows are {@code width} numbers apart. */
    private static void multiply(
            int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int width) {
        if (width == COLUMNS_PER_PANEL) {
            PanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, SAMPLES_PER_BLOCK, 1, b, b0, COLUMNS_PER_PANEL, c, c0, width);
        }
    }

    /** Adds Aᵀ·B to C for a block A, a panel B whose rows are {@code width} numbers apart, and a panel C. */
    private static void multiplyTransposed(
            int rows, int depth, float[] a, int a0, float[] b, int b0, int width, float[] c, int c0) {
        if (width == COLUMNS_PER_PANEL) {
            TransposedPanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, 1, SAMPLES_PER_BLOCK, b, b0, width, c, c0, COLUMNS_PER_PANEL);
        }
    }
}
