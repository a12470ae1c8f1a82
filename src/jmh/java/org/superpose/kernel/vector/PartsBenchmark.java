package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;
import static org.superpose.kernel.vector.RowSession.SAMPLES_PER_SLICE;

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
import org.superpose.cores.Team;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.simd.vector.Lanes;

/**
 * The parts of a step of {@link RowSession} by themselves, each over all features and hidden dimensions for one slice of
 * {@value RowSession#SAMPLES_PER_SLICE} samples, and Adam once: {@code mvn -Pjmh test -DskipTests -Djmh.args="PartsBenchmark -p n=512 -p m=128"}. Sums go on growing from call to
 * call, which takes no other time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PartsBenchmark {
    private static final int FIRST = PaddedLayout.FIRST;

    @Param("512")
    public int n;

    /** In whole panels of 64. */
    @Param("128")
    public int m;

    @Param("0.05")
    public double density;

    /** The fraction of outputs with a gradient, which is about 0.08 in a trained model and 0.4 early in training. */
    @Param("0.08")
    public double activeFraction;

    private PaddedLayout layout;
    private float[] theta;
    private float[] gradient;
    private float[] h;
    private float[] dh;
    /** W_outᵀ, the panels of its outputs one after the other. */
    private float[] packed;
    /** The pre-activations of one panel of outputs, which stands for all of them. */
    private float[] preActivations;

    private float[] a;
    private float[] g;
    private float[] x;
    private long[] active;
    private long[] found;
    private float[] bias;
    private float[] biasGradient;
    private float[] loss;
    private OutputPass outputs;
    private SparseBatch batch;
    private SamplesByFeature columns;
    private VectorAdam adam;

    /** Draws random weights, hidden numbers, gradients and samples. */
    @Setup
    public void draw() {
        if (n % COLUMNS_PER_PANEL != 0 || m % COLUMNS_PER_PANEL != 0) {
            throw new IllegalArgumentException("n and m must be multiples of " + COLUMNS_PER_PANEL);
        }
        Random random = new Random(1);
        Layout model = new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), n, m);
        layout = new PaddedLayout(model);
        theta = gaussian(random, layout.size);
        gradient = new float[layout.size];
        h = gaussian(random, FIRST + m * SAMPLES_PER_SLICE);
        dh = gaussian(random, FIRST + m * SAMPLES_PER_SLICE);
        packed = gaussian(random, n * m);
        preActivations = gaussian(random, FIRST + SAMPLES_PER_SLICE * COLUMNS_PER_PANEL);
        a = new float[FIRST + SAMPLES_PER_SLICE * COLUMNS_PER_PANEL];
        x = new float[SAMPLES_PER_SLICE * COLUMNS_PER_PANEL];
        bias = new float[n];
        biasGradient = new float[n];
        loss = new float[SAMPLES_PER_SLICE * Lanes.LANES];
        drawGradients(random);
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        Arrays.fill(bias, -1);
        outputs = new OutputPass(ones, ones, OutputFunction.RELU, false, SAMPLES_PER_SLICE);
        batch = new SparseBatch(n, SAMPLES_PER_SLICE);
        new DataSpec(DataSpec.Kind.INDEPENDENT)
                .distribution(n, density)
                .fill(batch, RandomStream.of("jmh", "train"), 0);
        columns = new SamplesByFeature(n);
        columns.transpose(batch, 0, SAMPLES_PER_SLICE);
        adam = new VectorAdam(new AdamRule(0.9, 0.999, 1e-8, 0), FIRST, layout.size);
    }

    private void drawGradients(Random random) {
        g = new float[FIRST + SAMPLES_PER_SLICE * COLUMNS_PER_PANEL];
        active = new long[SAMPLES_PER_SLICE];
        found = new long[SAMPLES_PER_SLICE];
        for (int s = 0; s < SAMPLES_PER_SLICE; s++) {
            for (int i = 0; i < COLUMNS_PER_PANEL; i++) {
                if (random.nextDouble() < activeFraction) {
                    active[s] |= 1L << i;
                    g[FIRST + s * COLUMNS_PER_PANEL + i] = (float) random.nextGaussian();
                }
            }
        }
    }

    static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int q = 0; q < count; q++) {
            values[q] = (float) random.nextGaussian();
        }
        return values;
    }

    private static int at(int q) {
        return FIRST + q * SAMPLES_PER_SLICE * COLUMNS_PER_PANEL;
    }

    /** Turns the samples round for the gradient of the encoder. */
    @Benchmark
    public SamplesByFeature transposition() {
        columns.transpose(batch, 0, SAMPLES_PER_SLICE);
        return columns;
    }

    /** Computes z = W_in x of sparse samples. */
    @Benchmark
    public float[] encode() {
        for (int q = 0; q < layout.panels; q++) {
            int row0 = layout.encoder(q, 0);
            RowUpdates.gather(
                    COLUMNS_PER_PANEL,
                    SAMPLES_PER_SLICE,
                    batch.start(),
                    0,
                    batch.index(),
                    batch.value(),
                    theta,
                    row0,
                    COLUMNS_PER_PANEL,
                    h,
                    at(q),
                    COLUMNS_PER_PANEL);
        }
        return h;
    }

    /** Computes a = W_out h, which takes 2·n·m·SAMPLES_PER_SLICE flops. */
    @Benchmark
    public float[] decode() {
        for (int f = 0; f < n / COLUMNS_PER_PANEL; f++) {
            for (int q = 0; q < layout.panels; q++) {
                PanelProducts.add(
                        SAMPLES_PER_SLICE,
                        COLUMNS_PER_PANEL,
                        h,
                        at(q),
                        packed,
                        (f * m + q * COLUMNS_PER_PANEL) * COLUMNS_PER_PANEL,
                        a,
                        FIRST,
                        COLUMNS_PER_PANEL);
            }
        }
        return a;
    }

    /** Applies bias and ReLU to all outputs and computes loss and gradient; the copy of what this overwrites is included. */
    @Benchmark
    public float[] outputPass() {
        for (int i0 = 0; i0 < n; i0 += COLUMNS_PER_PANEL) {
            System.arraycopy(preActivations, 0, a, 0, a.length);
            outputs.apply(i0, COLUMNS_PER_PANEL, 0, SAMPLES_PER_SLICE, a, FIRST, x, null, bias, loss, found, 0);
            OutputPass.addRows(i0, COLUMNS_PER_PANEL, SAMPLES_PER_SLICE, a, FIRST, biasGradient);
        }
        return a;
    }

    /** Adds the gradients of h and of the decoder over the outputs that have a gradient. */
    @Benchmark
    public float[] backwardSparse() {
        for (int q = 0; q < layout.panels; q++) {
            for (int f = 0; f < n / COLUMNS_PER_PANEL; f++) {
                int d0 = layout.decoder(q, f * COLUMNS_PER_PANEL);
                RowUpdates.backward(
                        COLUMNS_PER_PANEL, SAMPLES_PER_SLICE, active, 0, g, FIRST, theta, gradient, d0, h, dh, at(q));
            }
        }
        return gradient;
    }

    /** Adds the gradients of h and of the decoder over all outputs, which takes 4·n·m·SAMPLES_PER_SLICE flops. */
    @Benchmark
    public float[] backwardDense() {
        for (int q = 0; q < layout.panels; q++) {
            for (int f = 0; f < n / COLUMNS_PER_PANEL; f++) {
                int d0 = layout.decoder(q, f * COLUMNS_PER_PANEL);
                PanelProducts.add(
                        SAMPLES_PER_SLICE, COLUMNS_PER_PANEL, g, FIRST, theta, d0, dh, at(q), COLUMNS_PER_PANEL);
                TransposedPanelProducts.add(
                        COLUMNS_PER_PANEL, SAMPLES_PER_SLICE, g, FIRST, h, at(q), gradient, d0, COLUMNS_PER_PANEL);
            }
        }
        return gradient;
    }

    /** Adds the gradient of the encoder from sparse samples. */
    @Benchmark
    public float[] encoderGradient() {
        for (int q = 0; q < layout.panels; q++) {
            int row0 = layout.encoder(q, 0);
            RowUpdates.gather(
                    COLUMNS_PER_PANEL,
                    n,
                    columns.start,
                    0,
                    columns.sample,
                    columns.value,
                    dh,
                    at(q),
                    COLUMNS_PER_PANEL,
                    gradient,
                    row0,
                    COLUMNS_PER_PANEL);
        }
        return gradient;
    }

    /** Makes a step of Adam over all parameters. */
    @Benchmark
    public float[] adam() {
        adam.step(theta, gradient, 0, Team.alone(), 1);
        return theta;
    }
}
