package org.superpose.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.superpose.cli.output.ExitCode;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.files.WholeFile;
import org.superpose.report.Report;
import org.superpose.results.Replacement;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.views.ScalingTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: the figures of a directory as one HTML file. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Draws the results as one HTML file that needs no network: open it in a browser.")
final class ReportCommand implements Callable<Integer> {
    private static final String DEFAULT_NAME = "report.html";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The directory of results.")
    private String out;

    @Option(
            names = "--to",
            paramLabel = "FILE.html",
            description = "The file to write; default: " + DEFAULT_NAME + " in the directory of results.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory directory = ResultsDirectory.existing(out);
        if (file != null && Files.isDirectory(file)) {
            throw new UserException(
                    "--to " + file + " is a directory: name a file in it, such as " + file.resolve(DEFAULT_NAME));
        }
        try (SparkSession spark = Sessions.openForReading("report", directory)) {
            String written = file == null
                    ? Report.use(spark, directory, report -> {
                        String page = write(directory, report);
                        ScalingTable.write(spark, directory);
                        return page;
                    })
                    : write(directory, Report.of(spark, directory));
            System.out.println(written);
        }
        List<String> leftOut = directory.leftOut();
        leftOut.forEach(System.err::println);
        return leftOut.isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
    }

    /** Where the page is written to. */
    private String write(ResultsDirectory directory, Report report) {
        Path local = file;
        if (local == null && "file".equals(directory.root().toUri().getScheme())) {
            local = ResultsDirectory.local(directory.path(DEFAULT_NAME));
        }
        String target = local == null ? directory.path(DEFAULT_NAME).toString() : local.toString();
        byte[] page = report.html().getBytes(StandardCharsets.UTF_8);
        try {
            if (local == null) {
                Replacement.write(directory, directory.path(DEFAULT_NAME), page);
            } else {
                WholeFile.write(local, out -> out.write(page));
            }
        } catch (IOException e) {
            throw new UserException(
                    target + " cannot be written: " + UserFile.reason(e) + "; name another file with --to", e);
        }
        System.err.println(
                report.models() + (report.models() == 1 ? " model" : " models") + "; open the file in a browser");
        return target;
    }
}
