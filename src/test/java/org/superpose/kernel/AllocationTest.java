package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.Slow;
import org.superpose.cores.Cores;
import org.superpose.data.SparseBatch;
import org.superpose.data.WeightedBatches;
import org.superpose.kernel.vector.ForcedPaths;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;

/**
 * A training step of the fast kernel leaves nothing behind once it is compiled, whichever way it computes; until then its vectors are
 * objects. The reference is kept plain instead, and ND4J makes arrays of its own.
 */
@Slow
class AllocationTest {
    /** Steps of a window; nothing may be allocated in all of them. */
    private static final int STEPS = 20;
    /** Windows until compilation must have ended. */
    private static final int MOST_WINDOWS = 2000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Kept by a planted allocation, so that no compiler leaves it out. */
    private static volatile Object kept;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu, sparse | RELU | 0 | false",
                "cpu, sparse | RELU | 0 | true",
                "cpu, sparse | GATED | 0 | false",
                "cpu, sparse | RELU | 3 | false",
                "cpu, measured | RELU | 0 | false",
                "cpu, shared | RELU | 0 | false",
                "cpu, shared | RELU | 0 | true",
                "cpu, dense | RELU | 0 | false",
                "cpu, dense | RELU | 0 | true",
                "cpu, dense | RELU | 3 | false",
                "cpu, samples | RELU | 0 | false",
                "cpu, samples | RELU | 0 | true",
                "cpu, samples | TOP_K | 0 | false",
                "cpu, samples | RELU | 3 | false"
            })
    void aStepAllocatesNothing(String kernel, Kind output, String importance, String weighted)
            throws IOException, InterruptedException {
        assertThat(OwnJvm.output(
                        Steps.class,
                        List.of("--add-modules", "jdk.incubator.vector"),
                        kernel,
                        output.name(),
                        importance,
                        weighted))
                .as("%s, %s, importance %s, weighted %s", kernel, output, importance, weighted)
                .contains(Steps.PREFIX + 0 + System.lineSeparator());
    }

    @Test
    void aStepThatAlwaysAllocatesIsFound() {
        assertThat(leastBytes(() -> kept = new byte[16], 50)).isGreaterThanOrEqualTo(16 * STEPS);
    }

    /** Even once in a window. */
    @Test
    void aStepThatAllocatesAtTimesIsFound() {
        int[] calls = new int[1];
        Runnable step = () -> {
            if (calls[0]++ % STEPS == 0) {
                kept = new Object();
            }
        };
        assertThat(leastBytes(step, 50)).isPositive();
    }

    /** Bytes allocated on this thread by the best of some windows of steps; ends with the first that allocates nothing. */
    private static long leastBytes(Runnable step, int windows) {
        long least = Long.MAX_VALUE;
        for (int window = 0; window < windows && least > 0; window++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** Runs in a JVM of its own, where what other tests have run has no part in what is compiled. */
    static final class Steps {
        static final String PREFIX = "bytes: ";

        /** More than a panel of 64, and not whole vectors, so that whole panels and what is left over are both at work. */
        private static final int N = 72;

        private static final int M = 70;
        private static final int BATCH = 70;
        private static final double DENSITY = 0.2;

        private Steps() {}

        /**
         * Prints the bytes that steps allocate.
         *
         * @param arguments the kernel, its output function, which importance, and whether samples have weights; "measured" leaves the choice of a
         *     path to the kernel, and "shared" has two cores at work, of which the bytes of one are counted
         */
        public static void main(String[] arguments) {
            Kernel kernel = switch (arguments[0]) {
                case "cpu, measured" -> Kernels.named("cpu");
                case "cpu, shared" -> ForcedPaths.kernels(new Cores(2).team(1)).get("cpu, sparse");
                default -> Objects.requireNonNull(ForcedPaths.kernels().get(arguments[0]), arguments[0]);
            };
            OutputFunction output = OutputFunction.standard(Kind.valueOf(arguments[1]), N, DENSITY);
            ModelSpec spec = new ModelSpec(false, Activation.IDENTITY, output, true);
            Problem problem = Cases.problem(spec, N, M, Cases.IMPORTANCES.get(Integer.parseInt(arguments[2])), BATCH);
            SparseBatch batch = Cases.batch(N, BATCH, DENSITY, 0);
            if (Boolean.parseBoolean(arguments[3])) {
                float[] weights = new float[BATCH];
                Arrays.fill(weights, 0.5f);
                WeightedBatches.weigh(batch, weights);
            }
            try (Kernel.Session session = kernel.open(problem, Cases.weights(problem.layout(), 1))) {
                long bytes = leastBytes(() -> session.step(batch, 1e-3), MOST_WINDOWS);
                System.out.println(PREFIX + bytes);
            }
        }
    }
}
