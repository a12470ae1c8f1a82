package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;

/** Points that take longer than they may, and what is kept of them. */
@Slow
class TimeLimitsTest extends SmallSweeps {
    private static final String LONG = """
            name: long
            grid: {n: [12], m: [3], density: [0.3]}
            seeds: 1
            training: {recipe: fast, batch: 64, steps: 400000, warmup: 10}
            measure: {weights: true, curve: 20}
            """;

    /** Given up twice and then left alone, it ends with the bits of a model that never was, and its seconds are those of all three attempts. */
    @Test
    void aPointThatIsGivenUpGoesOnWhereItWasWhenItIsTriedAgain() throws IOException {
        String hasty = LONG + "checkpoint: 0.001\ntimeout: 0.8\n";
        assertThat(run(hasty, "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        Row first = rows("results").get(0);
        assertThat(first.<String>getAs("status")).isEqualTo("failed");
        assertThat(first.<String>getAs("error_class")).endsWith("PointTimeoutException");
        assertThat(first.<String>getAs("error_message"))
                .startsWith(
                        "took longer than timeout: 0.8 seconds; give it more, and train it again with --retry failed\n");
        double spent = spent();
        // In its shorter time the second attempt alone cannot spend what the first did.
        assertThat(retry(LONG + "checkpoint: 0.001\ntimeout: 0.6\n", "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(spent()).as("seconds of both attempts").isGreaterThan(spent);
        spent = spent();
        assertThat(checkpoints()).hasSize(1).allMatch(name -> name.matches("[0-9a-f]{32}-\\d+"));
        assertThat(retry(LONG, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(checkpoints()).isEmpty();
        Row resumed = rows("results").stream()
                .filter(row -> !row.getAs("status").equals("failed"))
                .findFirst()
                .orElseThrow();
        run(LONG, "unbroken");
        Row unbroken = rows("unbroken").get(0);
        assertThat(resultsByKey(List.of(resumed))).isEqualTo(resultsByKey(List.of(unbroken)));
        assertThat(resumed.<Long>getAs("steps")).isEqualTo(400000);
        assertThat(resumed.<Double>getAs("seconds")).isGreaterThan(spent);
    }

    /** The seconds that were spent on the state that is kept, which its file tells behind the line of its maker. */
    private double spent() throws IOException {
        Path file = temporary
                .resolve("results")
                .resolve("checkpoints")
                .resolve(checkpoints().get(0));
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            assertThat(in.readUTF()).contains("kernel cpu").contains("curve 20");
            return in.readDouble();
        }
    }

    private List<String> checkpoints() throws IOException {
        Path folder = temporary.resolve("results").resolve("checkpoints");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .toList();
        }
    }

    /** Without checkpoints nothing is kept, and without a timeout no point is given up. */
    @Test
    void nothingIsKeptWhereNoneAreAskedFor() throws IOException {
        assertThat(run(LONG + "checkpoint: 0\ntimeout: 0.3\n", "results")).isEqualTo(SweepJob.Ending.SOME_FAILED);
        assertThat(temporary.resolve("results").resolve("checkpoints")).doesNotExist();
    }
}
