package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.superpose.Submitted;
import org.superpose.sweep.SweepTable;

/**
 * The sweep that clusters train, and what it gives on one slot of this machine, which they must give to the bit.
 *
 * @param bits the results of each model
 */
record ClusterSweep(Map<String, String> bits) {
    static final int POINTS = 40;
    /** The name of its file. */
    static final String FILE = "sweep.yaml";

    private static final String TEXT = """
            name: cluster
            grid: {n: [24, 32], m: [4, 6], density: [0.05, 0.1, 0.2, 0.4, 0.8]}
            seeds: 2
            training: {recipe: fast, batch: 128, steps: 4000}
            measure: {features: true, curve: 16, weights: true}
            """;

    /** Writes the file into a directory and trains it there, locally. */
    static ClusterSweep trained(Path directory) throws Exception {
        write(directory);
        try (Submitted run = Submitted.start(
                directory, "--master", "local[1]", "--driver-memory", "1g", "run", FILE, "--out", "local")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        Map<String, String> bits = SweepTable.of(directory.resolve("local")).bits();
        assertThat(bits).hasSize(POINTS);
        return new ClusterSweep(bits);
    }

    static void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), TEXT);
    }

    /** Asserts that a directory holds every model once, with the bits of the local run. */
    void assertIn(String what, String location) {
        SweepTable table = SweepTable.of(location);
        System.out.printf("%s: %d rows for %d points%n", what, table.rows().size(), POINTS);
        assertThat(table.bits()).as(what).isEqualTo(bits);
        assertThat(table.copies()).as(what).isZero();
    }
}
