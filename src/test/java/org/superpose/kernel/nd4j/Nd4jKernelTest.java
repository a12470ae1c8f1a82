package org.superpose.kernel.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.Slow;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Problem;
import org.superpose.kernel.ReferenceKernel;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

@Slow
class Nd4jKernelTest {
    private static final int BATCH = 33;
    private static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-7, 0);
    private static final AdamRule ADAMW = new AdamRule(0.9, 0.999, 1e-8, 0.01);

    private final Nd4jKernel kernel = new Nd4jKernel();
    private final Kernel reference = new ReferenceKernel();

    @BeforeAll
    static void skipACudaBuildWithoutGpu() {
        if (Backend.cuda()) {
            assumeThat(Gpu.refusal(Gpu.installed())).as("GPU").isEmpty();
        }
    }

    /** Every variant of the family with both kinds of importance. */
    static List<Problem> problems(int n, int m, AdamRule rule) {
        List<Problem> problems = new ArrayList<>();
        for (boolean tied : new boolean[] {false, true}) {
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    for (boolean bias : new boolean[] {false, true}) {
                        for (double decay : new double[] {1, 0.7}) {
                            Layout layout = new Layout(new ModelSpec(tied, hidden, output, bias), n, m);
                            double[] importance = new Importance.Decay(decay).weights(n);
                            problems.add(new Problem(layout, importance, 0.1, BATCH, rule));
                        }
                    }
                }
            }
        }
        for (OutputFunction output : List.of(
                new OutputFunction(OutputFunction.Kind.LEAKY_RELU, 0.1),
                new OutputFunction(OutputFunction.Kind.SOFT_THRESHOLD, 0.05),
                new OutputFunction(OutputFunction.Kind.TREC, 0.1),
                new OutputFunction(OutputFunction.Kind.GATED, 0.1),
                new OutputFunction(OutputFunction.Kind.TOP_K, 2))) {
            Layout layout = new Layout(new ModelSpec(false, Activation.IDENTITY, output, true), n, m);
            problems.add(new Problem(layout, new Importance.Decay(0.7).weights(n), 0.1, BATCH, rule));
        }
        return problems;
    }

    static Stream<Problem> allSizes() {
        int[][] sizes = {{1, 1}, {5, 2}, {17, 16}, {64, 16}, {130, 33}};
        return Stream.of(sizes).flatMap(size -> problems(size[0], size[1], ADAM).stream());
    }

    static Stream<Problem> trained() {
        return Stream.concat(problems(5, 2, ADAM).stream(), problems(64, 16, ADAMW).stream());
    }

    @ParameterizedTest
    @MethodSource("allSizes")
    void agreesWithTheReferenceOnLossAndGradient(Problem problem) {
        SparseBatch batch = batch(problem, 0.3, 0);
        Weights weights = weights(problem.layout(), 0.7);
        double[] expectedLosses = new double[BATCH];
        double[] losses = new double[BATCH];
        float[] expected = new float[problem.layout().size()];
        float[] gradient = new float[problem.layout().size()];
        try (Kernel.Session exact = reference.open(problem, weights);
                Kernel.Session session = kernel.open(problem, weights)) {
            double expectedLoss = exact.gradient(batch, expected);
            exact.losses(batch, expectedLosses);
            double loss = session.gradient(batch, gradient);
            session.losses(batch, losses);

            assertThat(loss).isFinite().isCloseTo(expectedLoss, within(tolerance(problem) * expectedLoss));
            assertClose(losses, expectedLosses, tolerance(problem));
            assertClose(doubles(gradient), doubles(expected), tolerance(problem));
            assertThat(session.weights().values()).isEqualTo(weights.values());
        }
    }

    @ParameterizedTest
    @MethodSource("trained")
    void staysWithTheReferenceOverFiftySteps(Problem problem) {
        Weights initial = weights(problem.layout(), 0.4);
        SparseBatch batch = new SparseBatch(problem.layout().n(), BATCH);
        try (Kernel.Session exact = reference.open(problem, initial);
                Kernel.Session session = kernel.open(problem, initial)) {
            for (int t = 0; t < 50; t++) {
                fill(batch, 0.2, t);
                double rate = 3e-3 * (1 + t % 3);
                double expected = exact.step(batch, rate);
                assertThat(session.step(batch, rate)).isFinite().isCloseTo(expected, within(1e-3 * expected));
            }
            float[] before = initial.values();
            float[] expected = exact.weights().values();
            float[] after = session.weights().values();
            double moved = 0;
            double apart = 0;
            for (int q = 0; q < after.length; q++) {
                assertThat(after[q]).isFinite();
                moved += Math.pow(expected[q] - before[q], 2);
                apart += Math.pow(after[q] - expected[q], 2);
            }
            assertThat(Math.sqrt(moved / after.length)).isGreaterThan(0.02);
            assertThat(Math.sqrt(apart)).isLessThanOrEqualTo(5e-3 * Math.sqrt(moved));
        }
    }

    @Test
    void oneStepIsTheRuleOnItsOwnGradient() {
        Problem problem = problems(17, 16, ADAMW).get(7);
        Weights initial = weights(problem.layout(), 0.5);
        SparseBatch batch = batch(problem, 0.3, 0);
        float[] gradient = new float[problem.layout().size()];
        try (Kernel.Session session = kernel.open(problem, initial)) {
            session.gradient(batch, gradient);
            session.step(batch, 0.01);
            float[] after = session.weights().values();
            for (int q = 0; q < after.length; q++) {
                // at t = 1 the corrected moments are g and g²
                double step = gradient[q] / (Math.abs(gradient[q]) + ADAMW.epsilon());
                double expected = initial.values()[q] * (1 - 0.01 * ADAMW.weightDecay()) - 0.01 * step;
                assertThat((double) after[q]).isFinite().isCloseTo(expected, within(2e-6));
            }
        }
    }

    @Test
    void forgetsThePreviousBatch() {
        Problem problem = problems(64, 16, ADAM).get(0);
        Weights weights = weights(problem.layout(), 0.5);
        double[] fresh = new double[BATCH];
        double[] reused = new double[BATCH];
        try (Kernel.Session session = kernel.open(problem, weights)) {
            session.losses(batch(problem, 0.05, 1), fresh);
        }
        try (Kernel.Session session = kernel.open(problem, weights)) {
            session.losses(batch(problem, 1, 0), reused);
            session.losses(batch(problem, 1e-9, 0), reused);
            assertThat(reused).doesNotContain(Double.NaN);
            session.losses(batch(problem, 0.05, 1), reused);
        }
        assertThat(reused).isEqualTo(fresh);
    }

    @ParameterizedTest
    @MethodSource("trained")
    void brokenWeightsReachTheLoss(Problem problem) {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Weights weights = weights(problem.layout(), 0.5);
            java.util.Arrays.fill(weights.values(), broken);
            try (Kernel.Session session = kernel.open(problem, weights)) {
                assertThat(session.step(batch(problem, 0.5, 0), 1e-3)).isNotFinite();
            }
        }
    }

    @Test
    void givesTheSameBitsAgainAndInEveryThread() throws Exception {
        Problem problem = problems(130, 33, ADAM).get(6);
        Run alone = run(problem);
        int threads = 3;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<Run>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return run(problem);
                }));
            }
            for (Future<Run> future : futures) {
                assertThat(future.get().losses()).isEqualTo(alone.losses());
                assertThat(future.get().weights()).isEqualTo(alone.weights());
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(run(problem).weights()).isEqualTo(alone.weights());
        assertThat(alone.losses()[99]).isLessThan(alone.losses()[0]);
    }

    @Test
    void twoSessionsOfOneThreadDoNotMix() {
        Problem problem = problems(64, 16, ADAM).get(0);
        Run alone = run(problem);
        SparseBatch batch = new SparseBatch(problem.layout().n(), BATCH);
        try (Kernel.Session one = kernel.open(problem, weights(problem.layout(), 0.4));
                Kernel.Session other = kernel.open(problem, weights(problem.layout(), 0.9))) {
            for (int t = 0; t < 100; t++) {
                fill(batch, 0.2, t);
                one.step(batch, 3e-3);
                other.step(batch, 1e-3);
            }
            assertThat(one.weights().values()).isEqualTo(alone.weights());
            assertThat(other.weights().values()).isNotEqualTo(alone.weights());
        }
    }

    @Test
    void closingFreesEveryArrayAtOnce() {
        DeviceArrays memory = new DeviceArrays();
        var vector = memory.vector(new float[] {1, 2});
        var matrix = memory.zeros(2, 3);
        memory.close();
        assertThat(vector.wasClosed()).isTrue();
        assertThat(matrix.wasClosed()).isTrue();
        Kernel.Session session = kernel.open(
                problems(5, 2, ADAM).get(0), weights(problems(5, 2, ADAM).get(0).layout(), 1));
        session.close();
        session.close();
    }

    @Test
    void refusesABatchOfAnotherShape() {
        Problem problem = problems(5, 2, ADAM).get(0);
        try (Kernel.Session session = kernel.open(problem, weights(problem.layout(), 1))) {
            SparseBatch other = new SparseBatch(5, BATCH + 1);
            assertThatThrownBy(() -> session.step(other, 1e-3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("34 × 5");
        }
    }

    @Test
    void saysWhereItComputes() {
        assertThat(kernel.name()).isEqualTo("nd4j");
        if (Nd4j.getEnvironment().isCPU()) {
            assertThat(kernel.description()).contains("CpuBackend", "OPENBLAS", "thread", "on cpu");
            assertThat(kernel.device()).isEqualTo("cpu");
            assertThat(kernel.devices()).isEmpty();
            assertThatThrownBy(() -> kernel.on(0))
                    .isInstanceOf(KernelUnavailableException.class)
                    .hasMessageContaining("no device gpu:0");
        } else {
            assertThat(kernel.description()).contains("JCublasBackend", kernel.device());
            assertThat(kernel.on(kernel.devices().get(0)).device())
                    .isEqualTo("gpu:" + kernel.devices().get(0));
        }
    }

    private record Run(double[] losses, float[] weights) {}

    private Run run(Problem problem) {
        SparseBatch batch = new SparseBatch(problem.layout().n(), BATCH);
        double[] losses = new double[100];
        try (Kernel.Session session = kernel.open(problem, weights(problem.layout(), 0.4))) {
            for (int t = 0; t < losses.length; t++) {
                fill(batch, 0.2, t);
                losses[t] = session.step(batch, 3e-3);
            }
            return new Run(losses, session.weights().values());
        }
    }

    /** Single precision over sums of n·B terms. */
    private static double tolerance(Problem problem) {
        return 1e-6 * (2 + Math.sqrt(problem.layout().n() + BATCH));
    }

    /** Within the tolerance of the largest expected value. */
    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        double scale = 0;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int q = 0; q < expected.length; q++) {
            assertThat(actual[q]).isFinite().isCloseTo(expected[q], within(tolerance * scale));
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int q = 0; q < values.length; q++) {
            doubles[q] = values[q];
        }
        return doubles;
    }

    private static Weights weights(Layout layout, double size) {
        double[] uniforms = RandomStream.of("nd4j", "weights").uniforms(0, layout.size());
        float[] values = new float[uniforms.length];
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) ((2 * uniforms[q] - 1) * size / Math.sqrt(layout.m()));
        }
        return new Weights(layout, values);
    }

    private static SparseBatch batch(Problem problem, double density, long page) {
        SparseBatch batch = new SparseBatch(problem.layout().n(), BATCH);
        fill(batch, density, page);
        return batch;
    }

    private static void fill(SparseBatch batch, double density, long page) {
        FeatureDistribution distribution = new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(batch.n(), density);
        distribution.fill(batch, RandomStream.of("nd4j", "batch"), page);
    }
}
