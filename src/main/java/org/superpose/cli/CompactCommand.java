package org.superpose.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.superpose.cli.output.ExitCode;
import org.superpose.errors.Printable;
import org.superpose.results.DirectoryLock;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.views.Compaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code compact}: merges small files. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = "Merges the files of all invocations into few, without a moment in which a reader misses a row.")
final class CompactCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The directory of results.")
    private String out;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory directory = ResultsDirectory.existing(out);
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "compact");
                SparkSession spark = Sessions.open("compact", directory)) {
            lock.caveat().ifPresent(System.err::println);
            Sessions.overridden(new SparkConf()).forEach(notice -> System.err.println(Printable.line(notice)));
            List<Compaction.Merged> merged = new Compaction(spark, directory, lock).execute(System.err::println);
            for (Compaction.Merged table : merged) {
                System.err.println(table.table() + ": " + table.rows() + " rows, " + table.filesBefore()
                        + " files before, " + table.filesAfter() + " now");
            }
        }
        return ExitCode.DONE;
    }
}
