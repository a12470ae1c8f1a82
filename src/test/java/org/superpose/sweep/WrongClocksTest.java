package org.superpose.sweep;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.cli.CommandLines;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import org.superpose.results.TestSpark;

/** Rows that were made while a clock was two days ahead, which is right again. */
@Slow
class WrongClocksTest extends SmallSweeps {
    private static final String FEW = SWEEP.replace("[0.1, 0.5]", "0.5").replace("seeds: 2", "seeds: 1");
    private static final String MORE = FEW + "measure: {features: true, curve: 8, weights: true}\n";

    /** Moves the dates of all rows of the table two days ahead; rows of version 0.1.0 have no numbers. */
    private ResultsDirectory twoDaysAhead(boolean released) throws IOException {
        run(FEW + "measure: {features: true, curve: 8}\n", "before");
        Dataset<Row> rows = ResultsDirectory.existing(
                        temporary.resolve("before").toString())
                .models(TestSpark.session())
                .drop(Tables.INVOCATION)
                .withColumn("started_at", expr("started_at + INTERVAL 2 DAYS"));
        ResultsDirectory directory =
                ResultsDirectory.at(temporary.resolve("results").toString());
        (released ? rows.drop("kept", "run_number") : rows)
                .write()
                .parquet(directory.models(UUID.randomUUID()).toString());
        return directory;
    }

    private void trainsOnceAndKeepsTheNewRow(boolean released) throws IOException {
        twoDaysAhead(released);
        assertThat(run(MORE, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("2 rows are dated later than now", "2 to train");
        log.reset();
        assertThat(run(MORE, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("2 done", "0 to train");
        String results = temporary.resolve("results").toString();
        String query =
                "SELECT count(*) FROM models WHERE weights IS NOT NULL AND size(curve) > 1 AND size(features) > 1";
        for (String command : new String[] {"", "compact"}) {
            TestSpark.session();
            if (!command.isEmpty()) {
                assertThat(CommandLines.run(command, "--out", results).exitCode())
                        .isZero();
            }
            TestSpark.session();
            assertThat(CommandLines.run("sql", "--out", results, "--format", "csv", query)
                            .lines())
                    .contains("2");
        }
        log.reset();
        TestSpark.session();
        assertThat(run(MORE, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("0 to train").doesNotContain("later than now");
    }

    @Test
    void aPointIsTrainedOnceMoreAndTheNewRowStays() throws IOException {
        trainsOnceAndKeepsTheNewRow(false);
    }

    @Test
    void soItIsBesideRowsWithoutNumbers() throws IOException {
        trainsOnceAndKeepsTheNewRow(true);
    }

    /** Version 0.1.0 has trained the points again itself, with more, after its clock was right again. */
    @Test
    void compactKeepsTheRowWithMoreOfTwoWithoutNumbers() throws IOException {
        ResultsDirectory directory = twoDaysAhead(true);
        run(MORE, "more");
        ResultsDirectory.existing(temporary.resolve("more").toString())
                .models(TestSpark.session())
                .drop(Tables.INVOCATION, "kept", "run_number")
                .write()
                .parquet(directory.models(UUID.randomUUID()).toString());
        assertThat(CommandLines.run("compact", "--out", directory.root().toString())
                        .exitCode())
                .isZero();
        TestSpark.session();
        assertThat(directory
                        .models(TestSpark.session())
                        .where("weights IS NOT NULL")
                        .count())
                .isEqualTo(2);
        assertThat(directory.models(TestSpark.session()).count()).isEqualTo(2);
    }

    @Test
    void statusSaysSo() throws IOException {
        ResultsDirectory directory = twoDaysAhead(false);
        TestSpark.session();
        CommandLines status =
                CommandLines.run("status", "--out", directory.root().toString());
        assertThat(status.err()).contains("2 rows are dated later than now, the latest 20");
    }
}
