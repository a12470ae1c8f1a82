package org.superpose.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/**
 * Drawing a batch of 1024 samples, a whole training step, and the losses of a batch alone, on untrained weights with a bias by which
 * about a tenth of the outputs is active: {@code mvn -Pjmh test -DskipTests -Djmh.args="StepBenchmark -p shape=512x128 -p density=0.05"}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
    private static final int SAMPLES = 1024;

    @Param({"5x2", "20x5", "100x20", "128x32", "512x128", "2048x512"})
    public String shape;

    @Param({"0.05", "1"})
    public double density;

    @Param("cpu")
    public String kernel;

    private final RandomStream stream = RandomStream.of("jmh", "train");
    private final double[] losses = new double[SAMPLES];
    private FeatureDistribution distribution;
    private SparseBatch batch;
    private SparseBatch drawn;
    private Kernel.Session session;
    private long page;

    /** A session and a batch. */
    @Setup
    public void open() {
        String[] sizes = shape.split("x", 2);
        int n = Integer.parseInt(sizes[0]);
        Layout layout = new Layout(
                new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), n, Integer.parseInt(sizes[1]));
        double[] importance = new double[n];
        Arrays.fill(importance, 1);
        distribution = new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(n, density);
        batch = new SparseBatch(n, SAMPLES);
        drawn = new SparseBatch(n, SAMPLES);
        distribution.fill(batch, stream, 0);
        Problem problem = new Problem(layout, importance, density, SAMPLES, new AdamRule(0.9, 0.999, 1e-8, 0));
        session = Kernels.named(kernel).open(problem, weights(layout));
    }

    private Weights weights(Layout layout) {
        double[] uniforms = RandomStream.of("jmh", "init").uniforms(0, layout.bias());
        float[] values = new float[layout.size()];
        for (int q = 0; q < layout.bias(); q++) {
            values[q] = (float) ((2 * uniforms[q] - 1) * Math.sqrt(3.0 / layout.m()));
        }
        // the noise of an output has about the variance n/m · p/3
        float deviation = (float) Math.sqrt((double) layout.n() / layout.m() * density / 3);
        Arrays.fill(values, layout.bias(), layout.size(), -1.3f * deviation);
        return new Weights(layout, values);
    }

    /** Frees what the session holds. */
    @TearDown
    public void close() {
        session.close();
    }

    /** Draws the next batch. */
    @Benchmark
    public SparseBatch sampling() {
        distribution.fill(drawn, stream, ++page);
        return drawn;
    }

    /** Forward, backward and Adam at rate 0; without the samples. */
    @Benchmark
    public double step() {
        return session.step(batch, 0);
    }

    /** Forward only. */
    @Benchmark
    public double[] losses() {
        session.losses(batch, losses);
        return losses;
    }
}
