package org.superpose.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.superpose.cli.output.ExitCode;
import org.superpose.config.SweepFile;
import org.superpose.errors.UserException;
import org.superpose.grid.Grid;
import org.superpose.sweep.SweepJob;
import org.superpose.sweep.SweepOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: trains what is missing. */
@Command(
        name = "run",
        description = "Trains what is missing in DIR; the same command again resumes or extends.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SweepArguments arguments;

    @Option(names = "--retry", paramLabel = "failed", description = "Train points whose row says 'failed' again.")
    private String retry;

    @Option(names = "--fail-fast", description = "Stop at the first point that fails or diverges.")
    private boolean failFast;

    @Option(names = "--mix-kernels", description = "Add rows to a directory whose rows another kernel made.")
    private boolean mixKernels;

    @Override
    public Integer call() throws IOException {
        if (retry != null && !retry.equals("failed")) {
            throw new UserException("--retry " + retry + ": only points that say 'failed' can be tried again");
        }
        SweepFile sweep = arguments.sweepFile();
        Grid grid = SweepArguments.expand(sweep, System.err);
        SweepOptions options = new SweepOptions(
                sweep.name(),
                arguments.source(),
                grid.points(),
                grid.otherRatios(),
                sweep.kernel(),
                sweep.measure(),
                sweep.limits(),
                arguments.directory(sweep),
                retry != null,
                failFast,
                mixKernels,
                AsTyped.commandLine());
        return switch (new SweepJob(options, System.err).execute()) {
            case DONE -> ExitCode.DONE;
            case SOME_FAILED -> ExitCode.SOME_FAILED;
            case STOPPED -> ExitCode.STOPPED;
        };
    }
}
