package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.OutputPass.BLOCK;
import static org.superpose.kernel.vector.Products.LANES;
import static org.superpose.kernel.vector.Products.PANEL;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Weights;

/**
 * Training with the m hidden numbers of a sample along the lanes. W_in x and its gradient touch only the entries of x; W_out h is
 * dense, in tiles of features × blocks of samples; its two gradients touch only the outputs that have one, unless they are many.
 */
final class RowSession implements Kernel.Session {
    /** Features in a tile: its TILE × BLOCK pre-activations stay in the first-level cache until their gradients are used. */
    private static final int TILE = 64;

    private final Problem problem;
    private final PaddedLayout layout;
    private final Thresholds thresholds;
    private final int n;
    private final int m;
    private final int samples;
    private final boolean hiddenRelu;
    private final boolean outputRelu;

    private final float[] theta;
    private final float[] gradient;
    private final Adam adam;
    private final float[] importance;
    private final float[] slope;

    /** h of every sample, chunk by chunk: row s of chunk q at B·chunk[q] + s·(width of q); then its gradient likewise. */
    private final float[] h;

    private final float[] dh;
    /** h of one block, transposed: element (k, s) of panel s/PANEL. */
    private final float[] panels;
    /** x of one block: feature i at i·BLOCK. */
    private final float[] x;

    private final float[] tile = new float[TILE * BLOCK];
    private final long[] active = new long[TILE];
    private final float[] valid = new float[BLOCK];
    private final float[] tileLoss = new float[BLOCK];
    private final float[] lanes = new float[LANES];
    private final double[] loss;
    private final Columns columns;

    RowSession(Problem problem, Weights initial, Thresholds thresholds) {
        this.problem = problem;
        this.layout = new PaddedLayout(problem.layout());
        this.thresholds = thresholds;
        this.n = problem.layout().n();
        this.m = problem.layout().m();
        this.samples = problem.batch();
        this.hiddenRelu = problem.layout().spec().hidden() == Activation.RELU;
        this.outputRelu = problem.layout().spec().output() == Activation.RELU;
        this.theta = new float[layout.size];
        this.gradient = new float[layout.size];
        this.adam = new Adam(problem.rule(), layout.size);
        this.importance = new float[n];
        this.slope = new float[n];
        for (int i = 0; i < n; i++) {
            importance[i] = (float) problem.importance()[i];
            slope[i] = (float) (2 * problem.importance()[i] / ((double) n * samples));
        }
        this.h = new float[Math.multiplyExact(samples, layout.width)];
        this.dh = new float[h.length];
        this.panels = new float[BLOCK * m];
        this.x = new float[Math.multiplyExact(n, BLOCK)];
        this.loss = new double[samples];
        this.columns = new Columns(n);
        layout.pad(initial.values(), theta);
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        double mean = evaluate(batch, true);
        adam.step(theta, gradient, learningRate);
        return mean;
    }

    @Override
    public double gradient(SparseBatch batch, float[] out) {
        double mean = evaluate(batch, true);
        layout.unpad(gradient, out);
        return mean;
    }

    @Override
    public void losses(SparseBatch batch, double[] losses) {
        evaluate(batch, false);
        for (int s = 0; s < samples; s++) {
            losses[s] = loss[s] / n;
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

    private double evaluate(SparseBatch batch, boolean backward) {
        if (batch.size() != samples || batch.n() != n) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        boolean denseInput = batch.entries() > thresholds.denseInput() * n * samples;
        Arrays.fill(h, 0);
        if (!denseInput) {
            encode(batch);
        }
        if (backward) {
            Arrays.fill(gradient, 0);
            Arrays.fill(dh, 0);
        }
        for (int s0 = 0; s0 < samples; s0 += BLOCK) {
            block(batch, s0, denseInput, backward);
        }
        if (backward && !denseInput) {
            encoderGradient(batch);
        }
        double sum = 0;
        for (double one : loss) {
            sum += one;
        }
        return sum / n / samples;
    }

    /** z_s = Σ_j x_sj w_j for every sample. */
    private void encode(SparseBatch batch) {
        int[] start = batch.start();
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            for (int s = 0; s < samples; s++) {
                RowUpdates.gather(
                        width / LANES,
                        start[s],
                        start[s + 1],
                        batch.index(),
                        batch.value(),
                        theta,
                        layout.encoder + column,
                        layout.stride,
                        h,
                        samples * column + s * width);
            }
        }
        if (hiddenRelu) {
            Hidden.relu(h, 0, h.length);
        }
    }

    /** ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s for every feature. */
    private void encoderGradient(SparseBatch batch) {
        columns.transpose(batch);
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            for (int j = 0; j < n; j++) {
                RowUpdates.gather(
                        width / LANES,
                        columns.start[j],
                        columns.start[j + 1],
                        columns.sample,
                        columns.value,
                        dh,
                        samples * column,
                        width,
                        gradient,
                        layout.encoder + j * layout.stride + column);
            }
        }
    }

    /** The samples [s0, s0 + BLOCK), as far as they exist. */
    private void block(SparseBatch batch, int s0, boolean denseInput, boolean backward) {
        int count = Math.min(BLOCK, samples - s0);
        Arrays.fill(valid, 0, count, 1);
        Arrays.fill(valid, count, BLOCK, 0);
        Arrays.fill(loss, s0, s0 + count, 0);
        spread(batch, s0, count);
        if (denseInput) {
            encodeDense(s0, count);
        }
        transposeHidden(s0, count);
        for (int i0 = 0; i0 < n; i0 += TILE) {
            int rows = Math.min(TILE, n - i0);
            decode(i0, rows, s0, count);
            if (backward) {
                backward(i0, rows, s0, count);
            }
        }
        if (backward) {
            if (hiddenRelu) {
                maskHidden(s0, count);
            }
            if (denseInput) {
                encoderGradientDense(s0, count);
            }
        }
        clear(batch, s0, count);
    }

    private void spread(SparseBatch batch, int s0, int count) {
        int[] index = batch.index();
        float[] value = batch.value();
        for (int s = 0; s < count; s++) {
            int end = batch.start()[s0 + s + 1];
            for (int e = batch.start()[s0 + s]; e < end; e++) {
                x[index[e] * BLOCK + s] = value[e];
            }
        }
    }

    private void clear(SparseBatch batch, int s0, int count) {
        int[] index = batch.index();
        int from = batch.start()[s0];
        int to = batch.start()[s0 + count];
        if (to - from > x.length / LANES) {
            Arrays.fill(x, 0);
            return;
        }
        for (int s = 0; s < count; s++) {
            int end = batch.start()[s0 + s + 1];
            for (int e = batch.start()[s0 + s]; e < end; e++) {
                x[index[e] * BLOCK + s] = 0;
            }
        }
    }

    private void encodeDense(int s0, int count) {
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            int h0 = samples * column + s0 * width;
            Products.add(count, width, n, x, 0, 1, BLOCK, theta, layout.encoder + column, layout.stride, h, h0, width);
            if (hiddenRelu) {
                Hidden.relu(h, h0, count * width);
            }
        }
    }

    private void encoderGradientDense(int s0, int count) {
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            int h0 = samples * column + s0 * width;
            Products.add(
                    n, width, count, x, 0, BLOCK, 1, dh, h0, width, gradient, layout.encoder + column, layout.stride);
        }
    }

    private void transposeHidden(int s0, int count) {
        if (count < BLOCK) {
            Arrays.fill(panels, 0);
        }
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            int used = Math.min(width, m - column);
            for (int s = 0; s < count; s++) {
                int h0 = samples * column + (s0 + s) * width;
                int p0 = s / PANEL * (PANEL * m) + column * PANEL + s % PANEL;
                for (int k = 0; k < used; k++) {
                    panels[p0 + k * PANEL] = h[h0 + k];
                }
            }
        }
    }

    /** a = W_out h, then loss and output gradient, for the outputs [i0, i0 + rows). */
    private void decode(int i0, int rows, int s0, int count) {
        Arrays.fill(tile, 0);
        int decoder = layout.decoder + i0 * layout.stride;
        for (int panel = 0; panel < BLOCK / PANEL; panel++) {
            int p0 = panel * PANEL * m;
            Products.add(
                    rows, PANEL, m, theta, decoder, layout.stride, 1, panels, p0, PANEL, tile, panel * PANEL, BLOCK);
        }
        Arrays.fill(tileLoss, 0);
        boolean biased = problem.layout().spec().bias();
        for (int t = 0; t < rows; t++) {
            int i = i0 + t;
            float b = biased ? theta[layout.bias + i] : 0;
            active[t] = outputRelu
                    ? OutputPass.relu(tile, t * BLOCK, x, i * BLOCK, b, importance[i], slope[i], valid, tileLoss)
                    : OutputPass.identity(tile, t * BLOCK, x, i * BLOCK, b, importance[i], slope[i], valid, tileLoss);
        }
        for (int s = 0; s < count; s++) {
            loss[s0 + s] += tileLoss[s];
        }
    }

    private void backward(int i0, int rows, int s0, int count) {
        int found = 0;
        for (int t = 0; t < rows; t++) {
            found += Long.bitCount(active[t]);
        }
        if (problem.layout().spec().bias()) {
            for (int t = 0; t < rows; t++) {
                if (active[t] != 0) {
                    gradient[layout.bias + i0 + t] += OutputPass.sum(tile, t * BLOCK, lanes);
                }
            }
        }
        boolean dense = found > thresholds.denseOutput() * rows * count;
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int column = layout.chunk[q];
            int width = layout.chunk[q + 1] - column;
            int h0 = samples * column + s0 * width;
            int d0 = layout.decoder + i0 * layout.stride + column;
            if (dense) {
                Products.add(count, width, rows, tile, 0, 1, BLOCK, theta, d0, layout.stride, dh, h0, width);
                Products.add(rows, width, count, tile, 0, BLOCK, 1, h, h0, width, gradient, d0, layout.stride);
                continue;
            }
            for (int t = 0; t < rows; t++) {
                if (active[t] != 0) {
                    int d = d0 + t * layout.stride;
                    RowUpdates.backward(width / LANES, active[t], tile, t * BLOCK, theta, d, gradient, d, h, dh, h0);
                }
            }
        }
    }

    private void maskHidden(int s0, int count) {
        for (int q = 0; q + 1 < layout.chunk.length; q++) {
            int width = layout.chunk[q + 1] - layout.chunk[q];
            Hidden.mask(h, dh, samples * layout.chunk[q] + s0 * width, count * width);
        }
    }
}
