package org.superpose.kernel.vector;

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
 * Loss and gradient of a slice of a batch of sparse samples, from x to ∂L/∂θ, with the m hidden numbers of a sample along the lanes, in panels.
 * W_in x and its gradient touch only the entries of x; W_out h is dense; its two gradients touch only the outputs that have a gradient, unless
 * these are many. The panels of outputs are taken in rounds: those of a round are computed one after the other, and then their gradients used.
 *
 * <p>The work is done in phases, each of which is cut into parts for the cores of a team: by samples as far as no sample depends on another, and by
 * hidden panels and features where sums over samples are taken. So every sum is taken in one order, however many cores there are.
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
    /** The most samples in a slice. */
    private final int size;

    private final int outputPanels;
    /** The panels of outputs whose gradients are kept before they are used. */
    private final int panelsPerRound;

    /** The hidden numbers h: row s of panel q begins at (q·size + s)·COLUMNS_PER_PANEL. */
    private final float[] h;

    /** The gradient of h, laid out as h; made when first needed. */
    private float[] dh = {};

    private final PackedDecoder decoder;
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
    /** The loss of each sample, a partial sum for each lane. */
    private final float[] lanes;

    private final SamplesByFeature columns;
    private final PanelTargets targets;

    private final Team team;
    private final Work preparation = this::prepare;
    private final Work packing = this::pack;
    private final Work forward = this::forward;
    private final Work backward = this::backward;
    private final Work encoderGradients = this::encoderGradient;

    /** The slice that is worked on: {@code count} samples of a batch from sample s0. */
    private SparseBatch batch;

    private int s0;
    private int count;
    private float[] theta;
    private float[] gradient;
    /** The number of ranges into which samples, or features, are cut. */
    private int ranges;
    /** The round: {@code used} panels of outputs from panel f0. */
    private int f0;

    private int used;

    /** @param size the most samples in a slice */
    SparsePass(Problem problem, PaddedLayout layout, Thresholds thresholds, int size, Team team) {
        this.team = team;
        this.model = problem.layout();
        this.layout = layout;
        this.thresholds = thresholds;
        this.hiddenRelu = model.spec().hidden() == Activation.RELU;
        this.n = model.n();
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
        this.outputs = new OutputPass(importance, slope, model.spec().output(), problem.keys() != null, size);
        this.h = new float
                [Math.addExact(PaddedLayout.FIRST, Math.multiplyExact(layout.panels * COLUMNS_PER_PANEL, size))];
        this.decoder = new PackedDecoder(layout, size < problem.batch());
        this.g = new float[PaddedLayout.FIRST + panelsPerRound * size * COLUMNS_PER_PANEL];
        this.active = new long[panelsPerRound * size];
        this.dense = new boolean[panelsPerRound];
        this.bias = new float[importance.length];
        this.biasGradient = new float[importance.length];
        this.lanes = new float[size * LANES];
        this.columns = new SamplesByFeature(n);
        this.targets = new PanelTargets(columns, problem.keys(), n, size);
    }

    /**
     * Computes the loss and the gradient of one slice, the samples [first, first + number) of a batch.
     *
     * @param derivative ∂L/∂θ, added to; null where only the loss is wanted
     * @param loss Σ_i I_i (x_i − x̂_i)² of each sample at {@code loss[first]}, not weighted, overwritten
     * @param threads the cores that the team has gathered
     */
    void run(
            SparseBatch samples,
            int first,
            int number,
            float[] parameters,
            float[] derivative,
            double[] loss,
            int threads) {
        begin(samples, first, number, parameters, derivative, threads);
        team.run(preparation, 1 + layout.panels * ranges);
        for (f0 = 0; f0 < outputPanels; f0 += panelsPerRound) {
            used = Math.min(panelsPerRound, outputPanels - f0);
            if (ranges > 1 && packs()) {
                team.run(packing, used * layout.panels);
            }
            team.run(forward, ranges);
            if (gradient != null) {
                chooseProducts();
                team.run(backward, layout.panels);
            }
        }
        if (gradient != null) {
            team.run(encoderGradients, layout.panels * ranges);
            if (model.spec().bias()) {
                System.arraycopy(biasGradient, 0, gradient, layout.bias, n);
            }
        }
        for (int s = 0; s < count; s++) {
            loss[s0 + s] = sum(s);
        }
    }

    private void begin(
            SparseBatch samples, int first, int number, float[] parameters, float[] derivative, int threads) {
        batch = samples;
        s0 = first;
        count = number;
        theta = parameters;
        gradient = derivative;
        ranges = Ranges.number(threads);
        if (ranges > 1) {
            decoder.reserve(panelsPerRound);
        }
        // rows are made when they are first asked for, which must not be by two threads at once
        batch.start();
        Arrays.fill(lanes, 0);
        if (gradient != null && dh.length == 0) {
            dh = new float[h.length];
        }
        if (model.spec().bias()) {
            System.arraycopy(theta, layout.bias, bias, 0, n);
            if (gradient != null) {
                System.arraycopy(gradient, layout.bias, biasGradient, 0, n);
            }
        }
    }

    /** Whether the panels of a round are still to be packed. */
    private boolean packs() {
        return s0 == 0 || !decoder.whole();
    }

    private int cut(int r, int numbers) {
        return Ranges.begin(r, ranges, numbers, Ranges.ROWS_PER_TILE);
    }

    private int rows(int f) {
        return Math.min(COLUMNS_PER_PANEL, n - f * COLUMNS_PER_PANEL);
    }

    private int at(int q, int s) {
        return (q * size + s) * COLUMNS_PER_PANEL + PaddedLayout.FIRST;
    }

    /** Turns the slice round in the first part; in each other one computes h_s = φ(Σ_j x_sj w_j) for a hidden panel and a range of samples. */
    private void prepare(int part) {
        if (part == 0) {
            columns.transpose(batch, s0, count);
            return;
        }
        int q = (part - 1) / ranges;
        int from = cut((part - 1) % ranges, count);
        int to = cut((part - 1) % ranges + 1, count);
        int width = layout.width(q);
        Arrays.fill(h, at(q, from), at(q, to), 0);
        RowUpdates.gather(
                width,
                to - from,
                batch.start(),
                s0 + from,
                batch.index(),
                batch.value(),
                theta,
                layout.encoder(q, 0),
                width,
                h,
                at(q, from),
                COLUMNS_PER_PANEL);
        if (hiddenRelu) {
            Hidden.relu(h, at(q, from), at(q, to) - at(q, from));
        }
        if (gradient != null) {
            Arrays.fill(dh, at(q, from), at(q, to), 0);
        }
    }

    /** Computes ∂L/∂w_j += Σ_s x_sj ∂L/∂z_s for a hidden panel and a range of features j. */
    private void encoderGradient(int part) {
        int q = part / ranges;
        int from = cut(part % ranges, n);
        int to = cut(part % ranges + 1, n);
        int width = layout.width(q);
        RowUpdates.gather(
                width,
                to - from,
                columns.start,
                from,
                columns.sample,
                columns.value,
                dh,
                at(q, 0),
                COLUMNS_PER_PANEL,
                gradient,
                layout.encoder(q, from),
                width);
    }

    /** Packs, for the panels of the round, the rows of one hidden panel each. */
    private void pack(int part) {
        int t = part / layout.panels;
        decoder.pack(f0 + t, t, part % layout.panels, theta);
    }

    /** Computes a = W_out h, the loss and, in place of a, its weighted gradient for the outputs of the round and a range of samples. */
    private void forward(int range) {
        int from = cut(range, count);
        int to = cut(range + 1, count);
        for (int t = 0; t < used; t++) {
            // alone, a panel is packed when it is needed, so that it is near
            int place = ranges == 1 ? 0 : t;
            if (ranges == 1 && packs()) {
                decoder.pack(f0 + t, place, theta);
            }
            Arrays.fill(g, at(t, from), at(t, to), 0);
            for (int q = 0; q < layout.panels; q++) {
                int packed = decoder.at(f0 + t, place, q);
                PanelProducts.add(
                        to - from,
                        layout.used(q),
                        h,
                        at(q, from),
                        decoder.array(),
                        packed,
                        g,
                        at(t, from),
                        COLUMNS_PER_PANEL);
            }
            int i0 = (f0 + t) * COLUMNS_PER_PANEL;
            if (ranges == 1) {
                targets.write(count, i0);
            } else {
                targets.write(batch, s0, from, to, i0);
            }
            outputs.apply(
                    i0, rows(f0 + t), from, to, g, at(t, 0), targets.x, targets.weights, bias, lanes, active, t * size);
            if (batch.weighted()) {
                SampleWeights.panel(rows(f0 + t), from, to, batch.weights(), s0, g, at(t, 0));
            }
        }
    }

    /** Chooses for each panel of the round whether its gradients are used by dense products. */
    private void chooseProducts() {
        for (int t = 0; t < used; t++) {
            int found = 0;
            for (int s = 0; s < count; s++) {
                found += Long.bitCount(active[t * size + s]);
            }
            dense[t] = found > thresholds.denseOutput() * rows(f0 + t) * count;
        }
    }

    /** Uses the gradients of the round for hidden panel q, and for the biases of some of the panels of outputs. */
    private void backward(int q) {
        for (int t = 0; t < used; t++) {
            backward(q, t);
        }
        if (model.spec().bias()) {
            for (int t = q; t < used; t += layout.panels) {
                OutputPass.addRows((f0 + t) * COLUMNS_PER_PANEL, rows(f0 + t), count, g, at(t, 0), biasGradient);
            }
        }
        if (hiddenRelu && f0 + used == outputPanels) {
            Hidden.mask(h, dh, at(q, 0), at(q, count) - at(q, 0));
        }
    }

    /** Computes ∂L/∂h_s += Σ_i g_si d_i and ∂L/∂d_i += Σ_s g_si h_s for hidden panel q and panel t of the round. */
    private void backward(int q, int t) {
        int f = f0 + t;
        int width = layout.width(q);
        int d0 = layout.decoder(q, f * COLUMNS_PER_PANEL);
        if (dense[t]) {
            int rows = rows(f);
            AnyPanels.add(count, width, rows, g, at(t, 0), theta, d0, width, dh, at(q, 0), COLUMNS_PER_PANEL);
            AnyPanels.addTransposed(
                    rows, width, count, g, at(t, 0), h, at(q, 0), COLUMNS_PER_PANEL, gradient, d0, width);
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
