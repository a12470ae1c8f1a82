package org.superpose.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.cli.output.OutputOptions;
import org.superpose.config.Numbers;
import org.superpose.cores.Cores;
import org.superpose.cores.Team;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.geometry.GeometryColumns;
import org.superpose.geometry.GeometryReport;
import org.superpose.geometry.GroupDistance;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.measure.BasisPursuitLoss;
import org.superpose.measure.LossByActiveFeatures;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;
import org.superpose.model.Safetensors;
import org.superpose.model.SafetensorsException;
import org.superpose.model.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code measure}: the statistics of any model, wherever it was trained. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the statistics of a model in a safetensors file.",
            "Tensors, float32: W_in [m, n], W_out [n, m] (absent: tied), b [n] (absent: 0)."
        })
final class MeasureCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WEIGHTS.safetensors", description = "The model.")
    private Path file;

    @Mixin
    private PointOptions point;

    @Option(
            names = "--hidden",
            paramLabel = "PHI",
            description = "Activation of the hidden layer, identity or relu; default: the file's, else identity.")
    private Activation hidden;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--l1",
            paramLabel = "SAMPLES",
            defaultValue = "0",
            description =
                    "Also decode this many samples by basis pursuit, for the numbers that the column l1 of a sweep has;"
                            + " default: 0, none")
    private int basisPursuitSamples;

    @Option(
            names = "--precision",
            paramLabel = "E",
            description =
                    "Evaluate the loss until its standard error is this share of it, from 0.0005 to 0.1; default: 0.005")
    private Double precision;

    @Option(
            names = "--geometry",
            description = {
                "Also print the numbers and names that the column geometry of a sweep has, under names that begin",
                "with geometry_."
            })
    private boolean geometry;

    @Option(
            names = "--distances",
            paramLabel = "GROUPS",
            description = {
                "Print instead how far groups of features are from one another, as planes and as spheres. GROUPS says how they are",
                "found: overlaps, planes or spheres."
            })
    private GroupDistance.Grouping grouping;

    @Option(
            names = "--by-active",
            paramLabel = "K",
            description = {
                "Print instead how much of the loss sits in samples with 0, 1, ... K active features and in those with"
                        + " more.",
                "K is at most " + LossByActiveFeatures.MOST + "."
            })
    private Integer active;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() {
        check();
        double density = point.density();
        if (grouping != null) {
            GroupDistances.print(read(density), grouping, format.chosen());
            return ExitCode.DONE;
        }
        Importance importance = point.importance();
        Measurement.Subject subject = new Measurement.Subject(
                read(density), new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, importance), "measure");
        try (Team team = Cores.here(Integer.MAX_VALUE).team(1)) {
            Kernel kernel = Kernels.resolve(Kernels.AUTO, team).kernel();
            if (active != null) {
                printByActive(subject, kernel);
            } else {
                printStatistics(subject, kernel);
            }
        }
        return ExitCode.DONE;
    }

    private void check() {
        if (active != null && (active < 0 || active > LossByActiveFeatures.MOST)) {
            throw new UserException("--by-active must be in [0, " + LossByActiveFeatures.MOST + "]; got " + active);
        }
        if (active != null && basisPursuitSamples != 0) {
            throw new UserException("--by-active and --l1 cannot be given together: run measure once for each");
        }
        if (active != null && geometry) {
            throw new UserException("--by-active and --geometry cannot be given together: run measure once for each");
        }
        if (grouping != null && (active != null || basisPursuitSamples != 0 || geometry)) {
            throw new UserException(
                    "--distances cannot be given with --by-active, --l1 or --geometry: run measure once for each");
        }
        if (precision != null && !(precision >= MeasureSpec.FINEST && precision <= MeasureSpec.COARSEST)) {
            throw new UserException("--precision must be in [" + Numbers.shown(MeasureSpec.FINEST) + ", "
                    + Numbers.shown(MeasureSpec.COARSEST) + "]; got " + Numbers.shown(precision));
        }
        if (precision != null && (active != null || grouping != null)) {
            throw new UserException(
                    "--precision is of the evaluated loss, which --by-active and --distances do not print; leave it out");
        }
        if (basisPursuitSamples < 0) {
            throw new UserException("--l1 must not be negative; got " + basisPursuitSamples);
        }
    }

    private void printStatistics(Measurement.Subject subject, Kernel kernel) {
        MeasureSpec spec = new MeasureSpec(false, 0, false, 0, basisPursuitSamples);
        Measurement measurement =
                Measurement.of(subject, precision == null ? spec : spec.withPrecision(precision), kernel);
        require(measurement.finite());
        Layout layout = subject.weights().layout();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("n", layout.n());
        record.put("m", layout.m());
        record.put("ratio", (double) layout.m() / layout.n());
        record.put("sparsity", point.sparsity());
        record.put("density", subject.density());
        record.put("decay", point.decay());
        record.put("tied", layout.spec().tied());
        record.put("hidden", layout.spec().hidden().label());
        record.put("output", layout.spec().output().label());
        record.put("output_parameter", layout.spec().output().parameterOrNull());
        record.put("bias", layout.spec().bias());
        record.putAll(Measurement.COLUMNS.scalars(measurement));
        record.putAll(Measurement.THEORY.scalars(measurement));
        if (basisPursuitSamples > 0) {
            BasisPursuitLoss.COLUMNS
                    .scalars(measurement.basisPursuit())
                    .forEach((name, value) -> record.put("l1_" + name, value));
        }
        if (geometry) {
            GeometryReport report = GeometryReport.of(subject, () -> true);
            GeometryColumns.ALL.scalars(report).forEach((name, value) -> record.put("geometry_" + name, value));
            report.skipped().forEach(part -> System.err.println("superpose: not all of the geometry: " + part));
        }
        Output.printRecord(System.out, format.chosen(), record);
    }

    /** Prints one row per number of active features. Only a table has the sum, and words where there is no number. */
    private void printByActive(Measurement.Subject subject, Kernel kernel) {
        LossByActiveFeatures loss =
                LossByActiveFeatures.of(subject, active, kernel).orElseThrow();
        require(loss.finite());
        boolean table = format.chosen() == Output.Format.TABLE;
        List<List<?>> rows = new ArrayList<>();
        for (LossByActiveFeatures.Part part : loss.parts()) {
            Map<String, Object> values = new LinkedHashMap<>(LossByActiveFeatures.Part.COLUMNS.scalars(part));
            if (table && part.k() == null) {
                values.put("k", "more");
            }
            rows.add(new ArrayList<>(values.values()));
        }
        if (table) {
            rows.add(Arrays.asList("all", 1.0, loss.total(), loss.standardError(), loss.total() == 0 ? null : 1.0));
        }
        Output.print(System.out, format.chosen(), LossByActiveFeatures.Part.COLUMNS.names(), rows);
    }

    private void require(boolean finite) {
        if (!finite) {
            throw new UserException(
                    file + ": the weights are too large for the statistics: some of them would be no numbers");
        }
    }

    private Weights read(double density) {
        UserFile.require(file, file.toString(), "a safetensors file");
        try {
            boolean given = output.given();
            Weights weights = Safetensors.read(file, hidden, given ? OutputFunction.RELU : null)
                    .weights();
            if (given) {
                weights = weights.with(output.output(weights.layout().n(), density));
            }
            if (!weights.finite()) {
                throw new UserException(file + ": holds weights that are not finite, there is nothing to measure");
            }
            return weights;
        } catch (SafetensorsException e) {
            throw new UserException(Printable.line(file.toString()) + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw UserFile.unreadable(file.toString(), e);
        }
    }
}
