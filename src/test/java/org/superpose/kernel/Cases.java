package org.superpose.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** Problems, weights and batches for the tests of kernels. */
final class Cases {
    static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);
    static final List<Importance> IMPORTANCES =
            List.of(new Importance.Decay(1), new Importance.Decay(0.9), new Importance.Last(3));

    private Cases() {}

    /** Tied or untied × hidden × output × bias or none: sixteen. */
    static List<ModelSpec> variants() {
        List<ModelSpec> variants = new ArrayList<>();
        for (boolean tied : new boolean[] {false, true}) {
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    for (boolean bias : new boolean[] {false, true}) {
                        variants.add(new ModelSpec(tied, hidden, output, bias));
                    }
                }
            }
        }
        return variants;
    }

    static Problem problem(ModelSpec spec, int n, int m, Importance importance, int batch) {
        return new Problem(new Layout(spec, n, m), importance.weights(n), 0.1, batch, ADAM);
    }

    /** Columns of length about 1, decoder near the encoder, small biases of both signs. */
    static Weights weights(Layout layout, long seed) {
        Random random = new Random(seed);
        float[] values = new float[layout.size()];
        double scale = 1 / Math.sqrt(layout.m());
        for (int q = 0; q < layout.n() * layout.m(); q++) {
            values[q] = (float) (scale * random.nextGaussian());
            values[layout.decoder() + q] =
                    values[q] + (layout.spec().tied() ? 0 : (float) (0.1 * random.nextGaussian()));
        }
        for (int q = layout.bias(); q < values.length; q++) {
            values[q] = (float) (0.2 * random.nextGaussian() - 0.1);
        }
        return new Weights(layout, values);
    }

    static SparseBatch batch(int n, int size, double density, long page) {
        SparseBatch batch = new SparseBatch(n, size);
        new DataSpec(DataSpec.Kind.INDEPENDENT)
                .distribution(n, density)
                .fill(batch, RandomStream.of("cases", "train"), page);
        return batch;
    }
}
