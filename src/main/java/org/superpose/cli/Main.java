package org.superpose.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.package$;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.Output;
import org.superpose.cli.output.ResultStream;
import org.superpose.cli.sql.SqlCommand;
import org.superpose.cli.theory.FlowCommand;
import org.superpose.errors.Printable;
import org.superpose.geometry.GroupDistance;
import org.superpose.model.Activation;
import org.superpose.model.OutputFunction;
import org.superpose.results.Build;
import org.superpose.results.DeployMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code superpose COMMAND [ARGUMENTS]}. The only place that ends the process. */
@Command(
        name = "./submit.sh",
        customSynopsis = "./submit.sh [spark-submit options] COMMAND [ARGUMENTS]",
        description = "superpose maps out toy models of superposition on Apache Spark.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every planned point is done",
            "1:internal error; finished points are kept",
            "2:wrong configuration, usage or SQL, a missing directory, or one that another run holds",
            "3:finished, but some points failed or diverged",
            "4:stopped early, or output could not be written: the same command resumes; or a damaged file was left out, which run mends",
            "141:the program that read the output has gone, as in ... | head"
        },
        footer = "./submit.sh COMMAND --help tells more.",
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
            ReportCommand.class,
            ExportCommand.class,
            CompactCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** The commands that answer in files, not on standard output. */
    private static final Set<String> WITHOUT_OUTPUT = Set.of("run", "compact");

    /**
     * Runs one command and exits with its code.
     *
     * @throws SparkUserAppException with a code other than 0, where the process is YARN's application master
     */
    public static void main(String[] arguments) throws SparkUserAppException {
        AsTyped.remember(arguments);
        System.setOut(ResultStream.of(new FileOutputStream(FileDescriptor.out)));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        SparkConf submitted = new SparkConf();
        int code = DeployMode.cluster(submitted) ? runInCluster(arguments) : run(arguments);
        if (!DeployMode.inApplicationMaster(submitted)) {
            System.exit(code);
        }
        // A main method that ends the process there has failed, whatever its code.
        if (code != ExitCode.DONE) {
            throw new SparkUserAppException(code, null);
        }
    }

    /** Runs a command on a node of the cluster, where its output would be seen by nobody and a driver without a SparkContext has failed. */
    private static int runInCluster(String... arguments) {
        if (arguments.length > 0 && WITHOUT_OUTPUT.contains(arguments[0])) {
            return run(arguments);
        }
        System.err.println(
                "in cluster deploy mode only "
                        + WITHOUT_OUTPUT.stream().sorted().collect(Collectors.joining(" and "))
                        + " work, because nobody sees the standard output of a driver on a node of the cluster; use --deploy-mode client");
        return ExitCode.USAGE;
    }

    /** Runs one command on {@code System.out} and {@code System.err} and returns its exit code. */
    static int run(String... arguments) {
        // Where help cannot be printed, picocli would print a stack trace.
        StringWriter help = new StringWriter();
        CommandLine commandLine = commandLine().setOut(new PrintWriter(help));
        try {
            int code = commandLine.execute(arguments);
            if (code == ExitCode.DONE) {
                System.out.print(help);
                System.out.flush();
            }
            return code;
        } catch (RuntimeException | Error e) { // picocli catches no errors
            OptionalInt code = Failures.tell(e, commandLine.getErr());
            if (code.isEmpty()) {
                throw e;
            }
            return code.getAsInt();
        }
    }

    /** The commands, ready to execute; a user's mistake is one message on stderr and exit code 2. */
    static CommandLine commandLine() {
        CommandLine commandLine =
                new CommandLine(new Main()).setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.registerConverter(Output.Format.class, text -> constant(Output.Format.values(), text));
        commandLine.registerConverter(Activation.class, text -> constant(Activation.values(), text));
        commandLine.registerConverter(OutputFunction.Kind.class, text -> constant(OutputFunction.Kind.values(), text));
        commandLine.registerConverter(
                GroupDistance.Grouping.class, text -> constant(GroupDistance.Grouping.values(), text));
        commandLine.registerConverter(
                FlowCommand.StartKind.class, text -> constant(FlowCommand.StartKind.values(), text));
        commandLine.registerConverter(BigDecimal.class, Main::decimal);
        commandLine.setParameterExceptionHandler(Main::explain);
        commandLine.setExecutionExceptionHandler((exception, command, parsed) ->
                Failures.tell(exception, command.getErr()).orElseThrow(() -> exception));
        return commandLine;
    }

    /** The constant of that name, however its letters are cased. */
    private static <E extends Enum<E>> E constant(E[] constants, String text) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        String allowed = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new TypeConversionException("must be one of " + allowed + "; got " + Printable.quoted(text));
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw (TypeConversionException)
                    new TypeConversionException("must be a number; got " + Printable.quoted(text)).initCause(e);
        }
    }

    /** A mistake in the arguments, and where to read on; the whole usage would push the message off the screen. */
    private static int explain(ParameterException mistake, String... arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        if (command.getParent() == null && mistake instanceof UnmatchedArgumentException unmatched) {
            err.println(
                    "no command " + Printable.quoted(unmatched.getUnmatched().get(0)) + "; commands: "
                            + String.join(", ", command.getSubcommands().keySet()));
        } else {
            err.println(Printable.lines(mistake.getMessage()));
            UnmatchedArgumentException.printSuggestions(mistake, err);
        }
        err.println("usage: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return ExitCode.USAGE;
    }

    /** The version of this program with its commit, and of what it runs on. */
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
