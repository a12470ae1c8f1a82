package org.superpose.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.superpose.bench.Benchmark;
import org.superpose.bench.MatrixProduct;
import org.superpose.bench.StatisticsBenchmark;
import org.superpose.cli.output.Density;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.cores.Cores;
import org.superpose.cores.Team;
import org.superpose.errors.UserException;
import org.superpose.kernel.DeviceKernel;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.TeamKernel;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how fast each kernel trains here. */
@Command(
        name = "bench",
        description = {
            "Times training steps of each kernel on this machine, weights in a converged state.",
            "gflops counts the five dense products of a step, sgemm_gflops is the fastest dense product found on one thread;",
            "memory_ratio is the heap a session takes, over four float arrays of the parameters and the batch."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of(
            "kernel",
            "n",
            "m",
            "density",
            "batch",
            "cores",
            "ms_per_step",
            "ms_fastest",
            "ms_sampling",
            "gflops",
            "sgemm_gflops",
            "over_sgemm",
            "active_fraction",
            "bytes_per_step",
            "session_bytes",
            "memory_ratio",
            "steps");

    private static final List<String> STATISTICS_COLUMNS = List.of(
            "n",
            "m",
            "tied",
            "ms_statistics",
            "ms_scalars",
            "ms_product",
            "product",
            "ratio",
            "gflops",
            "sgemm_gflops");

    @Option(
            names = "--n",
            split = ",",
            paramLabel = "N",
            description = "Features; several with commas. Default: 20,128,512")
    private List<Integer> n = List.of(20, 128, 512);

    @Option(
            names = "--m",
            split = ",",
            paramLabel = "M",
            description = "Hidden dimensions, one for each n. Default: n/4")
    private List<Integer> m;

    @Option(
            names = "--density",
            split = ",",
            paramLabel = "P",
            description = "Densities, one for each n or one for all, or several for one n. Default: 0.05")
    private List<BigDecimal> density = List.of(new BigDecimal("0.05"));

    @Option(names = "--batch", paramLabel = "B", description = "Samples a step. Default: ${DEFAULT-VALUE}")
    private int batch = 1024;

    @Option(
            names = "--kernel",
            split = ",",
            paramLabel = "NAME",
            description = "Default: every kernel that works here.")
    private List<String> kernels;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "Cores for a step; kernels that cannot share a step take one. Default: ${DEFAULT-VALUE}")
    private int cores = 1;

    @Option(names = "--tied", description = "Time tied models.")
    private boolean tied;

    @Option(
            names = "--hidden",
            paramLabel = "PHI",
            description = "Activation of the hidden layer, identity or relu; default: identity")
    private Activation hidden = Activation.IDENTITY;

    @Option(
            names = "--output",
            paramLabel = "PSI",
            description = "Function of the output, as in a sweep file, with its default parameter; default: relu")
    private OutputFunction.Kind output = OutputFunction.Kind.RELU;

    @Option(
            names = "--statistics",
            description = "Time the statistics of a model beside the product W_out W_in instead.")
    private boolean statistics;

    @Option(
            names = "--seconds",
            paramLabel = "T",
            description = "Seconds for each kernel and size; default: ${DEFAULT-VALUE}")
    private double seconds = 1;

    @Option(
            names = "--longest-step",
            paramLabel = "T",
            description = "Kernels that would need more seconds for a step are left out; default: ${DEFAULT-VALUE}")
    private double longestStep = 10;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() {
        if (cores < 1 || cores > Runtime.getRuntime().availableProcessors()) {
            throw new UserException("--cores must be in [1, "
                    + Runtime.getRuntime().availableProcessors() + "], the processors here; got " + cores);
        }
        try (Team team = Cores.here(cores).team(1)) {
            return bench(team);
        }
    }

    private int bench(Team team) {
        List<Benchmark.Task> tasks = tasks();
        List<Kernel> chosen = statistics ? List.of() : kernels(team, System.err);
        MatrixProduct.Peak peak = MatrixProduct.Peak.measure(seconds / 2);
        System.err.printf(
                Locale.ROOT, "dense product: %.1f GFLOP/s on one thread (%s)%n", peak.gflops(), peak.source());
        List<List<?>> rows = new ArrayList<>();
        for (Benchmark.Task task : tasks) {
            if (statistics) {
                rows.add(statistics(task, peak));
            } else {
                rows.addAll(training(task, chosen, peak));
            }
        }
        Output.print(System.out, format.chosen(), statistics ? STATISTICS_COLUMNS : COLUMNS, rows);
        return ExitCode.DONE;
    }

    private List<?> statistics(Benchmark.Task task, MatrixProduct.Peak peak) {
        Layout layout = new Layout(task.model(), task.n(), task.m());
        StatisticsBenchmark.Result result = StatisticsBenchmark.time(layout, seconds);
        return List.of(
                task.n(),
                task.m(),
                tied,
                result.statistics(),
                result.scalars(),
                result.product(),
                result.source(),
                result.statistics() / result.product(),
                result.gflops(),
                peak.gflops());
    }

    /** Prints a row for each kernel that is not far too slow for the size. */
    private List<List<?>> training(Benchmark.Task task, List<Kernel> chosen, MatrixProduct.Peak peak) {
        List<List<?>> rows = new ArrayList<>();
        Benchmark benchmark = new Benchmark(task);
        for (Kernel kernel : chosen) {
            double predicted = benchmark.predictedSeconds(kernel);
            if (predicted > longestStep) {
                System.err.printf(
                        Locale.ROOT,
                        "left out: kernel %s at n = %d, m = %d, where a step takes about %.0f s%n",
                        kernel.name(),
                        task.n(),
                        task.m(),
                        predicted);
                continue;
            }
            rows.add(row(task, kernel, benchmark, peak));
        }
        return rows;
    }

    private List<?> row(Benchmark.Task task, Kernel kernel, Benchmark benchmark, MatrixProduct.Peak peak) {
        Benchmark.Result result = benchmark.time(kernel, seconds);
        // what a device kernel holds is not on the heap
        boolean onHeap = !(kernel instanceof DeviceKernel);
        return Arrays.asList(
                kernel.name(),
                task.n(),
                task.m(),
                task.density(),
                task.batch(),
                kernel instanceof TeamKernel ? cores : 1,
                result.millisecondsPerStep(),
                result.millisecondsFastest(),
                result.millisecondsSampling(),
                result.gflops(),
                peak.gflops(),
                result.gflops() / peak.gflops(),
                result.activeFraction(),
                result.bytesPerStep(),
                onHeap ? result.sessionBytes() : null,
                onHeap ? (double) result.sessionBytes() / benchmark.leastBytes() : null,
                result.steps());
    }

    private List<Benchmark.Task> tasks() {
        if (batch < 1 || !(seconds >= 0 && seconds <= 3600)) {
            throw new UserException(
                    "bench needs --batch >= 1 and 0 <= --seconds <= 3600; got " + batch + " and " + seconds);
        }
        List<Integer> hiddenDimensions = m != null
                ? m
                : n.stream().map(features -> Math.max(1, features / 4)).toList();
        int count = Math.max(n.size(), density.size());
        if (hiddenDimensions.size() != n.size()
                || (n.size() != 1 && n.size() != count)
                || (density.size() != 1 && density.size() != count)) {
            throw new UserException("bench needs one --m for each --n, and one --density for each or one for all"
                    + " (or several for one --n); got "
                    + n.size() + " n, " + hiddenDimensions.size() + " m, " + density.size() + " densities");
        }
        List<Benchmark.Task> tasks = new ArrayList<>();
        for (int q = 0; q < count; q++) {
            tasks.add(task(at(n, q), at(hiddenDimensions, q), at(density, q)));
        }
        return tasks;
    }

    /** The value of each size: one value holds for all, or each has its own. */
    private static <T> T at(List<T> values, int q) {
        return values.get(values.size() == 1 ? 0 : q);
    }

    private Benchmark.Task task(int features, int hiddenDimensions, BigDecimal density) {
        if (hiddenDimensions < 1 || hiddenDimensions > features) {
            throw new UserException("bench needs 1 <= --m <= --n; got n = " + features + ", m = " + hiddenDimensions);
        }
        double p = Density.of(density);
        ModelSpec model = new ModelSpec(tied, hidden, OutputFunction.standard(output, features, p), true);
        return new Benchmark.Task(model, features, hiddenDimensions, p, batch);
    }

    /** The kernels asked for or, without a request, all that work; those that do not work are named on {@code log}. */
    private List<Kernel> kernels(Team team, PrintStream log) {
        List<Kernel> found = new ArrayList<>();
        for (String name : kernels == null ? Kernels.names() : kernels) {
            try {
                Kernels.Choice choice = Kernels.resolve(name, team);
                log.println(choice.description());
                found.add(choice.kernel());
            } catch (KernelUnavailableException e) {
                if (kernels != null) {
                    throw new UserException(e.getMessage(), e);
                }
                log.println("left out: " + e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new UserException("--kernel: " + e.getMessage(), e);
            }
        }
        return found;
    }
}
