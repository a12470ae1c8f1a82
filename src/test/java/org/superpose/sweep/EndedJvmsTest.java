package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.grid.Point;
import org.superpose.results.ResultsDirectory;

/** Sweeps that find marks of JVMs that have ended. */
@Slow
class EndedJvmsTest extends SmallSweeps {
    private List<Point> points;
    private MarkFolder marks;
    private int made;

    @BeforeEach
    void readPoints() throws IOException {
        points = points(SWEEP);
        marks = new MarkFolder(ResultsDirectory.at(temporary.resolve("results").toString()));
    }

    /** A mark that a task of run 1 left, as a JVM of this machine does that ends. */
    private void leave(boolean inDriver, boolean alone, Point... at) throws IOException {
        Map<String, Long> states = new HashMap<>();
        List.of(at).forEach(point -> states.put(point.modelKey(), 0L));
        marks.write(MarkFolder.prefix(1, 0, made++) + "0-0", markOfAnother(1, inDriver, alone, states));
    }

    /** A mark of a process of this machine that is not this one. */
    private static Mark markOfAnother(long run, boolean inDriver, boolean alone, Map<String, Long> states) {
        Mark here = Mark.here(run, inDriver, alone, states);
        return new Mark(
                run, inDriver, alone, here.host(), here.boot(), here.executor(), 1, here.begun(), false, states);
    }

    /** A mark may stay of a task that failed in a JVM that lives; it says nothing. A JVM that was lost with its node says nothing against its points. */
    @Test
    void marksThatProveNothingCountForNothing() throws IOException {
        Map<String, Long> states = Map.of(points.get(0).modelKey(), 0L);
        marks.write("1-0-7-0-0", Mark.here(1, false, true, states));
        assertThat(marks.end("1-0-7-")).isEmpty();
        marks.write("1-0-7-0-0", markOfAnother(1, false, true, states));
        marks.write("1-0-7-1-0", markOfAnother(1, false, true, states));
        marks.write("2-0-7-1-0", markOfAnother(2, false, true, states));
        marks.excuse(1, markOfAnother(1, false, true, states).executor());
        assertThat(marks.end("1-0-7-")).hasSize(2).allMatch(Mark::restarted);
        assertThat(marks.end("2-")).hasSize(1).noneMatch(Mark::restarted);
        assertThat(Suspicion.of(points.get(0).modelKey(), marks.ended("1-"), 0).care())
                .isEqualTo(Care.MARKED);
    }

    private void assertAllDoneOnce() throws IOException {
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("results");
        assertThat(rows).hasSize(8);
        assertThat(keys(rows)).hasSize(8);
        assertThat(temporary.resolve("results/running")).doesNotExist();
    }

    private String said() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whereNoJvmEndedNothingIsLeftAndNothingSaid() throws IOException {
        assertAllDoneOnce();
        assertThat(said()).doesNotContain("JVM");
    }

    /** Two rounds follow the first, in one folder of the table, with the results that a run without marks has. */
    @Test
    void pointsThatWereThereComeAfterTheOthers() throws IOException {
        run(SWEEP, "unbroken");
        leave(true, false, points.get(0), points.get(1), points.get(2));
        leave(true, false, points.get(1));
        leave(true, false, points.get(1));
        assertAllDoneOnce();
        assertThat(said())
                .contains("last come 2 points that a JVM had to train when it ended")
                .contains("last come 1 points that a JVM had to train when it ended, twice");
        assertThat(resultsByKey(rows("results"))).isEqualTo(resultsByKey(rows("unbroken")));
    }

    @Test
    void executorsThatEndedWithTheirDriverAreNoEvidence() throws IOException {
        leave(false, true, points.get(0));
        leave(false, true, points.get(0));
        assertAllDoneOnce();
        assertThat(said()).doesNotContain("JVM");
    }

    @Test
    void aPointThatEndedItsJvmTwiceIsARowUntilItIsRetried() throws IOException {
        leave(true, false, points.get(0), points.get(1));
        leave(true, true, points.get(0));
        for (int again = 0; again < 2; again++) {
            assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
            List<Row> rows = rows("results");
            assertThat(keys(rows)).hasSize(8);
            List<Row> failed = rows.stream()
                    .filter(row -> row.getAs("status").equals("failed"))
                    .toList();
            assertThat(keys(failed)).containsExactly(points.get(0).modelKey());
            assertThat(failed.get(0).<String>getAs("error_message"))
                    .startsWith("the JVM that had this point to train ended 2 times")
                    .contains("process 1 on ");
            assertThat(temporary.resolve("results/running")).doesNotExist();
        }
        assertThat(retry(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
    }

    /** A driver may be killed between the commit of a row and the removal of what is settled by it. */
    @Test
    void marksThatARowHasSettledDoNotCount() throws IOException {
        leave(true, true, points.get(0));
        leave(true, true, points.get(0));
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        leave(true, true, points.get(0));
        leave(true, true, points.get(0));
        assertThat(retry(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
    }

    /** What a JVM had no time to write says nothing, nor does what is damaged. */
    @Test
    void halfAMarkIsNone() throws IOException {
        leave(true, true, points.get(0));
        Path folder = temporary.resolve("results/running");
        Files.writeString(folder.resolve("1-0-8-0-0"), "{\"run\":1,\"inDri");
        Files.writeString(folder.resolve("1-0-9-0-0"), "");
        Files.writeString(folder.resolve("ended-1-0-9-0-0"), "{}");
        assertAllDoneOnce();
    }
}
