package org.superpose.linear;

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

/**
 * The dense product W_out W_in, with vectors and without, beside the row sums that need the same product: {@code mvn -Pjmh test -DskipTests
 * -Djmh.args="ProductBenchmark"}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {
    @Param({"256", "1024"})
    public int n;

    /** n / m. */
    @Param({"4", "8"})
    public int compression;

    private int m;
    private float[] values;
    private float[] product;
    private double[] norms;

    /** Random weights. */
    @Setup
    public void draw() {
        m = n / compression;
        values = new float[2 * n * m];
        product = new float[n * n];
        Random random = new Random(1);
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) random.nextGaussian();
        }
        norms = InteractionSums.squaredNorms(values, 0, n, m);
    }

    /** With vectors. */
    @Benchmark
    public float[] product() {
        RowProducts.multiply(values, 0, n, values, n * m, n, m, product);
        return product;
    }

    /** The plain loops that the vectors must beat. */
    @Benchmark
    public float[] plain() {
        RowProducts.plain(values, 0, n, values, n * m, n, m, product);
        return product;
    }

    /** Row sums of W = W_out W_in and of its parts. */
    @Benchmark
    public InteractionSums sums() {
        return InteractionSums.of(values, 0, n * m, n, m);
    }

    /** The same of a Gram matrix. */
    @Benchmark
    public InteractionSums gram() {
        return InteractionSums.of(values, 0, 0, n, m);
    }

    /** Σ_{j≠i} (w_i·w_j)² by way of the m × m matrix. */
    @Benchmark
    public double[] interference() {
        return GramSums.of(values, 0, n, m, norms);
    }
}
