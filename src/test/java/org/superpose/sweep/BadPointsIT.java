package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.FaultSuite;
import org.superpose.Slow;
import org.superpose.Submitted;
import org.superpose.config.SweepFile;
import org.superpose.grid.Expansion;
import org.superpose.grid.Point;

/**
 * One point takes its JVM down whenever it is trained: the test kills the process as soon as that has marked the point, as a system does that is short of
 * memory. All other points are done, and that one becomes a row.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "submit.sh is a script for bash")
@FaultSuite
@Slow
class BadPointsIT {
    private static final int KILLED = 137;
    private static final int SOME_FAILED = 3;
    private static final int OUT_OF_MEMORY = 52;
    private static final int OTHERS = 24;
    /** The bad point would take hours, so it never ends before it is killed. */
    private static final String SWEEP = """
            name: bad
            blocks:
              - {n: [16, 24, 32], m: [4, 8], density: [0.05, 0.1, 0.2, 0.4], training.steps: 2000}
              - {n: 40, m: 10, density: 0.1, training.steps: 10000000}
            training: {recipe: fast, batch: 256}
            """;

    @TempDir
    private Path directory;

    private String bad;

    @BeforeEach
    void writeSweep() throws IOException {
        Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
        List<Point> points =
                Expansion.expand(SweepFile.read(SWEEP, "sweep.yaml", List.of())).points();
        assertThat(points).hasSize(OTHERS + 1);
        bad = points.stream()
                .max(Comparator.comparing(Point::steps))
                .orElseThrow()
                .modelKey();
    }

    private Submitted run(String master) throws IOException {
        return Submitted.start(
                directory, "--master", master, "--driver-memory", "1g", "run", "sweep.yaml", "--out", "out");
    }

    @Test
    void inLocalModeTheFourthStartGivesThePointUp() throws Exception {
        Set<String> killed = new HashSet<>();
        for (int start = 1; start <= 3; start++) {
            int starts = start;
            try (Submitted run = run("local[2,4]")) {
                run.await(() -> killed(killed).size() == starts, "the mark of the bad point");
                assertThat(run.exitCode()).as(run.err()).isEqualTo(KILLED);
            }
        }
        for (int again = 0; again < 2; again++) {
            try (Submitted run = run("local[2,4]")) {
                assertThat(run.exitCode()).as(run.err()).isEqualTo(SOME_FAILED);
            }
            assertOnlyTheBadPointFailed(3, "local[1]");
        }
    }

    /** Writing the row takes more memory than training the point, and needs arrays so large that other threads get what they ask for. */
    @Test
    void aRowThatTheHeapCannotHoldIsGivenUpToo() throws Exception {
        Files.writeString(directory.resolve("sweep.yaml"), """
                name: large-row
                blocks:
                  - {n: 24, m: [4, 6, 8, 10], density: 0.02, training.steps: 200}
                  - {n: 6144, m: 1024, density: 0.0002, training.steps: 4}
                training: {recipe: fast, batch: 256}
                measure: {features: false, curve: 0, weights: true}
                """);
        for (int start = 1; start <= 3; start++) {
            assertSmallHeap(OUT_OF_MEMORY);
        }
        assertSmallHeap(SOME_FAILED);
        SweepTable table = SweepTable.of(directory.resolve("out"));
        assertThat(table.rows()).hasSize(5);
        assertThat(table.copies()).isZero();
        for (Row row : table.rows()) {
            String message = row.getAs("error_message");
            if (row.<Integer>getAs("n") == 6144) {
                assertThat(row.<String>getAs("status")).isEqualTo("failed");
                assertThat(message).contains("ended 3 times", "--driver-memory");
            } else {
                assertThat(row.<String>getAs("status")).as(message).isEqualTo("converged");
            }
        }
        assertThat(directory.resolve("out/running")).doesNotExist();
    }

    private void assertSmallHeap(int exitCode) throws Exception {
        String[] run = {"--master", "local[2]", "--driver-memory", "520m", "run", "sweep.yaml", "--out", "out"};
        try (Submitted submitted = Submitted.start(directory, run)) {
            assertThat(submitted.exitCode()).as(submitted.err()).isEqualTo(exitCode);
            assertThat(submitted.err().contains("give it more with --driver-memory"))
                    .as(submitted.err())
                    .isEqualTo(exitCode == OUT_OF_MEMORY);
        }
    }

    /** An executor of one slot has the point alone from the beginning. */
    @Test
    void onExecutorsOfOneSlotOneRunIsEnough() throws Exception {
        assertOneRunIsEnough("local-cluster[2,1,1024]", 2);
    }

    /** One of two slots has it beside others at first. */
    @Test
    void onExecutorsOfTwoSlotsOneRunIsEnough() throws Exception {
        assertOneRunIsEnough("local-cluster[1,2,1024]", 3);
    }

    private void assertOneRunIsEnough(String master, int kills) throws Exception {
        Set<String> killed = new HashSet<>();
        try (Submitted run = run(master)) {
            run.await(() -> {
                killed(killed);
                return false;
            });
            assertThat(run.exitCode()).as(run.err()).isEqualTo(SOME_FAILED);
            assertThat(run.err()).contains("Lost executor").doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(");
        }
        assertThat(killed).hasSize(kills);
        assertOnlyTheBadPointFailed(kills, "spark.executor.memoryOverhead");
    }

    /** Kills each process that has marked the bad point, once for each mark; returns the names of all marks it has been killed for. */
    private Set<String> killed(Set<String> before) {
        Path folder = directory.resolve("out/running");
        String[] names = folder.toFile().list((in, name) -> name.matches("\\d.*") && !before.contains(name));
        for (String name : names == null ? new String[0] : names) {
            try {
                Mark mark = Mark.parse(Files.readAllBytes(folder.resolve(name))).orElse(null);
                if (mark != null && mark.states().containsKey(bad)) {
                    ProcessHandle.of(mark.process()).ifPresent(ProcessHandle::destroyForcibly);
                    before.add(name);
                }
            } catch (IOException e) {
                // the mark was taken back meanwhile
                continue;
            }
        }
        return before;
    }

    private void assertOnlyTheBadPointFailed(int ends, String remedy) {
        Path out = directory.resolve("out");
        SweepTable table = SweepTable.of(out);
        assertThat(table.rows()).hasSize(OTHERS + 1);
        assertThat(table.copies()).isZero();
        for (Row row : table.rows()) {
            if (row.getAs("model_key").equals(bad)) {
                assertThat(row.<String>getAs("status")).isEqualTo("failed");
                assertThat(row.<String>getAs("error_class")).endsWith("JvmEndedException");
                assertThat(row.<String>getAs("error_message"))
                        .contains("ended " + ends + " times", remedy, "--retry failed");
            } else {
                assertThat(row.<String>getAs("status"))
                        .as(row.<String>getAs("error_message"))
                        .isEqualTo("converged");
            }
        }
        assertThat(out.resolve("running")).doesNotExist();
    }
}
