package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;

@Slow
class QueriesTest {
    /** Runs for days. */
    private static final String ENDLESS = "SELECT sum(a.id % 7 * b.id) FROM range(10000000) a, range(10000000) b";

    @TempDir
    Path folder;

    private SparkContext context;
    private Queries queries;

    @BeforeEach
    void open() {
        SparkSession spark = TestSpark.session();
        context = spark.sparkContext();
        queries = new Queries(spark, ResultsDirectory.at(folder.toString()));
    }

    @AfterEach
    void leaveNothing() {
        context.cancelAllJobs();
    }

    @Test
    void aQueryWhoseThreadIsInterruptedLeavesNothingRunning() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> run(ENDLESS));
        reader.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        reader.start();
        awaitJobs(true);
        reader.interrupt();
        reader.join();
        assertThat(failure.get()).isInstanceOf(UserException.class);
        awaitJobs(false);
    }

    @Test
    void aCancelHoldsUntilItIsTakenBack() throws Exception {
        CompletableFuture<Void> endless = CompletableFuture.runAsync(() -> run(ENDLESS));
        awaitJobs(true);
        queries.cancel();
        assertThatThrownBy(endless::get).hasMessageContaining("cancelled");
        awaitJobs(false);
        assertThatThrownBy(() -> run("SELECT 1 AS x"))
                .isInstanceOf(UserException.class)
                .hasMessage("cancelled");
        assertThat(queries.cancelled()).isTrue();
        queries.resume();
        assertThat(run("SELECT 1 AS x").rows()).isEqualTo(1);
    }

    private Queries.Printed run(String query) {
        return queries.run(
                Statement.of(query, "").get(0), Output.Format.TABLE, new PrintStream(OutputStream.nullOutputStream()));
    }

    private void awaitJobs(boolean some) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (context.statusTracker().getActiveJobIds().length > 0 != some) {
            assertThat(Instant.now()).as("jobs running: " + !some).isBefore(end);
            Thread.sleep(20);
        }
    }
}
