package org.superpose.construct;

import java.util.Arrays;
import org.superpose.data.ActiveCount;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Layout;
import org.superpose.model.Weights;
import org.superpose.theory.SymmetricFit;

/** An interaction matrix W = D E of rank m, whose scale and bias are fitted to data; it is FᵀF with F of shape m × n of a symmetric one. */
abstract class FrameFit {
    /** Samples of the noise, all outputs together: the loss is flat about its minimum, so a and b cost far less than evaluating it. */
    private static final int SAMPLES = 1 << 20;

    private static final int MOST_PER_BATCH = 1024;
    private static final int BATCH_CELLS = 1 << 18;

    /** y ← W x. */
    abstract void interact(double[] x, double[] y);

    /** W_ii &gt; 0. */
    abstract double diagonal(int i);

    /** F_ki = E_ki. */
    abstract double frame(int k, int i);

    /** D_ik, which is F_ki unless W is no such square. */
    double decoder(int i, int k) {
        return frame(k, i);
    }

    /** Where the samples of output i of one of the draws stand among all, of which the first search looks at one in a fixed number. */
    int place(int draw, int draws, int i, int n) {
        return draw * n + i;
    }

    /** The largest b/a to look at beside those of symmetric noise, for these samples of noise; 0 if those are enough. */
    double farthest(double[] noise) {
        return 0;
    }

    /** Makes the model W_in = √a E, W_out = √a D, with every b_i = b; a and b are fitted to samples of the stream {@code fit}. */
    Weights weights(String modelKey, Layout layout, DataSpec data, double density) {
        SymmetricFit fit = fit(layout.n(), layout.m(), data, density, RandomStream.of(modelKey, "fit"));
        int m = layout.m();
        double root = Math.sqrt(fit.scale());
        float[] values = new float[layout.size()];
        for (int i = 0; i < layout.n(); i++) {
            for (int k = 0; k < m; k++) {
                values[layout.encoder() + i * m + k] = (float) (root * frame(k, i));
                values[layout.decoder() + i * m + k] = (float) (root * decoder(i, k));
            }
            values[layout.bias() + i] = (float) fit.bias();
        }
        return new Weights(layout, values);
    }

    /**
     * The fit to samples of the noise, pooled over all outputs, from draws with at least one active feature; draws of rare features without one show no noise.
     * The probability of the draws left out is known.
     */
    SymmetricFit fit(int n, int m, DataSpec data, double density, RandomStream stream) {
        int draws = (SAMPLES + n - 1) / n;
        int size = Math.max(1, Math.min(Math.min(MOST_PER_BATCH, draws), BATCH_CELLS / n));
        double[] gain = new double[draws * n];
        double[] noise = new double[draws * n];
        double[] x = new double[n];
        double[] y = new double[n];
        ActiveCount active = data.activeCount(n, density, 1, n)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no frame is fitted to data of kind " + data.kind().label()));
        SparseBatch batch = new SparseBatch(n, size);
        for (int draw = 0; draw < draws; draw++) {
            if (draw % size == 0) {
                active.fill(batch, stream, draw / size);
            }
            sample(batch, draw % size, x);
            interact(x, y);
            for (int i = 0; i < n; i++) {
                int place = place(draw, draws, i, n);
                gain[place] = diagonal(i);
                noise[place] = y[i] - diagonal(i) * x[i];
            }
        }
        return SymmetricFit.of(density, (double) m / n, gain, noise, 1 - active.probability(), farthest(noise));
    }

    private static void sample(SparseBatch batch, int sample, double[] x) {
        Arrays.fill(x, 0);
        for (int e = batch.start()[sample]; e < batch.start()[sample + 1]; e++) {
            x[batch.index()[e]] = batch.value()[e];
        }
    }
}
