package org.superpose.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.superpose.config.UserException;
import org.superpose.kernel.Benchmark;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Kernels;
import org.superpose.model.Activation;
import org.superpose.model.ModelSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench}: how fast each kernel trains here. */
@Command(
        name = "bench",
        description = "Times training steps of each kernel on this machine, weights in a converged state.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of(
            "kernel",
            "n",
            "m",
            "density",
            "batch",
            "ms_per_step",
            "ms_fastest",
            "ms_sampling",
            "gflops",
            "active_fraction",
            "steps");

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
            description = "Densities, one for each n or one for all. Default: 0.05")
    private List<Double> density = List.of(0.05);

    @Option(names = "--batch", paramLabel = "B", description = "Samples a step. Default: ${DEFAULT-VALUE}")
    private int batch = 1024;

    @Option(
            names = "--kernel",
            split = ",",
            paramLabel = "NAME",
            description = "Default: every kernel that works here.")
    private List<String> kernels;

    @Option(names = "--tied", description = "Time tied models.")
    private boolean tied;

    @Option(
            names = "--seconds",
            paramLabel = "T",
            description = "Seconds for each kernel and size; default: ${DEFAULT-VALUE}")
    private double seconds = 1;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, csv or json; default: ${DEFAULT-VALUE}")
    private Output.Format format = Output.Format.TABLE;

    @Override
    public Integer call() {
        List<Benchmark.Task> tasks = tasks();
        List<Kernel> chosen = kernels(System.err);
        List<List<?>> rows = new ArrayList<>();
        for (Benchmark.Task task : tasks) {
            Benchmark benchmark = new Benchmark(task);
            for (Kernel kernel : chosen) {
                Benchmark.Result result = benchmark.time(kernel, seconds);
                rows.add(List.of(
                        kernel.name(),
                        task.n(),
                        task.m(),
                        task.density(),
                        task.batch(),
                        result.millisecondsPerStep(),
                        result.millisecondsFastest(),
                        result.millisecondsSampling(),
                        result.gflops(),
                        result.activeFraction(),
                        result.steps()));
            }
        }
        Output.print(System.out, format, COLUMNS, rows);
        return ExitCode.DONE;
    }

    private List<Benchmark.Task> tasks() {
        List<Integer> hidden = m != null
                ? m
                : n.stream().map(features -> Math.max(1, features / 4)).toList();
        if (hidden.size() != n.size() || (density.size() != 1 && density.size() != n.size())) {
            throw new UserException("bench needs one --m for each --n, and one --density for each or one for all; got "
                    + n.size() + " n, " + hidden.size() + " m, " + density.size() + " densities");
        }
        if (batch < 1 || !(seconds >= 0 && seconds <= 3600)) {
            throw new UserException(
                    "bench needs --batch >= 1 and 0 <= --seconds <= 3600; got " + batch + " and " + seconds);
        }
        ModelSpec model = new ModelSpec(tied, Activation.IDENTITY, Activation.RELU, true);
        List<Benchmark.Task> tasks = new ArrayList<>();
        for (int q = 0; q < n.size(); q++) {
            double p = density.get(density.size() == 1 ? 0 : q);
            if (hidden.get(q) < 1 || hidden.get(q) > n.get(q)) {
                throw new UserException("bench needs 1 <= --m <= --n; got n = " + n.get(q) + ", m = " + hidden.get(q));
            }
            if (!(p > 0 && p <= 1)) {
                throw new UserException("--density must be in (0, 1]; got " + p);
            }
            tasks.add(new Benchmark.Task(model, n.get(q), hidden.get(q), p, batch));
        }
        return tasks;
    }

    /** The kernels asked for, or all that work, those that do not named on {@code log}. */
    private List<Kernel> kernels(PrintStream log) {
        List<Kernel> found = new ArrayList<>();
        for (String name : kernels == null ? Kernels.names() : kernels) {
            try {
                Kernels.Choice choice = Kernels.resolve(name);
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
