package org.superpose.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

/** Problems, weights and batches for the tests of kernels. */
final class Cases {
    static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);
    static final List<Importance> IMPORTANCES = List.of(
            new Importance.Decay(1),
            new Importance.Decay(0.9),
            new Importance.Last(3),
            new Importance.Conditional(new Importance.Decay(0.9), new KeyedSets(5, 0.25)));

    private Cases() {}

    /** Every output that has a parameter. */
    static final List<OutputFunction> OTHERS = List.of(
            new OutputFunction(Kind.LEAKY_RELU, 0.1),
            new OutputFunction(Kind.SOFT_THRESHOLD, 0.2),
            new OutputFunction(Kind.TREC, 0.15),
            new OutputFunction(Kind.GATED, 0.1),
            new OutputFunction(Kind.TOP_K, 3));

    /**
     * Tied or untied × hidden × output × bias or none for identity and ReLU, sixteen; then three for each other output, each with its own
     * hidden layer, bias and tying.
     */
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
        for (OutputFunction output : OTHERS) {
            variants.add(new ModelSpec(false, Activation.IDENTITY, output, true));
            variants.add(new ModelSpec(true, Activation.IDENTITY, output, true));
            variants.add(new ModelSpec(false, Activation.RELU, output, false));
        }
        return variants;
    }

    /**
     * The problem with ψ's parameter moved so that no pre-activation of the batch lies within rounding errors of a jump: of a threshold, into the
     * largest gap near it; of k, to the least nearby k whose selection is clearest.
     */
    static Problem awayFromJumps(Problem problem, Weights weights, SparseBatch batch) {
        OutputFunction psi = problem.layout().spec().output();
        if (psi.kind() != Kind.TREC && psi.kind() != Kind.TOP_K) {
            return problem;
        }
        double[][] a = preActivations(problem.layout(), weights, batch);
        OutputFunction clear =
                new OutputFunction(psi.kind(), psi.kind() == Kind.TREC ? threshold(a, psi.parameter()) : clearest(a));
        ModelSpec spec = problem.layout().spec();
        Layout layout = new Layout(
                new ModelSpec(spec.tied(), spec.hidden(), clear, spec.bias()),
                problem.layout().n(),
                problem.layout().m());
        return new Problem(
                layout, problem.importance(), problem.keys(), problem.density(), problem.batch(), problem.rule());
    }

    private static double threshold(double[][] a, double near) {
        double[] sorted = Stream.of(a)
                .flatMapToDouble(Arrays::stream)
                .filter(value -> Math.abs(value - near) < 0.01)
                .sorted()
                .toArray();
        double best = near;
        double gap = sorted.length < 2 ? 1 : 0;
        for (int q = 1; q < sorted.length; q++) {
            if (sorted[q] - sorted[q - 1] > gap) {
                gap = sorted[q] - sorted[q - 1];
                best = (sorted[q] + sorted[q - 1]) / 2;
            }
        }
        return best;
    }

    private static int clearest(double[][] a) {
        int n = a[0].length;
        int best = 1;
        double widest = -1;
        for (int k = 1; k <= Math.min(n, 8); k++) {
            double gap = Double.POSITIVE_INFINITY;
            for (double[] sample : a) {
                double[] sorted = Arrays.stream(sample).sorted().toArray();
                double next = k == n ? 0 : Math.max(0, sorted[n - k - 1]);
                gap = sorted[n - k] > 0 ? Math.min(gap, sorted[n - k] - next) : gap;
            }
            if (gap > widest) {
                widest = gap;
                best = k;
            }
        }
        return best;
    }

    private static double[][] preActivations(Layout layout, Weights weights, SparseBatch batch) {
        int m = layout.m();
        double[][] a = new double[batch.size()][layout.n()];
        for (int s = 0; s < batch.size(); s++) {
            double[] h = new double[m];
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                for (int k = 0; k < m; k++) {
                    h[k] += (double) weights.values()[layout.encoder() + batch.index()[e] * m + k] * batch.value()[e];
                }
            }
            for (int i = 0; i < layout.n(); i++) {
                a[s][i] = weights.bias(i);
                for (int k = 0; k < m; k++) {
                    double one = layout.spec().hidden() == Activation.RELU ? Math.max(h[k], 0) : h[k];
                    a[s][i] += weights.values()[layout.decoder() + i * m + k] * one;
                }
            }
        }
        return a;
    }

    static Problem problem(ModelSpec spec, int n, int m, Importance importance, int batch) {
        return new Problem(new Layout(spec, n, m), importance, 0.1, batch, ADAM);
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
