package org.superpose.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.views.SweepStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: how a sweep stands, running or not, seen from another shell. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Tells how many points are done, failed and missing. Exit code: 0 all done, 3 finished with failures, 4 not finished.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The directory of results.")
    private String out;

    @Mixin
    private FormatOption format;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory directory = ResultsDirectory.existing(out);
        SweepStatus status;
        try (SparkSession spark = Sessions.openForReading("status", directory)) {
            status = SweepStatus.of(spark, directory);
        }
        status.notices().forEach(System.err::println);
        List<String> leftOut = directory.leftOut();
        leftOut.forEach(System.err::println);
        Output.printRecord(System.out, format.chosen(), record(status));
        if (!leftOut.isEmpty() || !status.known() || status.missing() > 0 || status.points() == 0) {
            return ExitCode.STOPPED;
        }
        return status.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    private static Map<String, Object> record(SweepStatus status) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("points", status.points());
        record.put("done", status.done());
        record.put("failed", status.failed());
        record.put("diverged", status.diverged());
        record.put("missing", status.missing());
        record.put("running", status.holder().isPresent());
        status.holder().ifPresent(holder -> record.put("holder", holder.toString()));
        record.putAll(status.progress());
        return record;
    }
}
