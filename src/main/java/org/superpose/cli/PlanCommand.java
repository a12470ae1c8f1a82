package org.superpose.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.config.Numbers;
import org.superpose.config.SweepFile;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.grid.Axes;
import org.superpose.grid.MemoryCost;
import org.superpose.grid.Point;
import org.superpose.kernel.KernelId;
import org.superpose.sweep.SweepForecast;
import org.superpose.sweep.progress.Seconds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: what a run would do and what it would cost. */
@Command(
        name = "plan",
        description = "Says what a run would train, how long and in how much memory. Trains nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private static final int MOST_VALUES = 12;
    /** Spark's default is a tenth of the heap, too, and 384 MiB at least. */
    private static final long OVERHEAD_BYTES = 400L << 20;

    @Mixin
    private SweepArguments arguments;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Points trained at a time; the number of processors here by default.")
    private int slots = Runtime.getRuntime().availableProcessors();

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() throws IOException {
        if (slots < 1) {
            throw new UserException("--slots " + slots + ": at least one slot is needed");
        }
        SweepFile sweep = arguments.sweepFile();
        List<Point> points = SweepArguments.expand(sweep, System.err).points();
        String directory = arguments.directory(sweep);
        SweepForecast forecast = SweepForecast.of(points, sweep.measure(), directory, sweep.kernel(), slots);
        forecast.notices().forEach(notice -> System.err.println(Printable.line(notice)));
        Map<String, Map<Object, Long>> axes = Axes.of(sweep, points);
        if (format.chosen() == Output.Format.TABLE) {
            axes.forEach(PlanCommand::printAxis);
            if (!axes.isEmpty()) {
                System.out.println();
            }
            Output.printRecord(System.out, format.chosen(), forPeople(forecast, directory));
        } else {
            Output.printRecord(System.out, format.chosen(), forPrograms(forecast, axes));
        }
        return ExitCode.DONE;
    }

    private static void printAxis(String axis, Map<Object, Long> values) {
        boolean even = values.values().stream().distinct().count() == 1;
        String shown = values.entrySet().stream()
                .limit(MOST_VALUES)
                .map(entry -> shown(entry.getKey()) + (even ? "" : " (" + entry.getValue() + ")"))
                .collect(Collectors.joining(", "));
        String more = values.size() > MOST_VALUES ? ", … " + values.size() + " values" : "";
        System.out.printf("%-28s %s%s%n", axis, shown, more);
    }

    private static String shown(Object value) {
        return value instanceof Double number ? Numbers.shown(number) : Printable.line(value.toString());
    }

    private static Map<String, Object> forPrograms(SweepForecast forecast, Map<String, Map<Object, Long>> axes) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("points", forecast.counts().points());
        record.put("done", forecast.counts().done());
        record.put("failed", forecast.counts().failed());
        record.put("missing", forecast.counts().missing());
        record.put("to_train", forecast.toTrain());
        record.put("bundles", forecast.plan().bundles().size());
        record.put("slots", forecast.slots());
        record.put("core_hours", forecast.plan().coreHours());
        record.put("wall_seconds", forecast.plan().wallSeconds());
        record.put("memory_bytes", forecast.memoryBytes());
        record.put("executor_memory_bytes", MemoryCost.executorBytes(forecast.memoryBytes()));
        record.put("executor_overhead_bytes", overheadBytes(forecast));
        record.put("precision", forecast.costs().precision());
        record.put("kernel", forecast.costs().kernel());
        record.put("machine_factor", forecast.costs().factor());
        Point largest = forecast.plan().largest();
        record.put("largest_n", largest == null ? null : largest.n());
        record.put("largest_m", largest == null ? null : largest.m());
        record.put("largest_density", largest == null ? null : largest.density());
        record.put("largest_seconds", largest == null ? null : forecast.costs().seconds(largest));
        record.put("axes", records(axes));
        return record;
    }

    /** What an executor of one task takes outside of its heap: Java and the network, and the arrays of a kernel that has them there. */
    private static long overheadBytes(SweepForecast forecast) {
        boolean outside = KernelId.named(forecast.costs().kernel()).onDevices();
        return Math.max(OVERHEAD_BYTES, MemoryCost.executorBytes(forecast.memoryBytes()) / 10)
                + (outside ? forecast.memoryBytes() : 0);
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1L << 20) - 1) >> 20;
    }

    /** One value of an axis, with the number of points that have it. */
    private record AxisValue(Object value, long points) {}

    private static Map<String, List<AxisValue>> records(Map<String, Map<Object, Long>> axes) {
        Map<String, List<AxisValue>> records = new LinkedHashMap<>();
        axes.forEach((axis, values) -> records.put(
                axis,
                values.entrySet().stream()
                        .map(entry -> new AxisValue(entry.getKey(), entry.getValue()))
                        .toList()));
        return records;
    }

    private static Map<String, Object> forPeople(SweepForecast forecast, String directory) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("points", forecast.counts().points());
        record.put("done", forecast.counts().done());
        record.put("failed", forecast.counts().failed());
        record.put("missing", forecast.counts().missing());
        record.put("results", directory);
        if (forecast.toTrain() == 0) {
            record.put("to train", 0);
            return record;
        }
        int bundles = forecast.plan().bundles().size();
        record.put("to train", forecast.toTrain() + " in " + bundles + (bundles == 1 ? " bundle" : " bundles"));
        record.put(
                "time",
                Seconds.shown(forecast.plan().wallSeconds()) + " on " + forecast.slots() + " slots, "
                        + Output.number(forecast.plan().coreHours()) + " core-hours, kernel "
                        + forecast.costs().kernel());
        record.put(
                "memory",
                String.format(
                        Locale.ROOT,
                        "%.0f MB per task; an executor of one needs --executor-memory %dm, spark.executor.memoryOverhead=%dm",
                        Math.ceil(forecast.memoryBytes() / 1e6),
                        mebibytes(MemoryCost.executorBytes(forecast.memoryBytes())),
                        mebibytes(overheadBytes(forecast))));
        record.put(
                "losses",
                "to a standard error of "
                        + Numbers.shown(Numbers.round12(100 * forecast.costs().precision())) + " %");
        Point largest = forecast.plan().largest();
        record.put(
                "largest",
                "n = " + largest.n() + ", m = " + largest.m() + ", p = " + Output.number(largest.density()) + ": "
                        + Seconds.shown(forecast.costs().seconds(largest)));
        return record;
    }
}
