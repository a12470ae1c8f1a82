package org.superpose.cli.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.theory.Spectrum;
import org.superpose.theory.Spectrum.Eigenspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code theory linear spectrum}: the eigenvalues, and the least loss of every rank. */
@Command(
        name = "spectrum",
        mixinStandardHelpOptions = true,
        description = "Prints each eigenvalue and the least loss of a linear model that keeps as many dimensions.")
final class SpectrumCommand implements Callable<Integer> {
    @Mixin
    private SpectrumOptions source;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() {
        Spectrum spectrum = source.spectrum();
        int n = spectrum.size();
        double trace = spectrum.trace();
        List<List<?>> rows = new ArrayList<>();
        for (Eigenspace space : spectrum.eigenspaces()) {
            for (int k = space.from(); k < space.from() + space.dimension(); k++) {
                double left = spectrum.sum(k + 1);
                rows.add(List.of(k + 1, spectrum.values()[k], space.dimension(), left / n, 1 - left / trace));
            }
        }
        Output.print(System.out, format.chosen(), List.of("k", "lambda", "multiplicity", "loss", "explained"), rows);
        return ExitCode.DONE;
    }
}
