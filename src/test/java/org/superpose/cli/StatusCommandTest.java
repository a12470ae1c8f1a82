package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.DirectoryLock;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class StatusCommandTest {
    @TempDir
    Path folder;

    private ResultsDirectory directory;

    @BeforeEach
    void open() {
        TestSpark.session();
        directory = ResultsDirectory.at(folder.toString());
    }

    private JsonNode status(int expectedCode) throws IOException {
        TestSpark.session();
        CommandLines run = CommandLines.run("status", "--out", folder.toString(), "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(expectedCode);
        assertThat(run.lines()).hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void countsByStateAndSaysSoInItsCode() throws IOException {
        TestRows.writePlanned(
                directory,
                TestRows.planned("a"),
                TestRows.planned("b"),
                TestRows.planned("c"),
                TestRows.planned("d"),
                TestRows.planned("e"));
        TestRows.writeModels(
                directory,
                TestRows.model("a"),
                TestRows.model("b", "status", "max_steps"),
                TestRows.model("c", "status", "failed"),
                TestRows.model("d", "status", "diverged"));
        assertThat(status(4).toString())
                .isEqualTo("{\"points\":5,\"done\":2,\"failed\":2,\"diverged\":1,\"missing\":1,\"running\":false}");
        TestRows.writeModels(directory, TestRows.model("e"));
        assertThat(status(3).get("missing").asInt()).isZero();
    }

    @Test
    void allDoneIsZero() throws IOException {
        TestRows.writePlanned(directory, TestRows.planned("a"));
        TestRows.writeModels(directory, TestRows.model("a"));
        assertThat(status(0).get("done").asInt()).isEqualTo(1);
        TestSpark.session();
        assertThat(CommandLines.run("status", "--out", folder.toString()).out())
                .containsPattern("points +1\\R")
                .containsPattern("running +false\\R");
    }

    @Test
    void aRunningSweepShowsItsProgress() throws IOException {
        TestRows.writePlanned(directory, TestRows.planned("a"));
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "run x.yaml")) {
            assertThat(lock.held()).isTrue();
            Files.writeString(folder.resolve(".progress.json"), "{\"steps_do");
            assertThat(status(4).get("running").asBoolean()).isTrue();
            Files.writeString(folder.resolve(".progress.json"), "{\"steps_done\":7,\"eta_seconds\":1.5}");
            JsonNode status = status(4);
            assertThat(status.get("steps_done").asInt()).isEqualTo(7);
            assertThat(status.get("holder").asText()).contains("run x.yaml");
        }
        assertThat(status(4).has("steps_done")).isFalse();
    }

    @Test
    void aMissingDirectoryIsTheUsersMistake() {
        CommandLines run = CommandLines.run("status", "--out", folder + "/none");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(folder + "/none");
    }
}
