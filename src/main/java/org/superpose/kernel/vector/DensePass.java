package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;

import java.util.Arrays;
import org.superpose.cores.Team;
import org.superpose.cores.Work;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Layout;

/**
 * Loss and gradient of a batch of dense data, from x to ∂L/∂θ, by five dense products. These read the samples as {@link SparseBatch#blocks} holds
 * them, 64 samples along a row, and a = W_out h is computed in that order too, so that neither x nor the weights have to be turned round: only h
 * is. Blocks are taken in groups and, within a group, outputs in rounds: those of a round are computed first, and then their gradients are used.
 *
 * <p>The work is done in phases that are cut into parts for the cores of a team, as in {@link SparsePass}.
 */
final class DensePass {
    /** The features that are worked on together; their rows in a panel of weights fill two thirds of the first cache. */
    private static final int FEATURES_AT_ONCE = 2 * COLUMNS_PER_PANEL;

    /** The outputs whose gradients are kept before they are used: the more, the less often h and its gradient pass through the cache. */
    private static final int OUTPUTS_PER_ROUND = 4 * COLUMNS_PER_PANEL;

    private final PaddedLayout layout;
    private final boolean hiddenRelu;
    private final boolean biased;
    private final int n;
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

    private final BlockPass outputs;
    /** A vector of partial sums for each output's bias. */
    private final float[] biasSums;

    private final Team team;
    private final Work encoding = this::encode;
    private final Work forward = this::forward;
    private final Work backward = this::backward;
    private final Work encoderGradients = this::encoderGradient;

    /** The group that is worked on: {@code blocks} blocks from block {@code first}, whose cells begin at x[x0]. */
    private SparseBatch batch;

    private int first;
    private int blocks;
    private float[] x;
    private int x0;
    private float[] theta;
    private float[] gradient;
    private double[] loss;
    /** The number of ranges into which blocks, outputs or features are cut. */
    private int ranges;
    /** The round: the outputs [i0, i0 + rows). */
    private int i0;

    private int rows;

    /** @param size the most samples in a group, which is rounded down to whole blocks */
    DensePass(Problem problem, PaddedLayout layout, int size, Team team) {
        this.team = team;
        Layout model = problem.layout();
        this.layout = layout;
        this.hiddenRelu = model.spec().hidden() == Activation.RELU;
        this.biased = model.spec().bias();
        this.n = model.n();
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
        this.outputs = new BlockPass(problem, outputsPerRound, blocksPerGroup);
        this.biasSums = new float[biased ? n * LANES : 0];
    }

    /**
     * Computes the loss and the gradient of all samples of a batch.
     *
     * @param derivatives ∂L/∂θ, added to; null where only the loss is wanted
     * @param losses Σ_i I_i (x_i − x̂_i)² of each sample, not weighted, overwritten
     * @param threads the cores that the team has gathered
     */
    void run(SparseBatch given, float[] parameters, float[] derivatives, double[] losses, int threads) {
        batch = given;
        theta = parameters;
        gradient = derivatives;
        loss = losses;
        ranges = Ranges.number(threads);
        Arrays.fill(loss, 0);
        Arrays.fill(biasSums, 0);
        if (gradient != null && dh.length == 0) {
            dh = new float[h.length];
        }
        for (first = 0; first < batch.blockCount(); first += blocksPerGroup) {
            blocks = Math.min(blocksPerGroup, batch.blockCount() - first);
            x0 = batch.blocks(first, blocks);
            x = batch.cells();
            runGroup();
        }
        if (gradient != null && biased) {
            BlockSums.total(biasSums, 0, n, gradient, layout.bias);
        }
    }

    private void runGroup() {
        team.run(encoding, ranges);
        for (i0 = 0; i0 < n; i0 += outputsPerRound) {
            rows = Math.min(outputsPerRound, n - i0);
            team.run(forward, ranges);
            if (gradient != null) {
                team.run(backward, layout.panels * (ranges == 1 ? 1 : 2 * ranges) + (biased ? 1 : 0));
            }
        }
        if (gradient != null) {
            team.run(encoderGradients, ranges);
        }
    }

    /** Returns where range r of the blocks of the group begins. */
    private int block(int r) {
        return Ranges.begin(r, ranges, blocks, 1);
    }

    /** Returns where range r of some outputs or features begins. */
    private int row(int r, int number) {
        return Ranges.begin(r, ranges, number, Ranges.ROWS_PER_TILE);
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

    /** Computes h_s = φ(Σ_j x_sj w_j) for a range of the blocks, and turns it. */
    private void encode(int range) {
        int begin = block(range);
        int end = block(range + 1);
        for (int q = 0; q < layout.panels; q++) {
            Arrays.fill(h, at(q, begin), at(q, end), 0);
            if (gradient != null) {
                Arrays.fill(dh, at(q, begin), at(q, end), 0);
            }
        }
        for (int j0 = 0; j0 < n; j0 += FEATURES_AT_ONCE) {
            int depth = Math.min(FEATURES_AT_ONCE, n - j0);
            for (int b = begin; b < end; b++) {
                int from = x0 + (b * n + j0) * SAMPLES_PER_BLOCK;
                for (int q = 0; q < layout.panels; q++) {
                    int width = layout.width(q);
                    AnyPanels.addTransposed(
                            count(first + b),
                            width,
                            depth,
                            x,
                            from,
                            theta,
                            layout.encoder(q, j0),
                            width,
                            h,
                            at(q, b),
                            COLUMNS_PER_PANEL);
                }
            }
        }
        for (int q = 0; q < layout.panels; q++) {
            if (hiddenRelu) {
                Hidden.relu(h, at(q, begin), at(q, end) - at(q, begin));
            }
            for (int b = begin; b < end; b++) {
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

    /** Computes a = W_out h + b, the loss and, in place of a, its gradient for the outputs of the round and a range of the blocks. */
    private void forward(int range) {
        for (int b = block(range); b < block(range + 1); b++) {
            decode(b);
            finish(b);
        }
    }

    private void decode(int b) {
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

    /** Adds the losses and puts the weighted gradients of the outputs in place of a. */
    private void finish(int b) {
        int block = first + b;
        float[] lost = outputs.apply(block, b, i0, rows, g, outputsAt(b), x, x0 + (b * n + i0) * SAMPLES_PER_BLOCK);
        int s0 = block * SAMPLES_PER_BLOCK;
        for (int s = 0; s < count(block); s++) {
            loss[s0 + s] += 0.5 * n * samples * lost[s];
        }
        if (batch.weighted()) {
            SampleWeights.block(rows, batch.weights(), s0, g, outputsAt(b));
        }
    }

    /**
     * Uses the gradients of the round for one hidden panel: with helpers either for ∂L/∂h of a range of blocks or for ∂L/∂W_out of a range of outputs.
     * The part after all those is the gradient of the bias.
     */
    private void backward(int part) {
        int partsPerPanel = ranges == 1 ? 1 : 2 * ranges;
        int q = part / partsPerPanel;
        int range = part % partsPerPanel;
        if (q == layout.panels) {
            for (int b = 0; b < blocks; b++) {
                BlockOutputs.addRows(rows, g, outputsAt(b), biasSums, i0 * LANES);
            }
        } else if (ranges == 1) {
            for (int b = 0; b < blocks; b++) {
                hiddenGradient(q, b);
                decoderGradient(q, b, 0, rows);
            }
        } else if (range < ranges) {
            for (int b = block(range); b < block(range + 1); b++) {
                hiddenGradient(q, b);
            }
        } else {
            int from = row(range - ranges, rows);
            int to = row(range - ranges + 1, rows);
            for (int b = 0; b < blocks; b++) {
                decoderGradient(q, b, from, to);
            }
        }
    }

    /** Computes ∂L/∂h_s += Σ_i g_si d_i over the outputs of the round, and ∂L/∂z_s after the last round. */
    private void hiddenGradient(int q, int b) {
        int width = layout.width(q);
        AnyPanels.addTransposed(
                count(first + b),
                width,
                rows,
                g,
                outputsAt(b),
                theta,
                layout.decoder(q, i0),
                width,
                dh,
                at(q, b),
                COLUMNS_PER_PANEL);
        if (hiddenRelu && i0 + rows == n) {
            Hidden.mask(h, dh, at(q, b), SAMPLES_PER_BLOCK * COLUMNS_PER_PANEL);
        }
    }

    /** Computes ∂L/∂d_i += Σ_s g_si h_s over the samples of a block, for the outputs [from, to) of the round. */
    private void decoderGradient(int q, int b, int from, int to) {
        int width = layout.width(q);
        AnyPanels.add(
                to - from,
                width,
                count(first + b),
                g,
                outputsAt(b) + from * SAMPLES_PER_BLOCK,
                h,
                at(q, b),
                COLUMNS_PER_PANEL,
                gradient,
                layout.decoder(q, i0 + from),
                width);
    }

    /** Computes ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s for a range of features j. */
    private void encoderGradient(int range) {
        int end = row(range + 1, n);
        for (int j0 = row(range, n); j0 < end; j0 += FEATURES_AT_ONCE) {
            int features = Math.min(FEATURES_AT_ONCE, end - j0);
            for (int q = 0; q < layout.panels; q++) {
                int width = layout.width(q);
                for (int b = 0; b < blocks; b++) {
                    AnyPanels.add(
                            features,
                            width,
                            count(first + b),
                            x,
                            x0 + (b * n + j0) * SAMPLES_PER_BLOCK,
                            dh,
                            at(q, b),
                            COLUMNS_PER_PANEL,
                            gradient,
                            layout.encoder(q, j0),
                            width);
                }
            }
        }
    }
}
