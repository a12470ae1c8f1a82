package org.superpose.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.AdamRule;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.Problem;
import org.superpose.linear.RowProducts;
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
    private static final int MOST_TRAINING_STEPS = 400;
    private static final int LEAST_TRAINING_STEPS = 50;
    /** Products of the decoder in the training of the model to be timed: 186 steps at 4096 × 1024, a minute. */
    private static final double TRAINING_WORK = 8e11;
    /** A step of more multiplications than this is first tried on a part of the batch. */
    private static final double TRIED_FIRST = 1e7;

    private static final int TRIED_PART = 64;
    private static final double PEAK_RATE = 1e-2;
    private static final double COMMON_STEP = 10;
    private static final int MIN_STEPS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COUNTED_SAMPLES = 256;

    private final Task task;
    private final int trainingSteps;
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
     * @param bytesPerStep median of what a step allocates on the heap, samples included
     * @param sessionBytes what opening a session and its first steps allocate on the heap, and the batch
     */
    public record Result(
            int steps,
            double millisecondsPerStep,
            double millisecondsFastest,
            double millisecondsSampling,
            double gflops,
            double activeFraction,
            long bytesPerStep,
            long sessionBytes) {}

    /** Trains the model to be timed, with the fastest kernel here. */
    public Benchmark(Task task) {
        this.task = task;
        this.trainingSteps = (int)
                Math.max(LEAST_TRAINING_STEPS, Math.min(MOST_TRAINING_STEPS, TRAINING_WORK / multiplications(task)));
        Layout layout = new Layout(task.model(), task.n(), task.m());
        double[] importance = new double[task.n()];
        Arrays.fill(importance, 1);
        this.problem = new Problem(layout, importance, task.density(), task.batch(), ADAM);
        this.distribution = new DataSpec(DataSpec.Kind.INDEPENDENT).distribution(task.n(), task.density());
        this.batch = new SparseBatch(task.n(), task.batch());
        this.converged = train(start(layout, task.density() / 2));
    }

    /**
     * W_out = W_inᵀ, random columns of length about 1, near where training ends; b = (I − W_out W_in) E x, so that no output of dense data is
     * dead from the start.
     */
    private static Weights start(Layout layout, double mean) {
        double[] uniforms = RandomStream.of("benchmark", "init").uniforms(0, layout.n() * layout.m());
        float[] values = new float[layout.size()];
        for (int q = 0; q < layout.n() * layout.m(); q++) {
            values[q] = (float) ((2 * uniforms[q] - 1) * Math.sqrt(3.0 / layout.m()));
            values[layout.decoder() + q] = values[q];
        }
        if (layout.spec().bias()) {
            centre(layout, mean, values);
        }
        return new Weights(layout, values);
    }

    private static void centre(Layout layout, double mean, float[] values) {
        int m = layout.m();
        double[] hidden = new double[m];
        for (int q = 0; q < layout.n() * m; q++) {
            hidden[q % m] += mean * values[q];
        }
        for (int i = 0; i < layout.n(); i++) {
            double answer = 0;
            for (int k = 0; k < m; k++) {
                answer += values[layout.decoder() + i * m + k] * hidden[k];
            }
            values[layout.bias() + i] = (float) (mean - answer);
        }
    }

    /** With dense data a step moves every output by about η n p √m: more than a few and all end dead. */
    private double peakRate() {
        return Math.min(PEAK_RATE, COMMON_STEP / (task.n() * task.density() * Math.sqrt(task.m())));
    }

    private Weights train(Weights start) {
        try (Kernel.Session session = Kernels.resolve(Kernels.AUTO).kernel().open(problem, start)) {
            for (int step = 0; step < trainingSteps; step++) {
                distribution.fill(batch, stream, step);
                double left = (trainingSteps - step) / (double) trainingSteps;
                session.step(batch, Math.min(left, 1 - left + 0.01) * peakRate());
            }
            return session.weights();
        }
    }

    /** The number of operations of the one product that is dense in every kernel, W_out h. */
    private static double multiplications(Task task) {
        return (double) task.batch() * task.n() * task.m();
    }

    /**
     * What training cannot do without: four float arrays of the size of the parameters (θ, its gradient, two moments) and the batch, eight bytes
     * for each entry or four for each cell, whichever is less.
     */
    public long leastBytes() {
        long cells = (long) task.batch() * task.n();
        double entries = cells * task.density();
        return 4L * Float.BYTES * problem.layout().size()
                + (long) Math.min((Integer.BYTES + Float.BYTES) * entries, (double) Float.BYTES * cells);
    }

    /** Draws a batch of its own, so that none of its forms is made yet. */
    private long batchBytes() {
        SparseBatch fresh = new SparseBatch(task.n(), task.batch());
        distribution.fill(fresh, stream, 0);
        try (Kernel.Session session = Kernels.resolve(Kernels.AUTO).kernel().open(problem, converged)) {
            session.step(fresh, 0);
        }
        return fresh.bytes();
    }

    /** Seconds that a step is going to take: of a long one a part is tried, the second of two so that some of it is compiled. */
    public double predictedSeconds(Kernel kernel) {
        int part = Math.max(1, task.batch() / TRIED_PART);
        if (multiplications(task) < TRIED_FIRST || part == task.batch()) {
            return 0;
        }
        Problem small = new Problem(problem.layout(), problem.importance(), problem.density(), part, ADAM);
        SparseBatch samples = new SparseBatch(task.n(), part);
        distribution.fill(samples, stream, 0);
        try (Kernel.Session session = kernel.open(small, converged)) {
            session.step(samples, 0);
            long start = System.nanoTime();
            session.step(samples, 0);
            return (System.nanoTime() - start) * 1e-9 * task.batch() / part;
        }
    }

    /**
     * Times steps at rate 0, which do all the work and leave the weights where they are.
     *
     * @param seconds how long; at least a few steps are always taken, and half as long to warm up
     */
    public Result time(Kernel kernel, double seconds) {
        Steps steps;
        try (Kernel.Session session = kernel.open(problem, converged)) {
            steps(session, seconds / 2);
            steps = steps(session, seconds);
        }
        Stopwatch total = Stopwatch.of(steps.total);
        double flops = 10 * multiplications(task);
        return new Result(
                total.runs(),
                total.median(),
                total.fastest(),
                median(steps.sampling),
                flops / (total.median() * 1e6),
                activeFraction(),
                (long) median(steps.bytes),
                sessionBytes(kernel) + batchBytes());
    }

    /** Measured once its code is compiled: before that vectors are objects. */
    private long sessionBytes(Kernel kernel) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (Kernel.Session session = kernel.open(problem, converged)) {
            for (int step = 0; step < MIN_STEPS; step++) {
                session.step(batch, 0);
            }
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }
    }

    /** What each step took: milliseconds, those of its samples, and bytes allocated. */
    private record Steps(double[] total, double[] sampling, double[] bytes) {
        Steps resized(int count) {
            return new Steps(Arrays.copyOf(total, count), Arrays.copyOf(sampling, count), Arrays.copyOf(bytes, count));
        }
    }

    private Steps steps(Kernel.Session session, double seconds) {
        Steps steps = new Steps(new double[16], new double[16], new double[16]);
        long begin = System.nanoTime();
        int count = 0;
        while (count < MIN_STEPS || System.nanoTime() - begin < seconds * 1e9) {
            if (count == steps.total.length) {
                steps = steps.resized(2 * count);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            distribution.fill(batch, stream, trainingSteps + count);
            long drawn = System.nanoTime();
            double loss = session.step(batch, 0);
            steps.total[count] = (System.nanoTime() - start) * 1e-6;
            steps.sampling[count] = (drawn - start) * 1e-6;
            steps.bytes[count] = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            if (!Double.isFinite(loss)) {
                throw new IllegalStateException("the loss of " + task + " is " + loss);
            }
            count++;
        }
        return steps.resized(count);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The share of outputs with a gradient, over the first samples of the last batch. */
    private double activeFraction() {
        int n = task.n();
        int samples = Math.min(COUNTED_SAMPLES, batch.size());
        float[] outputs = new float[samples * n];
        int decoder = converged.layout().decoder();
        RowProducts.multiply(hidden(samples), 0, samples, converged.values(), decoder, n, task.m(), outputs);
        int active = 0;
        double[] a = new double[n];
        double[] slope = new double[n];
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < n; i++) {
                a[i] = outputs[s * n + i] + converged.bias(i);
            }
            task.model().output().apply(a, new double[n], slope);
            active += (int) Arrays.stream(slope).filter(one -> one != 0).count();
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
