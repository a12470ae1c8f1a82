package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;

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
}
