package org.superpose.cli.theory;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.superpose.cli.output.Density;
import org.superpose.errors.UserException;
import org.superpose.theory.Spectrum;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options that say whose spectrum is meant: n independent features of one density, or the samples in a file. */
final class SpectrumOptions {
    /** Taking a larger matrix apart takes minutes. */
    private static final int MOST_FEATURES = 512;

    @Option(names = "--n", paramLabel = "N", description = "Independent features, with --density or --sparsity.")
    private Integer features;

    @Option(names = "--density", paramLabel = "P", description = "P = P(x_i > 0) = 1 - S, in [1e-9, 1].")
    private BigDecimal density;

    @Option(names = "--sparsity", paramLabel = "S", description = "S = P(x_i = 0), in [0, 1 - 1e-9].")
    private BigDecimal sparsity;

    @Option(
            names = "--data",
            paramLabel = "FILE.csv",
            description =
                    "Instead of --n: samples, one a line, numbers separated by commas; a first line of names is skipped.")
    private Path file;

    @Option(
            names = {"--centred", "--centered"},
            description = {
                "Take the covariance for the second moments E[x xT]: that is what a model with an output bias sees, whose best value",
                "answers the mean."
            })
    private boolean centred;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The spectrum, said on stderr as well.
     *
     * @throws UserException unless the options name one source, and it has a spectrum with a positive eigenvalue
     */
    Spectrum spectrum() {
        checkPlaces();
        Spectrum spectrum = file == null ? ofFeatures() : ofFile();
        if (!(spectrum.values()[0] > 0)) {
            throw new UserException("--data " + file + ": every sample is " + (centred ? "the same" : "zero")
                    + ", so that all eigenvalues are 0 and there is nothing to learn");
        }
        System.err.println("superpose: n = " + spectrum.size() + ", eigenvalues of "
                + (centred ? "the covariance: " : "E[x xT]: ") + said(spectrum.eigenspaces()));
        if (spectrum.values()[spectrum.size() - 1] == 0) {
            System.err.println(
                    "superpose: an eigenvalue is 0: the loss does not see what W does along its eigenvectors,"
                            + " and sets that differ in them are equally good");
        }
        return spectrum;
    }

    /** Options before {@code linear} are those of {@code theory}, which does not run: what they say would be lost. */
    private void checkPlaces() {
        for (CommandSpec outer = command.parent(); outer != null && outer.parent() != null; outer = outer.parent()) {
            ParseResult parsed = outer.commandLine().getParseResult();
            if (parsed != null && !parsed.matchedOptions().isEmpty()) {
                String option = parsed.matchedOptions().get(0).longestName();
                throw new UserException(option + " stands before its command: write it after " + command.name());
            }
        }
    }

    private Spectrum ofFile() {
        if (features != null || density != null || sparsity != null) {
            throw new UserException(
                    "--data brings its own features: give either --data, or --n with --density or --sparsity");
        }
        double[][] samples = SampleFile.read(file);
        if (samples[0].length > MOST_FEATURES) {
            throw new UserException("--data " + file + " has " + samples[0].length + " columns; at most "
                    + MOST_FEATURES + " features can be taken apart: choose some");
        }
        System.err.println(
                "superpose: " + samples.length + (samples.length == 1 ? " sample" : " samples") + " in " + file);
        return Spectrum.ofMeanSquares(samples, centred);
    }

    private Spectrum ofFeatures() {
        if (features == null || (density == null) == (sparsity == null)) {
            throw new UserException(
                    "a spectrum needs either --data FILE.csv, or --n and one of --density and --sparsity");
        }
        if (features < 1 || features > MOST_FEATURES) {
            throw new UserException("--n must be in [1, " + MOST_FEATURES + "]; got " + features);
        }
        double p = density != null ? Density.of(density) : Density.ofSparsity(sparsity);
        return Spectrum.ofPopulation(features, p, centred);
    }

    /**
     * m, checked.
     *
     * @param most the largest m there may be, n
     */
    static int hidden(int m, int most) {
        if (m < 1 || m > most) {
            throw new UserException("--m must be in [1, n] with n = " + most + "; got " + m);
        }
        return m;
    }

    /** The first eigenvalues in words, with their multiplicities. */
    private static String said(List<Spectrum.Eigenspace> spaces) {
        int most = 6;
        String first = spaces.stream()
                .limit(most)
                .map(space -> String.format(Locale.ROOT, "%.6g", space.value())
                        + (space.dimension() == 1 ? "" : " (" + space.dimension() + " times)"))
                .collect(Collectors.joining(", "));
        return spaces.size() > most ? first + ", and " + (spaces.size() - most) + " more" : first;
    }
}
