package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** A session that goes on from what another one saved takes the steps that the other would have taken, bit for bit. */
@Slow
class SavedSessionTest {
    private static final Map<String, Kernel> KERNELS = TestedKernels.all();
    private static final int BATCH = 70;

    static Set<String> kernels() {
        return KERNELS.keySet();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void goesOnWithTheSameBits(String kernel) throws IOException {
        int[][] shapes = {{1, 1}, {20, 5}, {65, 20}, {130, 70}};
        List<ModelSpec> variants = Cases.variants();
        for (int[] shape : shapes) {
            for (int v = 0; v < variants.size(); v += 5) {
                Problem problem =
                        Cases.problem(variants.get(v), shape[0], shape[1], Cases.IMPORTANCES.get(v % 4), BATCH);
                for (int before : new int[] {0, 1, 7}) {
                    goesOn(KERNELS.get(kernel), problem, before);
                }
            }
        }
    }

    private static void goesOn(Kernel kernel, Problem problem, int before) throws IOException {
        Weights other = Cases.weights(problem.layout(), 9);
        try (Kernel.Session unbroken = kernel.open(problem, Cases.weights(problem.layout(), 2));
                Kernel.Session resumed = kernel.open(problem, other)) {
            steps(unbroken, problem, 0, before);
            byte[] saved = saved(unbroken);
            steps(resumed, problem, 50, 3);
            resumed.resume(new DataInputStream(new ByteArrayInputStream(saved)));
            assertThat(resumed.weights().values())
                    .as("%s", problem.layout())
                    .isEqualTo(unbroken.weights().values());
            double[] losses = steps(unbroken, problem, before, 5);
            assertThat(losses).doesNotContain(Double.NaN);
            assertThat(steps(resumed, problem, before, 5))
                    .as("%s after %s", problem.layout(), before)
                    .isEqualTo(losses);
            assertThat(resumed.weights().values())
                    .isEqualTo(unbroken.weights().values())
                    .isNotEqualTo(other.values());
            assertThat(saved(resumed)).isEqualTo(saved(unbroken));
        }
    }

    private static double[] steps(Kernel.Session session, Problem problem, int from, int count) {
        double[] losses = new double[count];
        for (int step = 0; step < count; step++) {
            losses[step] = session.step(Cases.batch(problem.layout().n(), BATCH, 0.1, from + step), 0.01);
        }
        return losses;
    }

    private static byte[] saved(Kernel.Session session) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        session.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void refusesTheStateOfAnotherKindOfSessionAndOneCutShort() throws IOException {
        Problem problem = Cases.problem(Cases.variants().get(0), 20, 5, Cases.IMPORTANCES.get(0), BATCH);
        Weights initial = Cases.weights(problem.layout(), 2);
        try (Kernel.Session reference = new ReferenceKernel().open(problem, initial);
                Kernel.Session cpu = KERNELS.get("cpu").open(problem, initial)) {
            byte[] saved = saved(reference);
            assertThatThrownBy(() -> cpu.resume(new DataInputStream(new ByteArrayInputStream(saved))))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("the state of a ReferenceSession for a \\w+Session");
            byte[] cut = Arrays.copyOf(saved, saved.length - 1);
            assertThatThrownBy(() -> reference.resume(new DataInputStream(new ByteArrayInputStream(cut))))
                    .isInstanceOf(IOException.class);
        }
    }
}
