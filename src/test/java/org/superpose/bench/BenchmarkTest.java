package org.superpose.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;

@Slow
class BenchmarkTest {
    @Test
    void timesAConvergedModel() {
        ModelSpec spec = new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true);
        Benchmark.Task task = new Benchmark.Task(spec, 64, 16, 0.05, 256);
        Benchmark.Result result = new Benchmark(task).time(Kernels.named("cpu"), 0.02);
        assertThat(result.steps()).isGreaterThanOrEqualTo(3);
        assertThat(result.millisecondsPerStep())
                .isGreaterThan(result.millisecondsSampling())
                .isPositive();
        assertThat(result.gflops() * result.millisecondsPerStep() * 1e6)
                .isBetween(10.0 * 256 * 64 * 16 * 0.999, 10.0 * 256 * 64 * 16 * 1.001);
        // untrained outputs are positive about half of the time, trained ones about as often as features are active
        assertThat(result.activeFraction()).isBetween(0.03, 0.25);
    }

    /** θ, its gradient and two moments, and room for the samples: less is not possible, and the vectors leave nothing behind. */
    @Test
    void countsBytes() {
        ModelSpec spec = new ModelSpec(true, Activation.IDENTITY, Activation.RELU, true);
        Benchmark benchmark = new Benchmark(new Benchmark.Task(spec, 96, 96, 0.02, 64));
        Benchmark.Result result = benchmark.time(Kernels.named("reference"), 0.02);
        assertThat(benchmark.leastBytes()).isGreaterThan(4L * 4 * (96 * 96 + 96));
        assertThat(result.sessionBytes()).isGreaterThan(benchmark.leastBytes() / 2);
        assertThat(result.bytesPerStep()).isBetween(0L, result.sessionBytes());
    }

    @Test
    void predictsOnlyLongSteps() {
        ModelSpec spec = new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true);
        Kernel reference = Kernels.named("reference");
        assertThat(new Benchmark(new Benchmark.Task(spec, 10, 2, 0.1, 64)).predictedSeconds(reference))
                .isZero();
        assertThat(new Benchmark(new Benchmark.Task(spec, 128, 96, 0.1, 1024)).predictedSeconds(reference))
                .isPositive();
    }

    @Test
    void theMedianAndTheFastest() {
        Stopwatch watch = Stopwatch.of(new double[] {3, 1, 9, 2, 8});
        assertThat(watch).isEqualTo(new Stopwatch(5, 3, 1));
    }

    /** Of small whole numbers, whose sums are exact in any order. */
    @Test
    void everyProductIsTheSame() {
        float[] a = {1, 2, 3, 4, 5, 6};
        float[] b = {1, 0, -1, 2, 0.5f, 3, 0, 1, 0};
        for (MatrixProduct product : MatrixProduct.available()) {
            MatrixProduct.Prepared prepared = product.prepare(a, b, 2, 3, 3);
            prepared.run();
            prepared.run();
            assertThat(prepared.product()).as(product.name()).containsExactly(-2, 12, 2, -2, 28.5f, 5);
        }
    }

    @Test
    void thePeakNamesItsProduct() {
        assertThat(MatrixProduct.available()).extracting(MatrixProduct::name).contains("superpose");
        MatrixProduct.Peak peak = MatrixProduct.Peak.measure(0);
        assertThat(peak.gflops()).isPositive();
        assertThat(MatrixProduct.available()).extracting(MatrixProduct::name).contains(peak.source());
    }
}
