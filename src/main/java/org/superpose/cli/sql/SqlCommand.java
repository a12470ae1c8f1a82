package org.superpose.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sql}: queries over the views of a directory, from the command line, a file or a prompt. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Queries the results with Spark SQL. Views: planned, models, outcomes, points, features, curves,"
                + " loss_by_active, feature_geometry, summands, barcodes, regions, best_of_seeds, best_known, trajectories, jumps, failures,"
                + " missing, block_envelope, scaling; \\views says at the prompt what each holds.",
        footer =
                "Without a query, statements are read up to each semicolon from a prompt or standard input; \\? lists the commands there.")
public final class SqlCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The directory of results.")
    private String out;

    @Option(names = "-f", paramLabel = "FILE", description = "A file of statements, separated by semicolons.")
    private Path file;

    @Mixin
    private FormatOption format;

    @Parameters(arity = "0..1", paramLabel = "QUERY", description = "A query, or several separated by semicolons.")
    private String query;

    private final InputStream in;

    SqlCommand() {
        this(System.in);
    }

    SqlCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws IOException {
        ResultsDirectory directory = ResultsDirectory.existing(out);
        List<Statement> statements = Statement.of(script(), file == null ? "" : file.toString());
        boolean prompt = query == null && file == null;
        if (!prompt && statements.isEmpty()) {
            throw new UserException("there is no statement in the query");
        }
        try (SparkSession spark = Sessions.openForReading("sql", directory)) {
            Queries queries = new Queries(spark, directory);
            if (prompt) {
                return prompt(queries, directory);
            }
            try {
                statements.forEach(statement -> queries.run(statement, format.chosen(), System.out));
            } finally {
                queries.untold().forEach(System.err::println);
            }
        }
        return ending(directory);
    }

    private static int ending(ResultsDirectory directory) {
        return directory.leftOut().isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
    }

    /** Someone at a terminal has seen each mistake; a script learns of them at the end. */
    private int prompt(Queries queries, ResultsDirectory directory) throws IOException {
        try (Console console = console(queries)) {
            int mistakes = new SqlPrompt(queries, format.chosen(), console).run();
            if (console.width() > 0) {
                return ExitCode.DONE;
            }
            return mistakes > 0 ? ExitCode.USAGE : ending(directory);
        }
    }

    /** The terminal if there is one, else the streams of the process. */
    private Console console(Queries queries) throws IOException {
        try {
            Optional<Console> terminal = TerminalConsole.ofProcess(queries);
            if (terminal.isPresent()) {
                return terminal.get();
            }
        } catch (LinkageError e) {
            System.err.println("this Spark has no jline 3 among its jars: the prompt has no history and no completion");
        }
        return new PlainConsole(in, System.out, System.err);
    }

    private String script() {
        if (query != null && file != null) {
            throw new UserException("both a query and -f " + file + " are given; give one of them");
        }
        if (file == null) {
            return query == null ? "" : query;
        }
        UserFile.require(file, "-f " + file, "a file of statements");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserFile.unreadable("-f " + file, e);
        }
    }
}
