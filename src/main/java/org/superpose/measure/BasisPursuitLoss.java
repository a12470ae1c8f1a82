package org.superpose.measure;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.LONG;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.superpose.columns.Columns;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;

/**
 * What a decoder could reach with the trained encoder: the loss of {@link BasisPursuit} on h = W_in x, over samples that training never saw. An
 * evaluation only; the decoder that was trained plays no part. Samples without an active feature are recovered, and are counted by their odds
 * P(x = 0) instead of being drawn.
 *
 * @param mean E[(1/n) Σ I_i (x_i − x̂_i)²]; null for a hidden layer that is not linear, and if a path did not end
 * @param standardError of the mean, null with it
 * @param recovered the fraction of samples with |x̂_i − x_i| ≤ 1e-6 for all i, null with the mean
 * @param samples with an active feature that were decoded
 */
public record BasisPursuitLoss(Double mean, Double standardError, Double recovered, long samples) {
    static final double RECOVERED = 1e-6;
    private static final int BATCH = 256;
    /** Samples drawn in the search of active ones. */
    private static final long MOST_DRAWN = 1L << 26;

    private static final BasisPursuitLoss NONE = new BasisPursuitLoss(null, null, null, 0);

    /** The fields of the column {@code l1}. */
    public static final Columns<BasisPursuitLoss> COLUMNS = Columns.of(BasisPursuitLoss.class)
            .real(
                    "loss",
                    BasisPursuitLoss::mean,
                    "The loss E[(1/n) Σ I_i (x_i − x̂_i)²], on so many `samples` with an active feature; those without one count exactly."
                            + " NULL for a hidden ReLU.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "stderr",
                    BasisPursuitLoss::standardError,
                    "The standard error of that loss; NULL with it.",
                    NONNEGATIVE)
            .real(
                    "recovered",
                    BasisPursuitLoss::recovered,
                    "The share of all samples with every |x̂_i − x_i| ≤ 1e-6; NULL with the loss.",
                    MEAN,
                    NONNEGATIVE)
            .one(
                    "samples",
                    LONG,
                    BasisPursuitLoss::samples,
                    "The number of samples with an active feature that were decoded.");

    /**
     * Decodes samples of the stream {@code evaluation}.
     *
     * @param samples with an active feature; fewer where they are too rare
     * @param wanted asked before each batch; false abandons the evaluation
     */
    static BasisPursuitLoss of(Measurement.Subject subject, int samples, BooleanSupplier wanted) {
        Layout layout = subject.weights().layout();
        if (layout.spec().hidden() != Activation.IDENTITY) {
            return NONE;
        }
        FeatureDistribution distribution = subject.data().distribution(layout.n(), subject.density());
        RandomStream stream = RandomStream.of(subject.modelKey(), "evaluation");
        SparseBatch batch = new SparseBatch(layout.n(), BATCH);
        Decoding decoding = new Decoding(subject);
        for (long page = 0; decoding.count < samples && page * BATCH < MOST_DRAWN; page++) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("evaluation abandoned after " + decoding.count + " samples");
            }
            distribution.fill(batch, stream, page);
            for (int s = 0; s < BATCH && decoding.count < samples; s++) {
                if (batch.start()[s + 1] > batch.start()[s] && !decoding.add(batch, s)) {
                    return NONE;
                }
            }
        }
        double active = subject.data().anyActive(layout.n(), subject.density());
        return decoding.result(active);
    }

    /** Decodes samples and adds up their losses (Welford 1962). */
    private static final class Decoding {
        private final int n;
        private final int m;
        private final double[] columns;
        private final double[] importance;
        private final KeyedSets keys;
        private final double[] x;
        private final double[] h;
        private final BasisPursuit pursuit;
        private int count;
        private int exact;
        private double mean;
        private double squares;

        Decoding(Measurement.Subject subject) {
            Layout layout = subject.weights().layout();
            this.n = layout.n();
            this.m = layout.m();
            this.columns = new double[n * m];
            for (int q = 0; q < columns.length; q++) {
                columns[q] = subject.weights().values()[layout.encoder() + q];
            }
            this.importance = subject.importance().weights(n);
            this.keys = subject.importance().keys();
            this.x = new double[n];
            this.h = new double[m];
            this.pursuit = new BasisPursuit(columns, n, m);
        }

        /** Decodes one sample and adds its loss; false if the path of the sample did not end. */
        boolean add(SparseBatch batch, int s) {
            java.util.Arrays.fill(x, 0);
            java.util.Arrays.fill(h, 0);
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                x[batch.index()[e]] = batch.value()[e];
                Vectors.add(batch.value()[e], columns, batch.index()[e] * m, h, 0, m);
            }
            double[] decoded = pursuit.solve(h);
            if (decoded == null) {
                return false;
            }
            double loss = 0;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                double error = decoded[i] - x[i];
                double weight = keys == null || x[keys.key(i)] > 0 ? 1 : keys.withoutKey(i);
                loss += weight * importance[i] * error * error / n;
                largest = Math.max(largest, Math.abs(error));
            }
            exact += largest <= RECOVERED ? 1 : 0;
            count++;
            double deviation = loss - mean;
            mean += deviation / count;
            squares += deviation * (loss - mean);
            return true;
        }

        BasisPursuitLoss result(double active) {
            if (count < 2) {
                return new BasisPursuitLoss(null, null, null, count);
            }
            return new BasisPursuitLoss(
                    active * mean,
                    active * Math.sqrt(squares / (count - 1) / count),
                    1 - active + active * exact / count,
                    count);
        }
    }
}
