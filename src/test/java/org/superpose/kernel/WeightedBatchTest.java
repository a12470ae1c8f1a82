package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.kernel.Tolerances.assertClose;
import static org.superpose.kernel.Tolerances.largest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.data.SparseBatch;
import org.superpose.data.WeightedBatches;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** Batches whose samples carry weights, through every kernel. */
@Slow
class WeightedBatchTest {
    private static final Map<String, Kernel> KERNELS = TestedKernels.all();

    /** Not a multiple of a block. */
    private static final int BATCH = 70;

    static Set<String> kernels() {
        return KERNELS.keySet();
    }

    /** Some samples of weight 0, and the others near 1, all tiny, all large, or of all magnitudes from 1e-9 to 1e9. */
    private static float[] weights(int size, int kind) {
        Random random = new Random(size + kind);
        float[] weights = new float[size];
        for (int s = 0; s < size; s++) {
            double near = 0.5 + random.nextDouble();
            double weight = switch (kind % 4) {
                case 0 -> near;
                case 1 -> 1e-9 * near;
                case 2 -> 1e9 * near;
                default -> Math.pow(10, -9 + 18 * random.nextDouble());
            };
            weights[s] = random.nextInt(8) == 0 ? 0 : (float) weight;
        }
        return weights;
    }

    /** Every variant and importance, batches without any entry among them, within a panel and across panels, a slice and several, blocks and groups of blocks. */
    @ParameterizedTest
    @MethodSource("kernels")
    void agreesWithTheReference(String kernel) {
        double[] densities = {0.003, 0.1, 1};
        int[][] shapes = {{1, 1, BATCH}, {20, 5, BATCH}, {65, 20, BATCH}, {130, 70, 600}};
        List<ModelSpec> variants = Cases.variants();
        for (int[] shape : shapes) {
            for (int v = 0; v < variants.size(); v++) {
                for (int kind = 0; kind < 4; kind += shape[2] > BATCH ? 3 : 1) {
                    var importance = Cases.IMPORTANCES.get((v + kind) % Cases.IMPORTANCES.size());
                    Problem problem = Cases.problem(variants.get(v), shape[0], shape[1], importance, shape[2]);
                    double density = densities[(v + kind) % 3];
                    SparseBatch batch = Cases.batch(shape[0], shape[2], density, 0);
                    WeightedBatches.weigh(batch, weights(shape[2], kind));
                    KernelParityTest.compare(KERNELS.get(kernel), problem, batch, "weights " + kind + ", " + density);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void twentyStepsStayClose(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v += 3) {
            Problem problem = Cases.problem(variants.get(v), 65, 20, Cases.IMPORTANCES.get(v % 4), BATCH);
            Weights initial = Cases.weights(problem.layout(), 2);
            try (Kernel.Session reference = new ReferenceKernel().open(problem, initial);
                    Kernel.Session session = KERNELS.get(kernel).open(problem, initial)) {
                for (int step = 0; step < 20; step++) {
                    SparseBatch batch = Cases.batch(65, BATCH, 0.1, step);
                    WeightedBatches.weigh(batch, weights(BATCH, 4 * step));
                    double expected = reference.step(batch, 3e-3);
                    double loss = session.step(batch, 3e-3);
                    String name = problem.layout() + ", step " + step;
                    double tolerance = 1e-4 * expected + 2 * KernelParityTest.jump(problem);
                    assertClose(name, new double[] {loss}, new double[] {expected}, tolerance);
                }
            }
        }
    }

    /** Weights of 1 change no bit of what a batch without weights gives, be it of a gradient or of a training. */
    @ParameterizedTest
    @MethodSource("kernels")
    void weightsOfOneAreNoWeights(String kernel) {
        float[] ones = new float[300];
        Arrays.fill(ones, 1);
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v++) {
            Problem problem = Cases.problem(variants.get(v), 70, 20, Cases.IMPORTANCES.get(v % 4), 300);
            Result plain = new Result(KERNELS.get(kernel), problem, Cases.batch(70, 300, 0.1, v));
            SparseBatch weighted = WeightedBatches.weigh(Cases.batch(70, 300, 0.1, v), ones);
            Result result = new Result(KERNELS.get(kernel), problem, weighted);
            assertThat(result.loss)
                    .as("%s", problem.layout())
                    .isEqualTo(plain.loss)
                    .isFinite()
                    .isPositive();
            assertThat(result.gradient).as("%s", problem.layout()).isEqualTo(plain.gradient);
            assertThat(result.losses).as("%s", problem.layout()).isEqualTo(plain.losses);
            assertThat(result.trained).as("%s", problem.layout()).isEqualTo(plain.trained);
        }
    }

    /** The losses of samples do not depend on their weights, not even on weights of 0, and the batch's loss is their weighted mean. */
    @ParameterizedTest
    @MethodSource("kernels")
    void weightsLeaveTheLossesOfSamplesAlone(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v++) {
            Problem problem = Cases.problem(variants.get(v), 70, 20, Cases.IMPORTANCES.get(v % 4), 300);
            float[] weights = weights(300, v);
            Result plain = new Result(KERNELS.get(kernel), problem, Cases.batch(70, 300, 0.1, v));
            SparseBatch weighted = WeightedBatches.weigh(Cases.batch(70, 300, 0.1, v), weights);
            Result result = new Result(KERNELS.get(kernel), problem, weighted);
            assertThat(result.losses).as("%s", problem.layout()).isEqualTo(plain.losses);
            double mean = 0;
            for (int s = 0; s < 300; s++) {
                mean += weights[s] * plain.losses[s] / 300;
            }
            assertClose("loss", new double[] {result.loss}, new double[] {mean}, 1e-6 * mean);
        }
    }

    /** A batch of B samples with weights 0, 1 and 2 is, but for the factor B, the batch in which each sample stands that often. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aWeightOfTwoIsTheSampleTwice(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v++) {
            SparseBatch batch = Cases.batch(33, BATCH, v % 2 == 0 ? 0.05 : 0.6, v);
            float[] weights = new float[BATCH];
            for (int s = 0; s < BATCH; s++) {
                weights[s] = s % 3;
            }
            SparseBatch repeated = repeated(batch, weights);
            Problem given = Cases.problem(variants.get(v), 33, 7, Cases.IMPORTANCES.get(v % 4), BATCH);
            Problem problem = Cases.awayFromJumps(given, Cases.weights(given.layout(), 3), batch);
            Result twice = new Result(
                    KERNELS.get(kernel),
                    new Problem(
                            problem.layout(),
                            problem.importance(),
                            problem.keys(),
                            problem.density(),
                            repeated.size(),
                            problem.rule()),
                    repeated);
            Result weighted = new Result(KERNELS.get(kernel), problem, WeightedBatches.weigh(batch, weights));
            double factor = (double) repeated.size() / BATCH;
            double loss = factor * twice.loss;
            String name = problem.layout().toString();
            assertClose(name, new double[] {weighted.loss}, new double[] {loss}, 1e-6 * loss);
            double[] expected = doubles(twice.gradient);
            for (int q = 0; q < expected.length; q++) {
                expected[q] *= factor;
            }
            assertClose(name, doubles(weighted.gradient), expected, 1e-5 * largest(expected));
        }
    }

    private static SparseBatch repeated(SparseBatch batch, float[] weights) {
        int size = 0;
        for (float weight : weights) {
            size += (int) weight;
        }
        SparseBatch repeated = new SparseBatch(batch.n(), size);
        int to = 0;
        for (int s = 0; s < batch.size(); s++) {
            int from = batch.start()[s];
            int count = batch.start()[s + 1] - from;
            for (int copy = 0; copy < weights[s]; copy++) {
                int at = repeated.start()[to];
                repeated.reserve(at + count);
                System.arraycopy(batch.index(), from, repeated.index(), at, count);
                System.arraycopy(batch.value(), from, repeated.value(), at, count);
                repeated.start()[++to] = at + count;
            }
        }
        return repeated;
    }

    /**
     * Samples without any active feature give what can be written down: x̂ = ψ(b) whatever the weights of the model, so with w the mean weight
     * L = (w/n) Σ_i I_i ψ(b)_i², ∂L/∂b_i = (2w/n) I_i ψ(b)_i ψ'(b)_i, and no other gradient.
     */
    @ParameterizedTest
    @MethodSource("kernels")
    void emptySamplesReachTheBiases(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v++) {
            for (int size : new int[] {1, BATCH}) {
                var importance = Cases.IMPORTANCES.get((v / 3 + size) % 4);
                Problem problem = Cases.problem(variants.get(v), 37, 12, importance, size);
                double w = 0;
                float[] weights = weights(size, 0);
                weights[0] = 40;
                for (float weight : weights) {
                    w += weight / size;
                }
                SparseBatch batch = WeightedBatches.weigh(new SparseBatch(37, size), weights);
                Result result = new Result(KERNELS.get(kernel), problem, batch);
                check(problem, w, result);
            }
        }
    }

    private static void check(Problem problem, double w, Result result) {
        int n = problem.layout().n();
        Weights weights = Cases.weights(problem.layout(), 3);
        double[] b = new double[n];
        double[] outputs = new double[n];
        double[] slopes = new double[n];
        for (int i = 0; i < n; i++) {
            b[i] = problem.layout().spec().bias() ? weights.bias(i) : 0;
        }
        problem.layout().spec().output().apply(b, outputs, slopes);
        KeyedSets keys = problem.keys();
        double loss = 0;
        double[] gradient = new double[problem.layout().size()];
        for (int i = 0; i < n; i++) {
            double importance = problem.importance()[i] * (keys == null ? 1 : keys.withoutKey(i));
            loss += w / n * importance * outputs[i] * outputs[i];
            if (problem.layout().spec().bias()) {
                gradient[problem.layout().bias() + i] = 2 * w / n * importance * outputs[i] * slopes[i];
            }
        }
        String name = problem.layout() + " × " + problem.batch();
        assertThat(loss > 0).as(name).isEqualTo(problem.layout().spec().bias());
        assertThat(largest(gradient) > 0)
                .as(name)
                .isEqualTo(problem.layout().spec().bias());
        assertClose(name, new double[] {result.loss}, new double[] {loss}, 1e-6 * loss);
        assertClose(name, doubles(result.gradient), gradient, 1e-6 * largest(gradient));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatIsNotFiniteReachesTheLoss(String kernel) {
        for (ModelSpec spec : Cases.variants()) {
            Problem problem = Cases.problem(spec, 40, 20, Cases.IMPORTANCES.get(0), BATCH);
            Weights initial = Cases.weights(problem.layout(), 5);
            Arrays.fill(
                    initial.values(),
                    problem.layout().decoder(),
                    problem.layout().size(),
                    Float.NaN);
            SparseBatch batch = WeightedBatches.weigh(Cases.batch(40, BATCH, 0.3, 0), weights(BATCH, 1));
            try (Kernel.Session session = KERNELS.get(kernel).open(problem, initial)) {
                assertThat(session.step(batch, 1e-3)).as("%s", spec).isNaN();
            }
        }
    }

    /** Weights of one batch must not enter the next, whichever has them. */
    @ParameterizedTest
    @MethodSource("kernels")
    void weightsLeaveNothingBehind(String kernel) {
        Problem problem = Cases.problem(Cases.variants().get(5), 70, 20, Cases.IMPORTANCES.get(0), BATCH);
        SparseBatch plain = Cases.batch(70, BATCH, 0.3, 0);
        SparseBatch weighted = WeightedBatches.weigh(Cases.batch(70, BATCH, 0.3, 0), weights(BATCH, 0));
        float[] first = new float[problem.layout().size()];
        float[] second = new float[first.length];
        float[] again = new float[first.length];
        try (Kernel.Session session = KERNELS.get(kernel).open(problem, Cases.weights(problem.layout(), 6))) {
            session.gradient(plain, first);
            session.gradient(weighted, second);
            session.gradient(plain, again);
            assertThat(again).isEqualTo(first).isNotEqualTo(second);
            session.gradient(weighted, again);
            assertThat(again).isEqualTo(second);
        }
    }

    /** What a kernel makes of a batch: the gradient and the losses at the start, and the model after three steps. */
    private static final class Result {
        final double loss;
        final float[] gradient;
        final double[] losses;
        final float[] trained;

        Result(Kernel kernel, Problem problem, SparseBatch batch) {
            this.gradient = new float[problem.layout().size()];
            this.losses = new double[problem.batch()];
            Arrays.fill(gradient, Float.NaN);
            Arrays.fill(losses, Double.NaN);
            try (Kernel.Session session = kernel.open(problem, Cases.weights(problem.layout(), 3))) {
                this.loss = session.gradient(batch, gradient);
                session.losses(batch, losses);
                assertThat(session.step(batch, 1e-2)).isEqualTo(loss);
                session.step(batch, 1e-2);
                session.step(batch, 1e-2);
                this.trained = session.weights().values();
            }
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int q = 0; q < values.length; q++) {
            doubles[q] = values[q];
        }
        return doubles;
    }
}
