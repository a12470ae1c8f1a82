package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;
import org.superpose.cli.CommandLines;
import org.superpose.results.DamagedFiles;
import org.superpose.results.TestSpark;

/** What a directory should hold is known, and said, where files or folders of it are gone. */
@Slow
class GoneFilesTest extends SmallSweeps {
    private static final String FEW = SWEEP.replace("[0.1, 0.5]", "0.5").replace("seeds: 2", "seeds: 1");

    private CommandLines command(String... words) {
        TestSpark.session();
        CommandLines done = CommandLines.run(words);
        TestSpark.session();
        return done;
    }

    private CommandLines status() {
        return command("status", "--out", temporary.resolve("results").toString());
    }

    private void delete(String folder) throws IOException {
        try (var files = Files.walk(temporary.resolve("results").resolve(folder))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String again(String sweep) throws IOException {
        log.reset();
        assertThat(run(sweep, "results")).isEqualTo(SweepJob.Ending.DONE);
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plannedPointsThatAreGoneShowUntilTheyAreWrittenAgain() throws IOException {
        run(FEW, "results");
        assertThat(status().exitCode()).isZero();
        delete("planned");
        CommandLines gone = status();
        assertThat(gone.exitCode()).isEqualTo(4);
        assertThat(gone.err())
                .contains("the planned points of small, 2 of them, are gone from", "not known what is missing");
        assertThat(again(FEW)).contains("0 to train", "planned points", "written again");
        assertThat(status().exitCode()).isZero();
        assertThat(again(FEW)).contains("0 to train").doesNotContain("written again");

        // A longer sweep, stopped before its end, and a compaction in between, must not hide what is gone.
        run(SWEEP, "results");
        assertThat(command("compact", "--out", temporary.resolve("results").toString())
                        .exitCode())
                .isZero();
        assertThat(status().exitCode()).isZero();
        delete("planned");
        assertThat(status().exitCode()).isEqualTo(4);
        again(FEW);
        assertThat(status().err()).contains("8 of them, are gone");
        again(SWEEP);
        assertThat(status().exitCode()).as(status().err()).isZero();
    }

    @Test
    void modelsThatWereNeverAskedForShowWithoutRecords() throws IOException {
        run(FEW, "results");
        delete("planned");
        delete("invocations");
        CommandLines gone = status();
        assertThat(gone.exitCode()).isEqualTo(4);
        assertThat(gone.err()).contains("2 models were never asked for", "run the sweep again");
        assertThat(again(FEW)).contains("0 to train");
        assertThat(status().exitCode()).isZero();
    }

    @Test
    void aFileThatIsGoneIsNamedUntilItsPointsAreTrainedAgain() throws IOException {
        run(FEW, "results");
        Path folder;
        try (var folders = Files.list(temporary.resolve("results/models"))) {
            folder = folders.findFirst().orElseThrow();
        }
        Path part = DamagedFiles.part(folder);
        Files.delete(part);
        CommandLines gone = status();
        assertThat(gone.exitCode()).isEqualTo(4);
        assertThat(gone.err()).contains("the file " + part + " is gone; run trains its points again");
        assertThat(again(FEW)).contains("the file " + part + " is gone");
        assertThat(status().exitCode()).isZero();
        assertThat(status().err()).doesNotContain("gone");
    }
}
