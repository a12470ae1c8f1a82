package org.superpose.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.superpose.Submitted;
import org.superpose.sweep.SweepTable;

/**
 * The sweep that faults strike, as it goes when none does.
 *
 * @param results its directory, with a file for each of some bundles, and a report
 * @param bits the results of each model
 * @param start from the command until the training begins
 * @param training from there until the end
 * @param compacting the time that {@code compact} takes
 * @param reporting the time that {@code report} takes
 */
record Unbroken(
        Path results,
        Map<String, String> bits,
        Duration start,
        Duration training,
        Duration compacting,
        Duration reporting) {
    static final int POINTS = 24;
    static final String FILE = "sweep.yaml";
    /** The report of an unbroken run, in its directory. */
    static final String REPORT = "report.html";

    static final String SWEEP = """
            name: faulty
            grid: {n: [48], m: [8, 16], density: [0.05, 0.1, 0.2, 0.4]}
            seeds: 3
            training: {recipe: fast, batch: 256, steps: 2500}
            measure: {features: true, curve: 16, weights: true}
            """;

    static Unbroken trained(Path directory) throws Exception {
        Files.writeString(directory.resolve(FILE), SWEEP);
        long begin = System.nanoTime();
        Duration start;
        Duration all;
        try (Submitted run = start(directory, "local[2,4]", List.of(), "run", FILE)) {
            run.awaitErr(Trial.TRAINING);
            start = since(begin);
            assertThat(run.exitCode()).as(run.err()).isZero();
            all = since(begin);
        }
        Path results = directory.resolve("out");
        Duration reporting = timed(directory, "report");
        Path copy = directory.resolve("compacted");
        FileUtils.copyDirectory(results.toFile(), copy.resolve("out").toFile());
        Duration compacting = timed(copy, "compact");
        SweepTable table = SweepTable.of(results);
        assertThat(table.rows()).hasSize(POINTS);
        return new Unbroken(results, table.bits(), start, all.minus(start), compacting, reporting);
    }

    /** Starts a command on the results in {@code out}; {@code options} are spark-submit's. */
    static Submitted start(Path directory, String master, List<String> options, String command, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", master, "--driver-memory", "1g"));
        words.addAll(options);
        words.add(command);
        words.addAll(List.of(arguments));
        words.addAll(List.of("--out", "out"));
        return Submitted.start(directory, words.toArray(String[]::new));
    }

    private static Duration timed(Path directory, String command) throws Exception {
        long begin = System.nanoTime();
        try (Submitted run = start(directory, "local[2]", List.of(), command)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        return since(begin);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
