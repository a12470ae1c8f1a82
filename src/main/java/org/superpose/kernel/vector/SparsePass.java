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
 * Loss and gradient of a block of sparse samples, from x to ∂L/∂θ, with the m hidden numbers of a sample along the lanes in panels. W_in x and
 * its gradient touch only the entries of x; W_out h is dense; its two gradients touch only the outputs that have one, unless they are many.
 */
final class SparsePass {
    /** While a panelsPerRound's gradients are used, h and its gradient pass through the cache once: the wider they are, the larger the panelsPerRound. */
    private static final int LEAST_PANELS_PER_ROUND = 2;

    private static final int MOST_PANELS_PER_ROUND = 8;

    private final Layout model;
    private final PaddedLayout layout;
    private final Thresholds thresholds;
    private final OutputPass outputs;
    private final boolean hiddenRelu;
    private final int n;
    private final int m;
    /** The most samples in a block. */
    private final int size;

    private final int outputPanels;
    /** Panels of outputs whose gradients are kept before they are used. */
    private final int panelsPerRound;

    /** h: row s of panel q at (q·size + s)·COLUMNS_PER_PANEL; then its gradient likewise. */
    private final float[] h;

    private float[] dh = {};
    /** W_outᵀ in panels of outputs: row k of panel f at (f·m + k)·COLUMNS_PER_PANEL; or only the panel in use. */
    private final float[] packed;

    private final boolean packedWhole;
    /** x of one panel of features: row s at s·COLUMNS_PER_PANEL. */
    private final float[] x;
    /** a, then its gradient, of a panelsPerRound of panels of outputs: row s of its panel t at (t·size + s)·COLUMNS_PER_PANEL. */
    private final float[] g;
    /** The outputs with a gradient, one bit each: row s of panel t at t·size + s. */
    private final long[] active;
    /** Of each panel of the panelsPerRound: whether so many outputs are active that dense products are faster. */
    private final boolean[] dense;

    /** b in whole panels, then its gradient. */
    private final float[] bias;

    private final float[] biasGradient;
    /** The lanes of the loss of each sample. */
    private final float[] lanes;

    private final SamplesByFeature columns;
    /** Null if importance does not depend on x. */
    private final KeyedSets keys;

    /** Of one panel, laid out as x; null with the keys. */
    private final float[] weights;

    /** @param size the most samples in a block */
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
        this.lanes = new float[size * LANES];
        this.columns = new SamplesByFeature(n);
    }

    /**
     * The samples [s0, s0 + count) of a batch.
     *
     * @param gradient ∂L/∂θ, added to; null where only the loss is wanted
     * @param loss Σ_i I_i (x_i − x̂_i)² of each sample at {@code loss[s0]}, overwritten
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
                spread(count, (f0 + t) * COLUMNS_PER_PANEL);
                if (keys != null) {
                    weigh(count, (f0 + t) * COLUMNS_PER_PANEL);
                }
                finish(f0 + t, t, count);
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

    /** z_s = Σ_j x_sj w_j. */
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

    /** C += A·B for a panel A, a panel B as wide as its rows are apart, and a panel C. */
    private static void multiply(
            int rows, int depth, float[] a, int a0, float[] b, int b0, int width, float[] c, int c0) {
        if (width == COLUMNS_PER_PANEL) {
            PanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, COLUMNS_PER_PANEL, 1, b, b0, width, c, c0, COLUMNS_PER_PANEL);
        }
    }

    /** C += Aᵀ·B for panels A and B and a panel C as wide as its rows are apart. */
    private static void multiplyTransposed(
            int rows, int depth, float[] a, int a0, float[] b, int b0, float[] c, int c0, int width) {
        if (width == COLUMNS_PER_PANEL) {
            TransposedPanelProducts.add(rows, depth, a, a0, b, b0, c, c0, COLUMNS_PER_PANEL);
        } else {
            Products.add(rows, width, depth, a, a0, 1, COLUMNS_PER_PANEL, b, b0, COLUMNS_PER_PANEL, c, c0, width);
        }
    }

    /** ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s. */
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

    /** The features [j0, j0 + COLUMNS_PER_PANEL) of the block. */
    private void spread(int count, int j0) {
        int end = Math.min(n, j0 + COLUMNS_PER_PANEL);
        Arrays.fill(x, 0, count * COLUMNS_PER_PANEL, 0);
        for (int j = j0; j < end; j++) {
            for (int e = columns.start[j]; e < columns.start[j + 1]; e++) {
                x[columns.sample[e] * COLUMNS_PER_PANEL + j - j0] = columns.value[e];
            }
        }
    }

    /** The factors on the importance of the features [j0, j0 + COLUMNS_PER_PANEL): less than 1 where a key is missing. */
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

    /** a = W_out h for panel f of the outputs. */
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

    /** Loss and output gradient of panel f. */
    private void finish(int f, int t, int count) {
        outputs.apply(
                f * COLUMNS_PER_PANEL,
                rows(f),
                count,
                g,
                at(t, 0),
                x,
                weights,
                bias,
                biasGradient,
                lanes,
                active,
                t * size);
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

    /** ∂L/∂h_s += Σ_i g_si d_i and ∂L/∂d_i += Σ_s g_si h_s for panel q of the hidden numbers and panel f of the outputs. */
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

    /** The loss of sample s: its lanes in ascending order. */
    private double sum(int s) {
        float sum = 0;
        for (int lane = s * LANES; lane < (s + 1) * LANES; lane++) {
            sum += lanes[lane];
        }
        return sum;
    }
}
