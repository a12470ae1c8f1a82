package org.superpose.cli.theory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.theory.CriticalFamily;
import org.superpose.theory.Spectrum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code theory linear critical}: every critical point of a linear autoencoder. */
@Command(
        name = "critical",
        mixinStandardHelpOptions = true,
        description = {
            "Prints every critical point of E|x - W_out W_in x|^2 with its loss and the direction in which the loss falls most.",
            "Each is an orthogonal projector on eigenvectors; where eigenvalues are equal, a row stands for a whole family."
        })
final class CriticalCommand implements Callable<Integer> {
    /** More rows than anyone reads. */
    private static final long MOST_FAMILIES = 10_000;

    private static final List<String> COLUMNS = List.of(
            "rank", "kept", "kind", "loss", "above", "lost", "gained", "fall", "directions", "dimension", "sets");

    @Mixin
    private SpectrumOptions source;

    @Option(names = "--m", required = true, paramLabel = "M", description = "Hidden dimensions, 1 <= M <= n.")
    private int hidden;

    @Option(
            names = "--full-rank",
            description = "Only those of rank M; default: also those that leave hidden dimensions unused.")
    private boolean fullRank;

    @Option(
            names = "--to",
            paramLabel = "FILE.svg",
            description = "Also draw them: loss over rank, with an arrow along each way down.")
    private Path picture;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() {
        SvgFile.check(picture);
        Spectrum spectrum = source.spectrum();
        int n = spectrum.size();
        int m = SpectrumOptions.hidden(hidden, n);
        long count = CriticalFamily.count(spectrum, m, fullRank);
        if (count > MOST_FAMILIES) {
            throw new UserException("n = " + n + " and m = " + m + " have "
                    + (count == Long.MAX_VALUE ? "more than 2^63" : count) + " critical points; at most "
                    + MOST_FAMILIES
                    + " are listed: give a smaller --m, fewer features" + (fullRank ? "" : ", or --full-rank"));
        }
        List<CriticalFamily> families = CriticalFamily.all(spectrum, m, fullRank);
        double least = spectrum.sum(m) / n;
        List<List<?>> rows = new ArrayList<>();
        families.forEach(family -> rows.add(row(family, n, least)));
        if (picture != null) {
            SvgFile.write(picture, CriticalPicture.of(spectrum, m, families));
        }
        Output.print(System.out, format.chosen(), COLUMNS, rows);
        return ExitCode.DONE;
    }

    /** Losses are per feature, eigenvectors numbered from 1. */
    private static List<?> row(CriticalFamily family, int n, double least) {
        CriticalFamily.Descent descent = family.descent();
        double loss = family.loss() / n;
        return Arrays.asList(
                family.rank(),
                family.kept().stream().map(k -> k + 1).toList(),
                family.minimum() ? "minimum" : "saddle",
                loss,
                family.minimum() ? 0 : loss - least,
                descent == null || descent.lost() == null ? null : descent.lost() + 1,
                descent == null ? null : descent.gained() + 1,
                descent == null ? null : descent.fall() / n,
                family.directions(),
                family.dimension(),
                family.sets());
    }
}
