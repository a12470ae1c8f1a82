package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.superpose.FaultSuite;
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
    @FaultSuite
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
        assertThat(gone.err())
                .contains("the file " + part
                        + " is gone; points that no other file holds are trained again by run of small");
        assertThat(again(FEW)).contains("the file " + part + " is gone");
        assertThat(status().exitCode()).isZero();
        assertThat(status().err()).doesNotContain("gone");
        assertThat(again(SWEEP)).doesNotContain("gone");
    }

    /** Records of compactions whose driver was killed before anything was merged must neither hide what is gone nor make up such. */
    @Test
    @FaultSuite
    void compactionsThatCameToNothingCountForNothing() throws IOException {
        run(FEW, "results");
        String id = only("models").getFileName().toString().substring("invocation=".length());
        for (int k = 0; k < 5; k++) {
            UUID dead = UUID.randomUUID();
            Files.writeString(
                    temporary.resolve("results/invocations/" + dead + ".json"),
                    "{\"id\": \"" + dead + "\", \"merged\": [\"" + id + "\"], \"merged_planned\": [\"" + id + "\"]}");
        }
        Path part = DamagedFiles.part(only("models"));
        byte[] whole = Files.readAllBytes(part);
        Files.delete(part);
        assertThat(status().err()).contains("the file " + part + " is gone");
        Files.write(part, whole);
        assertThat(status().exitCode()).isZero();
        run(FEW.replace("seeds: 1", "seeds: 2"), "results");
        assertThat(command("compact", "--out", temporary.resolve("results").toString())
                        .exitCode())
                .isZero();
        CommandLines merged = status();
        assertThat(merged.exitCode()).as(merged.err()).isZero();
    }

    private Path only(String table) throws IOException {
        try (var folders = Files.list(temporary.resolve("results").resolve(table))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("invocation="))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A sweep of the same name with as many points does not stand for one whose points are gone. */
    @Test
    @FaultSuite
    void otherPointsOfTheSameNameAndNumberDoNotStandIn() throws IOException {
        run(FEW, "results");
        String first = only("models").getFileName().toString();
        run(FEW.replace("density: 0.5", "density: 0.25"), "results");
        assertThat(status().exitCode()).isZero();
        delete("planned/" + first);
        delete("models/" + first);
        CommandLines gone = status();
        assertThat(gone.exitCode()).isEqualTo(4);
        assertThat(gone.err()).contains("the planned points of small, 2 of them, are gone");
    }

    /** One whose points are all planned again by a larger sweep is not missed. */
    @Test
    @FaultSuite
    void aLargerSweepStandsInForASmallerOne() throws IOException {
        run(FEW, "results");
        String first = only("planned").getFileName().toString();
        run(SWEEP, "results");
        delete("planned/" + first);
        CommandLines held = status();
        assertThat(held.exitCode()).as(held.err()).isZero();
    }

    @Test
    void whatRecordsSayIsShownWithoutEscapesAndSecrets() throws IOException {
        run(FEW, "results");
        Path record;
        try (var records = Files.list(temporary.resolve("results/invocations"))) {
            record = records.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(record)
                .replaceFirst(
                        "\"command\" : \"[^\"]*\"",
                        "\"command\" : \"./submit.sh --conf spark.hadoop.fs.s3a.secret.key=hunter2 run \\\\u001b[2J.yaml\"");
        assertThat(text).contains("hunter2");
        Files.writeString(record, text);
        Files.deleteIfExists(record.resolveSibling("." + record.getFileName() + ".crc"));
        delete("planned");
        assertThat(status().err())
                .contains("secret.key=(redacted)", "\\u001b[2J")
                .doesNotContain("hunter2", "\u001b");
    }

    @Test
    void aRecordThatMayNotBeReadIsNamed() throws IOException {
        run(FEW, "results");
        Path record = temporary.resolve("results/invocations/" + UUID.randomUUID() + ".json");
        Files.createDirectory(record);
        CommandLines unknown = status();
        assertThat(unknown.exitCode()).isEqualTo(4);
        assertThat(unknown.err()).contains("the record " + record + " cannot be read", "make it readable");
    }
}
