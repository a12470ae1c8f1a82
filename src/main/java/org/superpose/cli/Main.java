package org.superpose.cli;

import java.util.concurrent.Callable;
import org.apache.spark.package$;
import org.superpose.config.UserException;
import org.superpose.sweep.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** The command line: {@code superpose COMMAND [ARGUMENTS]}. The only place that ends the process. */
@Command(
        name = "superpose",
        description = "Maps out toy models of superposition on Apache Spark.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            MeasureCommand.class,
            TheoryCommand.class,
            BenchCommand.class,
            SqlCommand.class,
            StatusCommand.class,
            ExportCommand.class,
            CompactCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        AsTyped.remember(arguments);
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, ready to execute; a user's mistake is one message on stderr and exit code 2. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof UserException) {
                command.getErr().println(exception.getMessage());
                return ExitCode.USAGE;
            }
            throw exception;
        });
        return commandLine;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return ExitCode.USAGE;
    }

    /** Ours with its commit, and what it runs on. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            Build build = Build.current();
            return new String[] {
                "superpose " + build.version() + " (" + build.revision() + ")",
                "Spark " + package$.MODULE$.SPARK_VERSION() + ", ND4J " + build.nd4j() + ", Java " + Runtime.version()
                        + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}
