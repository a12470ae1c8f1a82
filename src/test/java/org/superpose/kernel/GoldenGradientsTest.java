package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.kernel.GoldenGradients.Case;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/**
 * Every kernel against PyTorch: the loss of a batch and the gradient of every parameter tensor, of each model variant. The variants are tied
 * or untied × hidden layer identity or ReLU × every output function × with or without bias, 56 of them, each of 5 features in 2 dimensions on a
 * dense and on a sparse batch; equal, decaying, last and conditional importance take turns so that each meets every output function, hidden layer
 * and bias. Each output function is tried once more with 19 × 7 on 67 samples, more than a lane and a block, and two with 19 × 17.
 *
 * <p>No kernel refuses a variant: each runs all 121 cases, and the tests below count them.
 *
 * <p>The parameters, the batches and the results stand in {@code src/test/resources/golden/gradients.json}, which
 * {@code src/bench/golden_gradients.py} writes (it needs PyTorch, which the build does not):
 *
 * <pre>src/bench/golden_gradients.py &gt; src/test/resources/golden/gradients.json</pre>
 */
class GoldenGradientsTest {
    private static final List<Case> CASES = GoldenGradients.cases();
    private static final Map<String, Kernel> KERNELS = TestedKernels.all();
    /** With this ε and the rate 1 a first step moves a parameter by g/(|g| + 1), from which g can be told. */
    private static final AdamRule RULE = new AdamRule(0.9, 0.999, 1, 0);

    static Set<String> kernels() {
        return KERNELS.keySet();
    }

    @Test
    void everyKernelRuns() {
        Set<String> expected = new TreeSet<>(Kernels.names());
        expected.addAll(List.of("cpu, dense", "cpu, sparse", "cpu, samples"));
        if (!TestedKernels.built().contains("nd4j")) {
            expected.remove("nd4j");
        }
        assertThat(KERNELS.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyVariantIsThereWithBothBatches() {
        List<String> expected = new ArrayList<>();
        for (OutputFunction.Kind kind : OutputFunction.Kind.values()) {
            for (Activation hidden : Activation.values()) {
                for (String rest : List.of("tied, bias", "tied", "untied, bias", "untied")) {
                    expected.add(kind + " " + hidden + " " + rest + " dense");
                    expected.add(kind + " " + hidden + " " + rest + " sparse");
                }
            }
        }
        assertThat(CASES.stream().filter(one -> one.layout().n() == 5).map(GoldenGradientsTest::variant))
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSize(112);
        assertThat(CASES).hasSize(121);
    }

    private static String variant(Case one) {
        ModelSpec spec = one.layout().spec();
        return spec.output().kind() + " " + spec.hidden() + (spec.tied() ? " tied" : " untied")
                + (spec.bias() ? ", bias " : " ") + one.batchName();
    }

    @Test
    void everyOutputMeetsEveryImportanceAndALargeShape() {
        Set<String> importances = Stream.concat(
                        Stream.of("Decay, equal"),
                        Arrays.stream(Importance.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<OutputFunction.Kind, Set<String>> met = new TreeMap<>();
        Set<OutputFunction.Kind> large = new TreeSet<>();
        for (Case one : CASES) {
            OutputFunction.Kind kind = one.layout().spec().output().kind();
            String name = one.importance().getClass().getSimpleName();
            met.computeIfAbsent(kind, key -> new TreeSet<>())
                    .add(one.importance().equal() ? name + ", equal" : name);
            if (one.layout().n() > 5) {
                large.add(kind);
            }
        }
        assertThat(met.keySet()).containsExactly(OutputFunction.Kind.values());
        assertThat(met.values()).allSatisfy(set -> assertThat(set).isEqualTo(importances));
        assertThat(large).containsExactly(OutputFunction.Kind.values());
    }

    /** The specification computes in double precision, so it must agree nearly to the last digit. */
    @Test
    void theReferenceAgreesInDoublePrecision() {
        for (Case one : CASES) {
            Problem problem = one.problem(RULE);
            double[] theta = doubles(one.weights().values());
            double[] gradient = new double[theta.length];
            double loss = ReferenceKernel.evaluate(problem, theta, one.batch(), gradient, null);
            assertClose(one, "loss", new double[] {loss}, new double[] {one.loss()}, 1e-14 * one.loss());
            assertClose(one, "gradient", gradient, one.gradient(), 1e-14 * Tolerances.largest(one.gradient()));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void lossAndGradientAgree(String kernel) {
        for (Case one : CASES) {
            Problem problem = one.problem(RULE);
            float[] gradient = new float[one.layout().size()];
            double[] losses = new double[one.batch().size()];
            Arrays.fill(gradient, Float.NaN);
            Arrays.fill(losses, Double.NaN);
            try (Kernel.Session session = KERNELS.get(kernel).open(problem, one.weights())) {
                double loss = session.gradient(one.batch(), gradient);
                session.losses(one.batch(), losses);
                double mean = Arrays.stream(losses).average().orElseThrow();
                double tolerance = Tolerances.loss(one.layout()) * one.loss();
                assertClose(one, "losses", new double[] {loss, mean}, new double[] {one.loss(), one.loss()}, tolerance);
            }
            for (Tensor tensor : tensors(one.layout())) {
                double[] exact = tensor.of(one.gradient());
                double tolerance = Tolerances.gradient(problem, exact, tensor.bias(), one.loss());
                assertClose(one, tensor.name(), tensor.of(doubles(gradient)), exact, tolerance);
            }
        }
    }

    /** The gradient that a training step uses, told from where the step leads. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aStepFollowsTheGradient(String kernel) {
        for (Case one : CASES) {
            Problem problem = one.problem(RULE);
            Weights start = one.weights();
            double[] after;
            try (Kernel.Session session = KERNELS.get(kernel).open(problem, start)) {
                double loss = session.step(one.batch(), 1);
                double tolerance = Tolerances.loss(one.layout()) * one.loss();
                assertClose(one, "loss", new double[] {loss}, new double[] {one.loss()}, tolerance);
                after = doubles(session.weights().values());
            }
            for (Tensor tensor : tensors(one.layout())) {
                double[] exact = tensor.of(one.gradient());
                double[] expected = tensor.of(doubles(start.values()));
                double largest = Tolerances.largest(expected);
                for (int q = 0; q < exact.length; q++) {
                    expected[q] -= exact[q] / (Math.abs(exact[q]) + 1);
                }
                // a move of less than 1 is rounded once itself and once with what it is added to
                double rounding = Tolerances.ULP * (largest + Tolerances.largest(exact));
                double tolerance = Tolerances.gradient(problem, exact, tensor.bias(), one.loss()) + rounding;
                assertClose(one, tensor.name() + " after a step", tensor.of(after), expected, tolerance);
            }
        }
    }

    /** One tensor's place in the array of all parameters. */
    private record Tensor(String name, int from, int to) {
        double[] of(double[] values) {
            return Arrays.copyOfRange(values, from, to);
        }

        boolean bias() {
            return name.equals("b");
        }
    }

    private static List<Tensor> tensors(Layout layout) {
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(new Tensor("W_in", layout.encoder(), layout.encoder() + layout.n() * layout.m()));
        if (!layout.spec().tied()) {
            tensors.add(new Tensor("W_out", layout.decoder(), layout.decoder() + layout.n() * layout.m()));
        }
        if (layout.spec().bias()) {
            tensors.add(new Tensor("b", layout.bias(), layout.size()));
        }
        return tensors;
    }

    private static void assertClose(Case one, String what, double[] of, double[] to, double tolerance) {
        assertThat(of).as("%s, %s", one.name(), what).hasSameSizeAs(to);
        for (double value : of) {
            assertThat(value).as("%s, %s", one.name(), what).isFinite();
        }
        Tolerances.assertClose(one.name() + ", " + what, of, to, tolerance);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int q = 0; q < values.length; q++) {
            doubles[q] = values[q];
        }
        return doubles;
    }
}
