package org.superpose.cli.theory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.theory.LinearCriticalPoint;
import org.superpose.theory.LinearFlow;
import org.superpose.theory.Spectrum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code theory linear flow}: a linear autoencoder in gradient flow, beside its closed curves. */
@Command(
        name = "flow",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a linear autoencoder on its way to a minimum under gradient flow: loss, energy, angle to the minimum,",
            "and the strength of each mode beside its closed curve."
        })
public final class FlowCommand implements Callable<Integer> {
    /** A step of the integration takes about as many multiplications as n² m; larger models take minutes. */
    private static final int MOST_FEATURES = 128;
    /** n² m λ_1 t: less than this takes less than about a minute. */
    private static final double MOST_WORK = 1e9;

    private static final int MOST_POINTS = 10_000;

    /** Where the flow starts. */
    public enum StartKind {
        BALANCED,
        INDEPENDENT,
        MODES,
        SADDLE
    }

    @Mixin
    private SpectrumOptions source;

    @Option(names = "--m", required = true, paramLabel = "M", description = "Hidden dimensions, 1 <= M <= n.")
    private int hidden;

    @Option(names = "--tied", description = "W_in = W_outT all the way.")
    private boolean tied;

    @Option(
            names = "--start",
            defaultValue = "balanced",
            paramLabel = "START",
            description = {
                "balanced: small random W_out, and W_in = W_outT; independent: both random; modes: the first M eigenvectors;",
                "saddle: the critical point --kept, displaced along its way down; default: balanced"
            })
    private StartKind start;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "K",
            description = "Which random start; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--strength",
            defaultValue = "0.001",
            paramLabel = "S",
            description =
                    "Strength of a mode at the start, in (0, 1), of random starts in the mean; default: ${DEFAULT-VALUE}")
    private double strength;

    @Option(
            names = "--kept",
            split = ",",
            paramLabel = "K",
            description =
                    "With --start saddle: the M eigenvectors that the saddle keeps, numbered from 1, as in --kept 2,3.")
    private List<Integer> kept;

    @Option(
            names = "--time",
            paramLabel = "T",
            description = "When to end, in units of 1/lambda; default: when the modes that are kept should be learned.")
    private Double end;

    @Option(
            names = "--points",
            defaultValue = "21",
            paramLabel = "K",
            description = "Rows, from time 0 to the end; default: ${DEFAULT-VALUE}")
    private int points;

    @Option(
            names = "--modes",
            paramLabel = "K",
            description = "How many modes to print; default: M, for a saddle all that take part.")
    private Integer modes;

    @Option(names = "--to", paramLabel = "FILE.svg", description = "Also draw strengths, loss and energy over time.")
    private Path picture;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() {
        SvgFile.check(picture);
        check();
        Spectrum spectrum = source.spectrum();
        int n = spectrum.size();
        if (n > MOST_FEATURES) {
            throw new UserException("a flow takes at most " + MOST_FEATURES + " features; these are " + n);
        }
        int m = SpectrumOptions.hidden(hidden, n);
        LinearFlow flow = new LinearFlow(spectrum, start(spectrum, m), tied);
        int shown = shown(n);
        double last = end == null ? flow.horizon() : end;
        double work = (double) n * n * m * spectrum.values()[0] * last;
        if (!(work <= MOST_WORK)) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "the flow up to --time %.4g takes too long, for it has n^2 m lambda_1 t = %.3g and may have %.3g; give --time %.4g or less,"
                            + " or fewer features",
                    last,
                    work,
                    MOST_WORK,
                    last * MOST_WORK / work));
        }
        if (picture != null) {
            SvgFile.write(picture, FlowPicture.of(spectrum, m, flow, last, shown, title(n, m)));
        }
        print(flow, n, shown, flow.at(times(points, last)));
        return ExitCode.DONE;
    }

    private void check() {
        if (!(strength > 0 && strength < 1)) {
            throw new UserException("--strength must be in (0, 1); got " + strength);
        }
        if (points < 2 || points > MOST_POINTS) {
            throw new UserException("--points must be in [2, " + MOST_POINTS + "]; got " + points);
        }
        if (end != null && !(end > 0 && end < Double.POSITIVE_INFINITY)) {
            throw new UserException("--time must be positive and finite; got " + end);
        }
        if (tied && start == StartKind.INDEPENDENT) {
            throw new UserException(
                    "--start independent draws W_in apart from W_out, which --tied forbids; leave one of them out");
        }
        if ((start == StartKind.SADDLE) != (kept != null)) {
            throw new UserException(
                    "--start saddle and --kept need one another: --kept says which critical point it is");
        }
    }

    /** From a saddle those up to the last that it keeps: the one that it gains has a larger eigenvalue. */
    private int shown(int n) {
        int usual = kept == null ? hidden : kept.stream().mapToInt(k -> k).max().orElseThrow();
        int shown = modes == null ? usual : modes;
        if (shown < 1 || shown > n) {
            throw new UserException("--modes must be in [1, n] with n = " + n + "; got " + shown);
        }
        return shown;
    }

    private LinearFlow.Start start(Spectrum spectrum, int m) {
        return switch (start) {
            case BALANCED -> LinearFlow.Start.balanced(spectrum.size(), m, strength, seed);
            case INDEPENDENT -> LinearFlow.Start.independent(spectrum.size(), m, strength, seed);
            case MODES -> LinearFlow.Start.modes(spectrum, m, strength);
            case SADDLE -> LinearFlow.Start.saddle(descent(spectrum, m), Math.sqrt(strength / (1 - strength)));
        };
    }

    private LinearCriticalPoint.Descent descent(Spectrum spectrum, int m) {
        int[] indices = kept.stream().mapToInt(k -> k - 1).toArray();
        if (indices.length != m
                || IntStream.of(indices).distinct().count() < m
                || IntStream.of(indices).anyMatch(k -> k < 0 || k >= spectrum.size())) {
            throw new UserException("--kept must name M = " + m + " different eigenvectors from 1 to " + spectrum.size()
                    + "; got " + kept);
        }
        return new LinearCriticalPoint(spectrum, indices)
                .descent()
                .orElseThrow(
                        () -> new UserException(
                                "--kept " + kept
                                        + " is a global minimum, from which no way leads down; name eigenvectors of smaller eigenvalues"));
    }

    /** {@code count} times from 0 to the last. */
    static double[] times(int count, double last) {
        return IntStream.range(0, count)
                .mapToDouble(q -> last * q / (count - 1))
                .toArray();
    }

    private String title(int n, int m) {
        return (tied ? "Tied" : "Untied") + " linear autoencoder, n = " + n + ", m = " + m + ": gradient flow from "
                + switch (start) {
                    case BALANCED -> "a balanced start, seed " + seed;
                    case INDEPENDENT -> "an independent start, seed " + seed;
                    case MODES -> "its first modes";
                    case SADDLE -> "the saddle that keeps " + kept;
                };
    }

    private void print(LinearFlow flow, int n, int shown, List<LinearFlow.State> states) {
        List<String> columns =
                new ArrayList<>(List.of("time", "loss", "energy", "benefit", "interference", "angle", "imbalance"));
        List<DoubleUnaryOperator> curves = new ArrayList<>();
        for (int k = 0; k < shown; k++) {
            columns.addAll(List.of("strength_" + (k + 1), "curve_" + (k + 1)));
            curves.add(flow.curve(k));
        }
        List<List<?>> rows = new ArrayList<>();
        for (LinearFlow.State state : states) {
            List<Object> row = new ArrayList<>(List.of(
                    state.time(),
                    state.loss() / n,
                    state.energy().total(),
                    state.energy().benefit(),
                    state.energy().interference(),
                    state.angle(),
                    state.imbalance()));
            for (int k = 0; k < shown; k++) {
                DoubleUnaryOperator curve = curves.get(k);
                row.add(state.strengths()[k]);
                row.add(curve == null ? null : curve.applyAsDouble(state.time()));
            }
            rows.add(row);
        }
        Output.print(System.out, format.chosen(), columns, rows);
    }
}
