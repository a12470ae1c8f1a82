package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.kernel.Tolerances.assertClose;
import static org.superpose.kernel.Tolerances.largest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.vector.ForcedPaths;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction.Kind;
import org.superpose.model.Weights;

/** Every kernel against the reference: losses, gradients and a short training, over shapes around the lanes, all variants, all densities. */
@Slow
class KernelParityTest {
    private static final double[] DENSITIES = {0.003, 0.05, 0.5, 1};

    /** Not a multiple of a block. */
    private static final int BATCH = 70;

    private static final Map<String, Kernel> KERNELS = kernels();

    private static Map<String, Kernel> kernels() {
        Map<String, Kernel> kernels = TestedKernels.all();
        kernels.remove("reference");
        return kernels;
    }

    static List<Arguments> kernelsAndShapes() {
        int lanes = ForcedPaths.lanes();
        int[][] shapes = {
            {1, 1},
            {2, 1},
            {lanes - 1, lanes / 2},
            {lanes, lanes},
            {lanes + 1, lanes - 1},
            {37, lanes + 1},
            {20, 5},
            {64, 16},
            {65, 7 * lanes / 2},
            {130, 33},
            {512, 128},
            {260, 256}
        };
        List<Arguments> cases = new ArrayList<>();
        for (String kernel : KERNELS.keySet()) {
            for (int[] shape : shapes) {
                cases.add(Arguments.of(kernel, shape[0], shape[1]));
            }
        }
        return cases;
    }

    @Test
    void noKernelIsForgotten() {
        Set<String> classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.superpose").stream()
                        .filter(type -> type.isAssignableTo(Kernel.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> enumerated = TestedKernels.built().stream()
                .map(name -> Kernels.named(name).getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(enumerated).isEqualTo(classes).contains("org.superpose.kernel.vector.VectorKernel");
        TestedKernels.built()
                .forEach(name -> assertThat(Kernels.named(name).name()).isEqualTo(name));
    }

    @ParameterizedTest(name = "{0}: {1} × {2}")
    @MethodSource("kernelsAndShapes")
    void agreesWithTheReference(String kernel, int n, int m) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v += n > 200 ? 3 : 1) {
            for (int d = 0; d < DENSITIES.length; d++) {
                var importance = Cases.IMPORTANCES.get((v + d) % Cases.IMPORTANCES.size());
                Problem problem = Cases.problem(variants.get(v), n, m, importance, n > 200 ? 65 : BATCH);
                compare(KERNELS.get(kernel), problem, DENSITIES[d]);
            }
        }
    }

    /** Around a block of samples, one sample alone, and neither whole blocks nor whole groups of blocks. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void takesBatchesOfAnySize(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int size : new int[] {1, 63, 64, 65, 1000}) {
            for (int v = 0; v < variants.size(); v++) {
                Problem problem = Cases.problem(variants.get(v), 21, 6, Cases.IMPORTANCES.get(1), size);
                compare(KERNELS.get(kernel), problem, v % 3 == 0 ? 0.05 : 0.3);
            }
        }
    }

    /** Several blocks of samples, none of them whole blocks of the batch, by several panels of features and of hidden numbers. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void takesManySamplesOfManyFeatures(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v += 5) {
            Problem problem = Cases.problem(variants.get(v), 130, 70, Cases.IMPORTANCES.get(1), 600);
            compare(KERNELS.get(kernel), problem, v % 2 == 0 ? 0.05 : 1);
        }
    }

    /** Dense samples that were written row by row, as the evaluation's are. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void takesDenseRows(String kernel) {
        Problem problem = Cases.problem(Cases.variants().get(1), 130, 70, Cases.IMPORTANCES.get(0), 600);
        SparseBatch batch = Cases.batch(130, 600, 0.9, 0);
        SparseBatch rows = new SparseBatch(130, 600);
        rows.reserve(batch.entries());
        System.arraycopy(batch.start(), 0, rows.start(), 0, 601);
        System.arraycopy(batch.index(), 0, rows.index(), 0, batch.entries());
        System.arraycopy(batch.value(), 0, rows.value(), 0, batch.entries());
        double[] expected = new double[600];
        double[] losses = new double[600];
        try (Kernel.Session session = KERNELS.get(kernel).open(problem, Cases.weights(problem.layout(), 1))) {
            session.losses(batch, expected);
            session.losses(rows, losses);
        }
        assertThat(losses).isEqualTo(expected);
    }

    /** Losses and gradients of samples of every kind. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void learnsFromEveryKindOfData(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        for (DataSpec.Kind kind : DataSpec.Kind.values()) {
            for (int v = 0; v < variants.size(); v += 3) {
                Problem problem = Cases.problem(variants.get(v), 130, 33, Cases.IMPORTANCES.get(1), BATCH);
                double density = v % 2 == 0 ? 0.05 : kind == DataSpec.Kind.TOPICS ? 0.5 : 0.9;
                SparseBatch batch = new SparseBatch(130, BATCH);
                new DataSpec(kind).distribution(130, density).fill(batch, RandomStream.of("cases", "train"), 0);
                compare(KERNELS.get(kernel), problem, batch, kind + ", p = " + density);
            }
        }
    }

    /** Importance that depends on x: sets within a panel, across panels and larger than one, and neither whole panels nor whole sets. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void countsErrorsByKeys(String kernel) {
        List<ModelSpec> variants = Cases.variants();
        int[][] shapes = {{2, 1}, {20, 5}, {65, 20}, {130, 33}, {300, 70}};
        KeyedSets[] sets = {new KeyedSets(2, 0), new KeyedSets(5, 0.25), new KeyedSets(100, 0.5)};
        for (int q = 0; q < shapes.length; q++) {
            for (int v = q % 2; v < variants.size(); v += q > 2 ? 5 : 2) {
                Importance importance =
                        new Importance.Conditional(Cases.IMPORTANCES.get(v % 3), sets[(q + v) % sets.length]);
                int size = q == 3 ? 300 : BATCH;
                Problem problem = Cases.problem(variants.get(v), shapes[q][0], shapes[q][1], importance, size);
                compare(KERNELS.get(kernel), problem, DENSITIES[1 + v % 3]);
            }
        }
    }

    private static void compare(Kernel kernel, Problem given, double density) {
        SparseBatch batch = Cases.batch(given.layout().n(), given.batch(), density, 0);
        compare(kernel, given, batch, "p = " + density);
    }

    static void compare(Kernel kernel, Problem given, SparseBatch batch, String data) {
        Weights drawn = Cases.weights(given.layout(), 1);
        Problem problem = Cases.awayFromJumps(given, drawn, batch);
        Layout layout = problem.layout();
        Weights weights = drawn.with(layout.spec().output());
        double[] expectedLosses = new double[problem.batch()];
        double[] losses = new double[problem.batch()];
        float[] expected = new float[layout.size()];
        float[] gradient = new float[layout.size()];
        Arrays.fill(gradient, Float.NaN);
        Arrays.fill(losses, Double.NaN);
        try (Kernel.Session reference = new ReferenceKernel().open(problem, weights);
                Kernel.Session session = kernel.open(problem, weights)) {
            String name = problem.layout() + ", " + data;
            reference.losses(batch, expectedLosses);
            session.losses(batch, losses);
            double lossError = Tolerances.loss(layout);
            assertClose(name + ", losses", losses, expectedLosses, lossError * largest(expectedLosses));
            double expectedLoss = reference.gradient(batch, expected);
            double loss = session.gradient(batch, gradient);
            assertClose(name + ", loss", new double[] {loss}, new double[] {expectedLoss}, lossError * expectedLoss);
            int[] bounds = {0, layout.decoder(), layout.bias(), layout.size()};
            for (int t = 0; t < bounds.length - 1; t++) {
                double[] of = doubles(gradient, bounds[t], bounds[t + 1]);
                double[] to = doubles(expected, bounds[t], bounds[t + 1]);
                double tolerance = Tolerances.gradient(problem, to, t == 2, expectedLoss * meanWeight(batch));
                assertClose(name + ", gradient " + t, of, to, tolerance);
            }
            assertThat(session.weights().values()).as("state after gradient").isEqualTo(weights.values());
        }
    }

    private static double meanWeight(SparseBatch batch) {
        double sum = 0;
        for (int s = 0; s < batch.size(); s++) {
            sum += batch.weight(s);
        }
        return sum / batch.size();
    }

    @ParameterizedTest(name = "{0}: {1} × {2}")
    @MethodSource("kernelsAndShapes")
    void twentyStepsStayClose(String kernel, int n, int m) {
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v += n > 200 ? 5 : 1) {
            Problem problem =
                    Cases.problem(variants.get(v), n, m, Cases.IMPORTANCES.get(v % Cases.IMPORTANCES.size()), BATCH);
            Weights weights = Cases.weights(problem.layout(), 2);
            try (Kernel.Session reference = new ReferenceKernel().open(problem, weights);
                    Kernel.Session session = KERNELS.get(kernel).open(problem, weights)) {
                for (int step = 0; step < 20; step++) {
                    SparseBatch batch = Cases.batch(n, BATCH, 0.1, step);
                    double expected = reference.step(batch, 3e-3);
                    double loss = session.step(batch, 3e-3);
                    assertClose(
                            problem.layout() + ", step " + step,
                            new double[] {loss},
                            new double[] {expected},
                            1e-4 * expected + 1e-12 + jump(problem));
                }
                double[] of =
                        doubles(session.weights().values(), 0, problem.layout().size());
                double[] to = doubles(reference.weights().values(), 0, of.length);
                // where a gradient is all rounding error, Adam may step the other way: in the mean square only
                double squares = 0;
                for (int q = 0; q < of.length; q++) {
                    squares += (of[q] - to[q]) * (of[q] - to[q]);
                }
                assertThat(Math.sqrt(squares / of.length))
                        .as("%s", problem.layout())
                        .isFinite()
                        .isLessThanOrEqualTo(2e-4);
            }
        }
    }

    /** What one output on the other side of a jump of at most 1 adds to the loss of a batch. */
    static double jump(Problem problem) {
        Kind kind = problem.layout().spec().output().kind();
        boolean jumps = kind == Kind.TREC || kind == Kind.TOP_K;
        return jumps ? largest(problem.importance()) / problem.layout().n() / problem.batch() : 0;
    }

    static Set<String> allKernels() {
        Set<String> names = new TreeSet<>(KERNELS.keySet());
        return names;
    }

    @ParameterizedTest
    @MethodSource("allKernels")
    void theSameBatchesGiveTheSameBits(String kernel) {
        for (ModelSpec spec : Cases.variants()) {
            Problem problem = Cases.problem(spec, 70, 20, Cases.IMPORTANCES.get(0), BATCH);
            assertThat(trained(KERNELS.get(kernel), problem)).isEqualTo(trained(KERNELS.get(kernel), problem));
        }
    }

    private static float[] trained(Kernel kernel, Problem problem) {
        try (Kernel.Session session = kernel.open(problem, Cases.weights(problem.layout(), 4))) {
            for (int step = 0; step < 10; step++) {
                session.step(Cases.batch(70, BATCH, 0.1, step), 1e-2);
            }
            return session.weights().values();
        }
    }

    /** Sums of one gradient must not enter the next, whichever call comes before. */
    @ParameterizedTest
    @MethodSource("allKernels")
    void gradientsLeaveNothingBehind(String kernel) {
        Problem problem = Cases.problem(Cases.variants().get(15), 70, 20, Cases.IMPORTANCES.get(0), BATCH);
        SparseBatch batch = Cases.batch(70, BATCH, 0.3, 0);
        float[] once = new float[problem.layout().size()];
        float[] again = new float[once.length];
        float[] fresh = new float[once.length];
        try (Kernel.Session session = KERNELS.get(kernel).open(problem, Cases.weights(problem.layout(), 6))) {
            session.gradient(batch, once);
            session.gradient(batch, again);
            assertThat(again).isEqualTo(once);
            session.step(batch, 1e-2);
            session.gradient(batch, again);
            try (Kernel.Session other = KERNELS.get(kernel).open(problem, session.weights())) {
                other.gradient(batch, fresh);
            }
            assertThat(again).isEqualTo(fresh).isNotEqualTo(once);
        }
    }

    @ParameterizedTest
    @MethodSource("allKernels")
    void whatIsNotFiniteReachesTheLoss(String kernel) {
        for (ModelSpec spec : Cases.variants()) {
            for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                Problem problem = Cases.problem(spec, 40, 20, Cases.IMPORTANCES.get(0), BATCH);
                Weights weights = Cases.weights(problem.layout(), 5);
                Arrays.fill(
                        weights.values(),
                        problem.layout().decoder(),
                        problem.layout().size(),
                        wrong);
                try (Kernel.Session session = KERNELS.get(kernel).open(problem, weights)) {
                    assertThat(session.step(Cases.batch(40, BATCH, 0.3, 0), 1e-3))
                            .as("%s %s", spec, wrong)
                            .matches(loss -> !Double.isFinite(loss), "is not finite");
                }
            }
        }
    }

    private static double[] doubles(float[] values, int from, int to) {
        double[] doubles = new double[to - from];
        for (int q = 0; q < doubles.length; q++) {
            doubles[q] = values[from + q];
        }
        return doubles;
    }
}
