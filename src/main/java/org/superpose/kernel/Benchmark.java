package org.superpose.kernel;

import java.util.Arrays;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/**
 * Times training steps, samples included, on weights in a converged state: the work of a step depends on how many outputs are active,
 * and that falls severalfold during training.
 */
public final class Benchmark {
    private static final AdamRule ADAM = new AdamRule(0.9, 0.999, 1e-8, 0);
    private static final int TRAINING_STEPS = 400;
    private static final double PEAK_RATE = 1e-2;
    private static final int MIN_STEPS = 3;
    private static final int COUNTED_SAMPLES = 256;

    private final Task task;
    private final Problem problem;
    private final FeatureDistribution distribution;
    private final RandomStream stream = RandomStream.of("benchmark", "train");
    private final SparseBatch batch;
    private final Weights converged;

    /**
     * What is timed: importance 1, independent features.
     *
     * @param density p
     * @param batch B
     */
    public record Task(ModelSpec model, int n, int m, double density, int batch) {}

    /**
     * What was found.
     *
     * @param steps timed steps
     * @param millisecondsPerStep median over the steps, drawing the samples included
     * @param millisecondsFastest of the fastest step, the figure to compare on a busy machine
     * @param millisecondsSampling median time of drawing the samples
     * @param gflops 10·B·n·m, the flops of the five dense products of a step, over the time of a step: sparse work done quickly counts
     *     as if it had been done densely
     * @param activeFraction outputs with a non-zero gradient
     */
    public record Result(
            int steps,
            double millisecondsPerStep,
            double millisecondsFastest,
            double millisecondsSampling,
            double gflops,
            double activeFraction) {}

    /** Trains the model to be timed, with the fastest kernel here. */
    public Benchmark(Task task) {
        this.task = task;
        Layout layout = new Layout(task.model(), task.n(), task.m());
        double[] importance = new double[task.n()];
        Arrays.fill(importance, 1);
        this.problem = new Problem(layout, importance, task.batch(), ADAM);
        this.distribution = new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(task.n(), task.density());
        this.batch = new SparseBatch(task.n(), task.batch());
        this.converged = train(start(layout));
    }

    /** W_out = W_inᵀ, random columns of length about 1, no bias: near where training ends. */
    private static Weights start(Layout layout) {
        double[] uniforms = RandomStream.of("benchmark", "init").uniforms(0, layout.n() * layout.m());
        float[] values = new float[layout.size()];
        for (int q = 0; q < layout.n() * layout.m(); q++) {
            values[q] = (float) ((2 * uniforms[q] - 1) * Math.sqrt(3.0 / layout.m()));
            values[layout.decoder() + q] = values[q];
        }
        return new Weights(layout, values);
    }

    private Weights train(Weights start) {
        try (Kernel.Session session = Kernels.resolve(Kernels.AUTO).kernel().open(problem, start)) {
            for (int step = 0; step < TRAINING_STEPS; step++) {
                distribution.fill(batch, stream, step);
                double left = (TRAINING_STEPS - step) / (double) TRAINING_STEPS;
                session.step(batch, Math.min(left, 1 - left + 0.01) * PEAK_RATE);
            }
            return session.weights();
        }
    }

    /**
     * Times steps at rate 0, which do all the work and leave the weights where they are.
     *
     * @param seconds how long; at least a few steps are always taken, and half as long to warm up
     */
    public Result time(Kernel kernel, double seconds) {
        try (Kernel.Session session = kernel.open(problem, converged)) {
            steps(session, seconds / 2);
            double[][] times = steps(session, seconds);
            double total = median(times[0]);
            double flops = 10.0 * task.batch() * task.n() * task.m();
            double fastest = Arrays.stream(times[0]).min().orElseThrow();
            return new Result(
                    times[0].length, total, fastest, median(times[1]), flops / (total * 1e6), activeFraction());
        }
    }

    /** Milliseconds of each step, and of each batch of samples. */
    private double[][] steps(Kernel.Session session, double seconds) {
        double[] total = new double[16];
        double[] sampling = new double[16];
        long begin = System.nanoTime();
        int count = 0;
        while (count < MIN_STEPS || System.nanoTime() - begin < seconds * 1e9) {
            if (count == total.length) {
                total = Arrays.copyOf(total, 2 * count);
                sampling = Arrays.copyOf(sampling, 2 * count);
            }
            long start = System.nanoTime();
            distribution.fill(batch, stream, TRAINING_STEPS + count);
            long drawn = System.nanoTime();
            double loss = session.step(batch, 0);
            total[count] = (System.nanoTime() - start) * 1e-6;
            sampling[count] = (drawn - start) * 1e-6;
            if (!Double.isFinite(loss)) {
                throw new IllegalStateException("the loss of " + task + " is " + loss);
            }
            count++;
        }
        return new double[][] {Arrays.copyOf(total, count), Arrays.copyOf(sampling, count)};
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Over the first samples of the last batch. */
    private double activeFraction() {
        if (task.model().output() == Activation.IDENTITY) {
            return 1;
        }
        int n = task.n();
        int samples = Math.min(COUNTED_SAMPLES, batch.size());
        float[] outputs = new float[samples * n];
        int decoder = converged.layout().decoder();
        RowProducts.multiply(hidden(samples), 0, samples, converged.values(), decoder, n, task.m(), outputs);
        int active = 0;
        for (int q = 0; q < outputs.length; q++) {
            active += outputs[q] + converged.bias(q % n) > 0 ? 1 : 0;
        }
        return active / (double) outputs.length;
    }

    private float[] hidden(int samples) {
        int m = task.m();
        float[] h = new float[samples * m];
        for (int s = 0; s < samples; s++) {
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                for (int k = 0; k < m; k++) {
                    h[s * m + k] += batch.value()[e] * converged.values()[batch.index()[e] * m + k];
                }
            }
        }
        if (task.model().hidden() == Activation.RELU) {
            for (int q = 0; q < h.length; q++) {
                h[q] = Math.max(h[q], 0);
            }
        }
        return h;
    }
}
