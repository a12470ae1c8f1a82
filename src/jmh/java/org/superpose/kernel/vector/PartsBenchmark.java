package org.superpose.kernel.vector;

import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;

/**
 * The parts of the vector kernel by themselves, one block of samples or one batch at a time: {@code mvn -Pjmh test -DskipTests
 * -Djmh.args="PartsBenchmark -p n=512 -p m=128"}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PartsBenchmark {
    private static final int SAMPLES = 1024;

    @Param("512")
    public int n;

    /** In whole vectors. */
    @Param("128")
    public int m;

    @Param("0.05")
    public double density;

    private float[] decoder;
    private float[] gradient;
    private float[] panels;
    private float[] outputs;
    private SparseBatch batch;
    private Columns columns;
    private Adam adam;

    /** Random weights and samples. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        decoder = new float[n * m];
        gradient = new float[n * m];
        float[] hidden = new float[SAMPLES * m];
        for (int q = 0; q < decoder.length; q++) {
            decoder[q] = (float) random.nextGaussian();
            gradient[q] = (float) random.nextGaussian();
        }
        for (int q = 0; q < hidden.length; q++) {
            hidden[q] = (float) random.nextGaussian();
        }
        panels = new float[Panels.size(SAMPLES, m)];
        Panels.pack(hidden, 0, SAMPLES, m, 1, panels);
        outputs = new float[n * Panels.PANEL];
        batch = new SparseBatch(n, SAMPLES);
        new DataSpec(DataSpec.Kind.INDEPENDENT)
                .distribution(n, density)
                .fill(batch, RandomStream.of("jmh", "train"), 0);
        columns = new Columns(n);
        adam = new Adam(new AdamRule(0.9, 0.999, 1e-8, 0), 0, n * m);
    }

    /** W_out h of one panel of samples: 2·n·m·PANEL flops. */
    @Benchmark
    public float[] panel() {
        Panels.multiply(n, 0, m, decoder, 0, panels, 0, outputs, 0, Panels.PANEL);
        return outputs;
    }

    /** Turning a batch round for the encoder's gradient. */
    @Benchmark
    public Columns transposition() {
        columns.transpose(batch);
        return columns;
    }

    /** Adam over n·m parameters. */
    @Benchmark
    public float[] adam() {
        adam.step(decoder, gradient, 0);
        return decoder;
    }
}
