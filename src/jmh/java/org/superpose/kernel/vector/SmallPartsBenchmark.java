package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;

import java.util.Arrays;
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
import org.superpose.data.vector.VectorDeviates;
import org.superpose.simd.vector.Lanes;

/**
 * The parts of a step of {@link BatchSession} by themselves, for one block of samples along the lanes, and the numbers that samples are
 * made from: {@code mvn -Pjmh test -DskipTests -Djmh.args="SmallPartsBenchmark -p shape=20x5"}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmallPartsBenchmark {
    private static final int WORDS = 1024;
    private static final double DENSITY = 0.05;

    @Param({"5x2", "20x5", "100x20"})
    public String shape;

    private int n;
    private int m;
    private float[] encoder;
    private float[] decoder;
    private float[] start;
    private float[] x;
    private float[] h;
    private float[] a;
    private float[] preActivations;
    private float[] gradients;
    private float[] slope;
    private float[] absent;
    private float[] loss;
    private float[] sums;
    private int[] words;
    private float[] uniforms;
    private long[] gaps;
    private final VectorDeviates deviates = new VectorDeviates();

    /** Draws random weights, samples and words. */
    @Setup
    public void draw() {
        String[] sizes = shape.split("x", 2);
        n = Integer.parseInt(sizes[0]);
        m = Integer.parseInt(sizes[1]);
        Random random = new Random(1);
        encoder = PartsBenchmark.gaussian(random, n * m);
        decoder = PartsBenchmark.gaussian(random, n * m);
        start = new float[n];
        x = PartsBenchmark.gaussian(random, n * SAMPLES_PER_BLOCK);
        h = PartsBenchmark.gaussian(random, m * SAMPLES_PER_BLOCK);
        a = new float[n * SAMPLES_PER_BLOCK];
        preActivations = PartsBenchmark.gaussian(random, n * SAMPLES_PER_BLOCK);
        gradients = PartsBenchmark.gaussian(random, n * SAMPLES_PER_BLOCK);
        slope = new float[n];
        Arrays.fill(slope, 1f / n);
        absent = new float[SAMPLES_PER_BLOCK];
        loss = new float[SAMPLES_PER_BLOCK];
        sums = new float[n * m * Lanes.LANES];
        words = random.ints(WORDS).toArray();
        uniforms = new float[WORDS];
        gaps = new long[WORDS];
    }

    /** Computes z = W_in x, which takes 2·n·m·SAMPLES_PER_BLOCK flops. */
    @Benchmark
    public float[] encode() {
        BlockProducts.multiply(m, n, encoder, 0, m, start, 0, x, 0, h, 0);
        return h;
    }

    /** Computes a = W_out h + b, which takes as many flops. */
    @Benchmark
    public float[] decode() {
        BlockProducts.multiply(n, m, decoder, 0, n, start, 0, h, 0, a, 0);
        return a;
    }

    /** Applies ReLU to all outputs and computes loss and gradient; the copy of what this overwrites is included. */
    @Benchmark
    public float[] outputs() {
        System.arraycopy(preActivations, 0, a, 0, a.length);
        BlockOutputs.relu(n, a, 0, x, 0, slope, 0, absent, loss);
        return loss;
    }

    /** Adds the gradient of a matrix, one partial sum for each lane. */
    @Benchmark
    public float[] sums() {
        BlockSums.addOuter(1, 0, n, n, gradients, 0, m, h, sums);
        return sums;
    }

    /** Makes the uniform numbers of dense samples from given words. */
    @Benchmark
    public float[] uniforms() {
        int threshold = (int) (DENSITY * Integer.MAX_VALUE);
        deviates.uniforms(words, 0, WORDS, threshold, 1f / threshold, uniforms, 0);
        return uniforms;
    }

    /** Makes the geometric gaps of sparse samples from given words. */
    @Benchmark
    public long[] gaps() {
        deviates.gaps(words, WORDS, 1 / Math.log1p(-DENSITY), gaps);
        return gaps;
    }
}
