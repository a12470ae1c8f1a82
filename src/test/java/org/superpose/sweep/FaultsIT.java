package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.FaultSuite;
import org.superpose.Slow;
import org.superpose.Submitted;

/** What users and machines do to a sweep: signals, a second run, full and forbidden disks, settings that Spark would hang on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "submit.sh is a script for bash")
@Slow
class FaultsIT {
    private static final int POINTS = 24;
    private static final String SWEEP = """
            name: faulty
            grid: {n: [48], m: [8, 16], density: [0.05, 0.1, 0.2, 0.4]}
            seeds: 3
            training: {recipe: fast, batch: 128, steps: 500}
            measure: {features: true, curve: 16, weights: true}
            """;
    /** Bundles of one or two points on any machine, so that three interruptions leave some: about half a second a point on a slow one. */
    private static final String LONG = """
            name: long
            grid: {n: [48], m: [8, 16], density: [0.05, 0.1, 0.2, 0.4]}
            seeds: 5
            training: {recipe: fast, batch: 512, steps: 5000}
            """;

    private static final int LONG_POINTS = 40;
    /** Twenty points that diverge, in a few bundles. */
    private static final String DIVERGING = """
            name: diverging
            grid: {n: [6, 12], m: [3], density: [0.1]}
            seeds: 10
            model: {output: identity}
            training: {recipe: fast, batch: 64, steps: 60, warmup: 10, learningRate: 100}
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeSweeps() throws IOException {
        Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
        Files.writeString(directory.resolve("long.yaml"), LONG);
        Files.writeString(directory.resolve("diverging sweep.yaml"), DIVERGING);
    }

    private Submitted run(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", "local[2,4]", "--driver-memory", "1g", "run"));
        words.addAll(List.of(arguments));
        return Submitted.start(directory, words.toArray(String[]::new));
    }

    /** Ends with this code, prints nothing to stdout, and neither stack traces nor control characters to stderr. */
    private static String ends(Submitted run, int code) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(")
                .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
        return run.err();
    }

    @Test
    void aSecondRunOnADirectoryIsRefused() throws Exception {
        try (Submitted first = run("sweep.yaml", "--out", "out").awaitErr(" bundles on ")) {
            first.signal("STOP");
            try (Submitted second = run("sweep.yaml", "--out", "out")) {
                String err = ends(second, 2);
                assertThat(err)
                        .contains("in use by", "process " + first.handle().pid() + " on ", "run sweep.yaml --out out");
            }
            first.signal("CONT");
            ends(first, 0);
        }
        assertComplete(directory.resolve("out"), POINTS);
    }

    @Test
    void signalsKeepWhatIsFinishedAndTheLineShownResumes() throws Exception {
        Path out = directory.resolve("the results");
        interrupted(out, "TERM");
        int rows = interrupted(out, "INT", "INT");
        Submitted last = run("long.yaml", "--out", "the results");
        try (last) {
            int files = SweepTable.files(out);
            last.awaitErr(" bundles on ").await(() -> SweepTable.files(out) > files, "a file");
            last.signal("INT");
            ends(last, 4);
        }
        SweepTable table = SweepTable.of(out);
        assertThat(table.rows().size()).isBetween(rows + 1, LONG_POINTS - 1);
        assertThat(last.err())
                .contains("stopped with " + (LONG_POINTS - table.rows().size()) + " points to go");

        Matcher line = Pattern.compile("To resume:\\R\\s+(.*)\\R").matcher(last.err());
        assertThat(line.find()).isTrue();
        try (Submitted resumed = Submitted.launch(directory, Map.of(), List.of("bash", "-c", line.group(1)))) {
            ends(resumed, 0);
        }
        assertComplete(out, LONG_POINTS);
    }

    private int interrupted(Path out, String... signals) throws Exception {
        int files = SweepTable.files(out);
        try (Submitted run = run("long.yaml", "--out", "the results")) {
            run.awaitErr(" bundles on ").await(() -> SweepTable.files(out) > files, "a file");
            for (String signal : signals) {
                run.signal(signal);
            }
            assertThat(ends(run, 4)).contains("stopping", "To resume");
        }
        SweepTable table = SweepTable.of(out);
        assertThat(table.copies()).isZero();
        return table.rows().size();
    }

    @Test
    void aSignalBeforeTheTrainingStopsToo() throws Exception {
        Path out = directory.resolve("out");
        try (Submitted run = run("long.yaml", "--out", "out")) {
            run.await(() -> Files.exists(out.resolve(".lock")), "the lock");
            run.signal("INT");
            assertThat(ends(run, 4)).contains("To resume");
        }
        assertThat(out.resolve(".lock")).doesNotExist();
        assertThat(out.resolve("models")).doesNotExist();
    }

    @Test
    @FaultSuite
    void divergedPointsSetTheExitCodeAndFailFastStops() throws Exception {
        try (Submitted run = run("diverging sweep.yaml", "--fail-fast", "--out", "out")) {
            assertThat(ends(run, 4)).contains("diverging\\ sweep.yaml --fail-fast --out out");
        }
        for (int again = 0; again < 2; again++) {
            try (Submitted run = run("diverging sweep.yaml", "--out", "out")) {
                assertThat(ends(run, 3)).contains("20 failed");
            }
        }
        assertThat(SweepTable.of(directory.resolve("out")).bits()).hasSize(20);
    }

    @Test
    void aFullDiskStopsTheSweepUntilThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount("-t", "tmpfs", "-o", "size=160k", "superpose-test", disk.toString());
        try {
            try (Submitted run = run("sweep.yaml", "--out", "disk/out")) {
                assertThat(ends(run, 4)).contains("a disk is full", "MB free", "To resume");
            }
            assertThat(SweepTable.of(disk.resolve("out")).rows()).hasSizeLessThan(POINTS);
            mount("-o", "remount,size=64m", disk.toString());
            try (Submitted run = run("sweep.yaml", "--out", "disk/out")) {
                ends(run, 0);
            }
            assertComplete(disk.resolve("out"), POINTS);
        } finally {
            execute("umount", disk.toString());
        }
    }

    @Test
    void aReadOnlyDirectoryIsRefusedBeforeTheTraining() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount("-t", "tmpfs", "-o", "ro", "superpose-test", disk.toString());
        try (Submitted run = run("sweep.yaml", "--out", "disk/out")) {
            assertThat(ends(run, 2)).contains("disk/out").doesNotContain("bundles on");
        } finally {
            execute("umount", disk.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sweep.yaml/out, sweep.yaml",
        "sweep.yaml, is a file",
        "gs://bucket/out, object store",
        "nowhere://x, nowhere"
    })
    void aDirectoryThatCannotHoldResultsIsRefused(String out, String reason) throws Exception {
        try (Submitted run = run("sweep.yaml", "--out", out)) {
            assertThat(ends(run, 2)).contains(reason).doesNotContain("bundles on");
        }
    }

    @Test
    void settingsThatSparkWouldHangOnAreRefused() throws Exception {
        try (Submitted run = Submitted.start(
                directory,
                "--master",
                "local[2]",
                "--conf",
                "spark.task.resource.gpu.amount=1",
                "--conf",
                "spark.executor.resource.gpu.amount=1",
                "run",
                "sweep.yaml")) {
            assertThat(ends(run, 2)).contains("resource.gpu.amount", "local[2]");
        }
    }

    @Test
    void settingsThatSparkRefusesAreToldInALine() throws Exception {
        try (Submitted run = Submitted.start(
                directory, "--master", "local[2]", "--conf", "spark.network.timeout=10s", "run", "sweep.yaml")) {
            assertThat(ends(run, 2)).contains("Spark refuses its settings", "spark.network.timeout", "--conf");
        }
    }

    @Test
    void aTerminalShowsABar() throws Exception {
        assumeTrue(execute("script", "--version") == 0, "script is needed for a pseudo terminal");
        Path script = Path.of(System.getProperty("superpose.basedir"), "submit.sh");
        String command = "'" + script + "' --master 'local[2,4]' --driver-memory 1g run sweep.yaml --out out";
        try (Submitted run =
                Submitted.launch(directory, Map.of("TERM", "xterm"), List.of("script", "-qec", command, "/dev/null"))) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .containsPattern("\r\u001b\\[2K\\[[#-]{24}\\] +\\d+ %")
                    .contains("24 of 24 points done");
        }
    }

    private static void assertComplete(Path out, int points) {
        SweepTable table = SweepTable.of(out);
        assertThat(table.bits()).hasSize(points);
        assertThat(table.copies()).isZero();
        assertThat(out.resolve(".lock")).doesNotExist();
    }

    private static void mount(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        boolean mounted = execute(command.toArray(String[]::new)) == 0;
        if (!mounted) {
            System.out.println("FaultsIT: skipped what needs the right to mount a tmpfs");
        }
        assumeTrue(mounted, "only root may mount a tmpfs");
    }

    private static int execute(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.out.println("FaultsIT: cannot start " + command[0] + ": " + e.getMessage());
            return -1;
        }
    }
}
