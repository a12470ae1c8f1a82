package org.superpose.cli.theory;

import java.util.concurrent.Callable;
import org.superpose.cli.output.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code theory linear}: the parts of the theory of linear models, a command each. */
@Command(
        name = "linear",
        mixinStandardHelpOptions = true,
        description = {
            "Linear autoencoders x -> W x, W = W_out W_in of rank at most M, for independent features or for data in a file:",
            "their spectrum, every critical point of the loss, and gradient flow."
        },
        subcommands = {SpectrumCommand.class, CriticalCommand.class, FlowCommand.class})
public final class LinearCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return ExitCode.USAGE;
    }
}
