package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superpose.data.Deviates;
import org.superpose.linear.GramSums;
import org.superpose.linear.InteractionSums;
import org.superpose.linear.RowProducts;

class KernelsTest {
    @Test
    void autoIsTheFastKernelAndSaysItsLanes() {
        Kernels.Choice choice = Kernels.resolve("auto");
        assertThat(choice.kernel().name()).isEqualTo("cpu");
        assertThat(choice.description()).startsWith("kernel cpu: ").contains("lanes");
    }

    /** The name in tables is the one that sweep files ask by; Nd4jKernelTest does so for nd4j. */
    @Test
    void aKernelBearsTheNameOfItsId() {
        assertThat(KernelId.labels()).containsExactly("reference", "cpu", "nd4j");
        for (KernelId id : List.of(KernelId.REFERENCE, KernelId.CPU)) {
            assertThat(Kernels.named(id.label()).name()).isEqualTo(id.label());
            assertThat(KernelId.named(id.label())).isEqualTo(id);
        }
        assertThat(KernelId.named(Kernels.AUTO)).isNull();
        assertThat(Kernels.requests()).containsExactly("auto", "reference", "cpu", "nd4j");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> Kernels.named("cuda"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cuda")
                .hasMessageContaining("auto, reference, cpu, nd4j");
    }

    @Test
    void withoutTheVectorModuleAutoFallsBackAndCpuIsRefused() throws IOException, InterruptedException {
        String output = OwnJvm.output(Resolution.class, List.of());
        assertThat(List.of(output.split("\\R")))
                .anyMatch(line -> line.startsWith("auto: kernel reference") && line.contains("--add-modules"))
                .anyMatch(
                        line -> line.startsWith("cpu: kernel 'cpu' cannot run here") && line.contains("--add-modules"))
                .contains("product: 6.0", "vectors: ");
    }

    @Test
    void theVectorsOfEveryLoopAreFound() {
        assertThat(vectorised()).isEqualTo("products, interactions, gram, deviates");
    }

    @Test
    void whereNothingFusesAutoFallsBackAndCpuIsRefused() throws IOException, InterruptedException {
        assertThat(List.of(
                        OwnJvm.output(Resolution.class, List.of("--add-modules", "jdk.incubator.vector", "-XX:-UseFMA"))
                                .split("\\R")))
                .anyMatch(line -> line.startsWith("auto: kernel reference") && line.contains("multiply-add"))
                .anyMatch(line -> line.startsWith("cpu: kernel 'cpu' cannot run here") && line.contains("multiply-add"))
                .contains("product: 6.0", "vectors: deviates");
    }

    /** The loops that run in the Vector API. */
    private static String vectorised() {
        return Stream.of(
                        Map.entry("products", RowProducts.BODY),
                        Map.entry("interactions", InteractionSums.BODY),
                        Map.entry("gram", GramSums.BODY),
                        Map.entry("deviates", Deviates.HERE))
                .filter(loops -> loops.getValue().getClass().getSimpleName().startsWith("Vector"))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** Runs in a JVM of its own. */
    static final class Resolution {
        private Resolution() {}

        public static void main(String[] arguments) {
            System.out.println("auto: " + Kernels.resolve("auto").description());
            try {
                Kernels.named("cpu");
            } catch (KernelUnavailableException e) {
                System.out.println("cpu: " + e.getMessage());
            }
            float[] out = new float[1];
            RowProducts.multiply(new float[] {2}, 0, 1, new float[] {3}, 0, 1, 1, out);
            System.out.println("product: " + out[0]);
            System.out.println("vectors: " + vectorised());
        }
    }
}
