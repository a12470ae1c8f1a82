package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.simd.vector.Lanes.LANES;

import java.util.Arrays;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;

/**
 * Loss and gradient of a slice of a batch of sparse samples, from x to ∂L/∂θ, with the m hidden numbers of a sample along the lanes, in panels.
 * W_in x and its gradient touch only the entries of x; W_out h is dense; its two gradients touch only the outputs that have a gradient, unless
 * these are many. The panels of outputs are taken in rounds: those of a round are computed one after the other, and then their gradients used.
 */
final class SparsePass {
    /** While the gradients of a round are used, h and its gradient pass through the cache once; so the wider h is, the more panels make a round. */
    private static final int LEAST_PANELS_PER_ROUND = 2;

    private static final int MOST_PANELS_PER_ROUND = 8;

    private final Layout model;
    private final PaddedLayout layout;
    private final Thresholds thresholds;
    private final OutputPass outputs;
    private final boolean hiddenRelu;
    private final int n;
    private final int m;
    /** The most samples in a slice. */
    private final int size;

    private final int outputPanels;
    /** The panels of outputs whose gradients are kept before they are used. */
    private final int panelsPerRound;

    /** The hidden numbers h: row s of panel q begins at (q·size + s)·COLUMNS_PER_PANEL. */
    private final float[] h;

    /** The gradient of h, laid out as h; made when first needed. */
    private float[] dh = {};
    /** W_outᵀ in panels of outputs, row k of panel f beginning at (f·m + k)·COLUMNS_PER_PANEL; or only the panel in use, where a batch is one slice. */
    private final float[] packed;

    private final boolean packedWhole;
    /** x of one panel of features: row s begins at s·COLUMNS_PER_PANEL. */
    private final float[] x;
    /** The pre-activations a, then their gradients, of a round of panels: row s of panel t of the round begins at (t·size + s)·COLUMNS_PER_PANEL. */
    private final float[] g;
    /** A bit for each output that has a gradient: the word of sample s and panel t of the round is at t·size + s. */
    private final long[] active;
    /** Whether, in each panel of the round, so many outputs are active that dense products are faster. */
    private final boolean[] dense;

    /** The bias b, filled up to whole panels. */
    private final float[] bias;

    /** The gradient of b, laid out as b. */
    private final float[] biasGradient;
    /** Takes the gradient of b without the weights of samples, where there are weights; nothing reads it. */
    private final float[] unweightedBiasGradient;
    /** The loss of each sample, a partial sum for each lane. */
    private final float[] lanes;

    private final SamplesByFeature columns;
    /** The sets of features that share a key; null if importance does not depend on x. */
    private final KeyedSets keys;

    /** The factors on the importance of one panel of features, laid out as x; null if there are no keys. */
    private final float[] weights;

    /** @param size the most samples in a slice */
    SparsePass(Problem problem, PaddedLayout layout, Thresholds thresholds, int size) {
        this.model = problem.layout();
        this.layout = layout;
        this.thresholds = thresholds;
        this.hiddenRelu = model.spec().hidden() == Activation.RELU;
        this.n = model.n();
        this.m = model.m();
        this.size = size;
        this.outputPanels = (n + COLUMNS_PER_PANEL - 1) / COLUMNS_PER_PANEL;
        this.panelsPerRound = Math.min(
                outputPanels, Math.max(LEAST_PANELS_PER_ROUND, Math.min(layout.panels, MOST_PANELS_PER_ROUND)));
        float[] importance = new float[outputPanels * COLUMNS_PER_PANEL];
        float[] slope = new float[importance.length];
        for (int i = 0; i < n; i++) {
            importance[i] = (float) problem.importance()[i];
            slope[i] = (float) (2 * problem.importance()[i] / ((double) n * problem.batch()));
        }
        this.keys = problem.keys();
        this.weights = keys == null ? null : new float[size * COLUMNS_PER_PANEL];
        this.outputs = new OutputPass(importance, slope, model.spec().output(), keys != null, size);
        this.h = new float
                [Math.addExact(PaddedLayout.FIRST, Math.multiplyExact(layout.panels * COLUMNS_PER_PANEL, size))];
        this.packedWhole = size < problem.batch();
        this.packed = new float[Math.multiplyExact(packedWhole ? outputPanels : 1, m * COLUMNS_PER_PANEL)];
        this.x = new float[size * COLUMNS_PER_PANEL];
        this.g = new float[PaddedLayout.FIRST + panelsPerRound * size * COLUMNS_PER_PANEL];
        this.active = new long[panelsPerRound * size];
        this.dense = new boolean[panelsPerRound];
        this.bias = new float[importance.length];
        this.biasGradient = new float[importance.length];
        this.unweightedBiasGradient = new float[importance.length];
        this.lanes = new float[size * LANES];
        this.columns = new SamplesByFeature(n);
    }

    /**
     * Computes the loss and the gradient of one slice, the samples [s0, s0 + count) of a batch.
     *
     * @param gradient ∂L/∂θ, added to; null where only the loss is wanted
     * @param loss Σ_i I_i (x_i − x̂_i)² of each sample at {@code loss[s0]}, not weighted, overwritten
     */
    void run(SparseBatch batch, int s0, int count, float[] theta, float[] gradient, double[] loss) {
        Arrays.fill(h, 0);
        Arrays.fill(lanes, 0);
        columns.transpose(batch, s0, count);
        encode(batch, s0, count, theta);
        if (hiddenRelu) {
            Hidden.relu(h, PaddedLayout.FIRST, h.length - PaddedLayout.FIRST);
        }
        if (gradient != null) {
            if (dh.length == 0) {
                dh = new float[h.length];
            }
            Arrays.fill(dh, 0);
        }
        if (model.spec().bias()) {
            System.arraycopy(theta, layout.bias, bias, 0, n);
            if (gradient != null) {
                System.arraycopy(gradient, layout.bias, biasGradient, 0, n);
            }
        }
        for (int f0 = 0; f0 < outputPanels; f0 += panelsPerRound) {
            int used = Math.min(panelsPerRound, outputPanels - f0);
            for (int t = 0; t < used; t++) {
                decode(f0 + t, t, s0 == 0 || !packedWhole, count, theta);
                int j0 = (f0 + t) * COLUMNS_PER_PANEL;
                columns.spread(count, j0, Math.min(n, j0 + COLUMNS_PER_PANEL), COLUMNS_PER_PANEL, x);
                if (keys != null) {
                    weigh(count, j0);
                }
                finish(f0 + t, t, batch, s0, count);
            }
            if (gradient != null) {
                backward(f0, used, count, theta, gradient);
            }
        }
        if (gradient != null) {
            if (model.spec().bias()) {
                System.arraycopy(biasGradient, 0, gradient, layout.bias, n);
            }
            if (hiddenRelu) {
                Hidden.mask(h, dh, PaddedLayout.FIRST, h.length - PaddedLayout.FIRST);
            }
            encoderGradient(gradient);
        }
        for (int s = 0; s < count; s++) {
            loss[s0 + s] = sum(s);
        }
    }

    private int rows(int f) {
        return Math.min(COLUMNS_PER_PANEL, n - f * COLUMNS_PER_PANEL);
    }

    private int at(int q, int s) {
        return (q * size + s) * COLUMNS_PER_PANEL + PaddedLayout.FIRST;
    }

    /** Computes z_s = Σ_j x_sj w_j for all samples of the slice. */
    private void encode(SparseBatch batch, int s0, int count, float[] theta) {
        for (int q = 0; q < layout.panels; q++) {
            int width = layout.width(q);
            RowUpdates.gather(
                    width,
                    count,
                    batch.start(),
                    s0,
                    batch.index(),
                    batch.value(),
                    theta,
                    layout.encoder(q, 0),
                    width,
                    h,
                    at(q, 0),
                    COLUMNS_PER_PANEL);
        }
    }

    /** Adds A·B to C for panels A, B and C, where rows of B are {@code width} numbers apart. */
    private static void multiply(
            int rows, int depth, float[] a, int a0, float[] b, int b0, int width, float[] c, int c0) {
        if (width == COLUMNS_PER_PANEL) {
            PanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, COLUMNS_PER_PANEL, 1, b, b0, width, c, c0, COLUMNS_PER_PANEL);
        }
    }

    /** Adds Aᵀ·B to C for panels A, B and C, where rows of C are {@code width} numbers apart. */
    private static void multiplyTransposed(
            int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int width) {
        if (width == COLUMNS_PER_PANEL) {
            TransposedPanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, 1, COLUMNS_PER_PANEL, b, b0, COLUMNS_PER_PANEL, c, c0, width);
        }
    }

    /** Computes ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s for all features j. */
    private void encoderGradient(float[] gradient) {
        for (int q = 0; q < layout.panels; q++) {
            int width = layout.width(q);
            RowUpdates.gather(
                    width,
                    n,
                    columns.start,
                    0,
                    columns.sample,
                    columns.value,
                    dh,
                    at(q, 0),
                    COLUMNS_PER_PANEL,
                    gradient,
                    layout.encoder(q, 0),
                    width);
        }
    }

    /** Writes the factors on the importance of the features [j0, j0 + COLUMNS_PER_PANEL), which are less than 1 where a key is missing. */
    private void weigh(int count, int j0) {
        int end = Math.min(n, j0 + COLUMNS_PER_PANEL);
        for (int j = j0; j < end; j++) {
            weights[j - j0] = (float) keys.withoutKey(j);
        }
        for (int s = 1; s < count; s++) {
            System.arraycopy(weights, 0, weights, s * COLUMNS_PER_PANEL, COLUMNS_PER_PANEL);
        }
        for (int key = keys.key(j0); key < end; key += keys.size()) {
            int from = Math.max(key, j0) - j0;
            int to = (int) Math.min(end, (long) key + keys.size()) - j0;
            for (int e = columns.start[key]; e < columns.start[key + 1]; e++) {
                if (columns.value[e] > 0) {
                    int row = columns.sample[e] * COLUMNS_PER_PANEL;
                    Arrays.fill(weights, row + from, row + to, 1);
                }
            }
        }
    }

    /** Computes a = W_out h for panel f of the outputs, which is panel t of the round. */
    private void decode(int f, int t, boolean pack, int count, float[] theta) {
        int p = packedWhole ? f * m * COLUMNS_PER_PANEL : 0;
        if (pack) {
            pack(f, p, theta);
        }
        Arrays.fill(g, at(t, 0), at(t, count), 0);
        for (int q = 0; q < layout.panels; q++) {
            PanelProducts.add(
                    count,
                    layout.used(q),
                    h,
                    at(q, 0),
                    packed,
                    p + q * COLUMNS_PER_PANEL * COLUMNS_PER_PANEL,
                    g,
                    at(t, 0),
                    COLUMNS_PER_PANEL);
        }
    }

    private void pack(int f, int p, float[] theta) {
        int rows = rows(f);
        for (int q = 0; q < layout.panels; q++) {
            int width = layout.width(q);
            int from = layout.decoder(q, f * COLUMNS_PER_PANEL);
            for (int k = 0; k < layout.used(q); k++) {
                int to = p + (q * COLUMNS_PER_PANEL + k) * COLUMNS_PER_PANEL;
                for (int i = 0; i < rows; i++) {
                    packed[to + i] = theta[from + k + i * width];
                }
            }
        }
    }

    /** Adds the loss of panel f of the outputs, which is panel t of the round, and puts its weighted gradient in place of a. */
    private void finish(int f, int t, SparseBatch batch, int s0, int count) {
        outputs.apply(
                f * COLUMNS_PER_PANEL,
                rows(f),
                count,
                g,
                at(t, 0),
                x,
                weights,
                bias,
                batch.weighted() ? unweightedBiasGradient : biasGradient,
                lanes,
                active,
                t * size);
        if (batch.weighted()) {
            int i0 = f * COLUMNS_PER_PANEL;
            SampleWeights.panel(rows(f), count, batch.weights(), s0, g, at(t, 0), biasGradient, i0);
        }
    }

    private void backward(int f0, int used, int count, float[] theta, float[] gradient) {
        for (int t = 0; t < used; t++) {
            int found = 0;
            for (int s = 0; s < count; s++) {
                found += Long.bitCount(active[t * size + s]);
            }
            dense[t] = found > thresholds.denseOutput() * rows(f0 + t) * count;
        }
        for (int q = 0; q < layout.panels; q++) {
            for (int t = 0; t < used; t++) {
                backward(q, f0 + t, t, count, theta, gradient);
            }
        }
    }

    /** Computes ∂L/∂h_s += Σ_i g_si d_i and ∂L/∂d_i += Σ_s g_si h_s for panel q of the hidden numbers and panel f of the outputs. */
    private void backward(int q, int f, int t, int count, float[] theta, float[] gradient) {
        int width = layout.width(q);
        int d0 = layout.decoder(q, f * COLUMNS_PER_PANEL);
        if (dense[t]) {
            multiply(count, rows(f), g, at(t, 0), theta, d0, width, dh, at(q, 0));
            multiplyTransposed(rows(f), count, g, at(t, 0), h, at(q, 0), gradient, d0, width);
        } else {
            RowUpdates.backward(width, count, active, t * size, g, at(t, 0), theta, gradient, d0, h, dh, at(q, 0));
        }
    }

    /** Returns the loss of sample s, its lanes added up in ascending order. */
    private double sum(int s) {
        float sum = 0;
        for (int lane = s * LANES; lane < (s + 1) * LANES; lane++) {
            sum += lanes[lane];
        }
        return sum;
    }
}
